package dev.linnet.data;

import dev.linnet.internal.math.RowsInPlace;
import java.util.Objects;
import java.util.Optional;

/** A data set whose rows are held in memory: what all factories of {@link Dataset} return. */
final class InMemory implements Dataset, RowsInPlace {

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
        if (features != null) {
            this.features.copy(rows, from, to, features);
        }
        if (targets != null) {
            this.targets.copy(rows, from, to, targets);
        }
    }

    @Override
    public String toString() {
        return Views.describe(this);
    }
}
