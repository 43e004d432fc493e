package dev.linnet.internal.nn;

import dev.linnet.data.Dataset;
import java.util.Arrays;

/**
 * Scales each input column to mean 0 and variance 1: {@code (x - mean) * factor}.
 *
 * <p>Immutable. It belongs to the model, so that a served model is fed as it was trained.
 */
public final class Standardizer {
    private static final int CHUNK = 256;

    private final double[] mean;
    private final double[] factor;

    /**
     * A standardizer from its numbers, kept and not copied.
     *
     * @param mean a value a column, finite
     * @param factor a value a column, finite: 1 / standard deviation, or 1 for a column that never changes
     */
    public Standardizer(double[] mean, double[] factor) {
        this.mean = mean;
        this.factor = factor;
    }

    /**
     * The one for {@code data}: population variance, columns that never change are only shifted.
     *
     * @throws IllegalArgumentException if a feature is not finite
     */
    public static Standardizer fit(Dataset data) {
        int columns = data.features();
        double[] mean = new double[columns];
        double[] variance = new double[columns];
        double[] buffer = new double[CHUNK * columns];
        double[] first = new double[columns];
        boolean[] varies = new boolean[columns];
        forEachRow(data, buffer, (row, at) -> {
            for (int j = 0; j < columns; j++) {
                double x = buffer[at + j];
                if (!Double.isFinite(x)) {
                    throw new IllegalArgumentException(
                            "row " + row + " of the rows to learn, feature " + j + " is " + x);
                }
                first[j] = row == 0 ? x : first[j];
                varies[j] |= x != first[j];
                mean[j] += x;
            }
        });
        for (int j = 0; j < columns; j++) {
            mean[j] = varies[j] ? mean[j] / data.size() : first[j]; // rounded, many equal numbers have another mean
        }
        forEachRow(data, buffer, (row, at) -> {
            for (int j = 0; j < columns; j++) {
                double deviation = buffer[at + j] - mean[j];
                variance[j] = Math.fma(deviation, deviation, variance[j]);
            }
        });
        double[] factor = new double[columns];
        for (int j = 0; j < columns; j++) {
            double deviation = Math.sqrt(variance[j] / data.size());
            // What rounding leaves of a nearly constant column is no deviation (scikit-learn's rule has the same
            // purpose).
            boolean constant = deviation <= 10.0 * Math.ulp(mean[j]) || deviation == 0.0;
            factor[j] = constant || Double.isInfinite(1.0 / deviation) ? 1.0 : 1.0 / deviation;
        }
        return new Standardizer(mean, factor);
    }

    private interface RowAction {
        void accept(int row, int at);
    }

    private static void forEachRow(Dataset data, double[] buffer, RowAction action) {
        int[] rows = new int[CHUNK];
        for (int start = 0; start < data.size(); start += CHUNK) {
            int n = Math.min(CHUNK, data.size() - start);
            for (int i = 0; i < n; i++) {
                rows[i] = start + i;
            }
            data.read(rows, 0, n, buffer, null);
            for (int i = 0; i < n; i++) {
                action.accept(start + i, i * data.features());
            }
        }
    }

    /** Scales rows {@code [from, to)} of {@code x} [rows, columns], modified. */
    public void apply(double[] x, int from, int to) {
        int columns = mean.length;
        for (int i = from; i < to; i++) {
            int row = i * columns;
            for (int j = 0; j < columns; j++) {
                x[row + j] = (x[row + j] - mean[j]) * factor[j];
            }
        }
    }

    /** Number of columns. */
    public int columns() {
        return mean.length;
    }

    /** The columns' means, a copy. */
    public double[] mean() {
        return mean.clone();
    }

    /** The columns' factors, a copy. */
    public double[] factor() {
        return factor.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Standardizer that
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(factor, that.factor);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(factor);
    }
}
