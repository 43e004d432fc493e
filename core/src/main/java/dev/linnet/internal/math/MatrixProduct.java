package dev.linnet.internal.math;

import java.util.Arrays;

/**
 * C = A · B for whole matrices as they lie in memory, either factor possibly transposed: what a BLAS calls dgemm.
 *
 * <p>Networks call {@link Gemm}, whose products do what a layer needs. An instance belongs to one thread and multiplies
 * matrices of any shape. Threads that share a product out take a range of C each: columns, so that each
 * packs the part of B that it reads, or rows where A is transposed, so that each turns the part of A that it reads.
 */
public final class MatrixProduct {
    private GemmScratch scratch = new GemmScratch();

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
        Gemm.forward(m, k, to - from, a, 0, k, b, from, n, null, 0, c, from, n, scratch());
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
        Arrays.fill(c, from * n, to * n, 0.0);
        Gemm.addBySlabs(to - from, k, n, a, from, 1, m, b, 0, n, false, c, from * n, n, scratch());
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
        Gemm.backward(m, k, a, 0, k, to - from, b, from * k, k, c, from, n, scratch());
    }

    private GemmScratch scratch() {
        Gemm.rehearse();
        if (scratch.isOutdated()) {
            scratch = new GemmScratch();
        }
        return scratch;
    }
}
