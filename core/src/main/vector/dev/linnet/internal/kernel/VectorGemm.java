package dev.linnet.internal.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The matrix product on the Vector API: tiles of C in registers, 8, 5, 4, 3 or 1 rows by 3 or 2 vectors.
 *
 * <p>Their left factor is read {@linkplain VectorInPlaceTiles row by row}, {@linkplain VectorTermTiles term by term}, or {@linkplain
 * VectorGatheredTiles without its zeros}; with 16 registers, all but the last rows of C are {@linkplain VectorStackedTiles stacks of
 * tiles}. The first tiles of B read it where it lies and {@linkplain VectorPackingTiles pack it in passing}.
 * The gradients of narrow layers have {@linkplain VectorLowTiles tiles of their own}; a {@linkplain VectorRow single row} needs none.
 */
final class VectorGemm implements GemmKernels {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    /** AVX-512 and ARM have 32 vector registers, AVX2 has 16. */
    static final boolean MANY_REGISTERS =
            LANES >= 8 || System.getProperty("os.arch").equals("aarch64");

    /**
     * Rows of a tile. With 32 registers 8 x 3 accumulators, three vectors of B and a value of A leave four to spare. With 16, 5 x 2
     * accumulators, two vectors of B and a value of A leave three: C2 moves values of A ahead, and keeps some of C in memory if it runs short.
     */
    static final int ROWS = MANY_REGISTERS ? 8 : 5;

    /**
     * A term's copied values begin so far behind those of the term before: a power of two, for then C2 needs no checks in a tile's loop. It knows
     * {@code t * 8} as a shift, but takes {@code t * 5} for a sum of whose bounds it can tell nothing.
     */
    static final int SLOT = 8;

    /**
     * Slots from a tile's first copied term to that of the tile below. As the number of a slot says both where a term's values are and where it is listed, a
     * tile's loop counts nothing else: each address that it keeps besides is one for which JDK 17 may lack a register.
     */
    static final int TILE = TileScratch.TERMS + TileScratch.BETWEEN_TILES / SLOT;

    static final int WIDE = 3 * LANES;
    static final int NARROW = 2 * LANES;

    /**
     * Up to so many columns of C gradients are computed as their transposes, in other products no zeros are looked for, and with 16 registers tiles have {@link VectorLeftFactor#ROWS_IF_FEW} rows
     * and two or three vectors: with 20 columns 784-20-20-20-10 took up to 1.2 times as long otherwise.
     */
    private static final int FEW_COLUMNS = MANY_REGISTERS ? WIDE : 2 * WIDE;

    @Override
    public int tileRows() {
        return ROWS;
    }

    /** With few columns a tile's: what reads rows piece by piece waits for memory at each piece. */
    @Override
    public int rowsAtATime(int columns) {
        return MANY_REGISTERS && areFew(columns) ? ROWS : TileScratch.ROWS;
    }

    @Override
    public int blockRows() {
        return TileScratch.TERMS;
    }

    @Override
    public int narrow(Product product) {
        return switch (product) {
            case FORWARD -> 0; // transposing X would take longer than lanes to spare do
            case GRADIENT -> FEW_COLUMNS;
        };
    }

    /**
     * Mostly; but the weights are transposed where they have fewer numbers than A and C together, as behind a layer of few outputs: 64 x 10 x 512 is 1.3 to 1.9 times as fast then, 128 x 128 x 128 1.1
     * times. Up to {@link #WIDE} columns (0.88 to 1.02) and with more terms than are added at a time (1024 x 1024 x 1024: 0.94) that did not pay; with 16 registers it was not measured on such a machine.
     */
    @Override
    public boolean transposesBackward(int m, int k, int n) {
        boolean weightsAreMore = (long) k * n >= (long) m * (k + n);
        return weightsAreMore || n <= WIDE || k > TileScratch.TERMS || !MANY_REGISTERS;
    }

    /**
     * Blocks of three vectors, and up to two of two vectors so that no vector but the last is wasted; with 16 registers, of two
     * vectors where columns are not few.
     */
    @Override
    public int blocks(int n) {
        return MANY_REGISTERS || areFew(n) ? (vectors(n) + 2) / 3 : (n + NARROW - 1) / NARROW;
    }

    @Override
    public int blockWidth(int n, int block) {
        if (!MANY_REGISTERS && !areFew(n)) {
            return NARROW;
        }
        int narrow = (3 - vectors(n) % 3) % 3;
        return block < blocks(n) - narrow ? WIDE : NARROW;
    }

    @Override
    public int widestBlock() {
        return WIDE;
    }

    private static boolean areFew(int columns) {
        return columns <= FEW_COLUMNS;
    }

    private static int vectors(int n) {
        return n == 0 ? 0 : Math.max(2, (n + LANES - 1) / LANES);
    }

    @Override
    public void pack(
            int rows, int columns, double[] source, int offset, int stride, double[] target, int to, int width) {
        if (columns == WIDE) {
            packThree(rows, source, offset, stride, target, to);
        } else if (columns == NARROW && width == NARROW) {
            packTwo(rows, source, offset, stride, target, to);
        } else {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(source, offset + i * stride, target, to + i * width, columns);
            }
        }
    }

    /** Copies rows of three vectors, without a loop over them. */
    static void packThree(int rows, double[] source, int offset, int stride, double[] target, int to) {
        if (rows < 0) {
            return; // see VectorRehearsal
        }
        for (int i = 0; i < rows; i++) {
            int from = offset + i * stride;
            int at = to + i * WIDE;
            DoubleVector.fromArray(SPECIES, source, from).intoArray(target, at);
            DoubleVector.fromArray(SPECIES, source, from + LANES).intoArray(target, at + LANES);
            DoubleVector.fromArray(SPECIES, source, from + 2 * LANES).intoArray(target, at + 2 * LANES);
        }
    }

    static void packTwo(int rows, double[] source, int offset, int stride, double[] target, int to) {
        if (rows < 0) {
            return; // see VectorRehearsal
        }
        for (int i = 0; i < rows; i++) {
            int from = offset + i * stride;
            int at = to + i * NARROW;
            DoubleVector.fromArray(SPECIES, source, from).intoArray(target, at);
            DoubleVector.fromArray(SPECIES, source, from + LANES).intoArray(target, at + LANES);
        }
    }

    @Override
    public void prepare(
            int rows, int terms, Rows a, int first, int column, boolean allTerms, int columns, TileScratch scratch) {
        VectorLeftFactor.prepare(rows, terms, a, first, column, allTerms, areFew(columns), scratch);
    }

    @Override
    public void prepareTransposed(
            int rows, int terms, Rows a, int first, int column, boolean allTerms, TileScratch scratch) {
        VectorLeftFactor.prepareTransposed(rows, terms, a, first, column, allTerms, scratch);
    }

    @Override
    public void multiply(
            boolean adds,
            int rows,
            int columns,
            double[] b,
            int width,
            double[] c,
            int offset,
            int stride,
            TileScratch scratch) {
        multiply(adds, 0, rows, columns, b, width, c, offset, stride, scratch);
    }

    /** Computes the rows of C from {@code begin} on, the first of a tile; all of them where there are 16 registers. */
    private static void multiply(
            boolean adds,
            int begin,
            int rows,
            int columns,
            double[] b,
            int width,
            double[] c,
            int offset,
            int stride,
            TileScratch scratch) {
        double[] initial = adds ? c : scratch.zeros;
        int initialOffset = adds ? offset : 0;
        int initialStride = adds ? stride : 0; // each row starts with the same zeros
        int whole = rows - rows % scratch.height;
        int stacked = MANY_REGISTERS ? 0 : whole;
        if (stacked > 0) {
            multiplyStack(
                    stacked, columns, b, width, initial, initialOffset, initialStride, c, offset, stride, scratch);
        }
        for (int i = Math.max(begin, stacked); i < rows; i += scratch.height) {
            int live = Math.min(scratch.height, rows - i);
            int height = VectorLeftFactor.height(live);
            boolean isWhole = i < whole;
            int initialAt = initialOffset + i * initialStride;
            int at = offset + i * stride;
            if (live == height && columns == width) {
                tile(height, i, isWhole, b, width, initial, initialAt, initialStride, c, at, stride, scratch);
            } else {
                double[] tile = scratch.tile;
                copy(live, columns, initial, initialAt, initialStride, tile, 0, width);
                tile(height, i, isWhole, b, width, tile, 0, width, tile, 0, width, scratch);
                copy(live, columns, tile, 0, width, c, at, stride);
            }
        }
    }

    @Override
    public boolean packsInPassing(int rows, TileScratch scratch) {
        return MANY_REGISTERS && rows >= ROWS && scratch.left == TileScratch.Left.IN_PLACE;
    }

    @Override
    public void packAndMultiply(
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
        if (columns < width || !packsInPassing(rows, scratch)) {
            GemmKernels.super.packAndMultiply(
                    adds, rows, columns, source, sourceOffset, sourceStride, b, width, c, offset, stride, scratch);
            return;
        }
        if (!adds) {
            begin(ROWS, width, scratch.zeros, 0, 0, c, offset, stride);
        }
        VectorPackingTiles.add(
                width == WIDE,
                scratch.terms,
                scratch.a,
                scratch.first,
                scratch.column,
                source,
                sourceOffset,
                sourceStride,
                b,
                c,
                offset,
                stride);
        multiply(adds, ROWS, rows, columns, b, width, c, offset, stride, scratch);
    }

    /**
     * Computes all tiles whose rows there are, where there are 16 registers; in an array of their own, if columns are not whole vectors.
     *
     * @param initial holds what row r starts with at {@code initialOffset + r * initialStride}: C itself, or zeros
     */
    private static void multiplyStack(
            int rows,
            int columns,
            double[] b,
            int width,
            double[] initial,
            int initialOffset,
            int initialStride,
            double[] c,
            int offset,
            int stride,
            TileScratch scratch) {
        if (columns == width) {
            computeStack(rows, b, width, initial, initialOffset, initialStride, c, offset, stride, scratch);
            return;
        }
        double[] panel = scratch.panel(WIDE);
        copy(rows, columns, initial, initialOffset, initialStride, panel, 0, width);
        computeStack(rows, b, width, panel, 0, width, panel, 0, width, scratch);
        copy(rows, columns, panel, 0, width, c, offset, stride);
    }

    private static void computeStack(
            int rows,
            double[] b,
            int width,
            double[] initial,
            int initialOffset,
            int initialStride,
            double[] c,
            int offset,
            int stride,
            TileScratch scratch) {
        boolean wide = width == WIDE;
        int tiles = rows / scratch.height;
        int terms = scratch.terms;
        double[] values = scratch.values;
        if (scratch.left == TileScratch.Left.COPIED) {
            VectorStackedTiles.computeCopied(
                    tiles, terms, values, b, initial, initialOffset, initialStride, c, offset, stride);
        } else if (scratch.left == TileScratch.Left.LISTED) {
            VectorStackedTiles.computeListed(
                    tiles,
                    scratch.counts,
                    values,
                    scratch.termNumbers,
                    b,
                    initial,
                    initialOffset,
                    initialStride,
                    c,
                    offset,
                    stride);
        } else {
            begin(rows, width, initial, initialOffset, initialStride, c, offset, stride);
            VectorStackedTiles.addRows(
                    wide, tiles, terms, scratch.a, scratch.first, scratch.column, b, c, offset, stride);
        }
    }

    /**
     * Computes a tile of C that lies whole in its array.
     *
     * @param whole whether all its rows are rows of C; else those there are were copied, with zeros for the others
     * @param initial holds what row r of it starts with at {@code initialOffset + r * initialStride}: C itself, or zeros
     */
    private static void tile(
            int height,
            int i,
            boolean whole,
            double[] b,
            int width,
            double[] initial,
            int initialOffset,
            int initialStride,
            double[] c,
            int offset,
            int stride,
            TileScratch scratch) {
        boolean wide = width == WIDE;
        int terms = scratch.terms;
        int count = scratch.counts[i];
        int firstSlot = VectorLeftFactor.firstSlot(i);
        double[] values = scratch.values;
        boolean all = whole ? scratch.left == TileScratch.Left.COPIED : count == terms;
        if (whole && scratch.left == TileScratch.Left.IN_PLACE) {
            begin(height, width, initial, initialOffset, initialStride, c, offset, stride);
            VectorInPlaceTiles.add(wide, terms, scratch.a, scratch.first + i, scratch.column, b, c, offset, stride);
        } else if (all && height > 1) {
            VectorTermTiles.compute(
                    height,
                    wide,
                    terms,
                    values,
                    firstSlot * SLOT,
                    b,
                    initial,
                    initialOffset,
                    initialStride,
                    c,
                    offset,
                    stride);
        } else {
            int[] numbers = scratch.termNumbers;
            VectorGatheredTiles.compute(
                    height,
                    wide,
                    count,
                    values,
                    firstSlot,
                    numbers,
                    b,
                    initial,
                    initialOffset,
                    initialStride,
                    c,
                    offset,
                    stride);
        }
    }

    /**
     * Has rows of C hold what they start with, for tiles that read their left factor in place: these add to C. With another array to begin
     * with, C2 keeps some of a loop's addresses in vector registers, and a product takes 1.04 times as long.
     */
    private static void begin(
            int rows,
            int columns,
            double[] initial,
            int initialOffset,
            int initialStride,
            double[] c,
            int offset,
            int stride) {
        if (initial != c) {
            copy(rows, columns, initial, initialOffset, initialStride, c, offset, stride);
        }
    }

    /** Copies rows, vector by vector as far as they are whole. */
    static void copy(
            int rows,
            int columns,
            double[] from,
            int fromOffset,
            int fromStride,
            double[] to,
            int toOffset,
            int toStride) {
        if (rows < 0) {
            return; // see VectorRehearsal
        }
        int whole = SPECIES.loopBound(columns);
        for (int i = 0; i < rows; i++) {
            int source = fromOffset + i * fromStride;
            int target = toOffset + i * toStride;
            for (int j = 0; j < whole; j += LANES) {
                DoubleVector.fromArray(SPECIES, from, source + j).intoArray(to, target + j);
            }
            for (int j = whole; j < columns; j++) {
                to[target + j] = from[source + j];
            }
        }
    }

    @Override
    public void multiplyLow(
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
            TileScratch scratch) {
        VectorLowTiles.compute(adds, rows, columns, terms, a, offset, aStride, b, first, column, c, stride, scratch);
    }

    @Override
    public void multiplyRow(
            int terms,
            int columns,
            double[] a,
            int offset,
            double[] b,
            int bOffset,
            int bStride,
            double[] c,
            int to,
            TileScratch scratch) {
        VectorRow.multiply(terms, columns, a, offset, b, bOffset, bStride, c, to, scratch);
    }

    /**
     * Sums are added to numbers that were just loaded, not these to the sums: of what is loaded C2 knows that it is a vector of these lanes. Of what runs through a
     * loop it knows what it has seen of the operation elsewhere, which in one process of fifty, on a busy machine, was too little: it made objects
     * then, and this kernel was never fast.
     */
    @Override
    public void addRows(int rows, int columns, double[] a, int offset, int stride, double[] c, int to) {
        if (rows < 0) {
            return; // see VectorRehearsal
        }
        DoubleVector zero = DoubleVector.zero(SPECIES);
        int j = 0;
        for (; j <= columns - 4 * LANES; j += 4 * LANES) {
            DoubleVector c0 = DoubleVector.fromArray(SPECIES, c, to + j);
            DoubleVector c1 = DoubleVector.fromArray(SPECIES, c, to + j + LANES);
            DoubleVector c2 = DoubleVector.fromArray(SPECIES, c, to + j + 2 * LANES);
            DoubleVector c3 = DoubleVector.fromArray(SPECIES, c, to + j + 3 * LANES);
            for (int i = 0; i < rows; i++) {
                int row = offset + i * stride + j;
                c0 = DoubleVector.fromArray(SPECIES, a, row).add(c0);
                c1 = DoubleVector.fromArray(SPECIES, a, row + LANES).add(c1);
                c2 = DoubleVector.fromArray(SPECIES, a, row + 2 * LANES).add(c2);
                c3 = DoubleVector.fromArray(SPECIES, a, row + 3 * LANES).add(c3);
            }
            zero.add(c0).intoArray(c, to + j);
            zero.add(c1).intoArray(c, to + j + LANES);
            zero.add(c2).intoArray(c, to + j + 2 * LANES);
            zero.add(c3).intoArray(c, to + j + 3 * LANES);
        }
        for (; j < columns; j++) {
            double sum = c[to + j];
            for (int i = 0; i < rows; i++) {
                sum += a[offset + i * stride + j];
            }
            c[to + j] = sum + 0.0;
        }
    }
}
