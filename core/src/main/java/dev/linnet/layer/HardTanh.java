package dev.linnet.layer;

import dev.linnet.internal.math.Elementwise;

/** A straight line between two flat ends. */
final class HardTanh implements Activation {
    static final HardTanh INSTANCE = new HardTanh();

    private HardTanh() {}

    @Override
    public String name() {
        return "hardTanh";
    }

    @Override
    public void value(double[] x, double[] y, int from, int to) {
        Elementwise.hardTanh(x, y, from, to);
    }

    @Override
    public void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to) {
        Elementwise.hardTanhGradient(y, dY, dX, from, to);
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
