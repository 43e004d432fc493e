package dev.linnet.loss;

/**
 * The mean of the squared errors of a row's columns: regression towards the mean of the targets.
 *
 * <pre>
 *   loss     = mean_j (z[j] - y[j])^2
 *   gradient = 2 (z[j] - y[j]) / columns
 * </pre>
 *
 * <p>Without the factor 1/2 that some write, as PyTorch and scikit-learn's metrics have it.
 */
public final class MeanSquaredError extends ErrorLoss {
    static final MeanSquaredError INSTANCE = new MeanSquaredError();

    private MeanSquaredError() {}

    @Override
    public String name() {
        return "mean squared error";
    }

    @Override
    double loss(double error) {
        return error * error;
    }

    @Override
    double slope(double error) {
        return 2.0 * error;
    }

    @Override
    public String toString() {
        return "MeanSquaredError";
    }
}
