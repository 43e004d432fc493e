package dev.linnet.layer;

import dev.linnet.internal.math.Elementwise;

/** The Gaussian error linear unit, by the error function and not by an approximation with tanh. */
final class Gelu implements Activation {
    static final Gelu INSTANCE = new Gelu();

    private Gelu() {}

    @Override
    public String name() {
        return "gelu";
    }

    @Override
    public void value(double[] x, double[] y, int from, int to) {
        Elementwise.gelu(x, y, from, to);
    }

    @Override
    public void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to) {
        Elementwise.geluGradient(x, dY, dX, from, to);
    }

    @Override
    public boolean reluLike() {
        return true;
    }

    @Override
    public String toString() {
        return name();
    }
}
