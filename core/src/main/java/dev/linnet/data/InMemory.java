package dev.linnet.data;

import dev.linnet.internal.math.RowsInPlace;
import java.util.Objects;
import java.util.Optional;

/** A data set whose rows are held in memory: what all factories of {@link Dataset} return. */
final class InMemory implements Dataset, RowsInPlace {

    /** As many rows are on their way from memory at a time: few enough that they stay in a cache until they are copied. */
    private static final int TOUCHED_ROWS = 64;

    private final Columns features;
    private final Columns targets;
    private final Labels labels;

    /** Rows that were checked before; {@code labels} is null when the targets are not class indices. */
    InMemory(Columns features, Columns targets, Labels labels) {
        this.features = features;
        this.targets = targets;
        this.labels = labels;
    }

    @Override
    public int size() {
        return features.rows;
    }

    @Override
    public int features() {
        return features.width;
    }

    @Override
    public int targets() {
        return targets.width;
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.ofNullable(labels);
    }

    @Override
    public double[] locate(int[] rows, int count, int[] starts) {
        double[] array = features.array();
        if (array == null) {
            return null;
        }
        for (int i = 0; i < count; i++) {
            starts[i] = Objects.checkIndex(rows[i], features.rows) * features.width;
        }
        return array;
    }

    @Override
    public void read(int[] rows, int from, int to, double[] features, double[] targets) {
        for (int first = from; first < to; first += TOUCHED_ROWS) {
            int end = Math.min(to, first + TOUCHED_ROWS);
            if (features != null) {
                touch(rows, first, end);
                for (int i = first; i < end; i++) {
                    this.features.copy(rows[i], features, i * this.features.width);
                }
            }
            if (targets != null) {
                for (int i = first; i < end; i++) {
                    this.targets.copy(rows[i], targets, i * this.targets.width);
                }
            }
        }
    }

    private void touch(int[] rows, int from, int to) {
        int touched = 0;
        for (int i = from; i < to; i++) {
            touched += features.touch(rows[i]);
        }
        if (touched == Integer.MIN_VALUE) { // it is not, but so the loads have a purpose
            throw new AssertionError();
        }
    }

    @Override
    public String toString() {
        return Views.describe(this);
    }
}
