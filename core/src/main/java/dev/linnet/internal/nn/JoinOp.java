package dev.linnet.internal.nn;

/** The end of a residual block: {@code y = x + f(x)}. */
final class JoinOp implements Op {
    private final int columns;
    private final double[] x;
    private final double[] inner;
    private final double[] y;
    private final double[] dInner;
    private final double[] dY;

    /**
     * Wires a block's end.
     *
     * @param x the block's input
     * @param inner what the inner layers gave
     * @param y the block's output
     * @param dInner gradient with respect to {@code inner}
     * @param dY gradient with respect to {@code y}
     */
    JoinOp(int columns, double[] x, double[] inner, double[] y, double[] dInner, double[] dY) {
        this.columns = columns;
        this.x = x;
        this.inner = inner;
        this.y = y;
        this.dInner = dInner;
        this.dY = dY;
    }

    @Override
    public void forward(int from, int to, int worker) {
        for (int i = from * columns; i < to * columns; i++) {
            y[i] = x[i] + inner[i];
        }
    }

    @Override
    public void backward(int from, int to, int worker) {
        System.arraycopy(dY, from * columns, dInner, from * columns, (to - from) * columns);
    }
}
