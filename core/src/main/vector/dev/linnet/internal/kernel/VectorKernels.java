package dev.linnet.internal.kernel;

import jdk.incubator.vector.DoubleVector;

/** Kernels on the Vector API, at the widest lanes that the JVM offers; {@link KernelProvider} loads them by name. */
public final class VectorKernels implements Kernels {
    private final GemmKernels gemm = new VectorGemm();
    private final ElementwiseKernels elementwise = new VectorElementwise();
    private final UpdateKernels update = new VectorUpdate();

    /** Makes the kernels of this JVM. */
    public VectorKernels() {
        VectorPrelude.play();
    }

    @Override
    public String name() {
        return "vector, " + DoubleVector.SPECIES_PREFERRED.vectorBitSize() + " bits";
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
