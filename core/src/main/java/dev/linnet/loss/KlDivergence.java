package dev.linnet.loss;

import dev.linnet.data.Labels;
import dev.linnet.layer.Output;

/**
 * The Kullback-Leibler divergence of the softmax of the logits from target probabilities: cross-entropy less what no
 * prediction could take from it, the targets' own entropy.
 *
 * <pre>
 *   loss     = sum_j  y[j] (log y[j] - log p[j])
 *   gradient = p[j] - y[j]
 * </pre>
 *
 * <p>Targets are one column of probabilities for each output, which sum to 1. Source: Kullback, Leibler 1951.
 */
public final class KlDivergence implements Loss {
    static final KlDivergence INSTANCE = new KlDivergence();

    private KlDivergence() {}

    @Override
    public String name() {
        return "KL divergence";
    }

    @Override
    public Output output() {
        return Output.SOFTMAX;
    }

    @Override
    public void check(int outputs, int targetColumns, Labels labels) {
        Targets.checkValues(this, outputs, targetColumns, labels);
        Loss.softmaxCrossEntropy().check(outputs, targetColumns, null);
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
        Loss.softmaxCrossEntropy().evaluate(logits, targets, outputs, targetColumns, from, to, rowLoss, gradient);
        for (int r = from; r < to; r++) {
            double loss = rowLoss[r];
            for (int i = r * outputs; i < (r + 1) * outputs; i++) {
                if (targets[i] > 0.0) {
                    loss = Math.fma(targets[i], StrictMath.log(targets[i]), loss);
                }
            }
            rowLoss[r] = Math.max(0.0, loss); // below 0 by rounding alone
        }
    }

    @Override
    public String toString() {
        return "KlDivergence";
    }
}
