package dev.linnet.loss;

import dev.linnet.data.Labels;

/** What losses ask of targets; every message says what was given and what was expected. */
final class Targets {
    private Targets() {}

    static String columns(int count) {
        return count == 1 ? "1 column" : count + " columns";
    }

    /** As many outputs as classes. */
    static void checkOneOutputPerClass(Loss loss, int outputs, Labels labels) {
        if (labels.size() != outputs) {
            throw new IllegalArgumentException(loss.name() + " needs one output for each class: " + labels.size()
                    + " classes, " + outputs + " outputs");
        }
    }

    /** Values and not labels, one column for each output. */
    static void checkValues(Loss loss, int outputs, int targetColumns, Labels labels) {
        if (labels != null) {
            throw new IllegalArgumentException(
                    loss.name() + " needs values: targets are labels of " + labels.size() + " classes");
        }
        checkOneColumnPerOutput(loss, outputs, targetColumns);
    }

    /** Labels, as many classes as outputs. */
    static void checkClasses(Loss loss, int outputs, Labels labels) {
        if (labels == null) {
            throw new IllegalArgumentException(loss.name() + " needs class labels: targets are values");
        }
        if (outputs < 2) {
            throw new IllegalArgumentException(loss.name() + " needs at least 2 outputs: the network has " + outputs);
        }
        checkOneOutputPerClass(loss, outputs, labels);
    }

    /** One target column for each output, or labels of two classes and one output. */
    static void checkBinary(Loss loss, int outputs, int targetColumns, Labels labels) {
        if (labels == null) {
            checkOneColumnPerOutput(loss, outputs, targetColumns);
        } else if (labels.size() != 2 || outputs != 1) {
            throw new IllegalArgumentException(loss.name() + " of labels needs 2 classes and 1 output: " + labels.size()
                    + " classes, outputs: " + outputs);
        }
    }

    /** The largest logit of a row. */
    static double largest(double[] logits, int r, int outputs) {
        double largest = logits[r * outputs];
        for (int i = r * outputs + 1; i < (r + 1) * outputs; i++) {
            largest = Math.max(largest, logits[i]);
        }
        return largest;
    }

    /** One target column for each output. */
    static void checkOneColumnPerOutput(Loss loss, int outputs, int targetColumns) {
        if (targetColumns != outputs) {
            throw new IllegalArgumentException(loss.name() + " needs one target column for each output: targets have "
                    + columns(targetColumns) + ", outputs: " + outputs);
        }
    }

    /** The class that {@code target} stands for. */
    static int label(double target, int row, int classes) {
        int label = (int) target;
        if (label != target || label < 0 || label >= classes) {
            throw new IllegalArgumentException(
                    "row " + row + " of the batch: label " + target + ", expected 0.." + (classes - 1));
        }
        return label;
    }

    /** The sum of a row's probabilities, 1 within {@code tolerance}. */
    static double sumOfProbabilities(double[] targets, int row, int columns, double tolerance) {
        double sum = 0.0;
        for (int j = 0; j < columns; j++) {
            sum += probability(targets[row * columns + j], row, j);
        }
        if (Math.abs(sum - 1.0) > tolerance) {
            throw new IllegalArgumentException(
                    "row " + row + " of the batch: target probabilities sum to " + sum + ", expected 1");
        }
        return sum;
    }

    /** {@code target} where it is a probability. */
    static double probability(double target, int row, int column) {
        if (!(target >= 0.0 && target <= 1.0)) {
            throw new IllegalArgumentException("row " + row + " of the batch, target column " + column + ": " + target
                    + " is not a probability between 0 and 1");
        }
        return target;
    }
}
