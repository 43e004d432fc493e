package dev.linnet.internal.kernel;

/** The scalar form: loops with one store each, over a stretch that stays in the first cache, so that C2 vectorises them. */
class ScalarUpdate implements UpdateKernels {
    /** Elements that four loops in a row find in the first-level cache: four arrays of 4 KiB. */
    private static final int STRETCH = 512;

    /** No: C2 vectorises loops whose arrays have one index. */
    @Override
    public boolean takesGradientAnywhere(int count) {
        return false;
    }

    @Override
    public double sgd(double[] p, double[] gradient, int gradientFrom, double scale, double rate, int from, int to) {
        double probe = 0.0;
        for (int start = from; start < to; start += STRETCH) {
            int end = Math.min(to, start + STRETCH);
            for (int i = start; i < end; i++) {
                p[i] = Math.fma(-rate, gradient[i] * scale, p[i]);
            }
            probe += probe(p, start, end);
        }
        return probe;
    }

    @Override
    public double momentum(
            double[] p,
            double[] v,
            double[] gradient,
            int gradientFrom,
            double scale,
            double rate,
            double momentum,
            int from,
            int to) {
        double probe = 0.0;
        for (int start = from; start < to; start += STRETCH) {
            int end = Math.min(to, start + STRETCH);
            accelerate(v, gradient, scale, momentum, start, end);
            for (int i = start; i < end; i++) {
                p[i] = Math.fma(-rate, v[i], p[i]);
            }
            probe += probe(p, start, end);
        }
        return probe;
    }

    @Override
    public double nesterov(
            double[] p,
            double[] v,
            double[] gradient,
            int gradientFrom,
            double scale,
            double rate,
            double momentum,
            int from,
            int to) {
        double probe = 0.0;
        for (int start = from; start < to; start += STRETCH) {
            int end = Math.min(to, start + STRETCH);
            accelerate(v, gradient, scale, momentum, start, end);
            for (int i = start; i < end; i++) {
                p[i] = Math.fma(-rate, Math.fma(momentum, v[i], gradient[i] * scale), p[i]);
            }
            probe += probe(p, start, end);
        }
        return probe;
    }

    private static void accelerate(double[] v, double[] gradient, double scale, double momentum, int from, int to) {
        for (int i = from; i < to; i++) {
            v[i] = Math.fma(momentum, v[i], gradient[i] * scale);
        }
    }

    @Override
    public double adam(
            double[] p,
            double[] m,
            double[] v,
            double[] gradient,
            int gradientFrom,
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
        for (int start = from; start < to; start += STRETCH) {
            int end = Math.min(to, start + STRETCH);
            for (int i = start; i < end; i++) {
                m[i] = Math.fma(beta1, m[i], rest1 * (gradient[i] * scale));
            }
            for (int i = start; i < end; i++) {
                v[i] = Math.fma(beta2, v[i], rest2 * (gradient[i] * scale) * (gradient[i] * scale));
            }
            for (int i = start; i < end; i++) {
                p[i] = Math.fma(-stepSize, m[i] / Math.fma(Math.sqrt(v[i]), inverseSqrtBias2, epsilon), p[i] * keep);
            }
            probe += probe(p, start, end);
        }
        return probe;
    }

    @Override
    public double rootOfSquares(
            double[] p,
            double[] v,
            double[] gradient,
            int gradientFrom,
            double scale,
            double rate,
            double keep,
            double add,
            double epsilon,
            int from,
            int to) {
        double probe = 0.0;
        for (int start = from; start < to; start += STRETCH) {
            int end = Math.min(to, start + STRETCH);
            for (int i = start; i < end; i++) {
                v[i] = Math.fma(keep, v[i], add * (gradient[i] * scale) * (gradient[i] * scale));
            }
            for (int i = start; i < end; i++) {
                p[i] = Math.fma(-rate, gradient[i] * scale / (Math.sqrt(v[i]) + epsilon), p[i]);
            }
            probe += probe(p, start, end);
        }
        return probe;
    }

    /** 0, or NaN where one of {@code p[from .. to)} is not finite; four chains, for sums are not vectorised. */
    private static double probe(double[] p, int from, int to) {
        double a = 0.0;
        double b = 0.0;
        double c = 0.0;
        double d = 0.0;
        int i = from;
        for (; i < to - 3; i += 4) {
            a = Math.fma(p[i], 0.0, a);
            b = Math.fma(p[i + 1], 0.0, b);
            c = Math.fma(p[i + 2], 0.0, c);
            d = Math.fma(p[i + 3], 0.0, d);
        }
        for (; i < to; i++) {
            a = Math.fma(p[i], 0.0, a);
        }
        return (a + b) + (c + d);
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
