package dev.linnet.loss;

import dev.linnet.data.Labels;
import dev.linnet.internal.math.Checks;
import dev.linnet.internal.math.Elementwise;
import dev.linnet.layer.Output;

/**
 * The cross-entropy between targets and the sigmoid of the logits, both in one: two classes, or several labels that each
 * hold or don't.
 *
 * <pre>
 *   p[j]     = 1 / (1 + exp(-z[j]))
 *   loss     = mean_j  -y[j] log p[j] - (1 - y[j]) log(1 - p[j])
 *            = mean_j  max(z[j], 0) - z[j] y[j] + log1p(exp(-|z[j]|))
 *   gradient = (p[j] - y[j]) / columns
 * </pre>
 *
 * <p>Targets lie in [0, 1], one column for each output; or they are labels of two classes and the network has one output,
 * the probability of the second. The second form of the loss is the one computed: no exponential overflows, no logarithm
 * sees a zero.
 */
public final class BinaryCrossEntropy implements Loss {
    static final BinaryCrossEntropy INSTANCE = new BinaryCrossEntropy(0.0);

    private final double smoothing;

    private BinaryCrossEntropy(double smoothing) {
        this.smoothing = Checks.belowOne(smoothing, "smoothing");
    }

    /**
     * The same with targets drawn towards one half: {@code y (1 - smoothing) + smoothing / 2}, at least 0 and below 1
     * (Szegedy and others 2016). Predictions are less sure then.
     */
    public BinaryCrossEntropy withLabelSmoothing(double smoothing) {
        return new BinaryCrossEntropy(smoothing);
    }

    /** The share of every target that is spread over both answers; 0: none. */
    public double labelSmoothing() {
        return smoothing;
    }

    @Override
    public String name() {
        return "binary cross-entropy";
    }

    @Override
    public Output output() {
        return Output.SIGMOID;
    }

    @Override
    public void check(int outputs, int targetColumns, Labels labels) {
        Targets.checkBinary(this, outputs, targetColumns, labels);
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
        if (gradient != null) {
            tails(logits, from * outputs, to * outputs, gradient);
        }
        double share = 1.0 / outputs;
        for (int r = from; r < to; r++) {
            double loss = 0.0;
            for (int j = 0; j < outputs; j++) {
                int i = r * outputs + j;
                double z = logits[i];
                double y = smoothed(Targets.probability(targets[i], r, j));
                double tail = gradient != null ? gradient[i] : tail(z, rowLoss, r);
                loss = Math.fma(share, Math.fma(-z, y, Math.max(z, 0.0)) + tail, loss);
            }
            rowLoss[r] = loss;
        }
        if (gradient != null) {
            Elementwise.sigmoid(logits, gradient, from * outputs, to * outputs);
            for (int i = from * outputs; i < to * outputs; i++) {
                gradient[i] = (gradient[i] - smoothed(targets[i])) * share;
            }
        }
    }

    private double smoothed(double target) {
        return target * (1.0 - smoothing) + 0.5 * smoothing;
    }

    /** {@code tails = log1p(exp(-|z|))}, which is the softplus of {@code -|z|}. */
    private static void tails(double[] logits, int from, int to, double[] tails) {
        for (int i = from; i < to; i++) {
            tails[i] = -Math.abs(logits[i]);
        }
        Elementwise.softplus(tails, tails, from, to);
    }

    /** The tail of one logit, where there is no array to hold them all: by way of {@code scratch[at]}. */
    private static double tail(double logit, double[] scratch, int at) {
        scratch[at] = -Math.abs(logit);
        Elementwise.softplus(scratch, scratch, at, at + 1);
        return scratch[at];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BinaryCrossEntropy that && Double.compare(smoothing, that.smoothing) == 0;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(smoothing);
    }

    @Override
    public String toString() {
        return smoothing == 0.0 ? "BinaryCrossEntropy" : "BinaryCrossEntropy(labelSmoothing=" + smoothing + ")";
    }
}
