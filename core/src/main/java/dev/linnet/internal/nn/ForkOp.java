package dev.linnet.internal.nn;

/** The beginning of a residual block: the input goes on twice, and comes back as the sum of two gradients. */
final class ForkOp implements Op {
    private final int columns;
    private final double[] x;
    private final double[] y;
    private final double[] dX;
    private final double[] dY;
    private final double[] dSum;

    /**
     * Wires a block's beginning.
     *
     * @param x the block's input
     * @param y the copy of it that the inner layers work on
     * @param dX gradient with respect to {@code x}
     * @param dY gradient with respect to {@code y}
     * @param dSum gradient with respect to the block's output, which is also that of the way around the inner layers
     */
    ForkOp(int columns, double[] x, double[] y, double[] dX, double[] dY, double[] dSum) {
        this.columns = columns;
        this.x = x;
        this.y = y;
        this.dX = dX;
        this.dY = dY;
        this.dSum = dSum;
    }

    @Override
    public void forward(int from, int to, int worker) {
        System.arraycopy(x, from * columns, y, from * columns, (to - from) * columns);
    }

    @Override
    public void backward(int from, int to, int worker) {
        for (int i = from * columns; i < to * columns; i++) {
            dX[i] = dY[i] + dSum[i];
        }
    }
}
