package dev.linnet.internal.kernel;

import java.util.Arrays;

/**
 * The rows of B and of C that {@link ScalarGemm} works on: as arrays of their own, and twelve rows of B together in one array, with room for a row of C before them.
 *
 * <p>C2 lets a loop begin with single numbers until what it stores lies at multiples of its vectors. What it loads from other arrays does not then: these are somewhere else in memory,
 * where the garbage collector last put them, and a vector that lies in two lines of the cache is loaded twice. In one array, at distances of whole vectors, all lie alike. The distances
 * must be constants, or C2 does not see that a loop's turns are independent; so there are three loops that differ in little else.
 */
final class ScalarRows {
    /** Rows of B in an array: 256 numbers long, and with a row of C, they fill five sixths of a small first-level cache. Sixteen were hardly faster where it is larger. */
    private static final int TERMS = 12;

    /** From row to row of an array: the longest row, and a vector so that rows do not share places of the cache. A multiple of the longest vectors. */
    private static final int STEP = ScalarGemm.COLUMNS + 8;

    /** As many as rows of 64 numbers take to fill the cache as one array of long rows does. */
    private static final int ARRAYS = 4;

    /** Numbers that follow in an array and mean nothing: then an object takes whole lines of the cache. */
    private static final int FILL = 6;

    /** For each term a row of B, as an array of its own. */
    final double[][] ofB = new double[TileScratch.TERMS][];

    /** Rows of C, as arrays of their own. */
    final double[][] ofC = new double[TileScratch.ROWS][];

    private final double[][] arrays = new double[ARRAYS][];

    private int columns;
    private int terms;

    /** Makes all arrays one after the other: as long as the garbage collector leaves them there, all begin at the same distance from a line of the cache. */
    ScalarRows() {
        Arrays.setAll(ofB, i -> new double[ScalarGemm.COLUMNS + FILL]);
        Arrays.setAll(ofC, i -> new double[ScalarGemm.COLUMNS + FILL]);
        Arrays.setAll(arrays, i -> new double[(1 + TERMS) * STEP + FILL]);
    }

    /** How many rows of B, of so many columns, are fetched at a time. */
    static int capacity(int columns) {
        return Math.min(ARRAYS, ScalarGemm.COLUMNS / columns) * TERMS;
    }

    /**
     * Fetches rows of B, and rows of zeros up to a multiple of four.
     *
     * @param terms number of rows, at most {@link #capacity}
     * @param b holds row t at {@code column} of its row {@code first + t}; not modified
     */
    void fetch(int terms, int columns, Rows b, int first, int column) {
        this.terms = terms;
        this.columns = columns;
        for (int t = 0; t < terms; t++) {
            System.arraycopy(b.values, b.starts[first + t] + column, arrays[t / TERMS], place(t), columns);
        }
        for (int t = terms; t % 4 != 0; t++) {
            Arrays.fill(arrays[t / TERMS], place(t), place(t) + columns, 0.0);
        }
    }

    private static int place(int term) {
        return (1 + term % TERMS) * STEP;
    }

    /**
     * Adds the terms that were fetched to a row of C.
     *
     * @param a holds their factors from {@code offset} on, and behind them zeros up to a multiple of four; not modified
     * @param row the row of C, from index 0; modified
     */
    void add(double[] a, int offset, double[] row) {
        double[] from = row;
        for (int t = 0; t < terms; t += TERMS) {
            double[] array = arrays[t / TERMS];
            int left = terms - t;
            int at = offset + t;
            addFirstFour(columns, a[at], a[at + 1], a[at + 2], a[at + 3], array, from, left <= 4 ? row : array);
            if (left > 4) {
                at += 4;
                addSecondFour(columns, a[at], a[at + 1], a[at + 2], a[at + 3], array, left <= 8 ? row : array);
            }
            if (left > 8) {
                at += 4;
                addThirdFour(columns, a[at], a[at + 1], a[at + 2], a[at + 3], array, left <= TERMS ? row : array);
            }
            from = array;
        }
    }

    private static void addFirstFour(
            int columns, double a0, double a1, double a2, double a3, double[] b, double[] from, double[] to) {
        for (int j = 0; j < columns; j++) {
            double sum = Math.fma(a1, b[j + 2 * STEP], Math.fma(a0, b[j + STEP], from[j]));
            to[j] = Math.fma(a3, b[j + 4 * STEP], Math.fma(a2, b[j + 3 * STEP], sum));
        }
    }

    private static void addSecondFour(
            int columns, double a0, double a1, double a2, double a3, double[] b, double[] to) {
        for (int j = 0; j < columns; j++) {
            double sum = Math.fma(a1, b[j + 6 * STEP], Math.fma(a0, b[j + 5 * STEP], b[j]));
            to[j] = Math.fma(a3, b[j + 8 * STEP], Math.fma(a2, b[j + 7 * STEP], sum));
        }
    }

    private static void addThirdFour(int columns, double a0, double a1, double a2, double a3, double[] b, double[] to) {
        for (int j = 0; j < columns; j++) {
            double sum = Math.fma(a1, b[j + 10 * STEP], Math.fma(a0, b[j + 9 * STEP], b[j]));
            to[j] = Math.fma(a3, b[j + 12 * STEP], Math.fma(a2, b[j + 11 * STEP], sum));
        }
    }
}
