package dev.linnet.internal.kernel;

import jdk.incubator.vector.DoubleVector;

/** Kernels on the Vector API, at the widest lanes that the JVM offers; {@link KernelProvider} loads them by name. */
public final class VectorKernels implements Kernels {
    private final VectorGemm gemm = new VectorGemm();
    private final VectorElementwise elementwise = new VectorElementwise();
    private final VectorUpdate update = new VectorUpdate();
    private VectorRehearsal rehearsal; // made when it begins

    /** Makes the kernels of this JVM. */
    public VectorKernels() {
        VectorPrelude.play();
    }

    @Override
    public String name() {
        return "vector, " + DoubleVector.SPECIES_PREFERRED.vectorBitSize() + " bits";
    }

    @Override
    public boolean rehearse() {
        if (rehearsal == null) {
            rehearsal = new VectorRehearsal(gemm, elementwise, update);
        }
        return rehearsal.round();
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
