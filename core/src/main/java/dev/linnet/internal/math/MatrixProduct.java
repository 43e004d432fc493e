package dev.linnet.internal.math;

import dev.linnet.internal.kernel.GemmKernels;
import dev.linnet.internal.kernel.KernelProvider;
import java.util.Arrays;

/**
 * C = A · B for whole matrices as they lie in memory, either factor possibly transposed: what a BLAS calls dgemm.
 *
 * <p>Networks call {@link Gemm}, whose products do what a layer needs. An instance belongs to one thread and multiplies
 * matrices of any shape.
 */
public final class MatrixProduct {
    private final GemmScratch scratch;

    /** Makes one with the kernels of this JVM. */
    public MatrixProduct() {
        this(KernelProvider.kernels().gemm());
    }

    MatrixProduct(GemmKernels kernels) {
        scratch = new GemmScratch(kernels);
    }

    /**
     * C = A · B.
     *
     * @param a A [m, k]; not modified
     * @param b B [k, n]; not modified
     * @param c C [m, n]; modified
     */
    public void multiply(int m, int n, int k, double[] a, double[] b, double[] c) {
        Gemm.forward(m, k, n, a, 0, k, b, 0, n, null, 0, c, 0, n, scratch);
    }

    /**
     * C = A^T · B.
     *
     * @param a A [k, m]; not modified
     * @param b B [k, n]; not modified
     * @param c C [m, n]; modified
     */
    public void multiplyTransposedA(int m, int n, int k, double[] a, double[] b, double[] c) {
        Arrays.fill(c, 0, m * n, 0.0);
        Gemm.addBySlabs(m, k, n, a, 0, 1, m, b, 0, n, c, 0, n, scratch);
    }

    /**
     * C = A · B^T.
     *
     * @param a A [m, k]; not modified
     * @param b B [n, k]; not modified
     * @param c C [m, n]; modified
     */
    public void multiplyTransposedB(int m, int n, int k, double[] a, double[] b, double[] c) {
        Gemm.backward(m, k, a, 0, k, n, b, 0, k, c, 0, n, scratch);
    }
}
