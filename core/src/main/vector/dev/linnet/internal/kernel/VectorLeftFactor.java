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
    static final int LOW = 3;

    /** So many terms of each tile tell whether its rows have zeros worth leaving out; of columns, about as many numbers. */
    private static final int PROBE = 32;

    private VectorLeftFactor() {}

    /**
     * Makes a part of A the left factor of the products that follow, as {@link GemmKernels#prepare} says.
     *
     * @param few whether there are so few columns that a copy, or a look for zeros, would not pay; then A lies row by row
     */
    static void prepare(
            int rows,
            int terms,
            double[] a,
            int offset,
            int rowStride,
            int termStride,
            boolean allTerms,
            boolean few,
            TileScratch scratch) {
        scratch.a = a;
        scratch.offset = offset;
        scratch.stride = rowStride;
        scratch.termStride = termStride;
        scratch.terms = terms;
        boolean all = allTerms || few || mostTermsCount(rows, terms, a, offset, rowStride, termStride, scratch);
        int height = MANY_REGISTERS || !few ? ROWS : LOW;
        int whole = rows - rows % height;
        scratch.height = height;
        scratch.left = leftFactor(all, few);
        if (scratch.left == TileScratch.Left.COPIED && termStride == 1) {
            for (int i = 0; i < whole; i += ROWS) {
                copyRows(terms, a, offset + i * rowStride, rowStride, scratch.values, base(i));
            }
        } else if (scratch.left == TileScratch.Left.COPIED) {
            copyColumns(whole, terms, a, offset, termStride, scratch.values);
        } else if (scratch.left == TileScratch.Left.LISTED && termStride == 1) {
            for (int i = 0; i < whole; i += ROWS) {
                scratch.counts[i] = gatherRows(i, terms, a, offset + i * rowStride, rowStride, scratch);
            }
        } else if (scratch.left == TileScratch.Left.LISTED) {
            gatherColumns(whole, terms, a, offset, termStride, scratch);
        }
        if (whole < rows) {
            int from = offset + whole * rowStride;
            scratch.counts[whole] =
                    gatherPart(whole, rows - whole, terms, a, from, rowStride, termStride, all, scratch);
        }
    }

    /** The lowest of the tiles that hold so many rows. */
    static int height(int live) {
        return live == 1 ? 1 : live <= 4 ? 4 : 8;
    }

    private static TileScratch.Left leftFactor(boolean allTerms, boolean fewColumns) {
        if (!allTerms) {
            return TileScratch.Left.LISTED;
        }
        return MANY_REGISTERS || fewColumns ? TileScratch.Left.IN_PLACE : TileScratch.Left.COPIED;
    }

    /** Where the values of the tile that begins at a row are copied to. */
    static int base(int row) {
        return row / ROWS * TILE;
    }

    /** Whether so few of the first terms are zero in all rows of a tile that looking for zeros does not pay. */
    static boolean mostTermsCount(
            int rows, int terms, double[] a, int offset, int rowStride, int termStride, TileScratch scratch) {
        if (terms < 0) {
            return false; // see VectorRehearsal
        }
        int whole = rows - rows % ROWS;
        // terms of columns lie far apart: each costs lines of the cache
        int probe = Math.min(termStride == 1 ? PROBE : PROBE / ROWS, terms);
        int count = 0;
        for (int i = 0; i < whole; i += ROWS) {
            int from = offset + i * rowStride;
            if (termStride == 1) {
                count += findTerms(0, probe, a, from, rowStride, scratch);
            } else {
                for (int p = 0; p < probe; p++) {
                    count += anyIsNotZero(a, from + p * termStride);
                }
            }
        }
        return count * ROWS > probe * whole * 3 / 4;
    }

    /** Copies all terms of a tile of 5 rows, which are rows of an array; five are read before one is written, as in {@link Transpose}. */
    static void copyRows(int terms, double[] a, int row0, int stride, double[] values, int to) {
        if (terms < 0) {
            return; // see VectorRehearsal
        }
        int row1 = row0 + stride;
        int row2 = row1 + stride;
        int row3 = row2 + stride;
        int row4 = row3 + stride;
        for (int p = 0; p < terms; p++) {
            double a0 = a[row0 + p];
            double a1 = a[row1 + p];
            double a2 = a[row2 + p];
            double a3 = a[row3 + p];
            double a4 = a[row4 + p];
            int at = to + p * SLOT;
            values[at] = a0;
            values[at + 1] = a1;
            values[at + 2] = a2;
            values[at + 3] = a3;
            values[at + 4] = a4;
        }
    }

    /** Gathers a tile whose rows are rows of an array; returns how many terms. */
    static int gatherRows(int first, int terms, double[] a, int offset, int stride, TileScratch scratch) {
        if (terms < 0) {
            return 0; // see VectorRehearsal
        }
        int base = base(first);
        int count = findTerms(base, terms, a, offset, stride, scratch);
        double[] values = scratch.values;
        for (int t = 0; t < count; t++) {
            int from = offset + scratch.termNumbers[base + t];
            int to = base + t * SLOT;
            for (int r = 0; r < ROWS; r++) {
                values[to + r] = a[from + r * stride];
            }
        }
        return count;
    }

    /** Lists the terms that are not zero in all rows of a tile: those in which the sum of absolute values is not zero. */
    private static int findTerms(int base, int terms, double[] a, int offset, int stride, TileScratch scratch) {
        double[] sums = scratch.tile;
        int whole = SPECIES.loopBound(terms);
        for (int p = 0; p < whole; p += LANES) {
            DoubleVector.fromArray(SPECIES, a, offset + p).abs().intoArray(sums, p);
        }
        for (int p = whole; p < terms; p++) {
            sums[p] = Math.abs(a[offset + p]);
        }
        for (int r = 1; r < ROWS; r++) {
            int row = offset + r * stride;
            for (int p = 0; p < whole; p += LANES) {
                DoubleVector.fromArray(SPECIES, sums, p)
                        .add(DoubleVector.fromArray(SPECIES, a, row + p).abs())
                        .intoArray(sums, p);
            }
            for (int p = whole; p < terms; p++) {
                sums[p] += Math.abs(a[row + p]);
            }
        }
        int count = 0;
        for (int p = 0; p < terms; p++) {
            scratch.termNumbers[base + count] = p;
            count += TileScratch.isNotZero(Double.doubleToRawLongBits(sums[p]));
        }
        return count;
    }

    /** Copies all terms of tiles whose rows are columns of an array, term by term because a term's values lie together. */
    static void copyColumns(int rows, int terms, double[] a, int offset, int stride, double[] values) {
        if (terms < 0) {
            return; // see VectorRehearsal
        }
        for (int p = 0; p < terms; p++) {
            int from = offset + p * stride;
            int to = p * SLOT;
            for (int i = 0; i < rows; i += ROWS) {
                copyTerm(a, from + i, values, to);
                to += TILE;
            }
        }
    }

    /** Gathers tiles whose rows are columns of an array, term by term because a term's values lie together. */
    static void gatherColumns(int rows, int terms, double[] a, int offset, int stride, TileScratch scratch) {
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
            int at = 0;
            for (int i = 0; i < rows; i += ROWS) {
                int from = offset + p * stride + i;
                int count = counts[i];
                copyTerm(a, from, values, at + count * SLOT);
                termNumbers[at + count] = p;
                counts[i] = count + anyIsNotZero(a, from);
                at += TILE;
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

    /** Gathers the last, incomplete tile, filled up with rows of zeros. */
    private static int gatherPart(
            int first,
            int live,
            int terms,
            double[] a,
            int offset,
            int rowStride,
            int termStride,
            boolean all,
            TileScratch scratch) {
        int height = height(live);
        int base = base(first);
        int count = 0;
        for (int p = 0; p < terms; p++) {
            int from = offset + p * termStride;
            int to = base + count * SLOT;
            long bits = 0;
            for (int r = 0; r < height; r++) {
                double value = r < live ? a[from + r * rowStride] : 0.0;
                scratch.values[to + r] = value;
                bits |= Double.doubleToRawLongBits(value);
            }
            scratch.termNumbers[base + count] = p;
            count += all ? 1 : TileScratch.isNotZero(bits << 1);
        }
        return count;
    }
}
