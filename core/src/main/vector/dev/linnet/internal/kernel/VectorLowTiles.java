package dev.linnet.internal.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of {@link VectorGemm} for a C that is low and long, the transpose of a narrow layer's gradient: 5 rows by four vectors where there are 32
 * registers, or by two.
 *
 * <p>Lanes lie along its long side, so that few are wasted, and the long factor is read as it lies. For the rules see {@link VectorInPlaceTiles}.
 */
final class VectorLowTiles {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = 5;
    static final int FOUR_VECTORS = 4 * LANES;
    static final int TWO_VECTORS = 2 * LANES;

    /** Where a copy of the last columns of B begins, behind that of the last columns of A. */
    private static final int PANEL = ROWS * TileScratch.TERMS;

    private VectorLowTiles() {}

    /** Does what {@link GemmKernels#multiplyLow} says. */
    static void compute(
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
        int live = rows % ROWS;
        if (live > 0) {
            gather(live, terms, a, offset + rows - live, aStride, scratch.values);
        }
        int j = 0;
        for (; VectorGemm.MANY_REGISTERS && j <= columns - FOUR_VECTORS; j += FOUR_VECTORS) {
            computeTiles(adds, true, rows, terms, a, offset, aStride, b, first, column + j, c, j, stride, scratch);
        }
        for (; j <= columns - TWO_VECTORS; j += TWO_VECTORS) {
            computeTiles(adds, false, rows, terms, a, offset, aStride, b, first, column + j, c, j, stride, scratch);
        }
        if (j < columns) {
            copy(columns - j, terms, b, first, column + j, scratch);
            computeTiles(adds, false, rows, terms, a, offset, aStride, scratch.bRows, 0, 0, c, j, stride, scratch);
        }
    }

    /** Computes all rows of four vectors, or else of two; those that fill no tile were gathered. */
    private static void computeTiles(
            boolean adds,
            boolean wide,
            int rows,
            int terms,
            double[] a,
            int offset,
            int aStride,
            Rows b,
            int first,
            int column,
            double[] c,
            int to,
            int stride,
            TileScratch scratch) {
        double[] initial = adds ? c : scratch.zeros;
        int initialOffset = adds ? to : 0;
        int initialStride = adds ? stride : 0;
        int tiles = rows / ROWS;
        compute(
                wide,
                tiles,
                terms,
                a,
                offset,
                aStride,
                b,
                first,
                column,
                initial,
                initialOffset,
                initialStride,
                c,
                to,
                stride);
        int done = tiles * ROWS;
        if (done < rows) {
            compute(
                    wide,
                    1,
                    terms,
                    scratch.values,
                    0,
                    ROWS,
                    b,
                    first,
                    column,
                    initial,
                    initialOffset + done * initialStride,
                    initialStride,
                    c,
                    to + done * stride,
                    stride);
        }
    }

    /** Copies the last columns of A, fewer than a tile has rows, and zeros for those that are missing. */
    private static void gather(int live, int terms, double[] a, int offset, int stride, double[] values) {
        for (int t = 0; t < terms; t++) {
            for (int r = 0; r < ROWS; r++) {
                values[t * ROWS + r] = r < live ? a[offset + t * stride + r] : 0.0;
            }
        }
    }

    /** Copies the last columns of B, fewer than two vectors; what is in the others is of no consequence. */
    private static void copy(int live, int terms, Rows b, int first, int column, TileScratch scratch) {
        double[] panel = scratch.values;
        scratch.bRows.set(panel, PANEL, TWO_VECTORS, terms);
        for (int t = 0; t < terms; t++) {
            int from = b.starts[first + t] + column;
            int to = PANEL + t * TWO_VECTORS;
            for (int j = 0; j < live; j++) {
                panel[to + j] = b.values[from + j];
            }
        }
    }

    /** Computes tiles of four vectors, or else of two, that lie one below the other. */
    static void compute(
            boolean wide,
            int tiles,
            int terms,
            double[] a,
            int offset,
            int aStride,
            Rows b,
            int first,
            int column,
            double[] initial,
            int initialOffset,
            int initialStride,
            double[] c,
            int to,
            int stride) {
        if (wide) {
            tiles5x4(
                    tiles,
                    terms,
                    a,
                    offset,
                    aStride,
                    b,
                    first,
                    column,
                    initial,
                    initialOffset,
                    initialStride,
                    c,
                    to,
                    stride);
        } else {
            tiles5x2(
                    tiles,
                    terms,
                    a,
                    offset,
                    aStride,
                    b,
                    first,
                    column,
                    initial,
                    initialOffset,
                    initialStride,
                    c,
                    to,
                    stride);
        }
    }

    /** With 32 registers: 20 accumulators, four vectors of B, a value of A. */
    private static void tiles5x4(
            int tiles,
            int terms,
            double[] a,
            int offset,
            int aStride,
            Rows b,
            int first,
            int column,
            double[] initial,
            int initialOffset,
            int initialStride,
            double[] c,
            int to,
            int stride) {
        if (terms < 0) {
            return; // see VectorRehearsal
        }
        double[] right = b.values;
        int[] starts = b.starts;
        for (int i = 0; i < tiles; i++) {
            int at = to + ROWS * i * stride;
            int initialAt = initialOffset + ROWS * i * initialStride;
            DoubleVector c00 = DoubleVector.fromArray(SPECIES, initial, initialAt);
            DoubleVector c01 = DoubleVector.fromArray(SPECIES, initial, initialAt + LANES);
            DoubleVector c02 = DoubleVector.fromArray(SPECIES, initial, initialAt + 2 * LANES);
            DoubleVector c03 = DoubleVector.fromArray(SPECIES, initial, initialAt + 3 * LANES);
            DoubleVector c10 = DoubleVector.fromArray(SPECIES, initial, initialAt + initialStride);
            DoubleVector c11 = DoubleVector.fromArray(SPECIES, initial, initialAt + initialStride + LANES);
            DoubleVector c12 = DoubleVector.fromArray(SPECIES, initial, initialAt + initialStride + 2 * LANES);
            DoubleVector c13 = DoubleVector.fromArray(SPECIES, initial, initialAt + initialStride + 3 * LANES);
            DoubleVector c20 = DoubleVector.fromArray(SPECIES, initial, initialAt + 2 * initialStride);
            DoubleVector c21 = DoubleVector.fromArray(SPECIES, initial, initialAt + 2 * initialStride + LANES);
            DoubleVector c22 = DoubleVector.fromArray(SPECIES, initial, initialAt + 2 * initialStride + 2 * LANES);
            DoubleVector c23 = DoubleVector.fromArray(SPECIES, initial, initialAt + 2 * initialStride + 3 * LANES);
            DoubleVector c30 = DoubleVector.fromArray(SPECIES, initial, initialAt + 3 * initialStride);
            DoubleVector c31 = DoubleVector.fromArray(SPECIES, initial, initialAt + 3 * initialStride + LANES);
            DoubleVector c32 = DoubleVector.fromArray(SPECIES, initial, initialAt + 3 * initialStride + 2 * LANES);
            DoubleVector c33 = DoubleVector.fromArray(SPECIES, initial, initialAt + 3 * initialStride + 3 * LANES);
            DoubleVector c40 = DoubleVector.fromArray(SPECIES, initial, initialAt + 4 * initialStride);
            DoubleVector c41 = DoubleVector.fromArray(SPECIES, initial, initialAt + 4 * initialStride + LANES);
            DoubleVector c42 = DoubleVector.fromArray(SPECIES, initial, initialAt + 4 * initialStride + 2 * LANES);
            DoubleVector c43 = DoubleVector.fromArray(SPECIES, initial, initialAt + 4 * initialStride + 3 * LANES);
            for (int t = 0; t < terms; t++) {
                int value = offset + ROWS * i + t * aStride;
                int next = starts[first + t] + column;
                DoubleVector b0 = DoubleVector.fromArray(SPECIES, right, next);
                DoubleVector b1 = DoubleVector.fromArray(SPECIES, right, next + LANES);
                DoubleVector b2 = DoubleVector.fromArray(SPECIES, right, next + 2 * LANES);
                DoubleVector b3 = DoubleVector.fromArray(SPECIES, right, next + 3 * LANES);
                DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[value]);
                c00 = a0.fma(b0, c00);
                c01 = a0.fma(b1, c01);
                c02 = a0.fma(b2, c02);
                c03 = a0.fma(b3, c03);
                DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[value + 1]);
                c10 = a1.fma(b0, c10);
                c11 = a1.fma(b1, c11);
                c12 = a1.fma(b2, c12);
                c13 = a1.fma(b3, c13);
                DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[value + 2]);
                c20 = a2.fma(b0, c20);
                c21 = a2.fma(b1, c21);
                c22 = a2.fma(b2, c22);
                c23 = a2.fma(b3, c23);
                DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[value + 3]);
                c30 = a3.fma(b0, c30);
                c31 = a3.fma(b1, c31);
                c32 = a3.fma(b2, c32);
                c33 = a3.fma(b3, c33);
                DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[value + 4]);
                c40 = a4.fma(b0, c40);
                c41 = a4.fma(b1, c41);
                c42 = a4.fma(b2, c42);
                c43 = a4.fma(b3, c43);
            }
            c00.add(0.0).intoArray(c, at);
            c01.add(0.0).intoArray(c, at + LANES);
            c02.add(0.0).intoArray(c, at + 2 * LANES);
            c03.add(0.0).intoArray(c, at + 3 * LANES);
            c10.add(0.0).intoArray(c, at + stride);
            c11.add(0.0).intoArray(c, at + stride + LANES);
            c12.add(0.0).intoArray(c, at + stride + 2 * LANES);
            c13.add(0.0).intoArray(c, at + stride + 3 * LANES);
            c20.add(0.0).intoArray(c, at + 2 * stride);
            c21.add(0.0).intoArray(c, at + 2 * stride + LANES);
            c22.add(0.0).intoArray(c, at + 2 * stride + 2 * LANES);
            c23.add(0.0).intoArray(c, at + 2 * stride + 3 * LANES);
            c30.add(0.0).intoArray(c, at + 3 * stride);
            c31.add(0.0).intoArray(c, at + 3 * stride + LANES);
            c32.add(0.0).intoArray(c, at + 3 * stride + 2 * LANES);
            c33.add(0.0).intoArray(c, at + 3 * stride + 3 * LANES);
            c40.add(0.0).intoArray(c, at + 4 * stride);
            c41.add(0.0).intoArray(c, at + 4 * stride + LANES);
            c42.add(0.0).intoArray(c, at + 4 * stride + 2 * LANES);
            c43.add(0.0).intoArray(c, at + 4 * stride + 3 * LANES);
        }
    }

    /** With 16 registers, or for what is left of the columns. */
    private static void tiles5x2(
            int tiles,
            int terms,
            double[] a,
            int offset,
            int aStride,
            Rows b,
            int first,
            int column,
            double[] initial,
            int initialOffset,
            int initialStride,
            double[] c,
            int to,
            int stride) {
        if (terms < 0) {
            return; // see VectorRehearsal
        }
        double[] right = b.values;
        int[] starts = b.starts;
        for (int i = 0; i < tiles; i++) {
            int at = to + ROWS * i * stride;
            int initialAt = initialOffset + ROWS * i * initialStride;
            DoubleVector c00 = DoubleVector.fromArray(SPECIES, initial, initialAt);
            DoubleVector c01 = DoubleVector.fromArray(SPECIES, initial, initialAt + LANES);
            DoubleVector c10 = DoubleVector.fromArray(SPECIES, initial, initialAt + initialStride);
            DoubleVector c11 = DoubleVector.fromArray(SPECIES, initial, initialAt + initialStride + LANES);
            DoubleVector c20 = DoubleVector.fromArray(SPECIES, initial, initialAt + 2 * initialStride);
            DoubleVector c21 = DoubleVector.fromArray(SPECIES, initial, initialAt + 2 * initialStride + LANES);
            DoubleVector c30 = DoubleVector.fromArray(SPECIES, initial, initialAt + 3 * initialStride);
            DoubleVector c31 = DoubleVector.fromArray(SPECIES, initial, initialAt + 3 * initialStride + LANES);
            DoubleVector c40 = DoubleVector.fromArray(SPECIES, initial, initialAt + 4 * initialStride);
            DoubleVector c41 = DoubleVector.fromArray(SPECIES, initial, initialAt + 4 * initialStride + LANES);
            for (int t = 0; t < terms; t++) {
                int value = offset + ROWS * i + t * aStride;
                int next = starts[first + t] + column;
                DoubleVector b0 = DoubleVector.fromArray(SPECIES, right, next);
                DoubleVector b1 = DoubleVector.fromArray(SPECIES, right, next + LANES);
                DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[value]);
                c00 = a0.fma(b0, c00);
                c01 = a0.fma(b1, c01);
                DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[value + 1]);
                c10 = a1.fma(b0, c10);
                c11 = a1.fma(b1, c11);
                DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[value + 2]);
                c20 = a2.fma(b0, c20);
                c21 = a2.fma(b1, c21);
                DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[value + 3]);
                c30 = a3.fma(b0, c30);
                c31 = a3.fma(b1, c31);
                DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[value + 4]);
                c40 = a4.fma(b0, c40);
                c41 = a4.fma(b1, c41);
            }
            c00.add(0.0).intoArray(c, at);
            c01.add(0.0).intoArray(c, at + LANES);
            c10.add(0.0).intoArray(c, at + stride);
            c11.add(0.0).intoArray(c, at + stride + LANES);
            c20.add(0.0).intoArray(c, at + 2 * stride);
            c21.add(0.0).intoArray(c, at + 2 * stride + LANES);
            c30.add(0.0).intoArray(c, at + 3 * stride);
            c31.add(0.0).intoArray(c, at + 3 * stride + LANES);
            c40.add(0.0).intoArray(c, at + 4 * stride);
            c41.add(0.0).intoArray(c, at + 4 * stride + LANES);
        }
    }
}
