package dev.linnet.internal.kernel;

/**
 * The two steps of the matrix product {@code C += A · B} that depend on how the kernels are written; the loops around
 * them are those of {@code dev.linnet.internal.math.Gemm}.
 *
 * <p>Every element of C is a chain of its own: what C holds, then {@code fma(A[i][p], B[p][j], c)} over ascending
 * {@code p}, then {@code + 0.0}. Terms whose {@code A[i][p]} is zero may be left out: B is finite, so that such a term
 * can change nothing but the sign of a zero, and the {@code + 0.0} makes all zeros positive. A chain may be interrupted
 * and go on from what C holds. Hence all kernels give the same bits.
 *
 * <p>B comes in blocks, each a {@code double[]} of its own holding {@link #blockRows()} rows of {@link #blockColumns(int)}
 * columns, padded with zeros. The block of row {@code p} and column {@code j} is number
 * {@code (p / blockRows) * columnsOfBlocks + j / blockColumns}.
 */
public interface GemmKernels {
    /** Rows of C in a tile; the values of A are gathered in groups of as many rows. */
    int tileRows();

    /** Rows of B in a block: 1, or {@link GemmScratch#TERMS}. */
    int blockRows();

    /** Columns of B in a block of a matrix with {@code n} columns. */
    int blockColumns(int n);

    /**
     * Gathers a part of A, leaving out terms that are zero in all rows of a tile.
     *
     * @param rows rows of A, at most {@link GemmScratch#ROWS}
     * @param terms columns of A, at most {@link GemmScratch#TERMS}
     * @param a holds A[i][p] at {@code offset + i * rowStride + p * termStride}; not modified
     * @param scratch receives the values; modified
     */
    void gather(int rows, int terms, double[] a, int offset, int rowStride, int termStride, GemmScratch scratch);

    /**
     * Adds the product of the part of A that was gathered last and of one column of blocks of B.
     *
     * @param rows rows of C, as gathered
     * @param columns columns of C, at most {@code blockColumns}
     * @param b blocks of B; not modified
     * @param firstBlock number of the block that holds the first gathered term
     * @param blockStep distance from one block to the next below it
     * @param blockColumns columns of a block
     * @param c holds C[i][j] at {@code offset + i * stride + j}; modified
     * @param scratch as left by {@link #gather}
     */
    void multiply(
            int rows,
            int columns,
            double[][] b,
            int firstBlock,
            int blockStep,
            int blockColumns,
            double[] c,
            int offset,
            int stride,
            GemmScratch scratch);
}
