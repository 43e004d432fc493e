package dev.linnet.benchmarks;

/**
 * The kernel that benchmarks run is a matter of their fork's arguments alone: the vector kernel as they are written, the
 * scalar one with {@code -jvmArgsAppend -Dlinnet.kernel=scalar} behind {@code java -jar benchmarks.jar}.
 */
final class Kernel {
    static final String VECTOR = "--add-modules=jdk.incubator.vector";

    private Kernel() {}
}
