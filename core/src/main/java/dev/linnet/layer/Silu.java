package dev.linnet.layer;

import dev.linnet.internal.math.Elementwise;

/** The sigmoid linear unit. */
final class Silu implements Activation {
    static final Silu INSTANCE = new Silu();

    private Silu() {}

    @Override
    public String name() {
        return "silu";
    }

    @Override
    public void value(double[] x, double[] y, int from, int to) {
        Elementwise.silu(x, y, from, to);
    }

    @Override
    public void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to) {
        Elementwise.siluGradient(x, dY, dX, from, to);
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
