package dev.linnet;

import dev.linnet.data.Dataset;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.PackedWeights;
import dev.linnet.internal.nn.Workspace;

/** Runs a model over all rows of a data set, some at a time, in order. */
final class Sweep {
    /**
     * Rows at a time: many, as the weights of large models are packed anew for each lot, but few enough to stay in the second-level cache. With none kept packed 784-512-512-10
     * did 47 GFLOP/s with 256, 42 with 64, 39 with 1,000; with kept ones 64 to 256 differ by a twentieth (docs/performance-tried.md).
     */
    static final int ROWS = 256;

    private final ModelState model;
    private final Dataset data;
    private final Workspace workspace;
    private final int[] rows;
    private final double[] targets;
    private final double[] weights;
    private int first;
    private int size;

    /**
     * Ready for the first {@link #next}.
     *
     * @throws IllegalArgumentException if the data's features are not what the model takes
     */
    Sweep(ModelState model, PackedWeights packed, Dataset data) {
        int inputs = model.network().inputs();
        if (data.features() != inputs) {
            throw new IllegalArgumentException("data has " + data.features() + " features, expected " + inputs);
        }
        this.model = model;
        this.data = data;
        this.workspace = Workspace.forPrediction(model, Math.min(ROWS, data.size()), packed);
        this.rows = new int[workspace.maxRows()];
        this.targets = new double[rows.length * data.targets()];
        this.weights = new double[rows.length];
    }

    /** Runs the next rows forward, up to the logits; false if there were none left. */
    boolean next() {
        first += size;
        size = Math.min(rows.length, data.size() - first);
        for (int i = 0; i < size; i++) {
            rows[i] = first + i;
        }
        if (size > 0) {
            boolean isInPlace = workspace.readInPlace(data, rows, size);
            data.read(rows, 0, size, isInPlace ? null : workspace.input(), targets);
            data.readWeights(rows, 0, size, weights);
            workspace.keepUpWithKernels();
            workspace.predict(0, size, 0);
        }
        return size > 0;
    }

    /** Number of the first of the current rows. */
    int first() {
        return first;
    }

    /** Number of current rows. */
    int size() {
        return size;
    }

    /** Logits of the current rows: [size, outputs]. */
    double[] logits() {
        return workspace.logits();
    }

    /** Turns the logits of the current rows into predictions, in place: [size, outputs]. */
    double[] toPredictions() {
        workspace.predictions(model.output(), 0, size);
        return workspace.logits();
    }

    /** Targets of the current rows: [size, targets]. */
    double[] targets() {
        return targets;
    }

    /** Weights of the current rows: [size]. */
    double[] weights() {
        return weights;
    }
}
