package dev.linnet.internal.train;

import dev.linnet.internal.math.Sums;

/** The losses and weights of the rows of all batches that a step gathers; summed as if they were one batch. */
final class GatheredLosses {
    private final double[] losses;
    private final double[] weights;
    private int batches;
    private int rows;

    /** Memory for {@code maxRows} rows. */
    GatheredLosses(int maxRows) {
        losses = new double[maxRows];
        weights = new double[maxRows];
    }

    /** Forgets all. */
    void clear() {
        batches = 0;
        rows = 0;
    }

    /** Adds what {@code batch} has learned. */
    void add(Batch batch) {
        batch.copyLosses(losses, weights, rows);
        batches++;
        rows += batch.size();
    }

    /** Number of batches so far. */
    int batches() {
        return batches;
    }

    /** Number of rows so far. */
    int rows() {
        return rows;
    }

    /** Weighted sum of the rows' losses. */
    double lossSum() {
        return Sums.sum(losses, 0, rows);
    }

    /** Sum of the rows' weights. */
    double weightSum() {
        return Sums.sum(weights, 0, rows);
    }
}
