package dev.linnet.internal.kernel;

import java.util.Arrays;

/**
 * The matrix product in plain Java: rows of C updated with four rows of B at a time.
 *
 * <p>C2 vectorises a loop whose arrays are indexed by the loop variable alone, or by that and a constant. So rows of B and of C
 * are copied to {@link ScalarRows}. Four terms at a time because the row of C is then loaded and stored once for four
 * multiplications; JDK 17 does not vectorise a loop with eight. A is copied, too, row after row: a few terms of every row in
 * turn are no way to fetch it from memory.
 */
final class ScalarGemm implements GemmKernels {
    /** Widest block: what C2 does before and after a loop's vectors matters less in long rows; 384 and 512 were no faster. */
    static final int COLUMNS = 256;

    /** Values of B that are copied and used for all rows of C before the next: half of a first-level cache; 4096 were no faster. */
    private static final int STEP_VALUES = 2048;

    /** Rows of C so short are slower than transposing; rows of 128 are not. */
    private static final int NARROW = 32;

    /** After so many terms it is clear whether a row of A has zeros worth leaving out. */
    private static final int PROBE = 32;

    /** Marks a row with all its terms, behind which are zeros up to a multiple of four. */
    private static final int ALL = -1;

    @Override
    public int tileRows() {
        return 1;
    }

    @Override
    public int blockRows() {
        return TileScratch.TERMS;
    }

    @Override
    public int narrow(Product product) {
        return NARROW;
    }

    @Override
    public boolean transposesBackward(int m, int k, int n) {
        return n <= NARROW;
    }

    /**
     * Of a narrow gradient, computed as its transpose, as many as the longest row holds. C2 gives a loop vectors of 512 bits only if it has had more than 70 turns at a time,
     * on average of what was seen of it (JDK 17 and 25): so a batch of 64 rows, which the same loops go along in the forward product, gains as well.
     */
    @Override
    public int gradientRows(int columns) {
        return columns <= NARROW ? COLUMNS : TileScratch.ROWS;
    }

    @Override
    public int blocks(int n) {
        return (n + COLUMNS - 1) / COLUMNS;
    }

    /** Equal shares, as short rows are slow. */
    @Override
    public int blockWidth(int n, int block) {
        int blocks = blocks(n);
        return n * (block + 1) / blocks - n * block / blocks;
    }

    @Override
    public int widestBlock() {
        return COLUMNS;
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
            int rows, int terms, Rows a, int first, int column, boolean allTerms, int columns, TileScratch scratch) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(a.values, a.starts[first + i] + column, scratch.values, i * TileScratch.TERMS, terms);
        }
        prepare(rows, terms, allTerms, scratch);
    }

    @Override
    public void prepareTransposed(
            int rows, int terms, Rows a, int first, int column, boolean allTerms, TileScratch scratch) {
        Transpose.copy(terms, rows, a, first, column, scratch.values, 0, TileScratch.TERMS);
        prepare(rows, terms, allTerms, scratch);
    }

    private static void prepare(int rows, int terms, boolean allTerms, TileScratch scratch) {
        scratch.terms = terms;
        int fours = (terms + 3) / 4 * 4;
        for (int i = 0; i < rows; i++) {
            scratch.counts[i] = allTerms ? ALL : gather(i, scratch);
            if (scratch.counts[i] == ALL) {
                int row = i * TileScratch.TERMS;
                Arrays.fill(scratch.values, row + terms, row + fours, 0.0);
            }
        }
    }

    /** Moves together the terms of a row that are not zero, or says that there is little to leave out. */
    private static int gather(int i, TileScratch scratch) {
        int[] termNumbers = scratch.termNumbers;
        double[] values = scratch.values;
        int from = i * TileScratch.TERMS;
        int probe = Math.min(PROBE, scratch.terms);
        int notZero = 0;
        for (int p = 0; p < probe; p++) {
            notZero += TileScratch.isNotZero(values[from + p]);
        }
        if (notZero > probe * 3 / 4) {
            return ALL;
        }
        int count = from;
        for (int p = 0; p < scratch.terms; p++) {
            double value = values[from + p];
            values[count] = value;
            termNumbers[count] = p;
            count += TileScratch.isNotZero(value);
        }
        return count - from;
    }

    @Override
    public void multiply(
            boolean adds,
            int rows,
            int columns,
            double[] b,
            int width,
            double[] c,
            int offset,
            int stride,
            TileScratch scratch) {
        scratch.bRows.set(b, 0, width, scratch.terms);
        multiply(adds, rows, columns, scratch.bRows, 0, 0, c, offset, stride, scratch);
    }

    @Override
    public void multiplyLow(
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
        Transpose.copy(terms, rows, a, offset, aStride, scratch.values, 0, TileScratch.TERMS);
        prepare(rows, terms, true, scratch);
        multiply(adds, rows, columns, b, first, column, c, 0, stride, scratch);
    }

    private static void multiply(
            boolean adds,
            int rows,
            int columns,
            Rows b,
            int first,
            int column,
            double[] c,
            int offset,
            int stride,
            TileScratch scratch) {
        // one to three terms would be filled up to four
        if (scratch.terms < 4 || anyIsGathered(rows, scratch)) {
            multiplyRowByRow(adds, rows, columns, b, first, column, c, offset, stride, scratch);
        } else {
            multiplyTogether(adds, rows, columns, b, first, column, c, offset, stride, scratch);
        }
    }

    /** Whether there is a row of which some terms count and others do not. */
    private static boolean anyIsGathered(int rows, TileScratch scratch) {
        for (int i = 0; i < rows; i++) {
            if (scratch.counts[i] > 0) {
                return true;
            }
        }
        return false;
    }

    /** Multiplies rows of each of which all terms count, or none. */
    private static void multiplyTogether(
            boolean adds,
            int rows,
            int columns,
            Rows b,
            int first,
            int column,
            double[] c,
            int offset,
            int stride,
            TileScratch scratch) {
        ScalarRows arrays = scratch.rows();
        int most = ScalarRows.capacity(columns);
        for (int p = 0; p < scratch.terms; p += most) {
            int terms = Math.min(most, scratch.terms - p);
            arrays.fetch(terms, columns, b, first + p, column);
            for (int i = 0; i < rows; i++) {
                double[] row = arrays.ofC[i];
                if (p == 0) {
                    load(adds, columns, c, offset + i * stride, row);
                }
                if (scratch.counts[i] == ALL) {
                    arrays.add(scratch.values, i * TileScratch.TERMS + p, row);
                }
                if (p + terms == scratch.terms) {
                    store(row, columns, c, offset + i * stride);
                }
            }
        }
    }

    /** Begins a row of C: with what C holds, or with zeros. */
    private static void load(boolean adds, int columns, double[] c, int from, double[] row) {
        if (adds) {
            System.arraycopy(c, from, row, 0, columns);
        } else {
            Arrays.fill(row, 0, columns, 0.0);
        }
    }

    /** Ends a row of C, which thereby has no negative zero. */
    private static void store(double[] row, int columns, double[] c, int to) {
        for (int j = 0; j < columns; j++) {
            row[j] += 0.0;
        }
        System.arraycopy(row, 0, c, to, columns);
    }

    /** Multiplies rows each of which may have terms of its own that count. */
    private static void multiplyRowByRow(
            boolean adds,
            int rows,
            int columns,
            Rows b,
            int first,
            int column,
            double[] c,
            int offset,
            int stride,
            TileScratch scratch) {
        double[][] bRows = scratch.rows().ofB;
        double[][] cRows = scratch.rows().ofC;
        int step = Math.max(4, STEP_VALUES / columns / 4 * 4); // terms are added in fours
        int[] next = scratch.next;
        for (int i = 0; i < rows; i++) {
            next[i] = i * TileScratch.TERMS;
            load(adds, columns, c, offset + i * stride, cRows[i]);
        }
        for (int p = 0; p < scratch.terms; p += step) {
            int end = Math.min(scratch.terms, p + step);
            for (int t = p; t < end; t++) {
                System.arraycopy(b.values, b.starts[first + t] + column, bRows[t], 0, columns);
            }
            for (int i = 0; i < rows; i++) {
                if (scratch.counts[i] == ALL) {
                    addAll(i, p, end, columns, bRows, cRows[i], scratch);
                } else {
                    addFours(i, end, columns, bRows, cRows[i], scratch);
                }
            }
        }
        for (int i = 0; i < rows; i++) {
            addRest(i, columns, bRows, cRows[i], scratch);
            store(cRows[i], columns, c, offset + i * stride);
        }
    }

    /** Adds to row i of C its terms {@code [from, to)}. */
    private static void addAll(
            int i, int from, int to, int columns, double[][] bRows, double[] row, TileScratch scratch) {
        double[] values = scratch.values;
        int at = i * TileScratch.TERMS;
        int p = from;
        for (; p <= to - 4; p += 4) {
            addFour(
                    columns,
                    values[at + p],
                    bRows[p],
                    values[at + p + 1],
                    bRows[p + 1],
                    values[at + p + 2],
                    bRows[p + 2],
                    values[at + p + 3],
                    bRows[p + 3],
                    row);
        }
        for (; p < to; p++) {
            addOne(columns, values[at + p], bRows[p], row);
        }
    }

    /** Adds to row i of C its gathered terms below {@code end} as far as they come in fours. */
    private static void addFours(int i, int end, int columns, double[][] bRows, double[] row, TileScratch scratch) {
        int[] terms = scratch.termNumbers;
        double[] values = scratch.values;
        int last = i * TileScratch.TERMS + scratch.counts[i] - 4;
        int t = scratch.next[i];
        for (; t <= last && terms[t + 3] < end; t += 4) {
            addFour(
                    columns,
                    values[t],
                    bRows[terms[t]],
                    values[t + 1],
                    bRows[terms[t + 1]],
                    values[t + 2],
                    bRows[terms[t + 2]],
                    values[t + 3],
                    bRows[terms[t + 3]],
                    row);
        }
        scratch.next[i] = t;
    }

    /** Adds the last one to three terms. */
    private static void addRest(int i, int columns, double[][] bRows, double[] row, TileScratch scratch) {
        int end = i * TileScratch.TERMS + scratch.counts[i];
        for (int t = scratch.next[i]; t < end; t++) {
            addOne(columns, scratch.values[t], bRows[scratch.termNumbers[t]], row);
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

    @Override
    public void multiplyRow(
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
        double[] values = scratch.values;
        int[] rows = scratch.termNumbers;
        int count = scratch.gatherRow(terms, a, offset, bOffset, bStride);
        int j = 0;
        for (; j <= columns - 8; j += 8) {
            addEightColumns(count, values, rows, j, b, c, to + j);
        }
        addColumns(count, values, 0, rows, j, columns, b, c, to);
    }

    /**
     * Adds a single row's terms to the columns {@code [begin, end)} of C, two at a time.
     *
     * @param a holds {@code count} terms from {@code offset} on
     * @param rows where each one's row of B begins
     */
    static void addColumns(
            int count, double[] a, int offset, int[] rows, int begin, int end, double[] b, double[] c, int to) {
        int j = begin;
        for (; j <= end - 2; j += 2) {
            double c0 = c[to + j];
            double c1 = c[to + j + 1];
            for (int t = 0; t < count; t++) {
                double a0 = a[offset + t];
                int from = rows[t] + j;
                c0 = Math.fma(a0, b[from], c0);
                c1 = Math.fma(a0, b[from + 1], c1);
            }
            c[to + j] = c0 + 0.0;
            c[to + j + 1] = c1 + 0.0;
        }
        if (j < end) {
            double sum = c[to + j];
            for (int t = 0; t < count; t++) {
                sum = Math.fma(a[offset + t], b[rows[t] + j], sum);
            }
            c[to + j] = sum + 0.0;
        }
    }

    /** Eight chains in registers: rows of B that are used once are not worth copying to where they could be vectorised. */
    private static void addEightColumns(int count, double[] a, int[] rows, int column, double[] b, double[] c, int to) {
        double c0 = c[to];
        double c1 = c[to + 1];
        double c2 = c[to + 2];
        double c3 = c[to + 3];
        double c4 = c[to + 4];
        double c5 = c[to + 5];
        double c6 = c[to + 6];
        double c7 = c[to + 7];
        for (int t = 0; t < count; t++) {
            double a0 = a[t];
            int from = rows[t] + column;
            c0 = Math.fma(a0, b[from], c0);
            c1 = Math.fma(a0, b[from + 1], c1);
            c2 = Math.fma(a0, b[from + 2], c2);
            c3 = Math.fma(a0, b[from + 3], c3);
            c4 = Math.fma(a0, b[from + 4], c4);
            c5 = Math.fma(a0, b[from + 5], c5);
            c6 = Math.fma(a0, b[from + 6], c6);
            c7 = Math.fma(a0, b[from + 7], c7);
        }
        c[to] = c0 + 0.0;
        c[to + 1] = c1 + 0.0;
        c[to + 2] = c2 + 0.0;
        c[to + 3] = c3 + 0.0;
        c[to + 4] = c4 + 0.0;
        c[to + 5] = c5 + 0.0;
        c[to + 6] = c6 + 0.0;
        c[to + 7] = c7 + 0.0;
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
