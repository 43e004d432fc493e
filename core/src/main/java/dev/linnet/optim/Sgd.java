package dev.linnet.optim;

import dev.linnet.internal.math.Checks;
import java.util.Objects;

/**
 * Stochastic gradient descent, plain, with momentum, or with Nesterov's momentum.
 *
 * <pre>
 *   plain      p -= rate g
 *   momentum   v = momentum v + g;   p -= rate v
 *   Nesterov   v = momentum v + g;   p -= rate (momentum v + g)
 * </pre>
 *
 * <p>Source: Sutskever, Martens, Dahl, Hinton 2013, with the rate outside of the velocity, as PyTorch has it.
 */
public final class Sgd implements Optimizer {
    private final double learningRate;
    private final double momentum;
    private final boolean nesterov;

    private Sgd(double learningRate, double momentum, boolean nesterov) {
        this.learningRate = Checks.positive(learningRate, "learningRate");
        this.momentum = Checks.belowOne(momentum, "momentum");
        this.nesterov = nesterov;
    }

    /** Plain gradient descent. */
    public static Sgd of(double learningRate) {
        return new Sgd(learningRate, 0.0, false);
    }

    @Override
    public Sgd withLearningRate(double learningRate) {
        return new Sgd(learningRate, momentum, nesterov);
    }

    /** The same with a velocity that keeps the share {@code momentum}, {@code 0 <= momentum < 1}, of itself each step. */
    public Sgd withMomentum(double momentum) {
        return new Sgd(learningRate, momentum, nesterov);
    }

    /** The same with the gradient looked at one step ahead; it needs a momentum above 0. */
    public Sgd withNesterov() {
        if (momentum == 0.0) {
            throw new IllegalArgumentException("Nesterov's rule needs a momentum above 0: " + momentum);
        }
        return new Sgd(learningRate, momentum, true);
    }

    @Override
    public double learningRate() {
        return learningRate;
    }

    /** Share of the velocity kept in each step; 0: none. */
    public double momentum() {
        return momentum;
    }

    /** Whether the momentum is Nesterov's. */
    public boolean isNesterov() {
        return nesterov;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sgd that
                && learningRate == that.learningRate
                && momentum == that.momentum
                && nesterov == that.nesterov;
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, momentum, nesterov);
    }

    @Override
    public String toString() {
        String rule = nesterov ? "Nesterov" : momentum > 0.0 ? "momentum" : "SGD";
        return rule + "(learningRate=" + learningRate + (momentum > 0.0 ? ", momentum=" + momentum : "") + ")";
    }
}
