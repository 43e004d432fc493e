package dev.linnet.benchmarks;

/**
 * The kernel that benchmarks run is a matter of their fork's arguments alone: the vector kernel as they are written, the
 * scalar one with {@code -jvmArgsAppend -Dlinnet.kernel=scalar} behind {@code java -jar benchmarks.jar}.
 */
final class Kernel {
    static final String MODULE = "--add-modules=jdk.incubator.vector";

    /** From the first call on: a benchmark of a function calls nothing that would let its kernel rehearse. */
    static final String VECTOR = "-Dlinnet.kernel=vector";

    private Kernel() {}
}
