package dev.linnet.loss;

import dev.linnet.data.Labels;
import dev.linnet.internal.math.Checks;
import dev.linnet.layer.Output;
import java.util.Arrays;

/**
 * Regression of quantiles instead of the mean: the output for quantile q is what a share q of the targets lies below.
 *
 * <pre>
 *   e    = y[j] - z[j]
 *   loss = mean  max(q e, (q - 1) e)
 * </pre>
 *
 * <p>With several quantiles the network has that many outputs for each target: first those of the first target, in the
 * order given. Source: Koenker, Bassett 1978.
 */
public final class Quantile implements Loss {
    private final double[] quantiles;

    Quantile(double... quantiles) {
        if (quantiles.length == 0) {
            throw new IllegalArgumentException("at least one quantile is needed");
        }
        for (double q : quantiles) {
            Checks.fraction(q, "quantile");
        }
        this.quantiles = quantiles.clone();
    }

    /** The quantiles, a copy. */
    public double[] quantiles() {
        return quantiles.clone();
    }

    @Override
    public String name() {
        return "quantile";
    }

    @Override
    public Output output() {
        return Output.IDENTITY;
    }

    @Override
    public void check(int outputs, int targetColumns, Labels labels) {
        if (labels != null) {
            throw new IllegalArgumentException(
                    name() + " needs values: targets are labels of " + labels.size() + " classes");
        }
        if (outputs != targetColumns * quantiles.length) {
            throw new IllegalArgumentException(name() + " needs " + quantiles.length + " outputs for each target: "
                    + "targets have " + Targets.columns(targetColumns) + ", outputs: " + outputs);
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
        double share = 1.0 / outputs;
        for (int r = from; r < to; r++) {
            double loss = 0.0;
            for (int j = 0; j < outputs; j++) {
                int i = r * outputs + j;
                double q = quantiles[j % quantiles.length];
                double error = targets[r * targetColumns + j / quantiles.length] - logits[i];
                loss = Math.fma(share, Math.max(q * error, (q - 1.0) * error), loss);
                if (gradient != null) {
                    gradient[i] = error > 0.0 ? -share * q : error < 0.0 ? share * (1.0 - q) : 0.0 * error;
                }
            }
            rowLoss[r] = loss;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantile that && Arrays.equals(quantiles, that.quantiles);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(quantiles);
    }

    @Override
    public String toString() {
        return "Quantile" + Arrays.toString(quantiles);
    }
}
