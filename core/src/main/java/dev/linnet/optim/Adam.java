package dev.linnet.optim;

import dev.linnet.internal.math.Checks;
import java.util.Objects;

/**
 * Adam: steps scaled by running means of the gradient and of its square.
 *
 * <pre>
 *   m = beta1 m + (1 - beta1) g
 *   v = beta2 v + (1 - beta2) g^2
 *   p -= rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)          t = 1, 2, ...
 * </pre>
 *
 * <p>With a weight decay above 0 it is AdamW: {@code p} shrinks by {@code rate * weightDecay * p} before each step, apart
 * from the gradient; biases do not decay. Sources: Kingma, Ba 2015, algorithm 1; Loshchilov, Hutter 2019, algorithm 2.
 */
public final class Adam implements Optimizer {
    /** Learning rate unless given: {@value}. */
    public static final double DEFAULT_LEARNING_RATE = 1e-3;

    /** Decay rate of the mean gradient unless given: {@value}. */
    public static final double DEFAULT_BETA1 = 0.9;

    /** Decay rate of the mean squared gradient unless given: {@value}. */
    public static final double DEFAULT_BETA2 = 0.999;

    /** What is added to the denominator unless given: {@value}. */
    public static final double DEFAULT_EPSILON = 1e-8;

    private final double learningRate;
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final double weightDecay;

    private Adam(double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
        this.learningRate = Checks.positive(learningRate, "learningRate");
        this.beta1 = Checks.belowOne(beta1, "beta1");
        this.beta2 = Checks.belowOne(beta2, "beta2");
        this.epsilon = Checks.positive(epsilon, "epsilon");
        this.weightDecay = Checks.nonNegative(weightDecay, "weightDecay");
    }

    /**
     * Adam with {@link #DEFAULT_LEARNING_RATE}, {@link #DEFAULT_BETA1}, {@link #DEFAULT_BETA2}, {@link #DEFAULT_EPSILON}
     * and no weight decay.
     */
    public static Adam defaults() {
        return new Adam(DEFAULT_LEARNING_RATE, DEFAULT_BETA1, DEFAULT_BETA2, DEFAULT_EPSILON, 0.0);
    }

    @Override
    public Adam withLearningRate(double learningRate) {
        return new Adam(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    /** The same with other decay rates of the two means, each at least 0 and below 1. */
    public Adam withBetas(double beta1, double beta2) {
        return new Adam(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    /** The same with another {@code epsilon} above 0. */
    public Adam withEpsilon(double epsilon) {
        return new Adam(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    /** The same with decoupled weight decay (AdamW); 0: none. */
    public Adam withWeightDecay(double weightDecay) {
        return new Adam(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public double learningRate() {
        return learningRate;
    }

    /** Decay rate of the mean gradient. */
    public double beta1() {
        return beta1;
    }

    /** Decay rate of the mean squared gradient. */
    public double beta2() {
        return beta2;
    }

    /** What is added to the denominator. */
    public double epsilon() {
        return epsilon;
    }

    /** Decoupled weight decay; 0: none. */
    public double weightDecay() {
        return weightDecay;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Adam that
                && learningRate == that.learningRate
                && beta1 == that.beta1
                && beta2 == that.beta2
                && epsilon == that.epsilon
                && weightDecay == that.weightDecay;
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public String toString() {
        return (weightDecay > 0.0 ? "AdamW" : "Adam") + "(learningRate=" + learningRate + ", beta1=" + beta1
                + ", beta2=" + beta2 + ", epsilon=" + epsilon
                + (weightDecay > 0.0 ? ", weightDecay=" + weightDecay : "") + ")";
    }
}
