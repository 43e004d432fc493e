package dev.linnet.loss;

import dev.linnet.data.Labels;
import dev.linnet.internal.math.Checks;
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

    static final SoftmaxCrossEntropy INSTANCE = new SoftmaxCrossEntropy(0.0);

    private final double smoothing;

    private SoftmaxCrossEntropy(double smoothing) {
        this.smoothing = Checks.belowOne(smoothing, "smoothing");
    }

    /**
     * The same with each row's targets mixed with the same probability for every class: {@code y (1 - smoothing) +
     * smoothing / outputs}, at least 0 and below 1 (Szegedy and others 2016). Predictions are less sure then.
     */
    public SoftmaxCrossEntropy withLabelSmoothing(double smoothing) {
        return new SoftmaxCrossEntropy(smoothing);
    }

    /** The share of every target that is spread over all classes; 0: none. */
    public double labelSmoothing() {
        return smoothing;
    }

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
            double unsure = smoothing == 0.0 ? 0.0 : ofAllAlike(logits, outputs, r, rowLoss[r]);
            if (targetColumns == 1) {
                ofLabel(logits, targets, outputs, r, rowLoss, gradient);
            } else {
                ofProbabilities(logits, targets, outputs, r, rowLoss, gradient);
            }
            if (smoothing > 0.0) {
                rowLoss[r] = Math.fma(1.0 - smoothing, rowLoss[r], smoothing * unsure);
            }
        }
    }

    /** The loss of a row whose classes are all as probable. */
    private static double ofAllAlike(double[] logits, int outputs, int r, double logSum) {
        double largest = Targets.largest(logits, r, outputs);
        double loss = 0.0;
        for (int i = r * outputs; i < (r + 1) * outputs; i++) {
            loss = Math.fma(1.0 / outputs, largest - logits[i] + logSum, loss);
        }
        return loss;
    }

    private void ofLabel(double[] logits, double[] targets, int outputs, int r, double[] rowLoss, double[] gradient) {
        int label = r * outputs + Targets.label(targets[r], r, outputs);
        rowLoss[r] += Targets.largest(logits, r, outputs) - logits[label];
        if (gradient != null) {
            gradient[label] -= 1.0 - smoothing;
            spread(gradient, outputs, r);
        }
    }

    private void ofProbabilities(
            double[] logits, double[] targets, int outputs, int r, double[] rowLoss, double[] gradient) {
        double total = Targets.sumOfProbabilities(targets, r, outputs, SUM_TOLERANCE);
        double largest = Targets.largest(logits, r, outputs);
        double logSum = rowLoss[r];
        double loss = 0.0;
        for (int i = r * outputs; i < (r + 1) * outputs; i++) {
            if (targets[i] != 0.0) { // what can't happen costs nothing, however far away its logit is
                loss = Math.fma(targets[i], largest - logits[i] + logSum, loss);
            }
            if (gradient != null) {
                double p = gradient[i];
                gradient[i] = Math.fma(Math.fma(1.0 - smoothing, total, smoothing), p, -(1.0 - smoothing) * targets[i]);
            }
        }
        rowLoss[r] = loss;
        if (gradient != null) {
            spread(gradient, outputs, r);
        }
    }

    private void spread(double[] gradient, int outputs, int r) {
        for (int i = r * outputs; i < (r + 1) * outputs && smoothing > 0.0; i++) {
            gradient[i] -= smoothing / outputs;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SoftmaxCrossEntropy that && Double.compare(smoothing, that.smoothing) == 0;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(smoothing);
    }

    @Override
    public String toString() {
        return smoothing == 0.0 ? "SoftmaxCrossEntropy" : "SoftmaxCrossEntropy(labelSmoothing=" + smoothing + ")";
    }
}
