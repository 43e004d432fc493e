package dev.linnet.layer;

import dev.linnet.internal.math.Checks;
import dev.linnet.internal.math.Elementwise;
import java.util.Map;

/** A ReLU that lets a part of negative inputs through. */
final class LeakyRelu implements Activation {
    static final String NEGATIVE_SLOPE = "negativeSlope";

    private final double negativeSlope;

    LeakyRelu(double negativeSlope) {
        this.negativeSlope = Checks.nonNegative(negativeSlope, NEGATIVE_SLOPE);
    }

    @Override
    public String name() {
        return "leakyRelu";
    }

    @Override
    public Map<String, Double> parameters() {
        return Map.of(NEGATIVE_SLOPE, negativeSlope);
    }

    @Override
    public void value(double[] x, double[] y, int from, int to) {
        Elementwise.leakyRelu(negativeSlope, x, y, from, to);
    }

    @Override
    public void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to) {
        Elementwise.leakyReluGradient(negativeSlope, y, dY, dX, from, to);
    }

    @Override
    public boolean gradientFromOutput() {
        return true;
    }

    @Override
    public boolean reluLike() {
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LeakyRelu that && Double.compare(negativeSlope, that.negativeSlope) == 0;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(negativeSlope);
    }

    @Override
    public String toString() {
        return name() + "(" + NEGATIVE_SLOPE + "=" + negativeSlope + ")";
    }
}
