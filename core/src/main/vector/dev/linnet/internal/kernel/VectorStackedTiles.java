package dev.linnet.internal.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of {@link VectorGemm} where there are 16 registers, as many as lie one below the other: a call for each would take as long as 15 of its terms.
 * For the rules see {@link VectorInPlaceTiles}.
 *
 * <p>Tiles of 5 rows by two vectors have their left factor copied, the values of a term together, each {@code VectorGemm.TILE} slots behind that of the tile
 * above. Tiles of 3 rows, by three vectors or two, are for few columns of C, and read it in place.
 */
final class VectorStackedTiles {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private VectorStackedTiles() {}

    /** Computes tiles of 5 rows whose left factor was copied with all its terms. */
    static void computeCopied(
            int tiles,
            int terms,
            double[] a,
            double[] b,
            double[] initial,
            int initialOffset,
            int initialStride,
            double[] c,
            int offset,
            int stride) {
        if (terms < 0) {
            return; // see VectorRehearsal
        }
        for (int i = 0; i < tiles; i++) {
            int at = offset + 5 * i * stride;
            int initialAt = initialOffset + 5 * i * initialStride;
            int first = i * VectorGemm.TILE * VectorGemm.SLOT;
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
                int from = t * VectorGemm.NARROW;
                int value = first + t * VectorGemm.SLOT;
                DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, from);
                DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, from + LANES);
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

    /**
     * Computes tiles of 5 rows whose left factor was copied without the terms that are zero.
     *
     * @param counts for the tile that begins at a row, how many terms are left; not modified
     * @param terms for each tile the terms that are left; a tile's from its first slot on; not modified
     */
    static void computeListed(
            int tiles,
            int[] counts,
            double[] a,
            int[] terms,
            double[] b,
            double[] initial,
            int initialOffset,
            int initialStride,
            double[] c,
            int offset,
            int stride) {
        if (tiles < 0) {
            return; // see VectorRehearsal
        }
        for (int i = 0; i < tiles; i++) {
            int at = offset + 5 * i * stride;
            int initialAt = initialOffset + 5 * i * initialStride;
            int firstSlot = i * VectorGemm.TILE;
            int end = firstSlot + counts[5 * i];
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
            for (int t = firstSlot; t < end; t++) {
                int from = terms[t] * VectorGemm.NARROW;
                int value = t * VectorGemm.SLOT;
                DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, from);
                DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, from + LANES);
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

    /** Adds to tiles of three rows and of three vectors, or else of two, whose left factor is read in place, row by row. */
    static void addRows(
            boolean wide,
            int tiles,
            int terms,
            Rows a,
            int first,
            int column,
            double[] b,
            double[] c,
            int offset,
            int stride) {
        if (wide) {
            rows3x3(tiles, terms, a, first, column, b, c, offset, stride);
        } else {
            rows3x2(tiles, terms, a, first, column, b, c, offset, stride);
        }
    }

    private static void rows3x3(
            int tiles, int terms, Rows a, int first, int column, double[] b, double[] c, int offset, int stride) {
        if (terms < 0) {
            return; // see VectorRehearsal
        }
        double[] values = a.values;
        for (int i = 0; i < tiles; i++) {
            int at = offset + 3 * i * stride;
            int row = first + 3 * i;
            int row0 = a.starts[row] + column;
            int row1 = a.starts[row + 1] + column;
            int row2 = a.starts[row + 2] + column;
            DoubleVector c00 = DoubleVector.fromArray(SPECIES, c, at);
            DoubleVector c01 = DoubleVector.fromArray(SPECIES, c, at + LANES);
            DoubleVector c02 = DoubleVector.fromArray(SPECIES, c, at + 2 * LANES);
            DoubleVector c10 = DoubleVector.fromArray(SPECIES, c, at + stride);
            DoubleVector c11 = DoubleVector.fromArray(SPECIES, c, at + stride + LANES);
            DoubleVector c12 = DoubleVector.fromArray(SPECIES, c, at + stride + 2 * LANES);
            DoubleVector c20 = DoubleVector.fromArray(SPECIES, c, at + 2 * stride);
            DoubleVector c21 = DoubleVector.fromArray(SPECIES, c, at + 2 * stride + LANES);
            DoubleVector c22 = DoubleVector.fromArray(SPECIES, c, at + 2 * stride + 2 * LANES);
            for (int p = 0; p < terms; p++) {
                int from = p * VectorGemm.WIDE;
                DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, from);
                DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, from + LANES);
                DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, from + 2 * LANES);
                DoubleVector a0 = DoubleVector.broadcast(SPECIES, values[row0 + p]);
                c00 = a0.fma(b0, c00);
                c01 = a0.fma(b1, c01);
                c02 = a0.fma(b2, c02);
                DoubleVector a1 = DoubleVector.broadcast(SPECIES, values[row1 + p]);
                c10 = a1.fma(b0, c10);
                c11 = a1.fma(b1, c11);
                c12 = a1.fma(b2, c12);
                DoubleVector a2 = DoubleVector.broadcast(SPECIES, values[row2 + p]);
                c20 = a2.fma(b0, c20);
                c21 = a2.fma(b1, c21);
                c22 = a2.fma(b2, c22);
            }
            c00.add(0.0).intoArray(c, at);
            c01.add(0.0).intoArray(c, at + LANES);
            c02.add(0.0).intoArray(c, at + 2 * LANES);
            c10.add(0.0).intoArray(c, at + stride);
            c11.add(0.0).intoArray(c, at + stride + LANES);
            c12.add(0.0).intoArray(c, at + stride + 2 * LANES);
            c20.add(0.0).intoArray(c, at + 2 * stride);
            c21.add(0.0).intoArray(c, at + 2 * stride + LANES);
            c22.add(0.0).intoArray(c, at + 2 * stride + 2 * LANES);
        }
    }

    private static void rows3x2(
            int tiles, int terms, Rows a, int first, int column, double[] b, double[] c, int offset, int stride) {
        if (terms < 0) {
            return; // see VectorRehearsal
        }
        double[] values = a.values;
        for (int i = 0; i < tiles; i++) {
            int at = offset + 3 * i * stride;
            int row = first + 3 * i;
            int row0 = a.starts[row] + column;
            int row1 = a.starts[row + 1] + column;
            int row2 = a.starts[row + 2] + column;
            DoubleVector c00 = DoubleVector.fromArray(SPECIES, c, at);
            DoubleVector c01 = DoubleVector.fromArray(SPECIES, c, at + LANES);
            DoubleVector c10 = DoubleVector.fromArray(SPECIES, c, at + stride);
            DoubleVector c11 = DoubleVector.fromArray(SPECIES, c, at + stride + LANES);
            DoubleVector c20 = DoubleVector.fromArray(SPECIES, c, at + 2 * stride);
            DoubleVector c21 = DoubleVector.fromArray(SPECIES, c, at + 2 * stride + LANES);
            for (int p = 0; p < terms; p++) {
                int from = p * 2 * LANES; // two shifts: for one, JDK 17 makes a loop that takes half as long again
                DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, from);
                DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, from + LANES);
                DoubleVector a0 = DoubleVector.broadcast(SPECIES, values[row0 + p]);
                c00 = a0.fma(b0, c00);
                c01 = a0.fma(b1, c01);
                DoubleVector a1 = DoubleVector.broadcast(SPECIES, values[row1 + p]);
                c10 = a1.fma(b0, c10);
                c11 = a1.fma(b1, c11);
                DoubleVector a2 = DoubleVector.broadcast(SPECIES, values[row2 + p]);
                c20 = a2.fma(b0, c20);
                c21 = a2.fma(b1, c21);
            }
            c00.add(0.0).intoArray(c, at);
            c01.add(0.0).intoArray(c, at + LANES);
            c10.add(0.0).intoArray(c, at + stride);
            c11.add(0.0).intoArray(c, at + stride + LANES);
            c20.add(0.0).intoArray(c, at + 2 * stride);
            c21.add(0.0).intoArray(c, at + 2 * stride + LANES);
        }
    }
}
