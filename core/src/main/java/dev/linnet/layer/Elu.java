package dev.linnet.layer;

import dev.linnet.internal.math.Checks;
import dev.linnet.internal.math.Elementwise;
import java.util.Map;

/** The exponential linear unit. */
final class Elu implements Activation {
    static final String ALPHA = "alpha";

    private final double alpha;

    Elu(double alpha) {
        this.alpha = Checks.positive(alpha, ALPHA);
    }

    @Override
    public String name() {
        return "elu";
    }

    @Override
    public Map<String, Double> parameters() {
        return Map.of(ALPHA, alpha);
    }

    @Override
    public void value(double[] x, double[] y, int from, int to) {
        Elementwise.elu(alpha, 1.0, x, y, from, to);
    }

    @Override
    public void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to) {
        Elementwise.eluGradient(alpha, 1.0, y, dY, dX, from, to);
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
        return other instanceof Elu that && Double.compare(alpha, that.alpha) == 0;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(alpha);
    }

    @Override
    public String toString() {
        return name() + "(" + ALPHA + "=" + alpha + ")";
    }
}
