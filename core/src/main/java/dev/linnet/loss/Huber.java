package dev.linnet.loss;

import dev.linnet.internal.math.Checks;

/**
 * Squares small errors and takes large ones as they are: regression that outliers do not dominate.
 *
 * <pre>
 *   e        = z[j] - y[j]
 *   loss     = mean_j  e^2 / 2                    where |e| &lt;= delta
 *                      delta (|e| - delta / 2)    elsewhere
 *   gradient = e / columns, with e held within [-delta, delta]
 * </pre>
 *
 * <p>Source: Huber 1964, "Robust Estimation of a Location Parameter"; the same as PyTorch's {@code HuberLoss}.
 */
public final class Huber extends ErrorLoss {
    /** Error from which on the loss is linear unless given: {@value}. */
    public static final double DEFAULT_DELTA = 1.0;

    private final double delta;

    Huber(double delta) {
        this.delta = Checks.positive(delta, "delta");
    }

    /** The size of error from which on the loss is linear. */
    public double delta() {
        return delta;
    }

    @Override
    public String name() {
        return "Huber";
    }

    @Override
    double loss(double error) {
        double size = Math.abs(error);
        return size <= delta ? 0.5 * error * error : delta * (size - 0.5 * delta);
    }

    @Override
    double slope(double error) {
        return Math.max(-delta, Math.min(delta, error));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Huber that && delta == that.delta;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(delta);
    }

    @Override
    public String toString() {
        return "Huber(delta=" + delta + ")";
    }
}
