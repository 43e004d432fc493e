package dev.linnet.loss;

import dev.linnet.data.Labels;
import dev.linnet.internal.math.Checks;
import dev.linnet.internal.math.Elementwise;
import dev.linnet.layer.Output;
import java.util.Objects;

/**
 * Cross-entropy of exclusive classes that counts rows less the surer the network is of their class already.
 *
 * <pre>
 *   p        = softmax(z)[label]
 *   loss     = -(1 - p)^gamma log p
 *   gradient = (p[j] - (1 if j is label)) ((1 - p)^gamma - gamma (1 - p)^(gamma - 1) p log p)
 * </pre>
 *
 * <p>{@code 1 - p} is summed from the other classes, for the difference would lose its digits. Targets are class labels.
 * Source: Lin, Goyal, Girshick, He, Dollár 2017, equation 4.
 */
public final class Focal implements Loss {
    /** How fast sure rows lose weight unless given: {@value}. */
    public static final double DEFAULT_GAMMA = 2.0;

    private final double gamma;

    Focal(double gamma) {
        this.gamma = Checks.positive(gamma, "gamma");
    }

    /** How fast sure rows lose weight. */
    public double gamma() {
        return gamma;
    }

    @Override
    public String name() {
        return "focal";
    }

    @Override
    public Output output() {
        return Output.SOFTMAX;
    }

    @Override
    public void check(int outputs, int targetColumns, Labels labels) {
        Targets.checkClasses(this, outputs, labels);
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
        Elementwise.softmaxLogSum(logits, rowLoss, outputs, from, to);
        for (int r = from; r < to; r++) {
            int first = r * outputs;
            int label = first + Targets.label(targets[r], r, outputs);
            double logAll = Targets.largest(logits, r, outputs) + rowLoss[r];
            double others = 0.0;
            for (int i = first; i < first + outputs; i++) {
                double p = StrictMath.exp(logits[i] - logAll);
                others += i == label ? 0.0 : p;
                if (gradient != null) {
                    gradient[i] = p;
                }
            }
            double logP = logits[label] - logAll;
            double weight = StrictMath.pow(others, gamma);
            rowLoss[r] = weight * -logP;
            if (gradient != null) {
                double p = gradient[label];
                gradient[label] = -others;
                double slope = others == 0.0 ? 0.0 : weight - gamma * weight / others * p * logP;
                for (int i = first; i < first + outputs; i++) {
                    gradient[i] *= slope;
                }
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Focal that && Double.compare(gamma, that.gamma) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(gamma);
    }

    @Override
    public String toString() {
        return "Focal(gamma=" + gamma + ")";
    }
}
