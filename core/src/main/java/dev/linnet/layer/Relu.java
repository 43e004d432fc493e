package dev.linnet.layer;

import dev.linnet.internal.math.Elementwise;

/** The rectified linear unit. */
final class Relu implements Activation {
    static final Relu INSTANCE = new Relu();

    private Relu() {}

    @Override
    public String name() {
        return "relu";
    }

    @Override
    public void value(double[] x, double[] y, int from, int to) {
        Elementwise.relu(x, y, from, to);
    }

    @Override
    public void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to) {
        Elementwise.reluGradient(y, dY, dX, from, to);
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
