package dev.linnet.data;

import java.util.Optional;

/** A data set whose rows are held in memory: what all factories of {@link Dataset} return. */
final class InMemory implements Dataset {

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
    public void read(int[] rows, int from, int to, double[] features, double[] targets) {
        for (int i = from; i < to; i++) {
            read(rows[i], i, features, targets);
        }
    }

    /** Copies row {@code row} to place {@code i} of the two arrays; either may be null. */
    void read(int row, int i, double[] features, double[] targets) {
        if (features != null) {
            this.features.copy(row, features, i * this.features.width);
        }
        if (targets != null) {
            this.targets.copy(row, targets, i * this.targets.width);
        }
    }

    @Override
    public String toString() {
        return Views.describe(this);
    }
}
