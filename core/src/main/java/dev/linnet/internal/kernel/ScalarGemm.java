package dev.linnet.internal.kernel;

/**
 * The matrix product in plain Java: rows of C updated with four rows of B at a time.
 *
 * <p>C2 vectorises a loop whose arrays are different objects, all indexed by the loop variable alone. So every row of a
 * block of B is an array of its own, and so is the row of C that is being computed. Four terms at a time because the row
 * of C is then loaded and stored once for four multiplications; JDK 17 does not vectorise a loop with eight.
 */
final class ScalarGemm implements GemmKernels {
    @Override
    public int tileRows() {
        return 1;
    }

    @Override
    public int blockRows() {
        return 1;
    }

    @Override
    public int blockColumns(int n) {
        return Math.min(n, GemmScratch.COLUMNS);
    }

    @Override
    public void gather(
            int rows, int terms, double[] a, int offset, int rowStride, int termStride, GemmScratch scratch) {
        for (int i = 0; i < rows; i++) {
            int from = i * GemmScratch.TERMS;
            int count = from;
            int row = offset + i * rowStride;
            for (int p = 0; p < terms; p++) {
                double value = a[row + p * termStride];
                scratch.values[count] = value;
                scratch.terms[count] = p;
                count += value != 0 ? 1 : 0;
            }
            scratch.counts[i] = count - from;
        }
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
        double[] row = scratch.tile;
        for (int i = 0; i < rows; i++) {
            int from = i * GemmScratch.TERMS;
            System.arraycopy(c, offset + i * stride, row, 0, columns);
            addTerms(from, from + scratch.counts[i], columns, b, firstBlock, blockStep, row, scratch);
            for (int j = 0; j < columns; j++) {
                row[j] += 0.0;
            }
            System.arraycopy(row, 0, c, offset + i * stride, columns);
        }
    }

    /** Adds the gathered terms {@code [from, to)} to a row of C. */
    private static void addTerms(
            int from,
            int to,
            int columns,
            double[][] b,
            int firstBlock,
            int blockStep,
            double[] row,
            GemmScratch scratch) {
        int[] terms = scratch.terms;
        double[] values = scratch.values;
        int t = from;
        for (; t <= to - 4; t += 4) {
            addFour(
                    columns,
                    values[t],
                    b[firstBlock + terms[t] * blockStep],
                    values[t + 1],
                    b[firstBlock + terms[t + 1] * blockStep],
                    values[t + 2],
                    b[firstBlock + terms[t + 2] * blockStep],
                    values[t + 3],
                    b[firstBlock + terms[t + 3] * blockStep],
                    row);
        }
        for (; t < to; t++) {
            addOne(columns, values[t], b[firstBlock + terms[t] * blockStep], row);
        }
    }

    private static void addFour(
            int columns,
            double a0,
            double[] b0,
            double a1,
            double[] b1,
            double a2,
            double[] b2,
            double a3,
            double[] b3,
            double[] row) {
        for (int j = 0; j < columns; j++) {
            row[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], row[j]))));
        }
    }

    private static void addOne(int columns, double a, double[] b, double[] row) {
        for (int j = 0; j < columns; j++) {
            row[j] = Math.fma(a, b[j], row[j]);
        }
    }
}
