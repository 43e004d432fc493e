package dev.linnet.internal.kernel;

/**
 * The scalar form: one element after the other.
 *
 * <p>Where a function has two pieces, they are chosen by arithmetic and not by a comparison, which would hide NaN and keep
 * C2 from vectorising the loop.
 */
final class ScalarElementwise implements ElementwiseKernels {
    /** Two factors of this size lift any positive number, subnormal ones too, above 1. */
    static final double LIFT = 0x1p600;

    @Override
    public void ofBytes(
            double[] table, double high, double low, byte[] x, int xOffset, double[] y, int yOffset, int count) {
        int shift = xOffset - yOffset;
        for (int i = yOffset; i < yOffset + count; i++) {
            y[i] = table[x[i + shift] & 0xff];
        }
    }

    @Override
    public void exp(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarFunctions.exp(x[i]);
        }
    }

    @Override
    public void expm1(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarFunctions.expm1(x[i]);
        }
    }

    @Override
    public void log(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarFunctions.log(x[i]);
        }
    }

    @Override
    public void log1p(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarFunctions.log1p(x[i]);
        }
    }

    @Override
    public void normalCdf(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarFunctions.normalCdf(x[i]);
        }
    }

    @Override
    public void relu(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.max(x[i], 0.0);
        }
    }

    @Override
    public void reluGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        for (int i = from; i < to; i++) {
            dX[i] = dY[i] * step(y[i]);
        }
    }

    @Override
    public void leakyRelu(double slope, double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.fma(slope, Math.min(x[i], 0.0), Math.max(x[i], 0.0));
        }
    }

    @Override
    public void leakyReluGradient(double slope, double[] y, double[] dY, double[] dX, int from, int to) {
        for (int i = from; i < to; i++) {
            double step = step(y[i]);
            dX[i] = dY[i] * Math.fma(1.0 - step, slope, step);
        }
    }

    @Override
    public void elu(double alpha, double scale, double[] x, double[] y, int from, int to) {
        double negative = scale * alpha;
        for (int i = from; i < to; i++) {
            y[i] = Math.fma(negative, ScalarFunctions.expm1(Math.min(x[i], 0.0)), scale * Math.max(x[i], 0.0));
        }
    }

    @Override
    public void eluGradient(double alpha, double scale, double[] y, double[] dY, double[] dX, int from, int to) {
        double negative = scale * alpha;
        for (int i = from; i < to; i++) {
            double step = step(y[i]);
            dX[i] = dY[i] * Math.fma(1.0 - step, Math.min(y[i], 0.0) + negative, step * scale);
        }
    }

    @Override
    public void gelu(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarFunctions.gelu(x[i]);
        }
    }

    @Override
    public void geluGradient(double[] x, double[] dY, double[] dX, int from, int to) {
        for (int i = from; i < to; i++) {
            dX[i] = dY[i] * ScalarFunctions.geluDerivative(x[i]);
        }
    }

    @Override
    public void silu(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarFunctions.silu(x[i]);
        }
    }

    @Override
    public void siluGradient(double[] x, double[] dY, double[] dX, int from, int to) {
        for (int i = from; i < to; i++) {
            dX[i] = dY[i] * ScalarFunctions.siluDerivative(x[i]);
        }
    }

    @Override
    public void sigmoid(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarFunctions.sigmoid(x[i]);
        }
    }

    @Override
    public void sigmoidGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        for (int i = from; i < to; i++) {
            dX[i] = dY[i] * (y[i] * (1.0 - y[i]));
        }
    }

    @Override
    public void tanh(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarFunctions.tanh(x[i]);
        }
    }

    @Override
    public void tanhGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        for (int i = from; i < to; i++) {
            dX[i] = dY[i] * Math.fma(-y[i], y[i], 1.0);
        }
    }

    @Override
    public void softplus(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = ScalarFunctions.softplus(x[i]);
        }
    }

    @Override
    public void softplusGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        for (int i = from; i < to; i++) {
            dX[i] = dY[i] * Math.abs(ScalarFunctions.expm1(-Math.abs(y[i])));
        }
    }

    @Override
    public void hardTanh(double[] x, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.min(Math.max(x[i], -1.0), 1.0);
        }
    }

    @Override
    public void hardTanhGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        for (int i = from; i < to; i++) {
            dX[i] = dY[i] * step(1.0 - Math.abs(y[i]));
        }
    }

    @Override
    public void softmax(double[] logits, double[] probabilities, double[] logSum, int columns, int from, int to) {
        subtractRowMax(logits, probabilities, columns, from, to);
        exp(probabilities, probabilities, from * columns, to * columns);
        divideByRowSum(probabilities, logSum, columns, from, to);
    }

    void subtractRowMax(double[] logits, double[] shifted, int columns, int from, int to) {
        for (int row = from; row < to; row++) {
            int start = row * columns;
            double max = max(logits, start, start + columns);
            for (int i = start; i < start + columns; i++) {
                shifted[i] = logits[i] - max;
            }
        }
    }

    void divideByRowSum(double[] x, double[] logSum, int columns, int from, int to) {
        for (int row = from; row < to; row++) {
            int start = row * columns;
            double sum = ScalarSums.sum(x, start, start + columns);
            for (int i = start; i < start + columns; i++) {
                x[i] /= sum;
            }
            logSum[row] = ScalarFunctions.log(sum);
        }
    }

    @Override
    public void softmaxLogSum(double[] logits, double[] logSum, int columns, int from, int to) {
        for (int row = from; row < to; row++) {
            int start = row * columns;
            double max = max(logits, start, start + columns);
            logSum[row] = ScalarFunctions.log(ScalarSums.expSum(logits, max, start, start + columns));
        }
    }

    /** 1 where {@code y > 0}, 0 where {@code y <= 0}, NaN for NaN. */
    static double step(double y) {
        return Math.min(Math.max(y * LIFT * LIFT, 0.0), 1.0);
    }

    static double max(double[] x, int from, int to) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }
}
