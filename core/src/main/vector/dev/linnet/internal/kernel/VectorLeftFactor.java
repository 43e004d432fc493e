package dev.linnet.internal.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Prepares a part of A for the tiles of {@link VectorGemm}: leaves it where it lies, or copies it, the values of a tile's term together, perhaps
 * without the terms that are zero in all of a tile's rows.
 */
final class VectorLeftFactor {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final boolean MANY_REGISTERS = VectorGemm.MANY_REGISTERS;
    private static final int ROWS = VectorGemm.ROWS;
    private static final int SLOT = VectorGemm.SLOT;
    private static final int TILE = VectorGemm.TILE;

    /** Rows of a tile of few columns with 16 registers: with three vectors of C, 4 would fill all. */
    static final int ROWS_IF_FEW = 3;

    /** So many terms of each tile tell whether its rows have zeros worth leaving out; of columns, about as many numbers. */
    private static final int PROBE = 32;

    private VectorLeftFactor() {}

    /**
     * Makes a part of A the left factor of the products that follow, as {@link GemmKernels#prepare} says.
     *
     * @param few whether there are so few columns that a copy, or a look for zeros, would not pay
     */
    static void prepare(
            int rows, int terms, Rows a, int first, int column, boolean allTerms, boolean few, TileScratch scratch) {
        scratch.a = a;
        scratch.first = first;
        scratch.column = column;
        scratch.terms = terms;
        boolean all = allTerms || few || mostTermsCount(rows, terms, a, first, column, scratch);
        scratch.height = MANY_REGISTERS || !few ? ROWS : ROWS_IF_FEW;
        scratch.left = !all
                ? TileScratch.Left.LISTED
                : MANY_REGISTERS || few ? TileScratch.Left.IN_PLACE : TileScratch.Left.COPIED;
        int whole = rows - rows % scratch.height;
        for (int i = 0; i < whole && scratch.left == TileScratch.Left.COPIED; i += ROWS) {
            copyRows(terms, a, first + i, column, scratch.values, firstSlot(i) * SLOT);
        }
        for (int i = 0; i < whole && scratch.left == TileScratch.Left.LISTED; i += ROWS) {
            scratch.counts[i] = gatherRows(i, terms, a, first + i, column, scratch);
        }
        gatherPart(false, whole, rows - whole, a, first, column, all, scratch);
    }

    /** Makes a part of Aᵀ the left factor of the products that follow, as {@link GemmKernels#prepareTransposed} says. */
    static void prepareTransposed(
            int rows, int terms, Rows a, int first, int column, boolean allTerms, TileScratch scratch) {
        scratch.terms = terms;
        boolean all = allTerms || mostTermsOfColumnsCount(rows, terms, a, first, column);
        scratch.height = ROWS;
        scratch.left = all ? TileScratch.Left.COPIED : TileScratch.Left.LISTED;
        int whole = rows - rows % ROWS;
        if (all) {
            copyColumns(whole, terms, a, first, column, scratch.values);
        } else {
            gatherColumns(whole, terms, a, first, column, scratch);
        }
        gatherPart(true, whole, rows - whole, a, first, column, all, scratch);
    }

    /** The lowest of the tiles that hold so many rows. */
    static int height(int live) {
        return live == 1 ? 1 : live <= 4 ? 4 : 8;
    }

    /** The slot in which the copied terms of the tile that begins at a row begin. */
    static int firstSlot(int row) {
        return row / ROWS * TILE;
    }

    /** Whether so few of the first terms are zero in all rows of a tile that looking for zeros does not pay. */
    static boolean mostTermsCount(int rows, int terms, Rows a, int first, int column, TileScratch scratch) {
        if (terms < 0) {
            return false; // see VectorRehearsal
        }
        int whole = rows - rows % ROWS;
        int probe = Math.min(PROBE, terms);
        int count = 0;
        for (int i = 0; i < whole; i += ROWS) {
            count += findTerms(0, probe, a, first + i, column, scratch);
        }
        return areMost(count, probe, whole);
    }

    /** The same of columns; those of a term lie far from those of the next: each costs lines of the cache. */
    static boolean mostTermsOfColumnsCount(int columns, int terms, Rows a, int first, int column) {
        if (terms < 0) {
            return false; // see VectorRehearsal
        }
        int whole = columns - columns % ROWS;
        int probe = Math.min(PROBE / ROWS, terms);
        int count = 0;
        for (int i = 0; i < whole; i += ROWS) {
            for (int p = 0; p < probe; p++) {
                count += anyIsNotZero(a.values, a.starts[first + p] + column + i);
            }
        }
        return areMost(count, probe, whole);
    }

    private static boolean areMost(int count, int probe, int rows) {
        return count * ROWS > probe * rows * 3 / 4;
    }

    /** Copies all terms of a tile of 5 rows, which are rows of an array; five are read before one is written, as in {@link Transpose}. */
    static void copyRows(int terms, Rows a, int first, int column, double[] values, int to) {
        if (terms < 0) {
            return; // see VectorRehearsal
        }
        double[] from = a.values;
        int row0 = a.starts[first] + column;
        int row1 = a.starts[first + 1] + column;
        int row2 = a.starts[first + 2] + column;
        int row3 = a.starts[first + 3] + column;
        int row4 = a.starts[first + 4] + column;
        for (int p = 0; p < terms; p++) {
            double a0 = from[row0 + p];
            double a1 = from[row1 + p];
            double a2 = from[row2 + p];
            double a3 = from[row3 + p];
            double a4 = from[row4 + p];
            int at = to + p * SLOT;
            values[at] = a0;
            values[at + 1] = a1;
            values[at + 2] = a2;
            values[at + 3] = a3;
            values[at + 4] = a4;
        }
    }

    /** Gathers a tile whose rows are rows of an array; returns how many terms. */
    static int gatherRows(int tile, int terms, Rows a, int first, int column, TileScratch scratch) {
        if (terms < 0) {
            return 0; // see VectorRehearsal
        }
        int firstSlot = firstSlot(tile);
        int count = findTerms(firstSlot, terms, a, first, column, scratch);
        double[] values = a.values;
        int row0 = a.starts[first] + column;
        int row1 = a.starts[first + 1] + column;
        int row2 = a.starts[first + 2] + column;
        int row3 = a.starts[first + 3] + column;
        int row4 = a.starts[first + 4] + column;
        for (int t = 0; t < count; t++) {
            int p = scratch.termNumbers[firstSlot + t];
            double a0 = values[row0 + p];
            double a1 = values[row1 + p];
            double a2 = values[row2 + p];
            double a3 = values[row3 + p];
            double a4 = values[row4 + p];
            int at = (firstSlot + t) * SLOT;
            scratch.values[at] = a0;
            scratch.values[at + 1] = a1;
            scratch.values[at + 2] = a2;
            scratch.values[at + 3] = a3;
            scratch.values[at + 4] = a4;
        }
        if (MANY_REGISTERS) {
            gatherThree(count, scratch.termNumbers, firstSlot, a, first + 5, column, scratch.values);
        }
        return count;
    }

    /** Gathers the last three of eight rows. */
    private static void gatherThree(
            int count, int[] termNumbers, int firstSlot, Rows a, int first, int column, double[] to) {
        double[] values = a.values;
        int row5 = a.starts[first] + column;
        int row6 = a.starts[first + 1] + column;
        int row7 = a.starts[first + 2] + column;
        for (int t = 0; t < count; t++) {
            int p = termNumbers[firstSlot + t];
            double a5 = values[row5 + p];
            double a6 = values[row6 + p];
            double a7 = values[row7 + p];
            int at = (firstSlot + t) * SLOT;
            to[at + 5] = a5;
            to[at + 6] = a6;
            to[at + 7] = a7;
        }
    }

    /** Lists the terms that are not zero in all rows of a tile: those in which the sum of absolute values is not zero. */
    private static int findTerms(int firstSlot, int terms, Rows a, int first, int column, TileScratch scratch) {
        double[] values = a.values;
        double[] sums = scratch.tile;
        int row0 = a.starts[first] + column;
        int row1 = a.starts[first + 1] + column;
        int row2 = a.starts[first + 2] + column;
        int row3 = a.starts[first + 3] + column;
        int row4 = a.starts[first + 4] + column;
        int row5 = a.starts[first + Math.min(5, ROWS - 1)] + column; // of 5 rows, the last one again
        int row6 = a.starts[first + Math.min(6, ROWS - 1)] + column;
        int row7 = a.starts[first + ROWS - 1] + column;
        int whole = SPECIES.loopBound(terms);
        for (int p = 0; p < whole; p += LANES) {
            DoubleVector left = magnitudes(values, row0 + p)
                    .add(magnitudes(values, row1 + p))
                    .add(magnitudes(values, row2 + p))
                    .add(magnitudes(values, row3 + p));
            DoubleVector right = magnitudes(values, row4 + p)
                    .add(magnitudes(values, row5 + p))
                    .add(magnitudes(values, row6 + p))
                    .add(magnitudes(values, row7 + p));
            left.add(right).intoArray(sums, p);
        }
        for (int p = whole; p < terms; p++) {
            sums[p] = 0.0;
            for (int r = 0; r < ROWS; r++) {
                sums[p] += Math.abs(values[a.starts[first + r] + column + p]);
            }
        }
        int count = 0;
        for (int p = 0; p < terms; p++) {
            scratch.termNumbers[firstSlot + count] = p;
            count += TileScratch.isNotZero(Double.doubleToRawLongBits(sums[p]));
        }
        return count;
    }

    private static DoubleVector magnitudes(double[] values, int from) {
        return DoubleVector.fromArray(SPECIES, values, from).abs();
    }

    /** Copies all terms of tiles whose rows are columns of an array, term by term because a term's values lie together. */
    static void copyColumns(int rows, int terms, Rows a, int first, int column, double[] values) {
        if (terms < 0) {
            return; // see VectorRehearsal
        }
        for (int p = 0; p < terms; p++) {
            int from = a.starts[first + p] + column;
            int to = p * SLOT;
            for (int i = 0; i < rows; i += ROWS) {
                copyTerm(a.values, from + i, values, to);
                to += TILE * SLOT;
            }
        }
    }

    /** Gathers tiles whose rows are columns of an array, term by term because a term's values lie together. */
    static void gatherColumns(int rows, int terms, Rows a, int first, int column, TileScratch scratch) {
        if (terms < 0) {
            return; // see VectorRehearsal
        }
        double[] values = scratch.values;
        int[] termNumbers = scratch.termNumbers;
        int[] counts = scratch.counts;
        for (int i = 0; i < rows; i += ROWS) {
            counts[i] = 0;
        }
        for (int p = 0; p < terms; p++) {
            int start = a.starts[first + p] + column;
            int slot = 0;
            for (int i = 0; i < rows; i += ROWS) {
                int from = start + i;
                int count = counts[i];
                copyTerm(a.values, from, values, (slot + count) * SLOT);
                termNumbers[slot + count] = p;
                counts[i] = count + anyIsNotZero(a.values, from);
                slot += TILE;
            }
        }
    }

    /** Copies a tile's values of one term. */
    private static void copyTerm(double[] a, int from, double[] values, int to) {
        for (int r = 0; r <= ROWS - LANES; r += LANES) {
            DoubleVector.fromArray(SPECIES, a, from + r).intoArray(values, to + r);
        }
        for (int r = ROWS - ROWS % LANES; r < ROWS; r++) {
            values[to + r] = a[from + r];
        }
    }

    /** Returns 1 if one of {@code ROWS} values is not zero, else 0. */
    private static int anyIsNotZero(double[] a, int from) {
        int any = 0;
        int r = 0;
        if (ROWS / LANES == 1) { // else a comparison takes several vectors; and it boxes where lanes are 2
            any = DoubleVector.fromArray(SPECIES, a, from)
                            .compare(VectorOperators.NE, 0.0)
                            .anyTrue()
                    ? 1
                    : 0;
            r = LANES;
        }
        long bits = 0;
        for (; r < ROWS; r++) {
            bits |= Double.doubleToRawLongBits(a[from + r]);
        }
        return any | TileScratch.isNotZero(bits << 1); // without the sign
    }

    /**
     * Gathers the last, incomplete tile, filled up with rows of zeros, if there is one.
     *
     * @param row the first row of the left factor in it
     * @param live how many there are
     */
    private static void gatherPart(
            boolean transposed, int row, int live, Rows a, int first, int column, boolean all, TileScratch scratch) {
        if (live == 0) {
            return;
        }
        double[] values = a.values;
        int[] starts = a.starts;
        int height = height(live);
        int firstSlot = firstSlot(row);
        int count = 0;
        for (int p = 0; p < scratch.terms; p++) {
            int to = (firstSlot + count) * SLOT;
            long bits = 0;
            for (int r = 0; r < height; r++) {
                double value = 0.0;
                if (r < live) {
                    int i = row + r;
                    value = transposed
                            ? values[starts[first + p] + column + i]
                            : values[starts[first + i] + column + p];
                }
                scratch.values[to + r] = value;
                bits |= Double.doubleToRawLongBits(value);
            }
            scratch.termNumbers[firstSlot + count] = p;
            count += all ? 1 : TileScratch.isNotZero(bits << 1);
        }
        scratch.counts[row] = count;
    }
}
