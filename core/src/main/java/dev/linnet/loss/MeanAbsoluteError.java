package dev.linnet.loss;

/**
 * The mean of the absolute errors of a row's columns: regression towards the median of the targets, which outliers hardly
 * move.
 *
 * <pre>
 *   loss     = mean_j |z[j] - y[j]|
 *   gradient = sign(z[j] - y[j]) / columns,  0 where they are equal
 * </pre>
 */
public final class MeanAbsoluteError extends ErrorLoss {
    static final MeanAbsoluteError INSTANCE = new MeanAbsoluteError();

    private MeanAbsoluteError() {}

    @Override
    public String name() {
        return "mean absolute error";
    }

    @Override
    double loss(double error) {
        return Math.abs(error);
    }

    @Override
    double slope(double error) {
        return Math.signum(error);
    }

    @Override
    public String toString() {
        return "MeanAbsoluteError";
    }
}
