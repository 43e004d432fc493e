package dev.linnet.internal.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The matrix product on the Vector API: tiles of C, 8 rows by 2 vectors, in registers.
 *
 * <p>Rules that the tile obeys, each worth a factor of two to five (see docs/performance.md): accumulators are local
 * variables that nothing merges, C is loaded before the loop and stored after it, indices are computed from the loop
 * variable.
 */
final class VectorGemm implements GemmKernels {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = 8;
    private static final int COLUMNS = 2 * LANES;

    @Override
    public int tileRows() {
        return ROWS;
    }

    @Override
    public int blockRows() {
        return GemmScratch.TERMS;
    }

    @Override
    public int blockColumns(int n) {
        return COLUMNS;
    }

    @Override
    public void gather(
            int rows, int terms, double[] a, int offset, int rowStride, int termStride, GemmScratch scratch) {
        for (int i = 0; i < rows; i += ROWS) {
            gatherTile(i, Math.min(ROWS, rows - i), terms, a, offset + i * rowStride, rowStride, termStride, scratch);
        }
    }

    private static void gatherTile(
            int first,
            int live,
            int terms,
            double[] a,
            int offset,
            int rowStride,
            int termStride,
            GemmScratch scratch) {
        int index = first * GemmScratch.TERMS;
        int count = 0;
        for (int p = 0; p < terms; p++) {
            int to = index + count * ROWS;
            int from = offset + p * termStride;
            boolean any = false;
            for (int r = 0; r < live; r++) {
                double value = a[from + r * rowStride];
                any |= value != 0;
                scratch.values[to + r] = value;
            }
            scratch.terms[index + count] = p * COLUMNS;
            count += any ? 1 : 0;
        }
        scratch.counts[first] = count;
    }

    @Override
    public void multiply(
            int rows,
            int columns,
            double[][] b,
            int firstBlock,
            int blockStep,
            int blockColumns,
            double[] c,
            int offset,
            int stride,
            GemmScratch scratch) {
        double[] block = b[firstBlock];
        for (int i = 0; i < rows; i += ROWS) {
            int live = Math.min(ROWS, rows - i);
            int values = i * GemmScratch.TERMS;
            int count = scratch.counts[i];
            int at = offset + i * stride;
            if (live == ROWS && columns == COLUMNS) {
                tile(count, scratch.values, values, scratch.terms, block, c, at, stride);
            } else {
                copy(live, columns, c, at, stride, scratch.tile, 0, COLUMNS);
                tile(count, scratch.values, values, scratch.terms, block, scratch.tile, 0, COLUMNS);
                copy(live, columns, scratch.tile, 0, COLUMNS, c, at, stride);
            }
        }
    }

    private static void copy(
            int rows,
            int columns,
            double[] from,
            int fromOffset,
            int fromStride,
            double[] to,
            int toOffset,
            int toStride) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                to[toOffset + i * toStride + j] = from[fromOffset + i * fromStride + j];
            }
        }
    }

    /** Adds {@code count} gathered terms to a tile of C that lies whole in its array. It is long because registers have no index. */
    private static void tile(
            int count, double[] a, int first, int[] terms, double[] b, double[] c, int offset, int stride) {
        int row1 = offset + stride;
        int row2 = row1 + stride;
        int row3 = row2 + stride;
        int row4 = row3 + stride;
        int row5 = row4 + stride;
        int row6 = row5 + stride;
        int row7 = row6 + stride;
        DoubleVector c00 = DoubleVector.fromArray(SPECIES, c, offset);
        DoubleVector c01 = DoubleVector.fromArray(SPECIES, c, offset + LANES);
        DoubleVector c10 = DoubleVector.fromArray(SPECIES, c, row1);
        DoubleVector c11 = DoubleVector.fromArray(SPECIES, c, row1 + LANES);
        DoubleVector c20 = DoubleVector.fromArray(SPECIES, c, row2);
        DoubleVector c21 = DoubleVector.fromArray(SPECIES, c, row2 + LANES);
        DoubleVector c30 = DoubleVector.fromArray(SPECIES, c, row3);
        DoubleVector c31 = DoubleVector.fromArray(SPECIES, c, row3 + LANES);
        DoubleVector c40 = DoubleVector.fromArray(SPECIES, c, row4);
        DoubleVector c41 = DoubleVector.fromArray(SPECIES, c, row4 + LANES);
        DoubleVector c50 = DoubleVector.fromArray(SPECIES, c, row5);
        DoubleVector c51 = DoubleVector.fromArray(SPECIES, c, row5 + LANES);
        DoubleVector c60 = DoubleVector.fromArray(SPECIES, c, row6);
        DoubleVector c61 = DoubleVector.fromArray(SPECIES, c, row6 + LANES);
        DoubleVector c70 = DoubleVector.fromArray(SPECIES, c, row7);
        DoubleVector c71 = DoubleVector.fromArray(SPECIES, c, row7 + LANES);
        for (int t = 0; t < count; t++) {
            int row = terms[first + t];
            DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, row);
            DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, row + LANES);
            int value = first + t * ROWS;
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
        c10.add(0.0).intoArray(c, row1);
        c11.add(0.0).intoArray(c, row1 + LANES);
        c20.add(0.0).intoArray(c, row2);
        c21.add(0.0).intoArray(c, row2 + LANES);
        c30.add(0.0).intoArray(c, row3);
        c31.add(0.0).intoArray(c, row3 + LANES);
        c40.add(0.0).intoArray(c, row4);
        c41.add(0.0).intoArray(c, row4 + LANES);
        c50.add(0.0).intoArray(c, row5);
        c51.add(0.0).intoArray(c, row5 + LANES);
        c60.add(0.0).intoArray(c, row6);
        c61.add(0.0).intoArray(c, row6 + LANES);
        c70.add(0.0).intoArray(c, row7);
        c71.add(0.0).intoArray(c, row7 + LANES);
    }
}
