package dev.linnet.internal.train;

import dev.linnet.internal.math.RandomStream;

/**
 * Deals the rows of a data set into batches, in an order drawn anew for every epoch.
 *
 * <p>The order depends on (seed, epoch) alone, so that a run can go on from any epoch.
 */
final class BatchSampler {
    private final int[] order;
    private final int batchSize;
    private int from;
    private int to;

    BatchSampler(int size, int batchSize) {
        this.order = new int[size];
        this.batchSize = batchSize;
    }

    /** Number of batches of an epoch; the last one may be short. */
    int batches() {
        return (order.length + batchSize - 1) / batchSize;
    }

    /** Shuffles for {@code epoch}; {@link #next} deals its first batch. */
    void shuffle(long seed, int epoch) {
        inOrder();
        RandomStream.shuffle(order, seed, epoch);
    }

    /** Deals the rows as they stand: for validation. */
    void inOrder() {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        from = 0;
        to = 0;
    }

    /** Leaves out the next {@code batches} batches: they were dealt before. */
    void skip(long batches) {
        to = (int) Math.min(order.length, to + batches * batchSize);
    }

    /** Whether there are rows left to deal. */
    boolean hasNext() {
        return to < order.length;
    }

    /** Copies the next batch's row numbers to {@code rows} and returns how many there are. */
    int next(int[] rows) {
        from = to;
        to = Math.min(order.length, from + batchSize);
        System.arraycopy(order, from, rows, 0, to - from);
        return to - from;
    }
}
