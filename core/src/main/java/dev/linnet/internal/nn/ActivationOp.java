package dev.linnet.internal.nn;

import dev.linnet.layer.Activation;

/** An activation over a batch, {@code y = f(x)}; in place ({@code x} and {@code y} one array) where it allows that. */
final class ActivationOp implements Op {
    private final Activation activation;
    private final int columns;
    private final double[] x;
    private final double[] y;
    private final double[] dY;

    /**
     * Wires an activation to its arrays.
     *
     * @param dY gradient with respect to the output; {@link #backward} turns it into that with respect to the input, in
     *     place; null when only predicting
     */
    ActivationOp(Activation activation, int columns, double[] x, double[] y, double[] dY) {
        this.activation = activation;
        this.columns = columns;
        this.x = x;
        this.y = y;
        this.dY = dY;
    }

    @Override
    public void forward(int from, int to, int worker) {
        activation.value(x, y, from * columns, to * columns);
    }

    @Override
    public void backward(int from, int to, int worker) {
        activation.gradient(x, y, dY, dY, from * columns, to * columns);
    }
}
