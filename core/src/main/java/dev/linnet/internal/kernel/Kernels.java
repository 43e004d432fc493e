package dev.linnet.internal.kernel;

/**
 * The inner loops of Linnet, in one of their two forms.
 *
 * <p>The scalar and the vector form give the same bits for the same input; they differ in speed alone. Instances are
 * stateless and shared by all threads.
 */
public interface Kernels {
    /** Returns {@code scalar}, or {@code vector} and the width of its lanes, for log lines and reports. */
    String name();

    /**
     * Gets the kernels compiled, step by step: each call does a little. For one thread at a time.
     *
     * @return whether they are compiled
     */
    boolean rehearse();

    /** Returns the tile of the matrix product. */
    GemmKernels gemm();

    /** Returns the functions applied element by element. */
    ElementwiseKernels elementwise();

    /** Returns the optimizer steps and sums. */
    UpdateKernels update();
}
