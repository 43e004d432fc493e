package dev.linnet.internal.math;

import dev.linnet.internal.kernel.GemmKernels;
import dev.linnet.internal.kernel.GemmScratch;
import java.util.Arrays;

/**
 * Matrix products {@code C = C + A · B} in double precision, row-major, with offsets and row strides.
 *
 * <p>m, n and k are the rows of C, the columns of C, and the terms of each sum. Every element of C is a chain of its own:
 * what it starts with, then {@code fma(A[i][p], B[p][j], c)} over ascending p, then {@code + 0.0} after the last p. So the
 * bits depend neither on the kernel, nor on how rows, columns and terms are divided into calls, blocks and threads. B must be
 * finite: terms in which A is zero may be skipped. k is at least 1.
 *
 * <p>Nothing here allocates or checks; all working memory is the caller's {@link GemmScratch}.
 *
 * <p>The three products of a linear layer with weights W [in, out], a batch X [rows, in] and the gradient dY [rows, out]:
 *
 * <pre>{@code
 * PackedMatrix w  = PackedMatrix.of(in, out);            // both packed once per step, by ranges of rows of W,
 * PackedMatrix wT = PackedMatrix.ofTranspose(out, in);   // then shared by all threads
 * PackedMatrix g  = PackedMatrix.of(batch, out);         // packed by whoever computed rows of dY
 *
 * Gemm.forward(rows, x, xOffset, in, w, bias, biasOffset, y, yOffset, out, scratch);         // Y = X W + b, a slice of the rows
 * Gemm.multiply(rows, dY, dYOffset, out, wT, dX, dXOffset, in, scratch);                     // dX = dY W^T, a slice of the rows
 * Gemm.addTransposed(from, to, rows, x, xOffset, in, g, gradient, offset, out, scratch);     // G += X^T dY, rows [from, to) of G
 * }</pre>
 */
public final class Gemm {
    private Gemm() {}

    /**
     * Y = bias + A · B, the bias added to every row.
     *
     * @param m rows of A and Y
     * @param a A [m, k]; not modified
     * @param bias n values, or null for zeros; not modified
     * @param y Y [m, n]; modified
     */
    public static void forward(
            int m,
            double[] a,
            int aOffset,
            int aStride,
            PackedMatrix b,
            double[] bias,
            int biasOffset,
            double[] y,
            int yOffset,
            int yStride,
            GemmScratch scratch) {
        int n = b.columns();
        for (int i = 0; i < m; i++) {
            int row = yOffset + i * yStride;
            if (bias == null) {
                Arrays.fill(y, row, row + n, 0.0);
            } else {
                System.arraycopy(bias, biasOffset, y, row, n);
            }
        }
        add(m, b.rows(), a, aOffset, aStride, 1, b, y, yOffset, yStride, scratch);
    }

    /**
     * C = A · B.
     *
     * @param m rows of A and C
     * @param a A [m, k]; not modified
     * @param c C [m, n]; modified
     */
    public static void multiply(
            int m,
            double[] a,
            int aOffset,
            int aStride,
            PackedMatrix b,
            double[] c,
            int cOffset,
            int cStride,
            GemmScratch scratch) {
        forward(m, a, aOffset, aStride, b, null, 0, c, cOffset, cStride, scratch);
    }

    /**
     * C = C + A^T · B for the rows {@code [from, to)} of C.
     *
     * @param k rows of A and B that count: at most those that B has
     * @param a A [k, columns of A], the first column of which belongs to row 0 of C; not modified
     * @param c C [columns of A, n], at whose offset row 0 begins; modified
     */
    public static void addTransposed(
            int from,
            int to,
            int k,
            double[] a,
            int aOffset,
            int aStride,
            PackedMatrix b,
            double[] c,
            int cOffset,
            int cStride,
            GemmScratch scratch) {
        add(to - from, k, a, aOffset + from, 1, aStride, b, c, cOffset + from * cStride, cStride, scratch);
    }

    /**
     * C = C + A · B, where A[i][p] is found at {@code aOffset + i * aRowStride + p * aTermStride}: the loops around the kernels.
     *
     * <p>A part of A, {@link GemmScratch#ROWS} x {@link GemmScratch#TERMS}, is gathered once and multiplied with
     * all columns of B, block by block.
     */
    private static void add(
            int m,
            int k,
            double[] a,
            int aOffset,
            int aRowStride,
            int aTermStride,
            PackedMatrix b,
            double[] c,
            int cOffset,
            int cStride,
            GemmScratch scratch) {
        GemmKernels kernels = b.kernels;
        int n = b.columns();
        for (int p = 0; p < k; p += GemmScratch.TERMS) {
            int terms = Math.min(GemmScratch.TERMS, k - p);
            for (int i = 0; i < m; i += GemmScratch.ROWS) {
                int rows = Math.min(GemmScratch.ROWS, m - i);
                kernels.gather(
                        rows, terms, a, aOffset + i * aRowStride + p * aTermStride, aRowStride, aTermStride, scratch);
                int block = p / b.blockRows * b.blocksAcross;
                for (int j = 0; j < n; j += b.blockColumns) {
                    kernels.multiply(
                            rows,
                            Math.min(b.blockColumns, n - j),
                            b.blocks,
                            block++,
                            b.blocksAcross,
                            b.blockColumns,
                            c,
                            cOffset + i * cStride + j,
                            cStride,
                            scratch);
                }
            }
        }
    }
}
