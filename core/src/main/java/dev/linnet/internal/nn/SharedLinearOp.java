package dev.linnet.internal.nn;

import dev.linnet.internal.math.GemmScratch;

/**
 * A fully connected layer whose columns workers share out, and not the rows of the batch.
 *
 * <p>With its rows shared out, each worker would read and pack all weights, half of them (with two workers) just moved by
 * another and still in that one's cache. With its columns, each weight is read and packed once, for two more hand-overs on
 * the way there and two on the way back. That pays where there are many weights, and too many workers or too few rows for a {@link RelayLinearOp}.
 */
final class SharedLinearOp extends LinearOp implements BatchOp {
    /** With so many weights, shared columns are faster (docs/performance-tried.md). */
    private static final int LEAST_WEIGHTS = 1 << 16;

    /** Tiles are as many columns wide, or a multiple: whole vectors, whatever their length, and whole lines of a cache. */
    private static final int STEP = 8;

    private final int workers;

    /** Wires a layer as {@link LinearOp} does. */
    SharedLinearOp(
            Parameter weight,
            Parameter bias,
            double[] parameters,
            double[] x,
            double[] y,
            double[] dX,
            double[] dY,
            int maxRows,
            GemmScratch[] scratch) {
        super(weight, bias, parameters, x, y, dX, dY, maxRows, scratch);
        this.workers = scratch.length;
    }

    /** Whether so many workers had better share out a layer's columns. */
    static boolean pays(Parameter weight, int workers) {
        return workers > 1 && (long) weight.rows() * weight.columns() >= LEAST_WEIGHTS;
    }

    @Override
    public int forwardTiles() {
        return tiles(out);
    }

    @Override
    public void forwardTile(int tile, int rows, int worker) {
        forward(0, rows, from(tile, out), to(tile, out), worker);
    }

    @Override
    public void forward(int from, int to, int worker) {} // its columns are done

    @Override
    public void predict(int from, int to, int worker) {
        super.forward(from, to, worker);
    }

    @Override
    public int backwardTiles() {
        return dX == null ? 0 : tiles(in);
    }

    @Override
    public void backwardTile(int tile, int rows, int worker) {
        backward(0, rows, from(tile, in), to(tile, in), worker);
    }

    @Override
    public void backward(int from, int to, int worker) {
        gradientArrived(from, to);
    }

    private int width(int columns) {
        int perWorker = (columns + workers - 1) / workers;
        return (perWorker + STEP - 1) / STEP * STEP;
    }

    private int tiles(int columns) {
        return (columns + width(columns) - 1) / width(columns);
    }

    private int from(int tile, int columns) {
        return tile * width(columns);
    }

    private int to(int tile, int columns) {
        return Math.min(columns, (tile + 1) * width(columns));
    }
}
