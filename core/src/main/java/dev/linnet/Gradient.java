package dev.linnet;

import dev.linnet.internal.math.Checks;

/**
 * The gradient of a loss over some rows, as a value: what a training loop of one's own, or one spread over machines, works
 * with.
 *
 * <p>It is a weighted sum over rows, not yet divided by the sum of weights, so that gradients of parts {@linkplain #plus
 * add} to that of the whole. Immutable. See {@link Mlp#gradient} and {@link Descent}.
 */
public final class Gradient {
    private final double lossSum;
    private final double weightSum;
    private final double[] values;

    private Gradient(double lossSum, double weightSum, double[] values) {
        this.lossSum = lossSum;
        this.weightSum = weightSum;
        this.values = values;
    }

    /**
     * A gradient from its parts, for one that comes from elsewhere.
     *
     * @param lossSum weighted sum of the rows' losses
     * @param weightSum sum of the rows' weights, not negative
     * @param values weighted sum of the rows' gradients, laid out as {@link Mlp#parameters()}; copied
     */
    public static Gradient of(double lossSum, double weightSum, double[] values) {
        return new Gradient(lossSum, Checks.nonNegative(weightSum, "weightSum"), values.clone());
    }

    /**
     * The gradient over the rows of both: {@code this} plus {@code other}, element by element. Sums depend on the order of
     * their terms in the last bits: whoever adds several decides on an order, and keeps to it.
     *
     * @throws IllegalArgumentException if they are of different lengths
     */
    public Gradient plus(Gradient other) {
        double[] sum = Checks.length(other.values, values.length, "values").clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] = values[i] + sum[i];
        }
        return new Gradient(lossSum + other.lossSum, weightSum + other.weightSum, sum);
    }

    /** Weighted sum of the rows' losses. */
    public double lossSum() {
        return lossSum;
    }

    /** Sum of the rows' weights: their number where they have none. */
    public double weightSum() {
        return weightSum;
    }

    /** Weighted mean loss. */
    public double loss() {
        return lossSum / weightSum;
    }

    /** Weighted sum of the rows' gradients, laid out as {@link Mlp#parameters()}; a copy. */
    public double[] values() {
        return values.clone();
    }

    /** The same, not a copy. */
    double[] array() {
        return values;
    }
}
