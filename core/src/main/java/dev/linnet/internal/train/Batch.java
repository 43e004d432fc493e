package dev.linnet.internal.train;

import dev.linnet.data.Dataset;
import dev.linnet.internal.math.Sums;
import dev.linnet.internal.nn.Workspace;
import dev.linnet.loss.Loss;

/**
 * The rows being learned or measured: which they are, their targets, weights and losses. Their features are the input of
 * the workspace.
 */
final class Batch {
    private final Loss loss;
    private final Workspace workspace;
    private final int outputs;
    private final int targetColumns;
    private final double[] targets;
    private final double[] weights;
    private final double[] rowLoss;
    private final int[] rows;
    private Dataset data;
    private int size;

    /** Memory for up to {@code workspace.maxRows()} rows. */
    Batch(Workspace workspace, Loss loss, int targetColumns) {
        this.workspace = workspace;
        this.loss = loss;
        this.outputs = workspace.outputs();
        this.targetColumns = targetColumns;
        int maxRows = workspace.maxRows();
        this.rows = new int[maxRows];
        this.targets = new double[maxRows * targetColumns];
        this.weights = new double[maxRows];
        this.rowLoss = new double[maxRows];
    }

    /** Takes the next batch that {@code sampler} deals of {@code source}; nothing is read yet. */
    void take(BatchSampler sampler, Dataset source) {
        data = source;
        size = sampler.next(rows);
    }

    /** Number of rows it holds. */
    int size() {
        return size;
    }

    /** Reads rows {@code [from, to)} of the batch, runs them forward and takes their losses. */
    void measure(int from, int to, int worker) {
        forward(from, to, worker, null);
    }

    /** Reads rows {@code [from, to)} of the batch and runs them forward and back. */
    void learn(int from, int to, int worker) {
        forward(from, to, worker, workspace.logitsGradient());
        if (data.weighted()) {
            double[] gradient = workspace.logitsGradient();
            for (int i = from; i < to; i++) {
                for (int j = i * outputs; j < (i + 1) * outputs; j++) {
                    gradient[j] *= weights[i];
                }
            }
        }
        workspace.backward(from, to, worker);
    }

    private void forward(int from, int to, int worker, double[] gradient) {
        data.read(rows, from, to, workspace.input(), targets);
        workspace.forward(from, to, worker);
        loss.evaluate(workspace.logits(), targets, outputs, targetColumns, from, to, rowLoss, gradient);
        if (data.weighted()) {
            data.readWeights(rows, from, to, weights);
            for (int i = from; i < to; i++) {
                rowLoss[i] *= weights[i];
            }
        }
    }

    /** Weighted sum of the rows' losses. */
    double lossSum() {
        return Sums.sum(rowLoss, 0, size);
    }

    /** Sum of the rows' weights: their number where they have none. */
    double weightSum() {
        return data.weighted() ? Sums.sum(weights, 0, size) : size;
    }

    /** The targets of the rows, [size, targetColumns]. */
    double[] targets() {
        return targets;
    }

    /** The weights of the rows, [size], or null where every row counts alike. */
    double[] weightsOrNull() {
        return data.weighted() ? weights : null;
    }
}
