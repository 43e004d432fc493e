package dev.linnet.optim;

import dev.linnet.internal.math.Checks;
import java.util.Objects;

/**
 * AdaGrad: steps divided by the root of the sum of all squared gradients so far.
 *
 * <pre>
 *   v += g^2                                   at first, v = initialSum
 *   p -= rate g / (sqrt(v) + epsilon)
 * </pre>
 *
 * <p>Source: Duchi, Hazan, Singer 2011; defaults as PyTorch has them.
 */
public final class AdaGrad implements Optimizer {
    /** Learning rate unless given: {@value}. */
    public static final double DEFAULT_LEARNING_RATE = 0.01;

    /** What the sums of squares start at unless given: {@value}. */
    public static final double DEFAULT_INITIAL_SUM = 0.0;

    /** What is added to the denominator unless given: {@value}. */
    public static final double DEFAULT_EPSILON = 1e-10;

    private final double learningRate;
    private final double initialSum;
    private final double epsilon;

    private AdaGrad(double learningRate, double initialSum, double epsilon) {
        this.learningRate = Checks.positive(learningRate, "learningRate");
        this.initialSum = Checks.nonNegative(initialSum, "initialSum");
        this.epsilon = Checks.positive(epsilon, "epsilon");
    }

    /** AdaGrad with {@link #DEFAULT_LEARNING_RATE}, {@link #DEFAULT_INITIAL_SUM} and {@link #DEFAULT_EPSILON}. */
    public static AdaGrad defaults() {
        return new AdaGrad(DEFAULT_LEARNING_RATE, DEFAULT_INITIAL_SUM, DEFAULT_EPSILON);
    }

    @Override
    public AdaGrad withLearningRate(double learningRate) {
        return new AdaGrad(learningRate, initialSum, epsilon);
    }

    /** The same with sums of squares that start at {@code initialSum}, at least 0. */
    public AdaGrad withInitialSum(double initialSum) {
        return new AdaGrad(learningRate, initialSum, epsilon);
    }

    /** The same with another {@code epsilon} above 0. */
    public AdaGrad withEpsilon(double epsilon) {
        return new AdaGrad(learningRate, initialSum, epsilon);
    }

    @Override
    public double learningRate() {
        return learningRate;
    }

    /** What the sums of squares start at. */
    public double initialSum() {
        return initialSum;
    }

    /** What is added to the denominator. */
    public double epsilon() {
        return epsilon;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AdaGrad that
                && learningRate == that.learningRate
                && initialSum == that.initialSum
                && epsilon == that.epsilon;
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, initialSum, epsilon);
    }

    @Override
    public String toString() {
        return "AdaGrad(learningRate=" + learningRate + ", initialSum=" + initialSum + ", epsilon=" + epsilon + ")";
    }
}
