package dev.linnet.internal.kernel;

/** Kernels in plain Java, shaped so that HotSpot's C2 compiler vectorises them; they run on every JVM. */
public final class ScalarKernels implements Kernels {
    private final GemmKernels gemm = new ScalarGemm();

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public GemmKernels gemm() {
        return gemm;
    }
}
