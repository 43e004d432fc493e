package dev.linnet.mnist;

import dev.linnet.data.RandomDraws;
import java.util.Arrays;

/**
 * For each pixel of an image, the place that it comes from; and the memory to find and use it. For one thread.
 *
 * <p>Places are found a column at a time, in an array that holds x and behind them y, as the smooth noise lies when it is done:
 * so the loops over them are long ones that the compiler turns into vectors, and only the last of all goes pixel by pixel.
 */
final class DistortionField {
    private static final int PASSES = 3;

    /** Ground around the image: before it for places just outside, behind it also for the neighbour of the last place. */
    private static final int BEFORE = 1;

    private static final int BEHIND = 2;

    private final int rows;
    private final int columns;
    private final int paddedColumns;
    private final int[] radii;
    private final double[] start;
    private final double[] step;
    private final double[] places;
    private final int ground;
    private final double[] noise;
    private final double[][] byRows;
    private final double[][] byRows2;
    private final double[][] byColumns;
    private final double[][] byColumns2;
    private final double[] source;
    private double[][] moves; // null as long as nothing but the affine map moves places
    private double moveUnit;

    // the ink lies between these, the ground before it counted
    private double inkAbove;
    private double inkBelow;
    private double inkLeft;
    private double inkRight;

    /** Memory for images of that size, and an elastic distortion of that smoothness; 0 for none. */
    DistortionField(int rows, int columns, double sigma) {
        this.rows = rows;
        this.columns = columns;
        this.paddedColumns = BEFORE + columns + BEHIND;
        this.radii = sigma == 0 ? new int[0] : radii(sigma);
        this.start = new double[2 * rows];
        this.step = new double[2 * rows];
        this.places = new double[2 * rows];
        this.ground = sigma == 0 ? 0 : radii[0] + 1;
        this.noise = new double[sigma == 0 ? 0 : 2 * rows * columns];
        this.byRows = new double[rows + 2 * ground][sigma == 0 ? 0 : 2 * columns];
        this.byRows2 = new double[rows + 2 * ground][sigma == 0 ? 0 : 2 * columns];
        this.byColumns = new double[columns + 2 * ground][sigma == 0 ? 0 : 2 * rows];
        this.byColumns2 = new double[columns + 2 * ground][sigma == 0 ? 0 : 2 * rows];
        this.source = new double[(BEFORE + rows + BEHIND) * paddedColumns];
    }

    /**
     * The radii of three running means whose variances sum to that of the Gaussian as nearly as odd widths can: the mean
     * of {@code w} values has the variance {@code (w^2 - 1) / 12} (Kovesi, Fast almost-Gaussian filtering, 2010).
     */
    static int[] radii(double sigma) {
        double ideal = Math.sqrt(12 * sigma * sigma / PASSES + 1);
        int small = ((int) ideal - 1) / 2; // of an odd width at most the ideal
        int w = 2 * small + 1;
        double excess = 12 * sigma * sigma - PASSES * (w * w - 1.0);
        int larger = (int) Math.round(excess / (4 * w + 4)); // each step from w to w + 2 adds that much
        int[] radii = new int[PASSES];
        for (int i = 0; i < PASSES; i++) {
            radii[i] = i < larger ? small + 1 : small;
        }
        return radii;
    }

    /** Takes the image that is to be distorted from {@code values[from]} on. */
    void source(double[] values, int from) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(values, from + r * columns, source, (BEFORE + r) * paddedColumns + BEFORE, columns);
        }
        findInk(values, from);
    }

    /** Finds the smallest rectangle with all that is not 0: a place that is a pixel or more outside of it has no ink. */
    private void findInk(double[] values, int from) {
        int to = from + rows * columns;
        int top = (firstInk(values, from, to) - from) / columns;
        int bottom = (endOfInk(values, from, to) - from + columns - 1) / columns;
        int left = columns;
        int right = 0;
        for (int r = top; r < bottom; r++) {
            int start = from + r * columns;
            left = firstInk(values, start, start + left) - start;
            right = endOfInk(values, start + right, start + columns) - start;
        }
        inkAbove = top - 1 + BEFORE;
        inkBelow = bottom + BEFORE;
        inkLeft = left - 1 + BEFORE;
        inkRight = right + BEFORE;
    }

    /** The index of the first value that is not 0, or {@code to}. */
    private static int firstInk(double[] values, int from, int to) {
        int i = from;
        while (i < to && values[i] == 0.0) {
            i++;
        }
        return i;
    }

    /** The index behind the last value that is not 0, or {@code from}. */
    private static int endOfInk(double[] values, int from, int to) {
        int i = to;
        while (i > from && values[i - 1] == 0.0) {
            i--;
        }
        return i;
    }

    /**
     * Lets every pixel come from its place (column, row), relative to the middle of the image, times the matrix
     * {@code (a b; d e)} plus {@code (c, f)}.
     */
    void affine(double a, double b, double c, double d, double e, double f) {
        double middleColumn = (columns - 1) / 2.0;
        double middleRow = (rows - 1) / 2.0;
        for (int r = 0; r < rows; r++) {
            double down = r - middleRow;
            start[r] = b * down + c - a * middleColumn + middleColumn;
            start[rows + r] = e * down + f - d * middleColumn + middleRow;
        }
        moves = null;
        Arrays.fill(step, 0, rows, a);
        Arrays.fill(step, rows, 2 * rows, d);
    }

    /** Moves every place, in addition, by smooth noise. */
    void elastic(double alpha, RandomDraws random) {
        drawNoise(random);
        for (int r = 0; r < rows; r++) {
            System.arraycopy(noise, r * columns, byRows[ground + r], 0, columns);
            System.arraycopy(noise, (rows + r) * columns, byRows[ground + r], columns, columns);
        }
        double[][] down = smoothed(byRows, byRows2, rows);
        for (int c = 0; c < columns; c++) {
            double[] column = byColumns[ground + c];
            for (int r = 0; r < rows; r++) {
                double[] row = down[ground + r];
                column[r] = row[c];
                column[rows + r] = row[columns + c];
            }
        }
        moves = smoothed(byColumns, byColumns2, columns);
        moveUnit = alpha;
        for (int radius : radii) {
            moveUnit /= (2.0 * radius + 1) * (2.0 * radius + 1);
        }
    }

    /** Draws two fields, each from a number of its own on; as a number makes four values, one call may do for both. */
    private void drawNoise(RandomDraws random) {
        int pixels = rows * columns;
        if (pixels % 4 == 0) {
            random.fillNoise(noise, 0, 2 * pixels);
        } else {
            random.fillNoise(noise, 0, pixels);
            random.fillNoise(noise, pixels, 2 * pixels);
        }
    }

    /** Sums along the first index as often as there are radii; both arrays are modified, and one of them returned. */
    private double[][] smoothed(double[][] values, double[][] other, int count) {
        double[][] from = values;
        double[][] to = other;
        for (int radius : radii) {
            sum(from, count, radius, to);
            double[][] swapped = from;
            from = to;
            to = swapped;
        }
        return from;
    }

    /**
     * Replaces each line by the sum of those at most {@code radius} lines from it. Exact, so that running sums don't drift:
     * values are multiples of 2^-16, and sums stay far below 2^37.
     *
     * @param values {@code [ground + count + ground][length]}, the ground all 0; not modified
     * @param result of the same shape; modified but for the ground
     */
    private void sum(double[][] values, int count, int radius, double[][] result) {
        double[] sums = result[ground];
        Arrays.fill(sums, 0);
        for (int r = 0; r <= radius; r++) {
            double[] line = values[ground + r];
            for (int i = 0; i < sums.length; i++) {
                sums[i] += line[i];
            }
        }
        for (int r = 1; r < count; r++) {
            sum(values[ground + r + radius], values[ground + r - radius - 1], sums, result[ground + r]);
            sums = result[ground + r];
        }
    }

    /** The next sum: one line enters, one leaves. Four arrays with one index, which the compiler turns into vectors. */
    private static void sum(double[] entering, double[] leaving, double[] before, double[] next) {
        for (int i = 0; i < next.length; i++) {
            next[i] = before[i] + (entering[i] - leaving[i]);
        }
    }

    /** Writes to {@code out[from]} and on what the source has at each pixel's place. */
    void sample(double[] out, int from) {
        for (int column = 0; column < columns; column++) {
            if (moves == null) {
                place(start, step, column, places);
            } else {
                place(start, step, column, moveUnit, moves[ground + column], places);
            }
            for (int row = 0; row < rows; row++) {
                out[from + row * columns + column] = at(places[row] + BEFORE, places[rows + row] + BEFORE);
            }
        }
    }

    private static void place(double[] start, double[] step, double steps, double[] places) {
        for (int i = 0; i < places.length; i++) {
            places[i] = start[i] + steps * step[i];
        }
    }

    private static void place(
            double[] start, double[] step, double steps, double moveUnit, double[] moves, double[] places) {
        for (int i = 0; i < places.length; i++) {
            places[i] = start[i] + steps * step[i] + moveUnit * moves[i];
        }
    }

    /** What the source with the ground before it has at a place between its pixels. */
    private double at(double px, double py) {
        if (!(px > inkLeft && px < inkRight && py > inkAbove && py < inkBelow)) {
            return 0.0;
        }
        int column = (int) px;
        int row = (int) py;
        double fx = px - column;
        double fy = py - row;
        int p = row * paddedColumns + column;
        double above = source[p] + fx * (source[p + 1] - source[p]);
        int q = p + paddedColumns;
        double below = source[q] + fx * (source[q + 1] - source[q]);
        return above + fy * (below - above);
    }
}
