package dev.linnet.data;

import java.util.Objects;
import java.util.stream.IntStream;

/** What the views have in common. */
final class Views {

    private Views() {}

    /** A data set that knows better than a {@link SelectedRows} around it how some of its rows look. */
    interface Selectable extends Dataset {

        /** The data set whose row {@code i} is this one's row {@code index[i]}; the array is kept. */
        Dataset select(int[] index);
    }

    /** The data set whose row {@code i} is row {@code index[i]} of {@code data}; the array is kept. */
    static Dataset select(Dataset data, int[] index) {
        return data instanceof Selectable selectable ? selectable.select(index) : new SelectedRows(data, index);
    }

    static Dataset subset(Dataset data, int[] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("a subset needs at least one row");
        }
        int[] index = rows.clone();
        for (int i = 0; i < index.length; i++) {
            if (index[i] < 0 || index[i] >= data.size()) {
                throw new IllegalArgumentException(
                        "rows[" + i + "] = " + index[i] + ", expected 0.." + (data.size() - 1));
            }
        }
        return select(data, index);
    }

    static Dataset range(Dataset data, int from, int to) {
        if (from < 0 || to > data.size() || from >= to) {
            throw new IllegalArgumentException(
                    "rows [" + from + ", " + to + ") of " + data.size() + ", expected a range of at least one row");
        }
        return select(data, IntStream.range(from, to).toArray());
    }

    static Dataset weighted(Dataset data, double[] weights) {
        Objects.requireNonNull(weights, "weights");
        if (weights.length != data.size()) {
            throw new IllegalArgumentException(
                    "weights has " + weights.length + " entries, expected one per row: " + data.size());
        }
        double[] copy = weights.clone();
        double largest = 0;
        for (int i = 0; i < copy.length; i++) {
            if (!(copy[i] >= 0 && copy[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weights[" + i + "] = " + copy[i] + ", expected finite and >= 0");
            }
            largest = Math.max(largest, copy[i]);
        }
        if (largest == 0) {
            throw new IllegalArgumentException("all weights are 0");
        }
        return new WeightedRows(data, copy);
    }

    /**
     * The labels of {@code data}.
     *
     * @param method what needs them
     * @throws IllegalStateException if there are none
     */
    static Labels labelsFor(String method, Dataset data) {
        return data.labels()
                .orElseThrow(() ->
                        new IllegalStateException(method + " needs class labels, but the targets are real values"));
    }

    /** {@code "150 rows, 4 features, 3 classes"}. */
    static String describe(Dataset data) {
        String targets = data.labels()
                .map(labels -> counted(labels.size(), "class", "classes"))
                .orElseGet(() -> counted(data.targets(), "target", "targets"));
        return counted(data.size(), "row", "rows") + ", " + counted(data.features(), "feature", "features") + ", "
                + targets + (data.weighted() ? ", weighted" : "");
    }

    private static String counted(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
