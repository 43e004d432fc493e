package dev.linnet.internal.kernel;

/**
 * The working memory of one thread's matrix products: of fixed size, whatever the shapes.
 *
 * <p>Not thread-safe; the contents mean nothing between two products.
 */
public final class GemmScratch {
    /** Rows of A that are gathered at a time: their values stay in the second-level cache. */
    public static final int ROWS = 64;

    /** Terms that are gathered at a time: a vector kernel's block of B, 256 x 16 doubles, stays in the first-level cache. */
    public static final int TERMS = 256;

    /** Widest block of any kernel. */
    static final int COLUMNS = 256;

    /** Gathered values of A: for each tile its terms, for each term the tile's rows. */
    final double[] values = new double[ROWS * TERMS];

    /** For each tile, the numbers of the terms that were gathered, ascending. */
    final int[] terms = new int[ROWS * TERMS];

    /** For each tile, how many terms were gathered. */
    final int[] counts = new int[ROWS];

    /** Rows of C that stick out of the matrix, or that need to be arrays of their own. */
    final double[] tile = new double[COLUMNS];
}
