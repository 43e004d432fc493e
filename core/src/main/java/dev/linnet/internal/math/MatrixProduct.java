package dev.linnet.internal.math;

import dev.linnet.internal.kernel.GemmKernels;
import dev.linnet.internal.kernel.KernelProvider;
import dev.linnet.internal.kernel.TileScratch;
import java.util.Arrays;

/**
 * C = A · B for whole matrices as they lie in memory, either factor possibly transposed: what a BLAS calls dgemm.
 *
 * <p>Networks use the steps of {@link Gemm} themselves, for there B is packed once and used by several threads. Here B is
 * packed slab by slab, just before it is used. An instance belongs to one thread and multiplies matrices of any shape.
 */
public final class MatrixProduct {
    /** Columns of a slab: with {@link TileScratch#TERMS} rows it is 1 MB and stays in the second-level cache. */
    private static final int SLAB_COLUMNS = 512;

    private final GemmScratch scratch;
    private final PackedMatrix slab;

    /** Makes one with the kernels of this JVM. */
    public MatrixProduct() {
        this(KernelProvider.kernels().gemm());
    }

    MatrixProduct(GemmKernels kernels) {
        scratch = new GemmScratch(kernels);
        slab = PackedMatrix.slab(kernels, TileScratch.TERMS, SLAB_COLUMNS);
    }

    /**
     * C = A · B.
     *
     * @param a A [m, k]; not modified
     * @param b B [k, n]; not modified
     * @param c C [m, n]; modified
     */
    public void multiply(int m, int n, int k, double[] a, double[] b, double[] c) {
        multiply(m, n, k, a, k, 1, b, c);
    }

    /**
     * C = A^T · B.
     *
     * @param a A [k, m]; not modified
     * @param b B [k, n]; not modified
     * @param c C [m, n]; modified
     */
    public void multiplyTransposedA(int m, int n, int k, double[] a, double[] b, double[] c) {
        multiply(m, n, k, a, 1, m, b, c);
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

    private void multiply(int m, int n, int k, double[] a, int aRowStride, int aTermStride, double[] b, double[] c) {
        Arrays.fill(c, 0, m * n, 0.0);
        for (int j = 0; j < n; j += SLAB_COLUMNS) {
            slab.reshape(Math.min(SLAB_COLUMNS, n - j));
            for (int p = 0; p < k; p += TileScratch.TERMS) {
                int terms = Math.min(TileScratch.TERMS, k - p);
                slab.pack(b, p * n + j, n, 0, terms);
                Gemm.add(m, terms, a, p * aTermStride, aRowStride, aTermStride, slab, c, j, n, scratch);
            }
        }
    }
}
