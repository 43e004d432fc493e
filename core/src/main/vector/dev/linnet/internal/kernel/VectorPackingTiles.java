package dev.linnet.internal.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of {@link VectorInPlaceTiles} that read a block of B where it lies, and pack it for the tiles below.
 *
 * <p>A tile is busy with multiply-adds; what it loads of B it can store in passing, where a loop that only copies would wait for the caches.
 */
final class VectorPackingTiles {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private VectorPackingTiles() {}

    /**
     * Adds to a tile of C, of 8 rows and of three vectors, or else of two.
     *
     * @param a holds the tile's row i in its row {@code first + i} from {@code column} on; not modified
     * @param source holds row p of the block of B at {@code sourceOffset + p * sourceStride}; not modified
     * @param b receives the block, one row behind the other; modified
     * @param c holds the tile's row i at {@code offset + i * stride}; modified
     */
    static void add(
            boolean wide,
            int terms,
            Rows a,
            int first,
            int column,
            double[] source,
            int sourceOffset,
            int sourceStride,
            double[] b,
            double[] c,
            int offset,
            int stride) {
        if (wide) {
            tile8x3(terms, a, first, column, source, sourceOffset, sourceStride, b, c, offset, stride);
        } else {
            tile8x2(terms & ~1, a, first, column, source, sourceOffset, sourceStride, b, c, offset, stride);
            if (terms % 2 == 1) { // not if it is -1, see VectorRehearsal
                int last = terms - 1;
                int from = sourceOffset + last * sourceStride;
                System.arraycopy(source, from, b, last * VectorGemm.NARROW, VectorGemm.NARROW);
                VectorInPlaceTiles.addTerm(last, a, first, column, b, c, offset, stride);
            }
        }
    }

    private static void tile8x3(
            int terms,
            Rows a,
            int first,
            int column,
            double[] source,
            int sourceOffset,
            int sourceStride,
            double[] b,
            double[] c,
            int offset,
            int stride) {
        if (terms < 0) {
            return; // see VectorRehearsal
        }
        double[] values = a.values;
        int row0 = a.starts[first] + column;
        int row1 = a.starts[first + 1] + column;
        int row2 = a.starts[first + 2] + column;
        int row3 = a.starts[first + 3] + column;
        int row4 = a.starts[first + 4] + column;
        int row5 = a.starts[first + 5] + column;
        int row6 = a.starts[first + 6] + column;
        int row7 = a.starts[first + 7] + column;
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, c, offset);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, c, offset + LANES);
        DoubleVector c02 = DoubleVector.fromArray(SPECIES, c, offset + 2 * LANES);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, c, offset + stride);
        DoubleVector c11 = DoubleVector.fromArray(SPECIES, c, offset + stride + LANES);
        DoubleVector c12 = DoubleVector.fromArray(SPECIES, c, offset + stride + 2 * LANES);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, c, offset + 2 * stride);
        DoubleVector c21 = DoubleVector.fromArray(SPECIES, c, offset + 2 * stride + LANES);
        DoubleVector c22 = DoubleVector.fromArray(SPECIES, c, offset + 2 * stride + 2 * LANES);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, c, offset + 3 * stride);
        DoubleVector c31 = DoubleVector.fromArray(SPECIES, c, offset + 3 * stride + LANES);
        DoubleVector c32 = DoubleVector.fromArray(SPECIES, c, offset + 3 * stride + 2 * LANES);
        DoubleVector c40 = DoubleVector.fromArray(SPECIES, c, offset + 4 * stride);
        DoubleVector c41 = DoubleVector.fromArray(SPECIES, c, offset + 4 * stride + LANES);
        DoubleVector c42 = DoubleVector.fromArray(SPECIES, c, offset + 4 * stride + 2 * LANES);
        DoubleVector c50 = DoubleVector.fromArray(SPECIES, c, offset + 5 * stride);
        DoubleVector c51 = DoubleVector.fromArray(SPECIES, c, offset + 5 * stride + LANES);
        DoubleVector c52 = DoubleVector.fromArray(SPECIES, c, offset + 5 * stride + 2 * LANES);
        DoubleVector c60 = DoubleVector.fromArray(SPECIES, c, offset + 6 * stride);
        DoubleVector c61 = DoubleVector.fromArray(SPECIES, c, offset + 6 * stride + LANES);
        DoubleVector c62 = DoubleVector.fromArray(SPECIES, c, offset + 6 * stride + 2 * LANES);
        DoubleVector c70 = DoubleVector.fromArray(SPECIES, c, offset + 7 * stride);
        DoubleVector c71 = DoubleVector.fromArray(SPECIES, c, offset + 7 * stride + LANES);
        DoubleVector c72 = DoubleVector.fromArray(SPECIES, c, offset + 7 * stride + 2 * LANES);
        for (int p = 0; p < terms; p++) {
            int from = sourceOffset + p * sourceStride;
            int to = p * VectorGemm.WIDE;
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, source, from);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, source, from + LANES);
            DoubleVector b2 = DoubleVector.fromArray(SPECIES, source, from + 2 * LANES);
            b0.intoArray(b, to);
            b1.intoArray(b, to + LANES);
            b2.intoArray(b, to + 2 * LANES);
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
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, values[row3 + p]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            DoubleVector a4 = DoubleVector.broadcast(SPECIES, values[row4 + p]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            c42 = a4.fma(b2, c42);
            DoubleVector a5 = DoubleVector.broadcast(SPECIES, values[row5 + p]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            c52 = a5.fma(b2, c52);
            DoubleVector a6 = DoubleVector.broadcast(SPECIES, values[row6 + p]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            c62 = a6.fma(b2, c62);
            DoubleVector a7 = DoubleVector.broadcast(SPECIES, values[row7 + p]);
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

    /** Takes two terms a turn, as those of {@link VectorInPlaceTiles} do. */
    private static void tile8x2(
            int terms,
            Rows a,
            int first,
            int column,
            double[] source,
            int sourceOffset,
            int sourceStride,
            double[] b,
            double[] c,
            int offset,
            int stride) {
        if (terms < 0) {
            return; // see VectorRehearsal
        }
        double[] values = a.values;
        int row0 = a.starts[first] + column;
        int row1 = a.starts[first + 1] + column;
        int row2 = a.starts[first + 2] + column;
        int row3 = a.starts[first + 3] + column;
        int row4 = a.starts[first + 4] + column;
        int row5 = a.starts[first + 5] + column;
        int row6 = a.starts[first + 6] + column;
        int row7 = a.starts[first + 7] + column;
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, c, offset);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, c, offset + LANES);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, c, offset + stride);
        DoubleVector c11 = DoubleVector.fromArray(SPECIES, c, offset + stride + LANES);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, c, offset + 2 * stride);
        DoubleVector c21 = DoubleVector.fromArray(SPECIES, c, offset + 2 * stride + LANES);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, c, offset + 3 * stride);
        DoubleVector c31 = DoubleVector.fromArray(SPECIES, c, offset + 3 * stride + LANES);
        DoubleVector c40 = DoubleVector.fromArray(SPECIES, c, offset + 4 * stride);
        DoubleVector c41 = DoubleVector.fromArray(SPECIES, c, offset + 4 * stride + LANES);
        DoubleVector c50 = DoubleVector.fromArray(SPECIES, c, offset + 5 * stride);
        DoubleVector c51 = DoubleVector.fromArray(SPECIES, c, offset + 5 * stride + LANES);
        DoubleVector c60 = DoubleVector.fromArray(SPECIES, c, offset + 6 * stride);
        DoubleVector c61 = DoubleVector.fromArray(SPECIES, c, offset + 6 * stride + LANES);
        DoubleVector c70 = DoubleVector.fromArray(SPECIES, c, offset + 7 * stride);
        DoubleVector c71 = DoubleVector.fromArray(SPECIES, c, offset + 7 * stride + LANES);
        for (int p = 0; p < terms; p += 2) {
            int from = sourceOffset + p * sourceStride;
            int to = p * VectorGemm.NARROW;
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, source, from);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, source, from + LANES);
            DoubleVector nextB0 = DoubleVector.fromArray(SPECIES, source, from + sourceStride);
            DoubleVector nextB1 = DoubleVector.fromArray(SPECIES, source, from + sourceStride + LANES);
            b0.intoArray(b, to);
            b1.intoArray(b, to + LANES);
            nextB0.intoArray(b, to + 2 * LANES);
            nextB1.intoArray(b, to + 3 * LANES);
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, values[row0 + p]);
            DoubleVector nextA0 = DoubleVector.broadcast(SPECIES, values[row0 + p + 1]);
            c00 = nextA0.fma(nextB0, a0.fma(b0, c00));
            c01 = nextA0.fma(nextB1, a0.fma(b1, c01));
            DoubleVector a1 = DoubleVector.broadcast(SPECIES, values[row1 + p]);
            DoubleVector nextA1 = DoubleVector.broadcast(SPECIES, values[row1 + p + 1]);
            c10 = nextA1.fma(nextB0, a1.fma(b0, c10));
            c11 = nextA1.fma(nextB1, a1.fma(b1, c11));
            DoubleVector a2 = DoubleVector.broadcast(SPECIES, values[row2 + p]);
            DoubleVector nextA2 = DoubleVector.broadcast(SPECIES, values[row2 + p + 1]);
            c20 = nextA2.fma(nextB0, a2.fma(b0, c20));
            c21 = nextA2.fma(nextB1, a2.fma(b1, c21));
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, values[row3 + p]);
            DoubleVector nextA3 = DoubleVector.broadcast(SPECIES, values[row3 + p + 1]);
            c30 = nextA3.fma(nextB0, a3.fma(b0, c30));
            c31 = nextA3.fma(nextB1, a3.fma(b1, c31));
            DoubleVector a4 = DoubleVector.broadcast(SPECIES, values[row4 + p]);
            DoubleVector nextA4 = DoubleVector.broadcast(SPECIES, values[row4 + p + 1]);
            c40 = nextA4.fma(nextB0, a4.fma(b0, c40));
            c41 = nextA4.fma(nextB1, a4.fma(b1, c41));
            DoubleVector a5 = DoubleVector.broadcast(SPECIES, values[row5 + p]);
            DoubleVector nextA5 = DoubleVector.broadcast(SPECIES, values[row5 + p + 1]);
            c50 = nextA5.fma(nextB0, a5.fma(b0, c50));
            c51 = nextA5.fma(nextB1, a5.fma(b1, c51));
            DoubleVector a6 = DoubleVector.broadcast(SPECIES, values[row6 + p]);
            DoubleVector nextA6 = DoubleVector.broadcast(SPECIES, values[row6 + p + 1]);
            c60 = nextA6.fma(nextB0, a6.fma(b0, c60));
            c61 = nextA6.fma(nextB1, a6.fma(b1, c61));
            DoubleVector a7 = DoubleVector.broadcast(SPECIES, values[row7 + p]);
            DoubleVector nextA7 = DoubleVector.broadcast(SPECIES, values[row7 + p + 1]);
            c70 = nextA7.fma(nextB0, a7.fma(b0, c70));
            c71 = nextA7.fma(nextB1, a7.fma(b1, c71));
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
}
