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
    public int blockRows() {
        return 1;
    }

    @Override
    public int blocks(int n) {
        return (n + TileScratch.COLUMNS - 1) / TileScratch.COLUMNS;
    }

    /** Equal shares, as short rows are slow. */
    @Override
    public int blockWidth(int n, int block) {
        int blocks = blocks(n);
        return n * (block + 1) / blocks - n * block / blocks;
    }

    @Override
    public int widestBlock() {
        return TileScratch.COLUMNS;
    }

    @Override
    public void pack(
            int rows, int columns, double[] source, int offset, int stride, double[] target, int to, int width) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(source, offset + i * stride, target, to + i * width, columns);
        }
    }

    @Override
    public void prepare(
            int rows, int terms, double[] a, int offset, int rowStride, int termStride, TileScratch scratch) {
        for (int i = 0; i < rows; i++) {
            int from = i * TileScratch.TERMS;
            int count = from;
            int row = offset + i * rowStride;
            for (int p = 0; p < terms; p++) {
                double value = a[row + p * termStride];
                scratch.values[count] = value;
                scratch.termNumbers[count] = p;
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
            int width,
            double[] c,
            int offset,
            int stride,
            TileScratch scratch) {
        double[] row = scratch.tile;
        for (int i = 0; i < rows; i++) {
            int from = i * TileScratch.TERMS;
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
            TileScratch scratch) {
        int[] terms = scratch.termNumbers;
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

    /** Four columns at a time, for four chains that do not wait for one another. */
    @Override
    public void addRows(int rows, int columns, double[] a, int offset, int stride, double[] c, int to) {
        int j = 0;
        for (; j <= columns - 4; j += 4) {
            double c0 = c[to + j];
            double c1 = c[to + j + 1];
            double c2 = c[to + j + 2];
            double c3 = c[to + j + 3];
            for (int i = 0; i < rows; i++) {
                int row = offset + i * stride + j;
                c0 += a[row];
                c1 += a[row + 1];
                c2 += a[row + 2];
                c3 += a[row + 3];
            }
            c[to + j] = c0 + 0.0;
            c[to + j + 1] = c1 + 0.0;
            c[to + j + 2] = c2 + 0.0;
            c[to + j + 3] = c3 + 0.0;
        }
        for (; j < columns; j++) {
            double sum = c[to + j];
            for (int i = 0; i < rows; i++) {
                sum += a[offset + i * stride + j];
            }
            c[to + j] = sum + 0.0;
        }
    }
}
