package dev.linnet.internal.kernel;

/**
 * Which kernels run, and why.
 *
 * @param vector whether the vector kernels run, once they are compiled
 * @param advice whether the reason tells the user how to become faster
 * @param reason ends the sentence "Linnet runs its ... kernel: "
 */
record KernelChoice(boolean vector, boolean advice, String reason) {
    static final String VECTOR = "vector";
    private static final String SCALAR = "scalar";
    private static final String AUTO = "auto";

    /**
     * Decides from the facts alone.
     *
     * @throws IllegalStateException if the facts allow no kernels, or not those that were requested
     */
    static KernelChoice from(KernelFacts facts) {
        if (!facts.fastFma() && !facts.slowFmaAllowed()) {
            throw new IllegalStateException(
                    "This CPU or JVM has no fused multiply-add instruction, so that Math.fma, on which"
                            + " Linnet's reproducible results rest, takes microseconds. -Dlinnet.slowFma=true runs Linnet all the same,"
                            + " hundreds of times slower.");
        }
        String requested = facts.requested() == null ? AUTO : facts.requested();
        return switch (requested) {
            case SCALAR -> new KernelChoice(false, false, "linnet.kernel=scalar asks for it.");
            case VECTOR -> insisted(facts);
            case AUTO -> automatic(facts);
            default -> throw new IllegalStateException("linnet.kernel must be scalar, vector or auto: " + requested);
        };
    }

    private static KernelChoice insisted(KernelFacts facts) {
        if (!facts.vectorModule()) {
            throw new IllegalStateException("linnet.kernel=vector: the module jdk.incubator.vector is not resolved;"
                    + " add --add-modules jdk.incubator.vector to the command line of java.");
        }
        return new KernelChoice(true, false, "linnet.kernel=vector asks for it.");
    }

    /** Compiled by anything but C2, vectors are boxed objects: fifty times slower than the scalar kernel. */
    private static KernelChoice automatic(KernelFacts facts) {
        if (!facts.vectorModule()) {
            return new KernelChoice(
                    false,
                    true,
                    "for about twice the speed add --add-modules jdk.incubator.vector to the command line of java.");
        }
        if (!facts.vmName().contains("HotSpot") && !facts.vmName().contains("OpenJDK")) {
            return new KernelChoice(
                    false, false, "the Vector API is fast on HotSpot only, and this is " + facts.vmName() + ".");
        }
        if (facts.vmVersion().contains("jvmci")) {
            return new KernelChoice(
                    false,
                    true,
                    "another compiler than C2 may be in use here; -Dlinnet.kernel=vector insists on the vector kernel.");
        }
        // HotSpot says: interpreted mode (-Xint), "mixed mode, emulated-client" (C1 alone), mixed mode, compiled mode
        // (-Xcomp)
        if (facts.vmInfo().contains("interpreted") || facts.vmInfo().contains("emulated-client")) {
            return new KernelChoice(
                    false,
                    true,
                    "the C2 compiler is switched off (" + facts.vmInfo() + "), and without it the Vector API is slow.");
        }
        return new KernelChoice(
                true, false, "the Vector API is there; the scalar kernel runs until C2 has compiled it.");
    }
}
