package dev.linnet.optim;

import dev.linnet.internal.math.Checks;
import java.util.Objects;

/**
 * RMSProp: steps divided by the root of a running mean of the squared gradient.
 *
 * <pre>
 *   v = rho v + (1 - rho) g^2
 *   p -= rate g / (sqrt(v) + epsilon)
 * </pre>
 *
 * <p>Source: Hinton 2012, lecture 6e of "Neural Networks for Machine Learning"; defaults and the place of epsilon as
 * PyTorch has them.
 */
public final class RmsProp implements Optimizer {
    /** Learning rate unless given: {@value}. */
    public static final double DEFAULT_LEARNING_RATE = 0.01;

    /** Decay rate of the mean squared gradient unless given: {@value}. */
    public static final double DEFAULT_RHO = 0.99;

    /** What is added to the denominator unless given: {@value}. */
    public static final double DEFAULT_EPSILON = 1e-8;

    private final double learningRate;
    private final double rho;
    private final double epsilon;

    private RmsProp(double learningRate, double rho, double epsilon) {
        this.learningRate = Checks.positive(learningRate, "learningRate");
        this.rho = Checks.belowOne(rho, "rho");
        this.epsilon = Checks.positive(epsilon, "epsilon");
    }

    /** RMSProp with {@link #DEFAULT_LEARNING_RATE}, {@link #DEFAULT_RHO} and {@link #DEFAULT_EPSILON}. */
    public static RmsProp defaults() {
        return new RmsProp(DEFAULT_LEARNING_RATE, DEFAULT_RHO, DEFAULT_EPSILON);
    }

    @Override
    public RmsProp withLearningRate(double learningRate) {
        return new RmsProp(learningRate, rho, epsilon);
    }

    /** The same with another decay rate of the mean squared gradient, at least 0 and below 1. */
    public RmsProp withRho(double rho) {
        return new RmsProp(learningRate, rho, epsilon);
    }

    /** The same with another {@code epsilon} above 0. */
    public RmsProp withEpsilon(double epsilon) {
        return new RmsProp(learningRate, rho, epsilon);
    }

    @Override
    public double learningRate() {
        return learningRate;
    }

    /** Decay rate of the mean squared gradient. */
    public double rho() {
        return rho;
    }

    /** What is added to the denominator. */
    public double epsilon() {
        return epsilon;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RmsProp that
                && learningRate == that.learningRate
                && rho == that.rho
                && epsilon == that.epsilon;
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, rho, epsilon);
    }

    @Override
    public String toString() {
        return "RmsProp(learningRate=" + learningRate + ", rho=" + rho + ", epsilon=" + epsilon + ")";
    }
}
