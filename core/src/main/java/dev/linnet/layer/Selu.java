package dev.linnet.layer;

import dev.linnet.internal.math.Elementwise;

/** The scaled exponential linear unit: with these constants mean 0 and variance 1 are a fixed point of a layer. */
final class Selu implements Activation {
    static final Selu INSTANCE = new Selu();

    private static final double ALPHA = 1.6732632423543772;
    private static final double SCALE = 1.0507009873554805;

    private Selu() {}

    @Override
    public String name() {
        return "selu";
    }

    @Override
    public void value(double[] x, double[] y, int from, int to) {
        Elementwise.elu(ALPHA, SCALE, x, y, from, to);
    }

    @Override
    public void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to) {
        Elementwise.eluGradient(ALPHA, SCALE, y, dY, dX, from, to);
    }

    @Override
    public boolean gradientFromOutput() {
        return true;
    }

    @Override
    public String toString() {
        return name();
    }
}
