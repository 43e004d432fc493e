package dev.linnet.internal.kernel;

/** Elementary functions of one number. */
final class ScalarFunctions {
    private ScalarFunctions() {}

    static double exp(double x) {
        return StrictMath.exp(x);
    }

    static double expm1(double x) {
        return StrictMath.expm1(x);
    }

    static double log(double x) {
        return StrictMath.log(x);
    }

    static double log1p(double x) {
        return StrictMath.log1p(x);
    }

    static double tanh(double x) {
        return StrictMath.tanh(x);
    }

    static double sigmoid(double x) {
        return 1.0 / (1.0 + exp(-x));
    }

    static double softplus(double x) {
        return Math.max(x, 0.0) + log1p(exp(-Math.abs(x)));
    }

    static double normalCdf(double x) {
        double t = 1.0 / (1.0 + 0.2316419 * Math.abs(x));
        double tail = 0.3989422804014327
                * exp(-0.5 * x * x)
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return x < 0.0 ? tail : 1.0 - tail;
    }

    static double normalDensity(double x) {
        return 0.3989422804014327 * exp(-0.5 * x * x);
    }
}
