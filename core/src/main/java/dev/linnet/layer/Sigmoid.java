package dev.linnet.layer;

import dev.linnet.internal.math.Elementwise;

/** The logistic function. */
final class Sigmoid implements Activation {
    static final Sigmoid INSTANCE = new Sigmoid();

    private Sigmoid() {}

    @Override
    public String name() {
        return "sigmoid";
    }

    @Override
    public void value(double[] x, double[] y, int from, int to) {
        Elementwise.sigmoid(x, y, from, to);
    }

    @Override
    public void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to) {
        Elementwise.sigmoidGradient(y, dY, dX, from, to);
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
