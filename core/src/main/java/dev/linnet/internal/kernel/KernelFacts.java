package dev.linnet.internal.kernel;

/**
 * What the choice of kernels depends on.
 *
 * @param requested value of the system property {@code linnet.kernel}, or null
 * @param slowFmaAllowed whether the system property {@code linnet.slowFma} is {@code true}
 * @param fastFma whether {@link Math#fma(double, double, double)} is done by the CPU
 * @param vectorModule whether the module {@code jdk.incubator.vector} is resolved
 * @param vmName {@code java.vm.name}
 * @param vmVersion {@code java.vm.version}, which names JVMCI where another compiler may stand in for C2
 * @param vmInfo {@code java.vm.info}, which names the compilers in use
 */
record KernelFacts(
        String requested,
        boolean slowFmaAllowed,
        boolean fastFma,
        boolean vectorModule,
        String vmName,
        String vmVersion,
        String vmInfo) {

    static final String VECTOR_MODULE = "jdk.incubator.vector";

    /** A fused multiply-add in hardware takes nanoseconds even when interpreted, BigDecimal on these factors 10 and more microseconds. */
    private static final long SLOW_FMA_NANOS = 2_000;

    static KernelFacts ofThisJvm() {
        return new KernelFacts(
                System.getProperty("linnet.kernel"),
                Boolean.getBoolean("linnet.slowFma"),
                fmaNanos() < SLOW_FMA_NANOS,
                ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent(),
                System.getProperty("java.vm.name", ""),
                System.getProperty("java.vm.version", ""),
                System.getProperty("java.vm.info", ""));
    }

    /**
     * Returns the time of one {@code Math.fma}, the best of a few tries.
     *
     * <p>Measured and not asked for, because the JVM's flags can only be read through the module
     * {@code jdk.management}, which a small run-time image may lack. The factors are tiny so that their exact product
     * has a thousand decimal digits: no compiler makes that fast. Noise can only lengthen a try, so the best one counts.
     */
    private static long fmaNanos() {
        double tiny = 0x1.921fb54442d18p-500;
        double sum = tiny;
        long best = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 16; attempt++) {
            long start = System.nanoTime();
            sum = Math.fma(tiny, tiny, sum);
            sum = Math.fma(tiny, tiny, sum);
            best = Math.min(best, (System.nanoTime() - start) / 2);
        }
        return sum > 0 ? best : Long.MAX_VALUE; // the sum is used, so no compiler may drop the loop
    }
}
