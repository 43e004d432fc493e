package dev.linnet.internal.nn;

import dev.linnet.internal.math.Purpose;
import dev.linnet.internal.math.RandomCursor;
import java.util.Arrays;

/**
 * Dropout over a batch: {@code y = mask x} with masks of 0 and {@code 1 / (1 - rate)}.
 *
 * <p>The unit in column c of row r draws word c of blocks of the row's own, so that neither slices nor other layers
 * disturb it.
 */
final class DropoutOp implements Op {
    private final double rate;
    private final int layer;
    private final int columns;
    private final double[] x;
    private final double[] y;
    private final double[] dY;
    private final double[] mask;
    private final Draws draws;
    private final RandomCursor[] cursors;

    /**
     * Wires a layer to its arrays, all of them [rows, columns], for so many workers.
     *
     * @param dY gradient with respect to the output, on the way back turned into that with respect to the input
     */
    DropoutOp(
            double rate,
            int layer,
            int columns,
            double[] x,
            double[] y,
            double[] dY,
            double[] mask,
            Draws draws,
            int workers) {
        this.rate = rate;
        this.layer = layer;
        this.columns = columns;
        this.x = x;
        this.y = y;
        this.dY = dY;
        this.mask = mask;
        this.draws = draws;
        this.cursors = new RandomCursor[workers];
        Arrays.setAll(cursors, worker -> new RandomCursor());
    }

    @Override
    public void forward(int from, int to, int worker) {
        int blocksPerRow = (columns + 3) / 4;
        int rowsAtOnce = columns % 4 == 0 ? to - from : 1; // rows whose words follow one another
        double kept = 1.0 / (1.0 - rate);
        RandomCursor cursor = cursors[worker];
        cursor.start(draws.seed, Purpose.DROPOUT, draws.step, layer);
        cursor.goToBlock((draws.firstRow + from) * blocksPerRow);
        for (int row = from; row < to; row += rowsAtOnce) {
            cursor.choose(mask, row * columns, (row + rowsAtOnce) * columns, rate, 0.0, kept);
        }
        for (int i = from * columns; i < to * columns; i++) {
            y[i] = x[i] * mask[i];
        }
    }

    @Override
    public void predict(int from, int to, int worker) {
        System.arraycopy(x, from * columns, y, from * columns, (to - from) * columns);
    }

    @Override
    public void backward(int from, int to, int worker) {
        for (int i = from * columns; i < to * columns; i++) {
            dY[i] *= mask[i];
        }
    }
}
