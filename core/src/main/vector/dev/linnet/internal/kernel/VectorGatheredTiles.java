package dev.linnet.internal.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of {@link VectorGemm} whose left factor was copied without the terms that are zero, the values of a term together;
 * {@code terms} lists those that are left. For the rules see {@link VectorInPlaceTiles}.
 */
final class VectorGatheredTiles {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private VectorGatheredTiles() {}

    /**
     * Computes a tile of C, of 8, 4 or 1 rows and of three vectors, or else of two.
     *
     * @param a holds the values of the term in slot t from {@code t * }{@link VectorGemm#SLOT} on; not modified
     * @param firstSlot the tile's first
     * @param terms for each slot the number of its term; not modified
     */
    static void compute(
            int height,
            boolean wide,
            int count,
            double[] a,
            int firstSlot,
            int[] terms,
            double[] b,
            double[] initial,
            int initialOffset,
            int initialStride,
            double[] c,
            int offset,
            int stride) {
        if (height == 8 && wide) {
            tile8x3(count, a, firstSlot, terms, b, initial, initialOffset, initialStride, c, offset, stride);
        } else if (height == 8) {
            tile8x2(count, a, firstSlot, terms, b, initial, initialOffset, initialStride, c, offset, stride);
        } else if (height == 4 && wide) {
            tile4x3(count, a, firstSlot, terms, b, initial, initialOffset, initialStride, c, offset, stride);
        } else if (height == 4) {
            tile4x2(count, a, firstSlot, terms, b, initial, initialOffset, initialStride, c, offset, stride);
        } else if (wide) {
            tile1x3(count, a, firstSlot, terms, b, initial, initialOffset, c, offset);
        } else {
            tile1x2(count, a, firstSlot, terms, b, initial, initialOffset, c, offset);
        }
    }

    private static void tile8x3(
            int count,
            double[] a,
            int firstSlot,
            int[] terms,
            double[] b,
            double[] initial,
            int initialOffset,
            int initialStride,
            double[] c,
            int offset,
            int stride) {
        if (count < 0) {
            return; // see VectorRehearsal
        }
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, initial, initialOffset);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, initial, initialOffset + LANES);
        DoubleVector c02 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 2 * LANES);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, initial, initialOffset + initialStride);
        DoubleVector c11 = DoubleVector.fromArray(SPECIES, initial, initialOffset + initialStride + LANES);
        DoubleVector c12 = DoubleVector.fromArray(SPECIES, initial, initialOffset + initialStride + 2 * LANES);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 2 * initialStride);
        DoubleVector c21 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 2 * initialStride + LANES);
        DoubleVector c22 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 2 * initialStride + 2 * LANES);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 3 * initialStride);
        DoubleVector c31 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 3 * initialStride + LANES);
        DoubleVector c32 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 3 * initialStride + 2 * LANES);
        DoubleVector c40 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 4 * initialStride);
        DoubleVector c41 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 4 * initialStride + LANES);
        DoubleVector c42 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 4 * initialStride + 2 * LANES);
        DoubleVector c50 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 5 * initialStride);
        DoubleVector c51 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 5 * initialStride + LANES);
        DoubleVector c52 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 5 * initialStride + 2 * LANES);
        DoubleVector c60 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 6 * initialStride);
        DoubleVector c61 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 6 * initialStride + LANES);
        DoubleVector c62 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 6 * initialStride + 2 * LANES);
        DoubleVector c70 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 7 * initialStride);
        DoubleVector c71 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 7 * initialStride + LANES);
        DoubleVector c72 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 7 * initialStride + 2 * LANES);
        int end = firstSlot + count;
        for (int t = firstSlot; t < end; t++) {
            int from = terms[t] * VectorGemm.WIDE;
            int value = t * VectorGemm.SLOT;
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, from);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, from + LANES);
            DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, from + 2 * LANES);
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[value]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[value + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[value + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[value + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[value + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            c42 = a4.fma(b2, c42);
            DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[value + 5]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            c52 = a5.fma(b2, c52);
            DoubleVector a6 = DoubleVector.broadcast(SPECIES, a[value + 6]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            c62 = a6.fma(b2, c62);
            DoubleVector a7 = DoubleVector.broadcast(SPECIES, a[value + 7]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
            c72 = a7.fma(b2, c72);
        }
        c00.add(0.0).intoArray(c, offset);
        c01.add(0.0).intoArray(c, offset + LANES);
        c02.add(0.0).intoArray(c, offset + 2 * LANES);
        c10.add(0.0).intoArray(c, offset + stride);
        c11.add(0.0).intoArray(c, offset + stride + LANES);
        c12.add(0.0).intoArray(c, offset + stride + 2 * LANES);
        c20.add(0.0).intoArray(c, offset + 2 * stride);
        c21.add(0.0).intoArray(c, offset + 2 * stride + LANES);
        c22.add(0.0).intoArray(c, offset + 2 * stride + 2 * LANES);
        c30.add(0.0).intoArray(c, offset + 3 * stride);
        c31.add(0.0).intoArray(c, offset + 3 * stride + LANES);
        c32.add(0.0).intoArray(c, offset + 3 * stride + 2 * LANES);
        c40.add(0.0).intoArray(c, offset + 4 * stride);
        c41.add(0.0).intoArray(c, offset + 4 * stride + LANES);
        c42.add(0.0).intoArray(c, offset + 4 * stride + 2 * LANES);
        c50.add(0.0).intoArray(c, offset + 5 * stride);
        c51.add(0.0).intoArray(c, offset + 5 * stride + LANES);
        c52.add(0.0).intoArray(c, offset + 5 * stride + 2 * LANES);
        c60.add(0.0).intoArray(c, offset + 6 * stride);
        c61.add(0.0).intoArray(c, offset + 6 * stride + LANES);
        c62.add(0.0).intoArray(c, offset + 6 * stride + 2 * LANES);
        c70.add(0.0).intoArray(c, offset + 7 * stride);
        c71.add(0.0).intoArray(c, offset + 7 * stride + LANES);
        c72.add(0.0).intoArray(c, offset + 7 * stride + 2 * LANES);
    }

    private static void tile8x2(
            int count,
            double[] a,
            int firstSlot,
            int[] terms,
            double[] b,
            double[] initial,
            int initialOffset,
            int initialStride,
            double[] c,
            int offset,
            int stride) {
        if (count < 0) {
            return; // see VectorRehearsal
        }
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, initial, initialOffset);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, initial, initialOffset + LANES);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, initial, initialOffset + initialStride);
        DoubleVector c11 = DoubleVector.fromArray(SPECIES, initial, initialOffset + initialStride + LANES);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 2 * initialStride);
        DoubleVector c21 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 2 * initialStride + LANES);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 3 * initialStride);
        DoubleVector c31 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 3 * initialStride + LANES);
        DoubleVector c40 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 4 * initialStride);
        DoubleVector c41 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 4 * initialStride + LANES);
        DoubleVector c50 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 5 * initialStride);
        DoubleVector c51 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 5 * initialStride + LANES);
        DoubleVector c60 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 6 * initialStride);
        DoubleVector c61 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 6 * initialStride + LANES);
        DoubleVector c70 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 7 * initialStride);
        DoubleVector c71 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 7 * initialStride + LANES);
        int end = firstSlot + count;
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
            DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[value + 5]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            DoubleVector a6 = DoubleVector.broadcast(SPECIES, a[value + 6]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            DoubleVector a7 = DoubleVector.broadcast(SPECIES, a[value + 7]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
        }
        c00.add(0.0).intoArray(c, offset);
        c01.add(0.0).intoArray(c, offset + LANES);
        c10.add(0.0).intoArray(c, offset + stride);
        c11.add(0.0).intoArray(c, offset + stride + LANES);
        c20.add(0.0).intoArray(c, offset + 2 * stride);
        c21.add(0.0).intoArray(c, offset + 2 * stride + LANES);
        c30.add(0.0).intoArray(c, offset + 3 * stride);
        c31.add(0.0).intoArray(c, offset + 3 * stride + LANES);
        c40.add(0.0).intoArray(c, offset + 4 * stride);
        c41.add(0.0).intoArray(c, offset + 4 * stride + LANES);
        c50.add(0.0).intoArray(c, offset + 5 * stride);
        c51.add(0.0).intoArray(c, offset + 5 * stride + LANES);
        c60.add(0.0).intoArray(c, offset + 6 * stride);
        c61.add(0.0).intoArray(c, offset + 6 * stride + LANES);
        c70.add(0.0).intoArray(c, offset + 7 * stride);
        c71.add(0.0).intoArray(c, offset + 7 * stride + LANES);
    }

    private static void tile4x3(
            int count,
            double[] a,
            int firstSlot,
            int[] terms,
            double[] b,
            double[] initial,
            int initialOffset,
            int initialStride,
            double[] c,
            int offset,
            int stride) {
        if (count < 0) {
            return; // see VectorRehearsal
        }
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, initial, initialOffset);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, initial, initialOffset + LANES);
        DoubleVector c02 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 2 * LANES);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, initial, initialOffset + initialStride);
        DoubleVector c11 = DoubleVector.fromArray(SPECIES, initial, initialOffset + initialStride + LANES);
        DoubleVector c12 = DoubleVector.fromArray(SPECIES, initial, initialOffset + initialStride + 2 * LANES);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 2 * initialStride);
        DoubleVector c21 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 2 * initialStride + LANES);
        DoubleVector c22 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 2 * initialStride + 2 * LANES);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 3 * initialStride);
        DoubleVector c31 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 3 * initialStride + LANES);
        DoubleVector c32 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 3 * initialStride + 2 * LANES);
        int end = firstSlot + count;
        for (int t = firstSlot; t < end; t++) {
            int from = terms[t] * VectorGemm.WIDE;
            int value = t * VectorGemm.SLOT;
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, from);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, from + LANES);
            DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, from + 2 * LANES);
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[value]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[value + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[value + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[value + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
        }
        c00.add(0.0).intoArray(c, offset);
        c01.add(0.0).intoArray(c, offset + LANES);
        c02.add(0.0).intoArray(c, offset + 2 * LANES);
        c10.add(0.0).intoArray(c, offset + stride);
        c11.add(0.0).intoArray(c, offset + stride + LANES);
        c12.add(0.0).intoArray(c, offset + stride + 2 * LANES);
        c20.add(0.0).intoArray(c, offset + 2 * stride);
        c21.add(0.0).intoArray(c, offset + 2 * stride + LANES);
        c22.add(0.0).intoArray(c, offset + 2 * stride + 2 * LANES);
        c30.add(0.0).intoArray(c, offset + 3 * stride);
        c31.add(0.0).intoArray(c, offset + 3 * stride + LANES);
        c32.add(0.0).intoArray(c, offset + 3 * stride + 2 * LANES);
    }

    private static void tile4x2(
            int count,
            double[] a,
            int firstSlot,
            int[] terms,
            double[] b,
            double[] initial,
            int initialOffset,
            int initialStride,
            double[] c,
            int offset,
            int stride) {
        if (count < 0) {
            return; // see VectorRehearsal
        }
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, initial, initialOffset);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, initial, initialOffset + LANES);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, initial, initialOffset + initialStride);
        DoubleVector c11 = DoubleVector.fromArray(SPECIES, initial, initialOffset + initialStride + LANES);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 2 * initialStride);
        DoubleVector c21 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 2 * initialStride + LANES);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 3 * initialStride);
        DoubleVector c31 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 3 * initialStride + LANES);
        int end = firstSlot + count;
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
        }
        c00.add(0.0).intoArray(c, offset);
        c01.add(0.0).intoArray(c, offset + LANES);
        c10.add(0.0).intoArray(c, offset + stride);
        c11.add(0.0).intoArray(c, offset + stride + LANES);
        c20.add(0.0).intoArray(c, offset + 2 * stride);
        c21.add(0.0).intoArray(c, offset + 2 * stride + LANES);
        c30.add(0.0).intoArray(c, offset + 3 * stride);
        c31.add(0.0).intoArray(c, offset + 3 * stride + LANES);
    }

    private static void tile1x3(
            int count,
            double[] a,
            int firstSlot,
            int[] terms,
            double[] b,
            double[] initial,
            int initialOffset,
            double[] c,
            int offset) {
        if (count < 0) {
            return; // see VectorRehearsal
        }
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, initial, initialOffset);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, initial, initialOffset + LANES);
        DoubleVector c02 = DoubleVector.fromArray(SPECIES, initial, initialOffset + 2 * LANES);
        int end = firstSlot + count;
        for (int t = firstSlot; t < end; t++) {
            int from = terms[t] * VectorGemm.WIDE;
            int value = t * VectorGemm.SLOT;
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, from);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, from + LANES);
            DoubleVector b2 = DoubleVector.fromArray(SPECIES, b, from + 2 * LANES);
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[value]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
        }
        c00.add(0.0).intoArray(c, offset);
        c01.add(0.0).intoArray(c, offset + LANES);
        c02.add(0.0).intoArray(c, offset + 2 * LANES);
    }

    private static void tile1x2(
            int count,
            double[] a,
            int firstSlot,
            int[] terms,
            double[] b,
            double[] initial,
            int initialOffset,
            double[] c,
            int offset) {
        if (count < 0) {
            return; // see VectorRehearsal
        }
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, initial, initialOffset);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, initial, initialOffset + LANES);
        int end = firstSlot + count;
        for (int t = firstSlot; t < end; t++) {
            int from = terms[t] * VectorGemm.NARROW;
            int value = t * VectorGemm.SLOT;
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, from);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, from + LANES);
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[value]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
        }
        c00.add(0.0).intoArray(c, offset);
        c01.add(0.0).intoArray(c, offset + LANES);
    }
}
