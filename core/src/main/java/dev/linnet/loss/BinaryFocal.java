package dev.linnet.loss;

import dev.linnet.data.Labels;
import dev.linnet.internal.math.Checks;
import dev.linnet.layer.Output;
import java.util.Objects;

/**
 * Binary cross-entropy that counts answers less the surer the network is of them already, and positive ones by {@code
 * alpha}, negative ones by {@code 1 - alpha}.
 *
 * <pre>
 *   p    = 1 / (1 + exp(-z[j])),   q = 1 - p
 *   loss = mean_j  -alpha y[j] q^gamma log p - (1 - alpha) (1 - y[j]) p^gamma log q
 * </pre>
 *
 * <p>Targets lie in [0, 1], one column for each output; or they are labels of two classes and the network has one output.
 * Source: Lin, Goyal, Girshick, He, Dollár 2017, equation 5.
 */
public final class BinaryFocal implements Loss {
    /** Weight of positive answers unless given: {@value}. */
    public static final double DEFAULT_ALPHA = 0.25;

    private final double gamma;
    private final double alpha;

    BinaryFocal(double gamma, double alpha) {
        this.gamma = Checks.positive(gamma, "gamma");
        this.alpha = Checks.fraction(alpha, "alpha");
    }

    /** How fast sure answers lose weight. */
    public double gamma() {
        return gamma;
    }

    /** Weight of positive answers. */
    public double alpha() {
        return alpha;
    }

    @Override
    public String name() {
        return "binary focal";
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
        double share = 1.0 / outputs;
        for (int r = from; r < to; r++) {
            double loss = 0.0;
            for (int j = 0; j < outputs; j++) {
                int i = r * outputs + j;
                double z = logits[i];
                double y = Targets.probability(targets[i], r, j);
                double tail = StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
                double logP = Math.min(z, 0.0) - tail;
                double logQ = Math.min(-z, 0.0) - tail;
                double positive = share * alpha * y * StrictMath.exp(gamma * logQ);
                double negative = share * (1.0 - alpha) * (1.0 - y) * StrictMath.exp(gamma * logP);
                loss -= positive * logP + negative * logQ;
                if (gradient != null) {
                    double p = StrictMath.exp(logP);
                    double q = StrictMath.exp(logQ);
                    gradient[i] = positive * (gamma * p * logP - q) + negative * (p - gamma * q * logQ);
                }
            }
            rowLoss[r] = loss;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BinaryFocal that
                && Double.compare(gamma, that.gamma) == 0
                && Double.compare(alpha, that.alpha) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(gamma, alpha);
    }

    @Override
    public String toString() {
        return "BinaryFocal(gamma=" + gamma + ", alpha=" + alpha + ")";
    }
}
