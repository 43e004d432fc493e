package dev.linnet.internal.nn;

import dev.linnet.internal.kernel.Rows;
import dev.linnet.internal.math.Gemm;
import dev.linnet.internal.math.GemmScratch;
import dev.linnet.internal.math.PackedMatrix;
import dev.linnet.internal.math.PackedSlabs;
import dev.linnet.internal.math.RowsInPlace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A fully connected layer over a batch.
 *
 * <pre>
 *   forward    Y  = X W + b
 *   backward   dX = dY W^T
 *   gradient   dW = X^T dY        db = sum of the rows of dY
 * </pre>
 *
 * <p>{@code X} [rows, in], {@code W} [in, out], {@code Y} [rows, out]. Forward and backward run over ranges of rows, in {@link
 * SharedLinearOp} of columns, in {@link RelayLinearOp} of terms and of columns; a {@link PackedLinearOp} predicts with weights that are kept packed; the gradient sums over all rows and runs over tiles, ranges of rows of {@code W}. Every element of
 * every product is a chain of its own, so neither ranges nor tiles change a bit.
 */
class LinearOp implements Op {
    /** Tiles of so many rows of W and fewer are not made smaller for the sake of other threads. */
    private static final int SHARED_ROWS = 64;

    /** Rows of W in a tile are a multiple of so many, those of a tile of the matrix product. */
    private static final int TILE_ROWS_STEP = 8;

    /** The same where the gradient is computed as its transpose, whose tiles have so many columns. */
    private static final int NARROW_ROWS_STEP = 16;

    final int in;
    final int out;
    private final double[] parameters;
    private final int weightOffset;
    private final int biasOffset;
    private final boolean hasBias;
    private final double[] ownInput;
    private final Rows x;
    private final double[] y;
    final GemmScratch[] scratch;
    private final int maxRows;
    final double[] dX;
    private final double[] dY;
    private final Rows dYRows;

    /** dY for {@link Tile#gradient}; null where that reads it as it lies, and to predict. */
    private PackedGradients packedGradients;

    /**
     * Wires a layer to its arrays.
     *
     * @param weight its matrix
     * @param bias its bias, or null
     * @param parameters the network's flat array
     * @param x input of the batch, until it is read elsewhere
     * @param y output of the batch
     * @param dX gradient with respect to the input; null where nobody wants it
     * @param dY gradient with respect to the output; null when only predicting
     * @param maxRows number of rows the arrays have room for
     * @param scratch one a worker
     */
    LinearOp(
            Parameter weight,
            Parameter bias,
            double[] parameters,
            double[] x,
            double[] y,
            double[] dX,
            double[] dY,
            int maxRows,
            GemmScratch[] scratch) {
        this.in = weight.rows();
        this.out = weight.columns();
        this.parameters = parameters;
        this.weightOffset = weight.offset();
        this.biasOffset = bias == null ? 0 : bias.offset();
        this.hasBias = bias != null;
        this.ownInput = x;
        this.x = Rows.of(x, 0, in, maxRows);
        this.y = y;
        this.dX = dX;
        this.dY = dY;
        this.dYRows = dY == null ? null : Rows.of(dY, 0, out, maxRows);
        this.scratch = scratch;
        this.maxRows = maxRows;
        makePackedGradients();
    }

    @Override
    public void changeKernels() {
        makePackedGradients();
    }

    private void makePackedGradients() {
        boolean packs = dY != null && !Gemm.isNarrow(out, scratch[0]);
        packedGradients = packs ? new PackedGradients(dY, maxRows, out, scratch) : null;
    }

    @Override
    public void forward(int from, int to, int worker) {
        forward(from, to, 0, out, worker);
    }

    /** Computes rows of the output with all weights, packed. */
    final void forward(int from, int to, PackedSlabs weights, int worker) {
        Gemm.forward(
                to - from,
                x,
                from,
                weights,
                hasBias ? parameters : null,
                biasOffset,
                y,
                from * out,
                out,
                scratch[worker]);
    }

    /** Computes the columns {@code [fromOut, toOut)} of rows of the output. */
    final void forward(int from, int to, int fromOut, int toOut, int worker) {
        Gemm.forward(
                to - from,
                in,
                toOut - fromOut,
                x,
                from,
                parameters,
                weightOffset + fromOut,
                out,
                hasBias ? parameters : null,
                biasOffset + fromOut,
                y,
                from * out + fromOut,
                out,
                scratch[worker]);
    }

    /**
     * Adds the terms {@code [fromIn, toIn)} to what rows {@code [from, to)} of the output hold, or, if {@code fromIn} is 0, to the bias: in as many columns from
     * {@code fromOut} on as {@code panel} has.
     *
     * @param isPacked whether {@code panel} holds these weights; if not, it does afterwards
     */
    final void forwardTerms(
            int from, int to, int fromIn, int toIn, int fromOut, boolean isPacked, PackedMatrix panel, int worker) {
        Gemm.forwardTerms(
                to - from,
                toIn - fromIn,
                x,
                from,
                fromIn,
                parameters,
                weightOffset + fromIn * out + fromOut,
                out,
                isPacked,
                panel,
                hasBias ? parameters : null,
                biasOffset + fromOut,
                y,
                from * out + fromOut,
                out,
                scratch[worker]);
    }

    /** Packs the weights of {@link #forwardTerms}. */
    final void packWeights(int fromIn, int toIn, int fromOut, PackedMatrix panel) {
        panel.pack(parameters, weightOffset + fromIn * out + fromOut, out, 0, toIn - fromIn);
    }

    /** Has rows of the input read where a data set keeps them, until told otherwise; returns false, and leaves all as it was, if it does not keep them so. */
    final boolean readInPlace(RowsInPlace source, int[] rows, int count) {
        double[] values = source.locate(rows, count, x.starts());
        if (values != null) {
            x.lieIn(values);
        }
        return values != null;
    }

    /** Has rows of the input read from the array that the layer was wired to. */
    final void readOwnInput() {
        if (x.values() != ownInput) {
            x.set(ownInput, 0, in, maxRows);
        }
    }

    /** Computes the first rows of the output from rows that lie in {@code values} from {@code offset} on. */
    final void predict(double[] values, int offset, int rows, int worker) {
        x.set(values, offset, in, rows);
        predict(0, rows, worker);
        x.set(ownInput, 0, in, rows);
    }

    @Override
    public void backward(int from, int to, int worker) {
        gradientArrived(from, to);
        if (dX != null) {
            backward(from, to, 0, in, worker);
        }
    }

    /** Called when rows {@code [from, to)} of the output's gradient have arrived, which {@link Tile#gradient} will read. */
    final void gradientArrived(int from, int to) {
        if (packedGradients != null) {
            packedGradients.gradientArrived(from, to);
        }
    }

    /** Computes the columns {@code [fromIn, toIn)} of rows of the input's gradient. */
    final void backward(int from, int to, int fromIn, int toIn, int worker) {
        Gemm.backward(
                to - from,
                out,
                dYRows,
                from,
                toIn - fromIn,
                parameters,
                weightOffset + fromIn * out,
                out,
                dX,
                from * in + fromIn,
                in,
                scratch[worker]);
    }

    @Override
    public List<Tile> tiles() {
        List<Tile> tiles = new ArrayList<>();
        addWeightTiles(0, in, Tile.ANYBODY, tiles);
        addBiasTile(tiles);
        return tiles;
    }

    /** Adds tiles of the rows {@code [from, to)} of W: as few as possible, where they are large about as many for each thread, and then of as few rows. */
    final void addWeightTiles(int from, int to, int owner, List<Tile> tiles) {
        int rows = to - from;
        int workers = scratch.length;
        int fewest = divideUp(rows, Gemm.gradientRows(out, scratch[0]));
        int count = Math.min(divideUp(fewest, workers) * workers, Math.max(fewest, divideUp(rows, SHARED_ROWS)));
        int step = Gemm.isNarrow(out, scratch[0]) ? NARROW_ROWS_STEP : TILE_ROWS_STEP;
        int height = divideUp(divideUp(rows, count), step) * step;
        for (int row = from; row < to; row += height) {
            tiles.add(new WeightRows(row, Math.min(to, row + height), owner));
        }
    }

    private static int divideUp(int number, int by) {
        return (number + by - 1) / by;
    }

    final void addBiasTile(List<Tile> tiles) {
        if (hasBias) {
            tiles.add(new Bias());
        }
    }

    /** Rows {@code [fromRow, toRow)} of W. */
    private final class WeightRows implements Tile {
        private final int fromRow;
        private final int toRow;
        private final int owner;

        WeightRows(int fromRow, int toRow, int owner) {
            this.fromRow = fromRow;
            this.toRow = toRow;
            this.owner = owner;
        }

        @Override
        public int owner() {
            return owner;
        }

        @Override
        public int from() {
            return weightOffset + fromRow * out;
        }

        @Override
        public int to() {
            return weightOffset + toRow * out;
        }

        @Override
        public void gradient(double[] gradients, int at, boolean adds, int rows, int worker) {
            GemmScratch own = scratch[worker];
            int row0 = at - fromRow * out;
            if (packedGradients == null) {
                Gemm.narrowGradient(adds, fromRow, toRow, rows, x, out, dY, 0, out, gradients, row0, out, own);
            } else {
                PackedMatrix packed = packedGradients.packed(rows, worker);
                Gemm.gradient(adds, fromRow, toRow, rows, x, packed, gradients, row0, out, own);
            }
        }

        @Override
        public boolean decays() {
            return true;
        }
    }

    /** The bias: its gradient is a row of ones times dY, chains like those of W. */
    private final class Bias implements Tile {
        @Override
        public int from() {
            return biasOffset;
        }

        @Override
        public int to() {
            return biasOffset + out;
        }

        @Override
        public void gradient(double[] gradients, int at, boolean adds, int rows, int worker) {
            if (!adds) {
                Arrays.fill(gradients, at, at + out, 0.0);
            }
            Gemm.addColumnSums(rows, out, dY, 0, out, gradients, at, scratch[worker]);
        }

        @Override
        public boolean decays() {
            return false;
        }
    }
}
