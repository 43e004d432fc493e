package dev.linnet.internal.kernel;

/** Kernels in plain Java, shaped so that HotSpot's C2 compiler vectorises them; they run on every JVM. */
public final class ScalarKernels implements Kernels {
    private final GemmKernels gemm = new ScalarGemm();
    private final ElementwiseKernels elementwise = new ScalarElementwise();
    private final UpdateKernels update = new ScalarUpdate();

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public boolean rehearse() {
        return true; // they run well enough at once
    }

    @Override
    public GemmKernels gemm() {
        return gemm;
    }

    @Override
    public ElementwiseKernels elementwise() {
        return elementwise;
    }

    @Override
    public UpdateKernels update() {
        return update;
    }
}
