package dev.linnet.layer;

import dev.linnet.internal.math.Elementwise;

/** The hyperbolic tangent. */
final class Tanh implements Activation {
    static final Tanh INSTANCE = new Tanh();

    private Tanh() {}

    @Override
    public String name() {
        return "tanh";
    }

    @Override
    public void value(double[] x, double[] y, int from, int to) {
        Elementwise.tanh(x, y, from, to);
    }

    @Override
    public void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to) {
        Elementwise.tanhGradient(y, dY, dX, from, to);
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
