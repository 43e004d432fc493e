package dev.linnet.loss;

import dev.linnet.data.Labels;
import dev.linnet.layer.Output;
import java.util.Objects;

/**
 * The margin of independent yes-or-no answers: nothing from a margin of 1 on, as of a support vector machine.
 *
 * <pre>
 *   t        = 2 y[j] - 1
 *   loss     = mean_j  max(0, 1 - t z[j])            or, squared, its square
 * </pre>
 *
 * <p>Targets are 0 and 1, one column for each output; or they are labels of two classes and the network has one output. The
 * model's output is a sigmoid: above one half where z is above 0, but not a calibrated probability. Source: Cortes, Vapnik
 * 1995.
 */
public final class Hinge implements Loss {
    private final boolean squared;

    Hinge(boolean squared) {
        this.squared = squared;
    }

    /** Whether what is missing to the margin is squared. */
    public boolean isSquared() {
        return squared;
    }

    @Override
    public String name() {
        return squared ? "squared hinge" : "hinge";
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
                double side = 2.0 * Targets.probability(targets[i], r, j) - 1.0;
                double missing = Math.max(0.0, 1.0 - side * logits[i]);
                loss = Math.fma(share, squared ? missing * missing : missing, loss);
                if (gradient != null) {
                    double slope = squared ? 2.0 * missing : Math.signum(missing); // NaN stays NaN
                    gradient[i] = -side * share * slope;
                }
            }
            rowLoss[r] = loss;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hinge that && squared == that.squared;
    }

    @Override
    public int hashCode() {
        return Objects.hash(squared);
    }

    @Override
    public String toString() {
        return squared ? "Hinge(squared)" : "Hinge";
    }
}
