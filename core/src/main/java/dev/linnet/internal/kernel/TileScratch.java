package dev.linnet.internal.kernel;

/**
 * The working memory of one thread's kernels, of fixed size; above all what they keep of the left factor of a product between {@link GemmKernels#prepare} and
 * {@link GemmKernels#multiply}.
 */
public final class TileScratch {
    /**
     * Rows of A that are prepared at a time, at most. With 64, a block of B is read from the second-level cache once for eight
     * tiles, or twelve; 128 and 256 were no faster at any shape up to 1024 x 1024 x 1024.
     */
    public static final int ROWS = 64;

    /**
     * Terms that are added at a time, the height of a block of B. With fewer, C goes through the caches more often. The 784 pixels of a
     * picture of 28 x 28 fit into three blocks; with 256, 16 are left for a fourth, and on Zen 3 64 x 784 x 128 took 1.03 to 1.04 times as long.
     */
    public static final int TERMS = 264;

    /** Tiles begin so much farther apart than their values need that they do not share places of the first-level cache: whole slots of {@code VectorGemm}. */
    static final int BETWEEN_TILES = 8;

    /**
     * Room for 13 tiles of five rows, whose terms lie as far apart as those of eight: more than fewer higher ones need, or a single row, or what {@link
     * GemmKernels#multiplyLow} copies of both factors.
     */
    private static final int LENGTH = (ROWS + 4) / 5 * (8 * TERMS + BETWEEN_TILES);

    /** Terms that a single row can have at a time. */
    public static final int ROW_TERMS = ROWS * TERMS;

    /** Terms of a single row that are looked at for zeros, at most, spread over the row. */
    private static final int ROW_PROBE = 32;

    /**
     * With more zeros among them the other terms are listed. That takes six turns of the clock a term, on Zen 5, where to multiply a term by 128 weights takes
     * forty: it pays from a share of zeros of about a seventh on, for wider layers sooner.
     */
    private static final int MOST_ZEROS = 2;

    /** The left factor where a kernel reads it in place: A, and its first row and column that count. */
    Rows a;

    int first;
    int column;

    /** The number of terms. */
    int terms;

    /** Rows of a tile. */
    int height;

    /** How kernels find the left factor of a tile all of whose rows there are; that of an incomplete one is always listed. */
    enum Left {
        /** Where it lies. */
        IN_PLACE,
        /** In {@link #values}, with all its terms. */
        COPIED,
        /** In {@link #values}, with those terms that are in {@link #termNumbers}. */
        LISTED
    }

    Left left;

    /** Rows of a block of B, or of a copy of a part of it, where a kernel takes rows anywhere. */
    final Rows bRows = new Rows(TERMS);

    /** Copied values of A: for each tile its terms, for each term the tile's rows; or, without tiles, for each row its terms. */
    final double[] values = new double[LENGTH];

    /**
     * For each tile, or row, that is listed, whether or not terms are left out, the numbers of its terms, ascending, a tile's from its first slot on. For a
     * {@linkplain #listRow single row}, where the row of B of each of its terms begins.
     */
    final int[] termNumbers = new int[ROW_TERMS];

    /** For the tile that begins at a row and is listed, how many terms there are. */
    final int[] counts = new int[ROWS];

    /** A tile of C that sticks out of its matrix, a row of C that needs an array of its own, or sums over terms. */
    final double[] tile = new double[TERMS];

    /** What rows of a tile of C start with, where nothing is there to add to; not modified. No tile is wider. */
    final double[] zeros = new double[64];

    /** For each row, the gathered term that comes next. */
    final int[] next = new int[ROWS];

    /** Whether hardly any of a row's terms is zero, as far as some of them tell. */
    static boolean hardlyAnyIsZero(int terms, double[] a, int offset) {
        int step = (terms + ROW_PROBE - 1) / ROW_PROBE;
        int zeros = 0;
        for (int p = 0; p < terms; p += step) {
            if (a[offset + p] == 0.0) {
                zeros++;
                if (zeros > MOST_ZEROS) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Lists for each term of a row where its row of B begins. */
    void listRow(int terms, int bOffset, int bStride) {
        for (int p = 0; p < terms; p++) {
            termNumbers[p] = bOffset + p * bStride;
        }
    }

    /**
     * Gathers those terms of a row that are not zero, and for each where its row of B begins.
     *
     * @return their number
     */
    int gatherRow(int terms, double[] a, int offset, int bOffset, int bStride) {
        int count = 0;
        for (int p = 0; p < terms; p++) {
            double value = a[offset + p];
            values[count] = value;
            termNumbers[count] = bOffset + p * bStride;
            count += isNotZero(value);
        }
        return count;
    }

    /** Returns 0 for zeros of both signs, else 1. */
    static int isNotZero(double value) {
        return isNotZero(Double.doubleToRawLongBits(value) << 1);
    }

    /** Returns 0 for 0, else 1, without a branch that would be guessed wrong. */
    static int isNotZero(long bits) {
        return (int) ((bits | -bits) >>> 63);
    }

    private double[] panel;
    private ScalarRows rows;

    /** {@link #ROWS} rows of a C that is {@code width} columns wide; made when it is first needed. */
    double[] panel(int width) {
        if (panel == null || panel.length < ROWS * width) {
            panel = new double[ROWS * width];
        }
        return panel;
    }

    /** Rows of B and of C, where a kernel needs them as arrays of their own; made when they are first needed. */
    ScalarRows rows() {
        if (rows == null) {
            rows = new ScalarRows();
        }
        return rows;
    }
}
