package dev.linnet.internal.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product of one row and of a matrix as it lies in memory, on the Vector API: lanes lie along the outputs, whose sums are held in registers while the terms go by.
 *
 * <p>Vectors overlap where outputs do not fill them: what lies in two is computed twice, from the same beginning, and has the same bits. So a block of vectors is
 * taken only if the outputs that it leaves are none, or enough for a vector.
 *
 * <p>For the rules see {@link VectorInPlaceTiles}.
 */
final class VectorRow {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int SIXTEEN_VECTORS = 16 * LANES;
    private static final int EIGHT_VECTORS = 8 * LANES;
    private static final int FOUR_VECTORS = 4 * LANES;

    private VectorRow() {}

    /** Does what {@link GemmKernels#multiplyRow} says. */
    static void multiply(
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
        int[] rows = scratch.termNumbers;
        double[] values = a;
        int first = offset;
        int count = terms;
        if (TileScratch.hardlyAnyIsZero(terms, a, offset)) {
            scratch.listRow(terms, bOffset, bStride);
        } else {
            values = scratch.values;
            first = 0;
            count = scratch.gatherRow(terms, a, offset, bOffset, bStride);
        }
        int j = 0;
        for (; VectorGemm.MANY_REGISTERS && leavesVectors(columns - j - SIXTEEN_VECTORS); j += SIXTEEN_VECTORS) {
            addSixteen(count, values, first, rows, j, b, c, to + j);
        }
        for (; leavesVectors(columns - j - EIGHT_VECTORS); j += EIGHT_VECTORS) {
            addEight(count, values, first, rows, j, b, c, to + j);
        }
        while (columns - j >= LANES) {
            int width = Math.min(columns - j, FOUR_VECTORS);
            if (!leavesVectors(columns - j - width)) {
                width = columns - j - LANES;
            }
            int last = width - LANES;
            int second = Math.min(LANES, last);
            int third = Math.min(2 * LANES, last);
            addFour(count, values, first, rows, j, second, third, last, b, c, to + j);
            j += width;
        }
        ScalarGemm.addColumns(count, values, first, rows, j, columns, b, c, to);
    }

    /** Whether so many columns are none, or enough for vectors that overlap. */
    private static boolean leavesVectors(int left) {
        return left == 0 || left >= LANES;
    }

    static void addSixteen(int count, double[] a, int offset, int[] rows, int column, double[] b, double[] c, int to) {
        if (count < 0) {
            return; // see VectorRehearsal
        }
        DoubleVector c0 = DoubleVector.fromArray(SPECIES, c, to);
        DoubleVector c1 = DoubleVector.fromArray(SPECIES, c, to + LANES);
        DoubleVector c2 = DoubleVector.fromArray(SPECIES, c, to + 2 * LANES);
        DoubleVector c3 = DoubleVector.fromArray(SPECIES, c, to + 3 * LANES);
        DoubleVector c4 = DoubleVector.fromArray(SPECIES, c, to + 4 * LANES);
        DoubleVector c5 = DoubleVector.fromArray(SPECIES, c, to + 5 * LANES);
        DoubleVector c6 = DoubleVector.fromArray(SPECIES, c, to + 6 * LANES);
        DoubleVector c7 = DoubleVector.fromArray(SPECIES, c, to + 7 * LANES);
        DoubleVector c8 = DoubleVector.fromArray(SPECIES, c, to + 8 * LANES);
        DoubleVector c9 = DoubleVector.fromArray(SPECIES, c, to + 9 * LANES);
        DoubleVector ca = DoubleVector.fromArray(SPECIES, c, to + 10 * LANES);
        DoubleVector cb = DoubleVector.fromArray(SPECIES, c, to + 11 * LANES);
        DoubleVector cc = DoubleVector.fromArray(SPECIES, c, to + 12 * LANES);
        DoubleVector cd = DoubleVector.fromArray(SPECIES, c, to + 13 * LANES);
        DoubleVector ce = DoubleVector.fromArray(SPECIES, c, to + 14 * LANES);
        DoubleVector cf = DoubleVector.fromArray(SPECIES, c, to + 15 * LANES);
        for (int t = 0; t < count; t++) {
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[offset + t]);
            int from = rows[t] + column;
            c0 = a0.fma(DoubleVector.fromArray(SPECIES, b, from), c0);
            c1 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + LANES), c1);
            c2 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 2 * LANES), c2);
            c3 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 3 * LANES), c3);
            c4 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 4 * LANES), c4);
            c5 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 5 * LANES), c5);
            c6 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 6 * LANES), c6);
            c7 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 7 * LANES), c7);
            c8 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 8 * LANES), c8);
            c9 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 9 * LANES), c9);
            ca = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 10 * LANES), ca);
            cb = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 11 * LANES), cb);
            cc = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 12 * LANES), cc);
            cd = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 13 * LANES), cd);
            ce = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 14 * LANES), ce);
            cf = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 15 * LANES), cf);
        }
        c0.add(0.0).intoArray(c, to);
        c1.add(0.0).intoArray(c, to + LANES);
        c2.add(0.0).intoArray(c, to + 2 * LANES);
        c3.add(0.0).intoArray(c, to + 3 * LANES);
        c4.add(0.0).intoArray(c, to + 4 * LANES);
        c5.add(0.0).intoArray(c, to + 5 * LANES);
        c6.add(0.0).intoArray(c, to + 6 * LANES);
        c7.add(0.0).intoArray(c, to + 7 * LANES);
        c8.add(0.0).intoArray(c, to + 8 * LANES);
        c9.add(0.0).intoArray(c, to + 9 * LANES);
        ca.add(0.0).intoArray(c, to + 10 * LANES);
        cb.add(0.0).intoArray(c, to + 11 * LANES);
        cc.add(0.0).intoArray(c, to + 12 * LANES);
        cd.add(0.0).intoArray(c, to + 13 * LANES);
        ce.add(0.0).intoArray(c, to + 14 * LANES);
        cf.add(0.0).intoArray(c, to + 15 * LANES);
    }

    static void addEight(int count, double[] a, int offset, int[] rows, int column, double[] b, double[] c, int to) {
        if (count < 0) {
            return; // see VectorRehearsal
        }
        DoubleVector c0 = DoubleVector.fromArray(SPECIES, c, to);
        DoubleVector c1 = DoubleVector.fromArray(SPECIES, c, to + LANES);
        DoubleVector c2 = DoubleVector.fromArray(SPECIES, c, to + 2 * LANES);
        DoubleVector c3 = DoubleVector.fromArray(SPECIES, c, to + 3 * LANES);
        DoubleVector c4 = DoubleVector.fromArray(SPECIES, c, to + 4 * LANES);
        DoubleVector c5 = DoubleVector.fromArray(SPECIES, c, to + 5 * LANES);
        DoubleVector c6 = DoubleVector.fromArray(SPECIES, c, to + 6 * LANES);
        DoubleVector c7 = DoubleVector.fromArray(SPECIES, c, to + 7 * LANES);
        for (int t = 0; t < count; t++) {
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[offset + t]);
            int from = rows[t] + column;
            c0 = a0.fma(DoubleVector.fromArray(SPECIES, b, from), c0);
            c1 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + LANES), c1);
            c2 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 2 * LANES), c2);
            c3 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 3 * LANES), c3);
            c4 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 4 * LANES), c4);
            c5 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 5 * LANES), c5);
            c6 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 6 * LANES), c6);
            c7 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + 7 * LANES), c7);
        }
        c0.add(0.0).intoArray(c, to);
        c1.add(0.0).intoArray(c, to + LANES);
        c2.add(0.0).intoArray(c, to + 2 * LANES);
        c3.add(0.0).intoArray(c, to + 3 * LANES);
        c4.add(0.0).intoArray(c, to + 4 * LANES);
        c5.add(0.0).intoArray(c, to + 5 * LANES);
        c6.add(0.0).intoArray(c, to + 6 * LANES);
        c7.add(0.0).intoArray(c, to + 7 * LANES);
    }

    /**
     * Adds to four vectors, the first at {@code column} and the others so far behind it; they may overlap.
     *
     * <p>Four sums a term take no longer than one: each is ready again after four turns of the clock only.
     */
    static void addFour(
            int count,
            double[] a,
            int offset,
            int[] rows,
            int column,
            int second,
            int third,
            int fourth,
            double[] b,
            double[] c,
            int to) {
        if (count < 0) {
            return; // see VectorRehearsal
        }
        DoubleVector c0 = DoubleVector.fromArray(SPECIES, c, to);
        DoubleVector c1 = DoubleVector.fromArray(SPECIES, c, to + second);
        DoubleVector c2 = DoubleVector.fromArray(SPECIES, c, to + third);
        DoubleVector c3 = DoubleVector.fromArray(SPECIES, c, to + fourth);
        for (int t = 0; t < count; t++) {
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[offset + t]);
            int from = rows[t] + column;
            c0 = a0.fma(DoubleVector.fromArray(SPECIES, b, from), c0);
            c1 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + second), c1);
            c2 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + third), c2);
            c3 = a0.fma(DoubleVector.fromArray(SPECIES, b, from + fourth), c3);
        }
        c0.add(0.0).intoArray(c, to);
        c1.add(0.0).intoArray(c, to + second);
        c2.add(0.0).intoArray(c, to + third);
        c3.add(0.0).intoArray(c, to + fourth);
    }
}
