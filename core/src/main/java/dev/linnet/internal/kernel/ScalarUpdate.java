package dev.linnet.internal.kernel;

/** The scalar form: loops with one store each, over a stretch that stays in the first cache, so that C2 vectorises them. */
final class ScalarUpdate implements UpdateKernels {
    @Override
    public double sgd(double[] p, double[] gradient, double scale, double rate, int from, int to) {
        double probe = 0.0;
        for (int i = from; i < to; i++) {
            p[i] = Math.fma(-rate, gradient[i] * scale, p[i]);
            probe = Math.fma(p[i], 0.0, probe);
        }
        return probe;
    }

    @Override
    public double momentum(
            double[] p, double[] v, double[] gradient, double scale, double rate, double momentum, int from, int to) {
        double probe = 0.0;
        for (int i = from; i < to; i++) {
            v[i] = Math.fma(momentum, v[i], gradient[i] * scale);
            p[i] = Math.fma(-rate, v[i], p[i]);
            probe = Math.fma(p[i], 0.0, probe);
        }
        return probe;
    }

    @Override
    public double nesterov(
            double[] p, double[] v, double[] gradient, double scale, double rate, double momentum, int from, int to) {
        double probe = 0.0;
        for (int i = from; i < to; i++) {
            double g = gradient[i] * scale;
            v[i] = Math.fma(momentum, v[i], g);
            p[i] = Math.fma(-rate, Math.fma(momentum, v[i], g), p[i]);
            probe = Math.fma(p[i], 0.0, probe);
        }
        return probe;
    }

    @Override
    public double adam(
            double[] p,
            double[] m,
            double[] v,
            double[] gradient,
            double scale,
            double stepSize,
            double beta1,
            double beta2,
            double inverseSqrtBias2,
            double epsilon,
            double keep,
            int from,
            int to) {
        double rest1 = 1.0 - beta1;
        double rest2 = 1.0 - beta2;
        double probe = 0.0;
        for (int i = from; i < to; i++) {
            double g = gradient[i] * scale;
            m[i] = Math.fma(beta1, m[i], rest1 * g);
            v[i] = Math.fma(beta2, v[i], rest2 * g * g);
            p[i] = Math.fma(-stepSize, m[i] / Math.fma(Math.sqrt(v[i]), inverseSqrtBias2, epsilon), p[i] * keep);
            probe = Math.fma(p[i], 0.0, probe);
        }
        return probe;
    }

    @Override
    public double sum(double[] x, int from, int to) {
        return ScalarSums.sum(x, from, to);
    }

    @Override
    public double dot(double[] x, double[] y, int from, int to) {
        return ScalarSums.dot(x, y, from, to);
    }

    @Override
    public double sumOfSquares(double[] x, int from, int to) {
        return ScalarSums.dot(x, x, from, to);
    }

    @Override
    public void scale(double factor, double[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] *= factor;
        }
    }

    @Override
    public void axpy(double factor, double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.fma(factor, x[i], y[i]);
        }
    }

    @Override
    public void scaleRows(double[] weights, double[] x, int columns, int from, int to) {
        for (int row = from; row < to; row++) {
            scale(weights[row], x, row * columns, (row + 1) * columns);
        }
    }
}
