package dev.linnet.internal.kernel;

/**
 * The steps of the matrix product {@code C = A · B} or {@code C += A · B} that depend on how the kernels are written; the loops around
 * them are those of {@code dev.linnet.internal.math.Gemm}.
 *
 * <p>Every element of C is a chain of its own: what C holds, or zero, then {@code fma(A[i][p], B[p][j], c)} over ascending
 * {@code p}, then {@code + 0.0}. Where B is finite, terms whose {@code A[i][p]} is zero may be left out: such a term
 * can change nothing but the sign of a zero, and the {@code + 0.0} makes all zeros positive. A chain may be interrupted
 * and go on from what C holds. Hence all kernels give the same bits.
 *
 * <p>B comes in blocks, each a {@code double[]} of its own: {@link #blocks} side by side, {@link #blockRows} rows high,
 * numbered row by row. What columns to spare hold is of no consequence.
 */
public interface GemmKernels {
    /** Products of a layer that may be {@link #narrow}: X W, and Xᵀ dY. */
    enum Product {
        FORWARD,
        GRADIENT
    }

    /** Rows of C in a tile of it that is computed at once; 1 where there are no tiles. */
    int tileRows();

    /**
     * Rows of A to {@link #prepare} at a time for a product with so many columns: {@link TileScratch#ROWS}, or a tile's, where rows had better be read from beginning to
     * end and B be packed whole.
     */
    default int rowsAtATime(int columns) {
        return TileScratch.ROWS;
    }

    /** Rows of B in a block: {@link TileScratch#TERMS}, those that are multiplied at a time. */
    int blockRows();

    /**
     * Up to so many columns of C, the product had better be computed as the transpose of the product of the transposes: then
     * what a kernel does along a row of C is long. 0 where that never pays.
     */
    int narrow(Product product);

    /**
     * Whether C = A · Bᵀ, where B is a layer's weights as they are stored, [n, k], had better be computed as the transpose of B · Aᵀ: then A [m, k] and C [m, n] are transposed, instead of B.
     */
    boolean transposesBackward(int m, int k, int n);

    /** Rows of a gradient with so many columns that are computed at a time, at most: enough to fill tiles, few enough to share out and to stay in cache. */
    default int gradientRows(int columns) {
        return TileScratch.ROWS;
    }

    /** The number of blocks that hold {@code n} columns of B. */
    int blocks(int n);

    /** The width of block number {@code block} of those for {@code n} columns; only the last may have columns to spare. */
    int blockWidth(int n, int block);

    /** The width of the widest blocks. */
    int widestBlock();

    /**
     * Copies rows of B into a block.
     *
     * @param columns columns to copy, at most {@code width}
     * @param source holds the rows at {@code offset + i * stride}; not modified
     * @param target the block, into which row i goes at {@code to + i * width}; modified
     */
    void pack(int rows, int columns, double[] source, int offset, int stride, double[] target, int to, int width);

    /**
     * Makes a part of A the left factor of the products that follow.
     *
     * @param rows rows of A, at most {@link TileScratch#ROWS}
     * @param terms columns of A, at most {@link TileScratch#TERMS}
     * @param a holds A[i][p] in its row {@code first + i} at {@code column + p}; not modified
     * @param allTerms whether terms count in which A is zero; if not, B must be finite
     * @param columns columns of B, for which the work of preparing is done
     * @param scratch receives the values, or where they are found; modified
     */
    void prepare(
            int rows, int terms, Rows a, int first, int column, boolean allTerms, int columns, TileScratch scratch);

    /**
     * Makes a part of Aᵀ the left factor of the products that follow.
     *
     * @param rows columns of A, at most {@link TileScratch#ROWS}
     * @param terms rows of A, at most {@link TileScratch#TERMS}
     * @param a holds A[p][i] in its row {@code first + p} at {@code column + i}; not modified
     * @param allTerms whether terms count in which A is zero; if not, B must be finite
     * @param scratch receives the values; modified. In the products that follow, B has more columns than a {@link #narrow} gradient, unless these kernels compute
     *     narrow forward products as transposes: then as many as it likes
     */
    void prepareTransposed(int rows, int terms, Rows a, int first, int column, boolean allTerms, TileScratch scratch);

    /**
     * Computes the product of the left factor and of a block of B.
     *
     * @param adds whether it is added to C; what C held does not matter otherwise
     * @param rows rows of C, as prepared
     * @param columns columns of C, at most {@code width}
     * @param b a block of B, with a row for each term prepared; not modified
     * @param width columns of the block
     * @param c holds C[i][j] at {@code offset + i * stride + j}; modified
     * @param scratch as left by {@link #prepare} or {@link #prepareTransposed}
     */
    void multiply(
            boolean adds,
            int rows,
            int columns,
            double[] b,
            int width,
            double[] c,
            int offset,
            int stride,
            TileScratch scratch);

    /** Whether with a left factor of so many rows, as prepared, blocks of B are packed fastest by {@link #packAndMultiply}. */
    default boolean packsInPassing(int rows, TileScratch scratch) {
        return false;
    }

    /**
     * Packs a block of B and does what {@link #multiply} does with it, both at once where {@link #packsInPassing}.
     *
     * @param rows rows of C, as prepared
     * @param source holds the block's row p at {@code sourceOffset + p * sourceStride}; not modified
     * @param b receives the block; modified
     */
    default void packAndMultiply(
            boolean adds,
            int rows,
            int columns,
            double[] source,
            int sourceOffset,
            int sourceStride,
            double[] b,
            int width,
            double[] c,
            int offset,
            int stride,
            TileScratch scratch) {
        pack(scratch.terms, columns, source, sourceOffset, sourceStride, b, 0, width);
        multiply(adds, rows, columns, b, width, c, offset, stride, scratch);
    }

    /**
     * Computes a product of few rows, {@code Aᵀ · B}, of factors as they lie in memory. All terms count.
     *
     * @param adds whether it is added to C; what C held does not matter otherwise
     * @param rows rows of C, columns of A: at most {@link #narrow} of a gradient
     * @param columns columns of C and of B, at most the {@link #gradientRows} of a gradient with {@code rows} columns
     * @param terms rows of A and of B, at most {@link TileScratch#TERMS}
     * @param a holds A[p][i] at {@code offset + p * aStride + i}; not modified
     * @param b holds B[p][j] in its row {@code first + p} at {@code column + j}; not modified
     * @param c holds C[i][j] at {@code i * stride + j}, with room for four more rows and for columns up to a multiple of two vectors, which mean nothing; modified
     * @param scratch modified: nothing is prepared afterwards
     */
    void multiplyLow(
            boolean adds,
            int rows,
            int columns,
            int terms,
            double[] a,
            int offset,
            int aStride,
            Rows b,
            int first,
            int column,
            double[] c,
            int stride,
            TileScratch scratch);

    /**
     * Adds the product of a row and of a matrix as it lies in memory: {@code c += a · B}.
     *
     * @param terms elements of a, rows of B: at most {@link TileScratch#ROW_TERMS}
     * @param columns columns of B
     * @param a holds a[p] at {@code offset + p}; not modified
     * @param b holds B[p][j] at {@code bOffset + p * bStride + j}; not modified
     * @param c holds the row from {@code to}; modified
     * @param scratch modified
     */
    void multiplyRow(
            int terms,
            int columns,
            double[] a,
            int offset,
            double[] b,
            int bOffset,
            int bStride,
            double[] c,
            int to,
            TileScratch scratch);

    /**
     * Adds the rows of a matrix to a row, each column a chain of its own: {@code c[j] += a[0][j]}, then {@code a[1][j]} and so on,
     * then {@code + 0.0}.
     *
     * @param a holds a[i][j] at {@code offset + i * stride + j}; not modified
     * @param c holds the row from {@code to}; modified
     */
    void addRows(int rows, int columns, double[] a, int offset, int stride, double[] c, int to);
}
