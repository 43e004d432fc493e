package dev.linnet.internal.score;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.layer.Output;

/**
 * Counts up {@link Scores} from batches of rows.
 *
 * <p>Rows are taken in ascending order and one by one, so the result has the same bits however they are cut into
 * batches. Used by one thread; allocates nothing once it has seen its largest batch.
 */
public abstract sealed class Tally permits ClassTally, MultiLabelTally, RegressionTally {

    final int outputs;
    final int targetColumns;
    final CompensatedSum weight = new CompensatedSum();
    int rows;

    Tally(int outputs, int targetColumns) {
        this.outputs = outputs;
        this.targetColumns = targetColumns;
    }

    /**
     * The tally that suits a model's output: of several labels for several sigmoids, of classes for softmax and a single
     * sigmoid (and for values, if the data have as many classes as there are), otherwise of the errors of a regression.
     *
     * @param outputs the number of the model's output columns
     * @param modelLabels the classes that the model was trained for, or null
     * @throws IllegalArgumentException if model and data do not fit together
     */
    public static Tally of(Output output, int outputs, Labels modelLabels, Dataset data) {
        Labels dataLabels = data.labels().orElse(null);
        if (modelLabels != null && dataLabels != null && !modelLabels.equals(dataLabels)) {
            throw new IllegalArgumentException(
                    "the data's labels are " + dataLabels + ", the model's are " + modelLabels);
        }
        Labels labels = modelLabels != null ? modelLabels : dataLabels;
        int targetColumns = data.targets();
        if (output == Output.SOFTMAX
                || (output == Output.SIGMOID && outputs == 1)
                || (output == Output.IDENTITY && outputs > 1 && dataLabels != null)) {
            int classes = Math.max(outputs, 2);
            if (labels != null && labels.size() != classes) {
                throw new IllegalArgumentException("the labels are " + labels + ", but " + outputs
                        + (outputs == 1 ? " output tells " : " outputs tell ") + classes + " classes apart");
            }
            if (targetColumns != outputs && dataLabels == null) {
                throw mismatch(outputs, targetColumns);
            }
            return new ClassTally(output, outputs, targetColumns, labels == null ? Labels.numbered(classes) : labels);
        }
        if (targetColumns != outputs) {
            throw mismatch(outputs, targetColumns);
        }
        return output == Output.SIGMOID ? new MultiLabelTally(outputs) : new RegressionTally(outputs);
    }

    private static IllegalArgumentException mismatch(int outputs, int targetColumns) {
        return new IllegalArgumentException(
                "the data have " + targetColumns + (targetColumns == 1 ? " target column" : " target columns")
                        + ", the model has " + outputs + (outputs == 1 ? " output" : " outputs"));
    }

    /**
     * Takes the rows {@code [from, to)}; rows of later calls follow those of earlier ones.
     *
     * @param logits {@code [rows, outputs]}, what goes into the model's output; not modified
     * @param targets {@code [rows, targetColumns]}; not modified
     * @param weights {@code [rows]}, or null when all rows count 1; not modified
     * @throws IllegalStateException if a logit is not finite
     */
    public final void add(double[] logits, double[] targets, double[] weights, int from, int to) {
        refuseNonFinite(logits, from, to);
        addRows(logits, targets, weights, from, to);
        for (int r = from; r < to; r++) {
            weight.add(weight(weights, r));
        }
        rows += to - from;
    }

    abstract void addRows(double[] logits, double[] targets, double[] weights, int from, int to);

    /**
     * The scores of the rows taken so far.
     *
     * @throws IllegalStateException if their weights add up to 0
     */
    public final Scores result() {
        double total = weight.value();
        if (!(total > 0)) {
            throw new IllegalStateException("nothing to evaluate: the weights of " + rows + " rows add up to 0");
        }
        return scores(total);
    }

    abstract Scores scores(double totalWeight);

    static double weight(double[] weights, int row) {
        return weights == null ? 1 : weights[row];
    }

    private void refuseNonFinite(double[] logits, int from, int to) {
        for (int i = from * outputs; i < to * outputs; i++) {
            if (!Double.isFinite(logits[i])) {
                throw new IllegalStateException("the model's output " + i % outputs + " for row "
                        + (rows + i / outputs - from) + " is " + logits[i]);
            }
        }
    }
}
