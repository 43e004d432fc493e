package dev.linnet.internal.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of {@link VectorGemm} whose left factor is the transpose of what lies in memory, and whose C is so narrow that few
 * vectors hold a row of it: the gradients of narrow layers.
 *
 * <p>Here it is C that streams by, row by row, and rows of B that stay in registers, eight of them, for which 32 are needed. So the left
 * factor is read as it lies, where a tile of C would need its columns copied. For the rules see {@link VectorInPlaceTiles}.
 */
final class VectorStreamedRows {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private VectorStreamedRows() {}

    /**
     * Adds terms to rows of C, each of three vectors, or else of two.
     *
     * @param a holds A[i][p] at {@code offset + p * aStride + i}; not modified
     * @param b rows of B, one behind the other; not modified
     * @param c rows of C, one behind the other; modified
     */
    static void add(boolean wide, int rows, int terms, double[] a, int offset, int aStride, double[] b, double[] c) {
        int width = wide ? 3 * LANES : 2 * LANES;
        int p = 0;
        for (; p <= terms - 8; p += 8) {
            if (wide) {
                add8x3(rows, a, offset + p * aStride, aStride, b, p * width, c);
            } else {
                add8x2(rows, a, offset + p * aStride, aStride, b, p * width, c);
            }
        }
        for (; p <= terms - 4; p += 4) {
            if (wide) {
                add4x3(rows, a, offset + p * aStride, aStride, b, p * width, c);
            } else {
                add4x2(rows, a, offset + p * aStride, aStride, b, p * width, c);
            }
        }
        for (; p < terms; p++) {
            addOne(rows, width, a, offset + p * aStride, b, p * width, c);
        }
    }

    private static void addOne(int rows, int width, double[] a, int row, double[] b, int from, double[] c) {
        if (rows < 0) {
            return; // see VectorRehearsal
        }
        for (int i = 0; i < rows; i++) {
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[row + i]);
            for (int j = 0; j < width; j += LANES) {
                DoubleVector bj = DoubleVector.fromArray(SPECIES, b, from + j);
                DoubleVector cj = DoubleVector.fromArray(SPECIES, c, i * width + j);
                a0.fma(bj, cj).intoArray(c, i * width + j);
            }
        }
    }

    private static void add8x3(int rows, double[] a, int row0, int aStride, double[] b, int from, double[] c) {
        if (rows < 0) {
            return; // see VectorRehearsal
        }
        int row1 = row0 + aStride;
        int row2 = row1 + aStride;
        int row3 = row2 + aStride;
        int row4 = row3 + aStride;
        int row5 = row4 + aStride;
        int row6 = row5 + aStride;
        int row7 = row6 + aStride;
        DoubleVector b00 = DoubleVector.fromArray(SPECIES, b, from);
        DoubleVector b01 = DoubleVector.fromArray(SPECIES, b, from + LANES);
        DoubleVector b02 = DoubleVector.fromArray(SPECIES, b, from + 2 * LANES);
        DoubleVector b10 = DoubleVector.fromArray(SPECIES, b, from + 3 * LANES);
        DoubleVector b11 = DoubleVector.fromArray(SPECIES, b, from + 4 * LANES);
        DoubleVector b12 = DoubleVector.fromArray(SPECIES, b, from + 5 * LANES);
        DoubleVector b20 = DoubleVector.fromArray(SPECIES, b, from + 6 * LANES);
        DoubleVector b21 = DoubleVector.fromArray(SPECIES, b, from + 7 * LANES);
        DoubleVector b22 = DoubleVector.fromArray(SPECIES, b, from + 8 * LANES);
        DoubleVector b30 = DoubleVector.fromArray(SPECIES, b, from + 9 * LANES);
        DoubleVector b31 = DoubleVector.fromArray(SPECIES, b, from + 10 * LANES);
        DoubleVector b32 = DoubleVector.fromArray(SPECIES, b, from + 11 * LANES);
        DoubleVector b40 = DoubleVector.fromArray(SPECIES, b, from + 12 * LANES);
        DoubleVector b41 = DoubleVector.fromArray(SPECIES, b, from + 13 * LANES);
        DoubleVector b42 = DoubleVector.fromArray(SPECIES, b, from + 14 * LANES);
        DoubleVector b50 = DoubleVector.fromArray(SPECIES, b, from + 15 * LANES);
        DoubleVector b51 = DoubleVector.fromArray(SPECIES, b, from + 16 * LANES);
        DoubleVector b52 = DoubleVector.fromArray(SPECIES, b, from + 17 * LANES);
        DoubleVector b60 = DoubleVector.fromArray(SPECIES, b, from + 18 * LANES);
        DoubleVector b61 = DoubleVector.fromArray(SPECIES, b, from + 19 * LANES);
        DoubleVector b62 = DoubleVector.fromArray(SPECIES, b, from + 20 * LANES);
        DoubleVector b70 = DoubleVector.fromArray(SPECIES, b, from + 21 * LANES);
        DoubleVector b71 = DoubleVector.fromArray(SPECIES, b, from + 22 * LANES);
        DoubleVector b72 = DoubleVector.fromArray(SPECIES, b, from + 23 * LANES);
        for (int i = 0; i < rows; i++) {
            int to = i * 3 * LANES;
            DoubleVector c0 = DoubleVector.fromArray(SPECIES, c, to);
            DoubleVector c1 = DoubleVector.fromArray(SPECIES, c, to + LANES);
            DoubleVector c2 = DoubleVector.fromArray(SPECIES, c, to + 2 * LANES);
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[row0 + i]);
            c0 = a0.fma(b00, c0);
            c1 = a0.fma(b01, c1);
            c2 = a0.fma(b02, c2);
            DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[row1 + i]);
            c0 = a1.fma(b10, c0);
            c1 = a1.fma(b11, c1);
            c2 = a1.fma(b12, c2);
            DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[row2 + i]);
            c0 = a2.fma(b20, c0);
            c1 = a2.fma(b21, c1);
            c2 = a2.fma(b22, c2);
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[row3 + i]);
            c0 = a3.fma(b30, c0);
            c1 = a3.fma(b31, c1);
            c2 = a3.fma(b32, c2);
            DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[row4 + i]);
            c0 = a4.fma(b40, c0);
            c1 = a4.fma(b41, c1);
            c2 = a4.fma(b42, c2);
            DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[row5 + i]);
            c0 = a5.fma(b50, c0);
            c1 = a5.fma(b51, c1);
            c2 = a5.fma(b52, c2);
            DoubleVector a6 = DoubleVector.broadcast(SPECIES, a[row6 + i]);
            c0 = a6.fma(b60, c0);
            c1 = a6.fma(b61, c1);
            c2 = a6.fma(b62, c2);
            DoubleVector a7 = DoubleVector.broadcast(SPECIES, a[row7 + i]);
            c0 = a7.fma(b70, c0);
            c1 = a7.fma(b71, c1);
            c2 = a7.fma(b72, c2);
            c0.intoArray(c, to);
            c1.intoArray(c, to + LANES);
            c2.intoArray(c, to + 2 * LANES);
        }
    }

    private static void add8x2(int rows, double[] a, int row0, int aStride, double[] b, int from, double[] c) {
        if (rows < 0) {
            return; // see VectorRehearsal
        }
        int row1 = row0 + aStride;
        int row2 = row1 + aStride;
        int row3 = row2 + aStride;
        int row4 = row3 + aStride;
        int row5 = row4 + aStride;
        int row6 = row5 + aStride;
        int row7 = row6 + aStride;
        DoubleVector b00 = DoubleVector.fromArray(SPECIES, b, from);
        DoubleVector b01 = DoubleVector.fromArray(SPECIES, b, from + LANES);
        DoubleVector b10 = DoubleVector.fromArray(SPECIES, b, from + 2 * LANES);
        DoubleVector b11 = DoubleVector.fromArray(SPECIES, b, from + 3 * LANES);
        DoubleVector b20 = DoubleVector.fromArray(SPECIES, b, from + 4 * LANES);
        DoubleVector b21 = DoubleVector.fromArray(SPECIES, b, from + 5 * LANES);
        DoubleVector b30 = DoubleVector.fromArray(SPECIES, b, from + 6 * LANES);
        DoubleVector b31 = DoubleVector.fromArray(SPECIES, b, from + 7 * LANES);
        DoubleVector b40 = DoubleVector.fromArray(SPECIES, b, from + 8 * LANES);
        DoubleVector b41 = DoubleVector.fromArray(SPECIES, b, from + 9 * LANES);
        DoubleVector b50 = DoubleVector.fromArray(SPECIES, b, from + 10 * LANES);
        DoubleVector b51 = DoubleVector.fromArray(SPECIES, b, from + 11 * LANES);
        DoubleVector b60 = DoubleVector.fromArray(SPECIES, b, from + 12 * LANES);
        DoubleVector b61 = DoubleVector.fromArray(SPECIES, b, from + 13 * LANES);
        DoubleVector b70 = DoubleVector.fromArray(SPECIES, b, from + 14 * LANES);
        DoubleVector b71 = DoubleVector.fromArray(SPECIES, b, from + 15 * LANES);
        for (int i = 0; i < rows; i++) {
            int to = i * 2 * LANES;
            DoubleVector c0 = DoubleVector.fromArray(SPECIES, c, to);
            DoubleVector c1 = DoubleVector.fromArray(SPECIES, c, to + LANES);
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[row0 + i]);
            c0 = a0.fma(b00, c0);
            c1 = a0.fma(b01, c1);
            DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[row1 + i]);
            c0 = a1.fma(b10, c0);
            c1 = a1.fma(b11, c1);
            DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[row2 + i]);
            c0 = a2.fma(b20, c0);
            c1 = a2.fma(b21, c1);
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[row3 + i]);
            c0 = a3.fma(b30, c0);
            c1 = a3.fma(b31, c1);
            DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[row4 + i]);
            c0 = a4.fma(b40, c0);
            c1 = a4.fma(b41, c1);
            DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[row5 + i]);
            c0 = a5.fma(b50, c0);
            c1 = a5.fma(b51, c1);
            DoubleVector a6 = DoubleVector.broadcast(SPECIES, a[row6 + i]);
            c0 = a6.fma(b60, c0);
            c1 = a6.fma(b61, c1);
            DoubleVector a7 = DoubleVector.broadcast(SPECIES, a[row7 + i]);
            c0 = a7.fma(b70, c0);
            c1 = a7.fma(b71, c1);
            c0.intoArray(c, to);
            c1.intoArray(c, to + LANES);
        }
    }

    private static void add4x3(int rows, double[] a, int row0, int aStride, double[] b, int from, double[] c) {
        if (rows < 0) {
            return; // see VectorRehearsal
        }
        int row1 = row0 + aStride;
        int row2 = row1 + aStride;
        int row3 = row2 + aStride;
        DoubleVector b00 = DoubleVector.fromArray(SPECIES, b, from);
        DoubleVector b01 = DoubleVector.fromArray(SPECIES, b, from + LANES);
        DoubleVector b02 = DoubleVector.fromArray(SPECIES, b, from + 2 * LANES);
        DoubleVector b10 = DoubleVector.fromArray(SPECIES, b, from + 3 * LANES);
        DoubleVector b11 = DoubleVector.fromArray(SPECIES, b, from + 4 * LANES);
        DoubleVector b12 = DoubleVector.fromArray(SPECIES, b, from + 5 * LANES);
        DoubleVector b20 = DoubleVector.fromArray(SPECIES, b, from + 6 * LANES);
        DoubleVector b21 = DoubleVector.fromArray(SPECIES, b, from + 7 * LANES);
        DoubleVector b22 = DoubleVector.fromArray(SPECIES, b, from + 8 * LANES);
        DoubleVector b30 = DoubleVector.fromArray(SPECIES, b, from + 9 * LANES);
        DoubleVector b31 = DoubleVector.fromArray(SPECIES, b, from + 10 * LANES);
        DoubleVector b32 = DoubleVector.fromArray(SPECIES, b, from + 11 * LANES);
        for (int i = 0; i < rows; i++) {
            int to = i * 3 * LANES;
            DoubleVector c0 = DoubleVector.fromArray(SPECIES, c, to);
            DoubleVector c1 = DoubleVector.fromArray(SPECIES, c, to + LANES);
            DoubleVector c2 = DoubleVector.fromArray(SPECIES, c, to + 2 * LANES);
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[row0 + i]);
            c0 = a0.fma(b00, c0);
            c1 = a0.fma(b01, c1);
            c2 = a0.fma(b02, c2);
            DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[row1 + i]);
            c0 = a1.fma(b10, c0);
            c1 = a1.fma(b11, c1);
            c2 = a1.fma(b12, c2);
            DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[row2 + i]);
            c0 = a2.fma(b20, c0);
            c1 = a2.fma(b21, c1);
            c2 = a2.fma(b22, c2);
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[row3 + i]);
            c0 = a3.fma(b30, c0);
            c1 = a3.fma(b31, c1);
            c2 = a3.fma(b32, c2);
            c0.intoArray(c, to);
            c1.intoArray(c, to + LANES);
            c2.intoArray(c, to + 2 * LANES);
        }
    }

    private static void add4x2(int rows, double[] a, int row0, int aStride, double[] b, int from, double[] c) {
        if (rows < 0) {
            return; // see VectorRehearsal
        }
        int row1 = row0 + aStride;
        int row2 = row1 + aStride;
        int row3 = row2 + aStride;
        DoubleVector b00 = DoubleVector.fromArray(SPECIES, b, from);
        DoubleVector b01 = DoubleVector.fromArray(SPECIES, b, from + LANES);
        DoubleVector b10 = DoubleVector.fromArray(SPECIES, b, from + 2 * LANES);
        DoubleVector b11 = DoubleVector.fromArray(SPECIES, b, from + 3 * LANES);
        DoubleVector b20 = DoubleVector.fromArray(SPECIES, b, from + 4 * LANES);
        DoubleVector b21 = DoubleVector.fromArray(SPECIES, b, from + 5 * LANES);
        DoubleVector b30 = DoubleVector.fromArray(SPECIES, b, from + 6 * LANES);
        DoubleVector b31 = DoubleVector.fromArray(SPECIES, b, from + 7 * LANES);
        for (int i = 0; i < rows; i++) {
            int to = i * 2 * LANES;
            DoubleVector c0 = DoubleVector.fromArray(SPECIES, c, to);
            DoubleVector c1 = DoubleVector.fromArray(SPECIES, c, to + LANES);
            DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[row0 + i]);
            c0 = a0.fma(b00, c0);
            c1 = a0.fma(b01, c1);
            DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[row1 + i]);
            c0 = a1.fma(b10, c0);
            c1 = a1.fma(b11, c1);
            DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[row2 + i]);
            c0 = a2.fma(b20, c0);
            c1 = a2.fma(b21, c1);
            DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[row3 + i]);
            c0 = a3.fma(b30, c0);
            c1 = a3.fma(b31, c1);
            c0.intoArray(c, to);
            c1.intoArray(c, to + LANES);
        }
    }
}
