package dev.linnet.loss;

import dev.linnet.data.Labels;
import dev.linnet.internal.math.Elementwise;
import dev.linnet.layer.Output;

/**
 * The cross-entropy between a row's targets and the softmax of its logits, both in one: classification with exclusive
 * classes.
 *
 * <pre>
 *   p[j]     = exp(z[j]) / sum_k exp(z[k])
 *   loss     = -log p[label]            or   -sum_j y[j] log p[j]
 *   gradient = p[j] - (1 if j is label)  or   p[j] - y[j]
 * </pre>
 *
 * <p>Targets are class indices in one column, or one column of probabilities for each output; a row's probabilities must sum
 * to 1 within 1e-5.
 *
 * <p>The logarithm of a probability is computed as {@code z[j] - max_k z[k] - log sum_k exp(z[k] - max_k z[k])} and not
 * from the probability: nothing overflows, and what is improbable keeps its digits (Blanchard, Higham, Higham 2021,
 * "Accurately computing the log-sum-exp and softmax functions").
 */
public final class SoftmaxCrossEntropy implements Loss {
    /** How far from 1 the sum of a row's target probabilities may be: enough for seven-digit floats. */
    private static final double SUM_TOLERANCE = 1e-5;

    static final SoftmaxCrossEntropy INSTANCE = new SoftmaxCrossEntropy();

    private SoftmaxCrossEntropy() {}

    @Override
    public String name() {
        return "softmax cross-entropy";
    }

    @Override
    public Output output() {
        return Output.SOFTMAX;
    }

    @Override
    public void check(int outputs, int targetColumns, Labels labels) {
        if (outputs < 2) {
            throw new IllegalArgumentException(name() + " needs at least 2 outputs: the network has " + outputs);
        }
        if (labels != null) {
            Targets.checkOneOutputPerClass(this, outputs, labels);
        } else if (targetColumns != outputs) {
            throw new IllegalArgumentException(name() + " needs class labels or " + outputs
                    + " probability columns: targets have " + Targets.columns(targetColumns));
        }
    }

    @Override
    public void evaluate(
            double[] logits,
            double[] targets,
            int outputs,
            int targetColumns,
            int from,
            int to,
            double[] rowLoss,
            double[] gradient) {
        double[] logSum = rowLoss; // of a row: log sum_k exp(z[k] - largest z)
        if (gradient != null) {
            Elementwise.softmax(logits, gradient, logSum, outputs, from, to);
        } else {
            Elementwise.softmaxLogSum(logits, logSum, outputs, from, to);
        }
        for (int r = from; r < to; r++) {
            if (targetColumns == 1) {
                ofLabel(logits, targets, outputs, r, rowLoss, gradient);
            } else {
                ofProbabilities(logits, targets, outputs, r, rowLoss, gradient);
            }
        }
    }

    private static void ofLabel(
            double[] logits, double[] targets, int outputs, int r, double[] rowLoss, double[] gradient) {
        int label = r * outputs + Targets.label(targets[r], r, outputs);
        rowLoss[r] += largest(logits, r, outputs) - logits[label];
        if (gradient != null) {
            gradient[label] -= 1.0;
        }
    }

    private static void ofProbabilities(
            double[] logits, double[] targets, int outputs, int r, double[] rowLoss, double[] gradient) {
        double total = Targets.sumOfProbabilities(targets, r, outputs, SUM_TOLERANCE);
        double largest = largest(logits, r, outputs);
        double logSum = rowLoss[r];
        double loss = 0.0;
        for (int i = r * outputs; i < (r + 1) * outputs; i++) {
            if (targets[i] != 0.0) { // what can't happen costs nothing, however far away its logit is
                loss = Math.fma(targets[i], largest - logits[i] + logSum, loss);
            }
            if (gradient != null) {
                gradient[i] = Math.fma(total, gradient[i], -targets[i]);
            }
        }
        rowLoss[r] = loss;
    }

    private static double largest(double[] logits, int r, int outputs) {
        double largest = logits[r * outputs];
        for (int i = r * outputs + 1; i < (r + 1) * outputs; i++) {
            largest = Math.max(largest, logits[i]);
        }
        return largest;
    }

    @Override
    public String toString() {
        return "SoftmaxCrossEntropy";
    }
}
