package dev.linnet.layer;

import dev.linnet.internal.math.Elementwise;

/** The smooth ReLU. */
final class Softplus implements Activation {
    static final Softplus INSTANCE = new Softplus();

    private Softplus() {}

    @Override
    public String name() {
        return "softplus";
    }

    @Override
    public void value(double[] x, double[] y, int from, int to) {
        Elementwise.softplus(x, y, from, to);
    }

    @Override
    public void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to) {
        Elementwise.softplusGradient(y, dY, dX, from, to);
    }

    @Override
    public boolean gradientFromOutput() {
        return true;
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
