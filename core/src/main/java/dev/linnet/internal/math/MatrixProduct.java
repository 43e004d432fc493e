package dev.linnet.internal.math;

import dev.linnet.internal.kernel.Rows;
import dev.linnet.internal.kernel.TileScratch;

/**
 * C = A · B for whole matrices as they lie in memory, either factor possibly transposed: what a BLAS calls dgemm.
 *
 * <p>Networks call {@link Gemm}, whose products do what a layer needs. An instance belongs to one thread and multiplies
 * matrices of any shape. Threads that share a product out take a range of C each: columns, so that each
 * packs the part of B that it reads, or rows where A is transposed, so that each turns the part of A that it reads.
 */
public final class MatrixProduct {
    private GemmScratch scratch = new GemmScratch();
    private Rows left = new Rows(0);

    /**
     * C = A · B.
     *
     * @param a A [m, k]; not modified
     * @param b B [k, n]; not modified
     * @param c C [m, n]; modified
     */
    public void multiply(int m, int n, int k, double[] a, double[] b, double[] c) {
        multiply(m, n, k, a, b, c, 0, n);
    }

    /** The columns {@code [from, to)} of {@link #multiply(int, int, int, double[], double[], double[])}. */
    public void multiply(int m, int n, int k, double[] a, double[] b, double[] c, int from, int to) {
        left = rows(left, a, 0, k, m);
        Gemm.forward(m, k, to - from, left, 0, b, from, n, null, 0, c, from, n, scratch());
    }

    /**
     * C = A^T · B.
     *
     * @param a A [k, m]; not modified
     * @param b B [k, n]; not modified
     * @param c C [m, n]; modified
     */
    public void multiplyTransposedA(int m, int n, int k, double[] a, double[] b, double[] c) {
        multiplyTransposedA(m, n, k, a, b, c, 0, m);
    }

    /** The rows {@code [from, to)} of {@link #multiplyTransposedA(int, int, int, double[], double[], double[])}. */
    public void multiplyTransposedA(int m, int n, int k, double[] a, double[] b, double[] c, int from, int to) {
        GemmScratch own = scratch();
        for (int j = 0; j < n; j += GemmScratch.SLAB_COLUMNS) {
            int columns = Math.min(GemmScratch.SLAB_COLUMNS, n - j);
            if (Gemm.isNarrow(columns, own)) {
                left = rows(left, a, 0, m, k);
                Gemm.narrowGradient(false, from, to, k, left, columns, b, j, n, c, j, n, own);
            } else {
                multiplyTransposedA(m, n, k, a, b, j, columns, c, from, to, own);
            }
        }
    }

    private void multiplyTransposedA(
            int m,
            int n,
            int k,
            double[] a,
            double[] b,
            int column,
            int columns,
            double[] c,
            int from,
            int to,
            GemmScratch scratch) {
        PackedMatrix slab = scratch.slab();
        slab.reshape(columns);
        for (int p = 0; p < k; p += TileScratch.TERMS) {
            int terms = Math.min(TileScratch.TERMS, k - p);
            slab.pack(b, p * n + column, n, 0, terms);
            left = rows(left, a, p * m, m, terms);
            Gemm.gradient(p > 0, from, to, terms, left, slab, c, column, n, scratch);
        }
    }

    /**
     * C = A · B^T.
     *
     * @param a A [m, k]; not modified
     * @param b B [n, k]; not modified
     * @param c C [m, n]; modified
     */
    public void multiplyTransposedB(int m, int n, int k, double[] a, double[] b, double[] c) {
        multiplyTransposedB(m, n, k, a, b, c, 0, n);
    }

    /** The columns {@code [from, to)} of {@link #multiplyTransposedB(int, int, int, double[], double[], double[])}. */
    public void multiplyTransposedB(int m, int n, int k, double[] a, double[] b, double[] c, int from, int to) {
        left = rows(left, a, 0, k, m);
        Gemm.backward(m, k, left, 0, to - from, b, from * k, k, c, from, n, scratch());
    }

    /** The rows of a matrix, in {@code rows} if they have room. */
    private static Rows rows(Rows rows, double[] values, int offset, int stride, int count) {
        if (rows.capacity() < count) {
            return Rows.of(values, offset, stride, count);
        }
        rows.set(values, offset, stride, count);
        return rows;
    }

    private GemmScratch scratch() {
        Gemm.rehearse();
        if (scratch.isOutdated()) {
            scratch = new GemmScratch();
        }
        return scratch;
    }
}
