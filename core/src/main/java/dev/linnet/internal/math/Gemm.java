package dev.linnet.internal.math;

import dev.linnet.internal.kernel.GemmKernels;
import dev.linnet.internal.kernel.GemmKernels.Product;
import dev.linnet.internal.kernel.KernelProvider;
import dev.linnet.internal.kernel.Rows;
import dev.linnet.internal.kernel.TileScratch;
import dev.linnet.internal.kernel.Transpose;
import java.util.Arrays;

/**
 * Matrix products in double precision, row-major, with offsets and row strides: the portable loops around the kernels.
 *
 * <p>m, n and k are the rows of C, the columns of C, and the terms of each sum. Every element of C is a chain of its own:
 * what it starts with, then {@code fma(A[i][p], B[p][j], c)} over ascending p, then {@code + 0.0} after the last p. So the
 * bits depend neither on the kernel, nor on how rows, columns and terms are divided into calls, blocks and threads. Terms
 * in which a layer's input is zero may be skipped: what it is multiplied by must be finite. k is at least 1.
 *
 * <p>Nothing here allocates or checks; all working memory is the caller's {@link GemmScratch}.
 *
 * <p>The three products of a linear layer with weights W [in, out], a batch X [rows, in] and the gradient dY [rows, out], whose {@link Rows} lie
 * one behind the other, or, those of X, wherever a data set keeps them:
 *
 * <pre>{@code
 * // Y = X W + b, a slice of the rows
 * Gemm.forward(rows, in, out, x, firstRow, weights, wOffset, out, bias, biasOffset, y, yOffset, out, scratch);
 *
 * // the same with weights that were packed before, where it packs them
 * Gemm.forward(rows, x, firstRow, new PackedSlabs(in, out, weights, wOffset, out, scratch), bias, biasOffset, y, yOffset, out, scratch);
 *
 * // the same for some terms, in turn with those before and behind
 * Gemm.forwardTerms(rows, terms, x, firstRow, firstTerm, weights, wOffset, out, false, panel, bias, biasOffset, y, yOffset, out, scratch);
 *
 * // dX = dY W^T, a slice of the rows
 * Gemm.backward(rows, out, dY, firstRow, in, weights, wOffset, out, dX, dXOffset, in, scratch);
 *
 * // G = X^T dY, rows [from, to) of G, from dY as it was packed, whole or by ranges of rows
 * PackedMatrix packed = scratch.packed(batch, out);
 * packed.pack(dYValues, 0, out, firstRow, endRow);
 * Gemm.gradient(false, from, to, rows, x, packed, gradient, offset, out, scratch);
 *
 * // the same of a layer with few outputs (isNarrow), from dY as it lies
 * Gemm.narrowGradient(false, from, to, rows, x, out, dYValues, 0, out, gradient, offset, out, scratch);
 *
 * // g += sum of the rows of dY
 * Gemm.addColumnSums(rows, out, dYValues, dYOffset, out, gradient, biasOffset, scratch);
 * }</pre>
 */
public final class Gemm {
    /** Up to so many rows, each is multiplied with B as it lies; with more, packing B pays. */
    private static final int SINGLE_ROWS = 4;

    /** Rows are read through so many terms at a time: for each few rows of A, as much of B passes through the caches. */
    private static final int MOST_THROUGH = 4 * TileScratch.TERMS;

    private Gemm() {}

    /** Gives kernels that are not compiled yet a moment for that: called between batches, by any thread. */
    public static void rehearse() {
        KernelProvider.rehearse();
    }

    /** Whether gradients with {@code n} columns are {@link #narrowGradient}'s. */
    public static boolean isNarrow(int n, GemmScratch scratch) {
        return n <= scratch.kernels.narrow(Product.GRADIENT);
    }

    /** Rows of a gradient with {@code n} columns that are computed at a time, at most. */
    public static int gradientRows(int n, GemmScratch scratch) {
        return scratch.kernels.gradientRows(n);
    }

    /**
     * Y = bias + A · B, the bias added to every row.
     *
     * <p>B is packed slab by slab just before it is used or while it is used for the first time, or, for a few rows, not at all: a packed copy of B that is made once a step and
     * shared was slower, for it must be written to memory and read again. Where B changes no more, {@link PackedSlabs} that are kept are faster.
     *
     * @param m rows of A and Y
     * @param k columns of A, rows of B
     * @param n columns of B and Y
     * @param a A [m, k] in its rows from {@code first} on; not modified
     * @param b B [k, n]; not modified
     * @param bias n values, or null for zeros; not modified
     * @param y Y [m, n]; modified
     */
    public static void forward(
            int m,
            int k,
            int n,
            Rows a,
            int first,
            double[] b,
            int bOffset,
            int bStride,
            double[] bias,
            int biasOffset,
            double[] y,
            int yOffset,
            int yStride,
            GemmScratch scratch) {
        if (packs(m, n, scratch)) {
            if (bias != null) {
                fillWithBias(m, n, bias, biasOffset, y, yOffset, yStride);
            }
            multiplyBySlabs(bias != null, m, k, n, a, first, b, bOffset, bStride, false, y, yOffset, yStride, scratch);
        } else if (m > SINGLE_ROWS) {
            multiplyTransposed(
                    m, k, a, first, n, b, bOffset, bStride, true, bias, biasOffset, y, yOffset, yStride, scratch);
        } else {
            for (int i = 0; i < m; i++) {
                int row = yOffset + i * yStride;
                if (bias == null) {
                    Arrays.fill(y, row, row + n, 0.0);
                } else {
                    System.arraycopy(bias, biasOffset, y, row, n);
                }
                addSingleRow(k, n, a, first + i, b, bOffset, bStride, y, row, scratch);
            }
        }
    }

    private static void fillWithBias(
            int m, int n, double[] bias, int biasOffset, double[] y, int yOffset, int yStride) {
        for (int i = 0; i < m; i++) {
            System.arraycopy(bias, biasOffset, y, yOffset + i * yStride, n);
        }
    }

    /** Whether B is packed to compute {@link #forward}, with so many rows of A and columns of B: then it may have been packed before. */
    public static boolean packs(int m, int n, GemmScratch scratch) {
        return m > SINGLE_ROWS && n > scratch.kernels.narrow(Product.FORWARD);
    }

    /**
     * Y = bias + A · B, the bias added to every row, where B {@linkplain #packs is packed}, and was before.
     *
     * @param m rows of A and Y
     * @param a A [m, rows of B] in its rows from {@code first} on; not modified
     * @param b B, packed for the kernels of {@code scratch}; not modified
     * @param bias a value for each column of B, or null for zeros; not modified
     * @param y Y [m, columns of B]; modified
     */
    public static void forward(
            int m,
            Rows a,
            int first,
            PackedSlabs b,
            double[] bias,
            int biasOffset,
            double[] y,
            int yOffset,
            int yStride,
            GemmScratch scratch) {
        assert b.suits(scratch) : "packed for other kernels";
        if (bias != null) {
            fillWithBias(m, b.columns(), bias, biasOffset, y, yOffset, yStride);
        }
        for (PackedSlabs.Slab slab : b.slabs) {
            boolean adds = bias != null || slab.term() > 0;
            int to = yOffset + slab.column();
            multiply(
                    adds, m, slab.terms(), a, first, slab.term(), false, false, slab.matrix(), y, to, yStride, scratch);
        }
    }

    private static void addSingleRow(
            int k,
            int n,
            Rows a,
            int row,
            double[] b,
            int bOffset,
            int bStride,
            double[] c,
            int cOffset,
            GemmScratch scratch) {
        for (int p = 0; p < k; p += TileScratch.ROW_TERMS) {
            scratch.kernels.multiplyRow(
                    Math.min(TileScratch.ROW_TERMS, k - p),
                    n,
                    a.values(),
                    a.starts()[row] + p,
                    b,
                    bOffset + p * bStride,
                    bStride,
                    c,
                    cOffset,
                    scratch.tile);
        }
    }

    /**
     * C = A · B, or C + A · B, from B as it lies, packed into a slab that stays in the second-level cache.
     *
     * @param adds whether the product is added to C
     * @param transposed whether B[p][j] is found at {@code bOffset + j * bStride + p}. Then all terms count: A is no layer's input but
     *     a gradient, and B weights, which may no longer be finite
     */
    private static void multiplyBySlabs(
            boolean adds,
            int m,
            int k,
            int n,
            Rows a,
            int first,
            double[] b,
            int bOffset,
            int bStride,
            boolean transposed,
            double[] c,
            int cOffset,
            int cStride,
            GemmScratch scratch) {
        PackedMatrix slab = scratch.slab();
        for (int j = 0; j < n; j += GemmScratch.SLAB_COLUMNS) {
            int columns = Math.min(GemmScratch.SLAB_COLUMNS, n - j);
            slab.reshape(columns);
            if (transposed) {
                scratch.rows.set(b, bOffset + j * bStride, bStride, columns);
            }
            boolean throughRows = !transposed && readsRowsThrough(k, columns, scratch);
            int mostTerms = throughRows ? Math.min(slab.rows(), MOST_THROUGH) : TileScratch.TERMS;
            for (int p = 0; p < k; p += mostTerms) {
                int terms = Math.min(mostTerms, k - p);
                boolean goesOn = adds || p > 0;
                if (transposed || throughRows) {
                    if (transposed) {
                        slab.packTransposed(terms, scratch.rows, 0, p);
                    } else {
                        slab.pack(b, bOffset + p * bStride + j, bStride, 0, terms);
                    }
                    multiply(goesOn, m, terms, a, first, p, false, transposed, slab, c, cOffset + j, cStride, scratch);
                } else {
                    int from = bOffset + p * bStride + j;
                    int to = cOffset + j;
                    int few = Math.min(TileScratch.ROWS, m);
                    packAndMultiply(
                            goesOn, few, terms, a, first, p, b, from, bStride, slab, 0, c, to, cStride, scratch);
                    int left = m - few;
                    int next = first + few;
                    int below = to + few * cStride;
                    multiply(goesOn, left, terms, a, next, p, false, false, slab, c, below, cStride, scratch);
                }
            }
        }
    }

    /** Terms that a product with {@code k} terms and {@code n} columns of a slab adds before it goes on with the slab below, at most. */
    static int mostTerms(int k, int n, GemmScratch scratch) {
        return readsRowsThrough(k, n, scratch) ? MOST_THROUGH : TileScratch.TERMS;
    }

    /** Whether rows of A, which may lie in a data set and come from memory, are read from beginning to end, a few at a time: of few columns the slab holds many rows of B. */
    private static boolean readsRowsThrough(int k, int n, GemmScratch scratch) {
        return k > TileScratch.TERMS && scratch.kernels.rowsAtATime(n) < TileScratch.ROWS;
    }

    /**
     * The terms {@code [column, column + k)} of Y = bias + A · B for some columns of Y, in turn with those before and behind: the first
     * of them begin with the bias, others go on from what Y holds.
     *
     * @param m rows of A and Y, at most {@link TileScratch#ROWS}
     * @param k number of terms: rows of B
     * @param a A, whose rows from {@code first} on count; not modified
     * @param column the first term
     * @param b B [k, columns of the slab]; not modified
     * @param isPacked whether {@code slab} holds B
     * @param slab has at least k rows; holds B afterwards
     * @param bias a value for each column, or null for zeros; not modified
     * @param y Y [m, columns of the slab]; modified
     */
    public static void forwardTerms(
            int m,
            int k,
            Rows a,
            int first,
            int column,
            double[] b,
            int bOffset,
            int bStride,
            boolean isPacked,
            PackedMatrix slab,
            double[] bias,
            int biasOffset,
            double[] y,
            int yOffset,
            int yStride,
            GemmScratch scratch) {
        if (column == 0 && bias != null) {
            fillWithBias(m, slab.columns(), bias, biasOffset, y, yOffset, yStride);
        }
        boolean adds = column > 0 || bias != null;
        if (isPacked) {
            multiply(adds, m, k, a, first, column, false, false, slab, y, yOffset, yStride, scratch);
        } else {
            for (int p = 0; p < k; p += TileScratch.TERMS) {
                int terms = Math.min(TileScratch.TERMS, k - p);
                packAndMultiply(
                        adds || p > 0,
                        m,
                        terms,
                        a,
                        first,
                        column + p,
                        b,
                        bOffset + p * bStride,
                        bStride,
                        slab,
                        p / slab.blockRows * slab.across,
                        y,
                        yOffset,
                        yStride,
                        scratch);
            }
        }
    }

    /**
     * C = A · B, or C + A · B, for a few rows of A and a part of B as it lies in memory: it is packed before it is used, or, where that is quicker, while it is
     * used for the first time.
     *
     * @param firstBlock the block of the slab that this part of B begins with
     */
    private static void packAndMultiply(
            boolean adds,
            int rows,
            int terms,
            Rows a,
            int first,
            int column,
            double[] b,
            int bOffset,
            int bStride,
            PackedMatrix slab,
            int firstBlock,
            double[] c,
            int cOffset,
            int cStride,
            GemmScratch scratch) {
        GemmKernels kernels = scratch.kernels;
        int n = slab.columns();
        kernels.prepare(rows, terms, a, first, column, false, n, scratch.tile);
        if (kernels.packsInPassing(rows, scratch.tile)) {
            for (int block = 0; block < slab.across; block++) {
                int start = slab.starts[block];
                int width = slab.widths[block];
                kernels.packAndMultiply(
                        adds,
                        rows,
                        Math.min(width, n - start),
                        b,
                        bOffset + start,
                        bStride,
                        slab.blocks[firstBlock + block],
                        width,
                        c,
                        cOffset + start,
                        cStride,
                        scratch.tile);
            }
        } else {
            int row = firstBlock / slab.across * slab.blockRows;
            slab.pack(b, bOffset - row * bStride, bStride, row, row + terms);
            multiplyPrepared(adds, rows, slab, firstBlock, c, cOffset, cStride, scratch);
        }
    }

    /**
     * C = A · B^T, from B as it lies in memory.
     *
     * <p>Where the kernels prefer that, what is computed is the transpose, B · A^T: then the few rows of A are transposed, and of
     * the result, and not the weights, which are mostly larger.
     *
     * @param m rows of A and C
     * @param k columns of A and B
     * @param a A [m, k] in its rows from {@code first} on; not modified
     * @param n rows of B, columns of C
     * @param b B [n, k]; not modified
     * @param c C [m, n]; modified
     */
    public static void backward(
            int m,
            int k,
            Rows a,
            int first,
            int n,
            double[] b,
            int bOffset,
            int bStride,
            double[] c,
            int cOffset,
            int cStride,
            GemmScratch scratch) {
        if (scratch.kernels.transposesBackward(m, k, n)) {
            multiplyTransposed(m, k, a, first, n, b, bOffset, bStride, false, null, 0, c, cOffset, cStride, scratch);
            return;
        }
        multiplyBySlabs(false, m, k, n, a, first, b, bOffset, bStride, true, c, cOffset, cStride, scratch);
    }

    /**
     * C = bias + A · B as the transpose of Bᵀ · Aᵀ.
     *
     * @param plain whether B is stored as it is, [k, n]; else its transpose is, [n, k]
     */
    private static void multiplyTransposed(
            int m,
            int k,
            Rows a,
            int first,
            int n,
            double[] b,
            int bOffset,
            int bStride,
            boolean plain,
            double[] bias,
            int biasOffset,
            double[] c,
            int cOffset,
            int cStride,
            GemmScratch scratch) {
        GemmScratch.Transposed transposed = scratch.transposed();
        double[] result = transposed.result;
        int stride = GemmScratch.Transposed.COLUMNS;
        for (int i = 0; i < m; i += stride) {
            int columns = Math.min(stride, m - i);
            transposed.slab.reshape(columns);
            for (int j = 0; j < n; j += GemmScratch.Transposed.ROWS) {
                int rows = Math.min(GemmScratch.Transposed.ROWS, n - j);
                for (int r = 0; bias != null && r < rows; r++) {
                    Arrays.fill(result, r * stride, r * stride + columns, bias[biasOffset + j + r]);
                }
                if (!plain) {
                    scratch.rows.set(b, bOffset + j * bStride, bStride, rows);
                }
                for (int p = 0; p < k; p += TileScratch.TERMS) {
                    int terms = Math.min(TileScratch.TERMS, k - p);
                    transposed.slab.packTransposed(terms, a, first + i, p);
                    if (plain) {
                        scratch.rows.set(b, bOffset + p * bStride, bStride, terms);
                    }
                    int column = plain ? j : p;
                    boolean adds = bias != null || p > 0;
                    PackedMatrix right = transposed.slab;
                    multiply(
                            adds, rows, terms, scratch.rows, 0, column, plain, true, right, result, 0, stride, scratch);
                }
                Transpose.copy(rows, columns, result, 0, stride, c, cOffset + i * cStride + j, cStride);
            }
        }
    }

    /**
     * C = A^T · B for the rows {@code [from, to)} of C, which is not {@linkplain #isNarrow narrow}.
     *
     * @param adds whether the product is added to C
     * @param k rows of A and B that count: at most those that B has
     * @param a A [k, columns of A]; not modified
     * @param c C [columns of A, n], at whose offset row 0 begins, or would: only the rows asked for need be there; modified
     */
    public static void gradient(
            boolean adds,
            int from,
            int to,
            int k,
            Rows a,
            PackedMatrix b,
            double[] c,
            int cOffset,
            int cStride,
            GemmScratch scratch) {
        multiply(adds, to - from, k, a, 0, from, true, false, b, c, cOffset + from * cStride, cStride, scratch);
    }

    /**
     * C = A^T · B for the rows {@code [from, to)} of a {@linkplain #isNarrow narrow} C, as the transpose of B^T · A: so lanes lie along
     * its long side, and both factors are read as they lie.
     *
     * @param adds whether the product is added to C
     * @param a A [k, columns of A]; not modified
     * @param n columns of B and C: few enough that {@link #isNarrow}
     * @param b B [k, n]; not modified
     * @param c C [columns of A, n], at whose offset row 0 begins, or would: only the rows asked for need be there; modified
     */
    public static void narrowGradient(
            boolean adds,
            int from,
            int to,
            int k,
            Rows a,
            int n,
            double[] b,
            int bOffset,
            int bStride,
            double[] c,
            int cOffset,
            int cStride,
            GemmScratch scratch) {
        double[] result = scratch.transposed().result;
        int stride = scratch.kernels.gradientRows(n);
        for (int i = from; i < to; i += stride) {
            int columns = Math.min(stride, to - i);
            if (adds) {
                Transpose.copy(columns, n, c, cOffset + i * cStride, cStride, result, 0, stride);
            }
            for (int p = 0; p < k; p += TileScratch.TERMS) {
                int terms = Math.min(TileScratch.TERMS, k - p);
                int at = bOffset + p * bStride;
                scratch.kernels.multiplyLow(
                        adds || p > 0, n, columns, terms, b, at, bStride, a, p, i, result, stride, scratch.tile);
            }
            Transpose.copy(n, columns, result, 0, stride, c, cOffset + i * cStride, cStride);
        }
    }

    /**
     * c = c + the sum of the rows of A: the product of a row of ones and A.
     *
     * @param a A [m, n]; not modified
     * @param c n values; modified
     */
    public static void addColumnSums(
            int m, int n, double[] a, int aOffset, int aStride, double[] c, int cOffset, GemmScratch scratch) {
        scratch.kernels.addRows(m, n, a, aOffset, aStride, c, cOffset);
    }

    /**
     * C = A · B, or Aᵀ · B, or C plus that, where A[i][p], or A[p][i], is found in row {@code first + i} at {@code column + p}, or in row {@code first + p} at
     * {@code column + i}.
     *
     * <p>A part of A, {@link TileScratch#ROWS} rows or fewer x {@link TileScratch#TERMS}, is prepared once and multiplied with all
     * columns of B, block by block.
     *
     * @param adds whether the product is added to C
     * @param allTerms whether terms in which A is zero count, because B may hold what is not finite
     */
    private static void multiply(
            boolean adds,
            int m,
            int k,
            Rows a,
            int first,
            int column,
            boolean transposed,
            boolean allTerms,
            PackedMatrix b,
            double[] c,
            int cOffset,
            int cStride,
            GemmScratch scratch) {
        GemmKernels kernels = scratch.kernels;
        int n = b.columns();
        int mostRows = !transposed && readsRowsThrough(k, n, scratch) ? kernels.rowsAtATime(n) : TileScratch.ROWS;
        for (int i = 0; i < m; i += mostRows) {
            int rows = Math.min(mostRows, m - i);
            for (int p = 0; p < k; p += TileScratch.TERMS) {
                int terms = Math.min(TileScratch.TERMS, k - p);
                if (transposed) {
                    kernels.prepareTransposed(rows, terms, a, first + p, column + i, allTerms, scratch.tile);
                } else {
                    kernels.prepare(rows, terms, a, first + i, column + p, allTerms, n, scratch.tile);
                }
                int firstBlock = p / b.blockRows * b.across;
                multiplyPrepared(adds || p > 0, rows, b, firstBlock, c, cOffset + i * cStride, cStride, scratch);
            }
        }
    }

    /** The product of the prepared part of A and of all columns of B, block by block from {@code firstBlock} on. */
    private static void multiplyPrepared(
            boolean adds,
            int rows,
            PackedMatrix b,
            int firstBlock,
            double[] c,
            int cOffset,
            int cStride,
            GemmScratch scratch) {
        int n = b.columns();
        for (int block = 0; block < b.across; block++) {
            int start = b.starts[block];
            scratch.kernels.multiply(
                    adds,
                    rows,
                    Math.min(b.widths[block], n - start),
                    b.blocks[firstBlock + block],
                    b.widths[block],
                    c,
                    cOffset + start,
                    cStride,
                    scratch.tile);
        }
    }
}
