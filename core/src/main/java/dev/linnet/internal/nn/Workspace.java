package dev.linnet.internal.nn;

import dev.linnet.data.Dataset;
import dev.linnet.internal.math.Elementwise;
import dev.linnet.internal.math.Gemm;
import dev.linnet.internal.math.GemmScratch;
import dev.linnet.internal.math.RowsInPlace;
import dev.linnet.internal.math.Updates;
import dev.linnet.layer.Output;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network with the memory to run a batch: one operation a layer, wired to its arrays.
 *
 * <p>Allocated once for (network, rows, workers), owned by one caller; nothing here allocates afterwards, and the order of
 * calls is the caller's care. To predict: fill {@link #input} or have rows elsewhere, {@code predict}, read {@link #logits}.
 *
 * <p>To learn, a batch goes through the layers in legs. A leg takes rows as far as they can go on their own: several
 * workers run ranges of rows of their own at the same time. The usual network has one leg, from the input through the loss
 * and back. A layer where all rows meet splits it, on the way there and, mostly, on the way back: between two legs workers take
 * tiles of that {@linkplain #runMeeting meeting}. After the last leg, they take tiles of the parameters: {@link #gradient}, {@link #update},
 * or {@link #move}.
 */
public final class Workspace {
    /** Takes the loss of rows whose logits are there, and leaves its gradient in {@link #logitsGradient}. */
    public interface RowLoss {
        /** Does so for rows {@code [from, to)}. */
        void evaluate(int from, int to);
    }

    private final Network network;
    private final Standardizer standardizer;
    private final int maxRows;
    private final double[] parameters;
    private final double[] gradients;

    /** For each worker, memory for the gradient of one tile. */
    private final double[][] tileGradients;

    private final double[] input;
    private final double[] logits;
    private final double[] logitsGradient;
    private final double[] logSums;

    /** What each layer gave; layers that work in place share an array. */
    private final List<double[]> outputsOfLayers;

    private final Draws draws = new Draws();
    private final GemmScratch[] scratch;
    private final Op[] ops;

    /** Every network begins with one. */
    private final LinearOp firstOp;

    /** Indices of the operations where all rows meet: where legs begin. */
    private final int[] batchOps;

    /** Whether in the first of them rows meet on the way there only, for nobody wants the gradient of its input. */
    private final boolean firstMeetsOnce;

    private final Op.Tile[] tiles;

    /** For each worker, the first of its tiles; behind them, the number of tiles. */
    private final int[] shares;

    private Workspace(
            ModelState model,
            int maxRows,
            int workers,
            boolean training,
            PackedWeights packed,
            Collection<Parameter> frozen) {
        this.network = model.network();
        this.standardizer = model.standardizer();
        this.maxRows = maxRows;
        this.parameters = model.parameters();
        this.gradients = training ? new double[parameters.length] : null;
        this.input = new double[maxRows * network.inputs()];
        this.logSums = new double[maxRows];
        Wiring wiring = new Wiring(input, parameters, maxRows, workers, training, packed, draws, frozen);
        wiring.add(network.places());
        this.logits = wiring.y;
        this.logitsGradient = wiring.dY;
        this.outputsOfLayers = wiring.outputs;
        this.scratch = wiring.scratch;
        this.ops = wiring.ops.toArray(Op[]::new);
        this.firstOp = (LinearOp) ops[0];
        this.batchOps = training
                ? IntStream.range(0, ops.length)
                        .filter(i -> ops[i] instanceof BatchOp)
                        .toArray()
                : new int[0];
        this.firstMeetsOnce = batchOps.length > 0 && ((BatchOp) ops[batchOps[0]]).backwardTiles() == 0;
        Shares shares = new Shares(
                wiring.ops.stream().flatMap(op -> op.tiles().stream()).toList(), workers);
        this.tiles = shares.tiles.toArray(Op.Tile[]::new);
        this.shares = shares.starts;
        this.tileGradients = training ? new double[workers][largestTile()] : null;
    }

    private int largestTile() {
        return Arrays.stream(tiles)
                .mapToInt(tile -> tile.to() - tile.from())
                .max()
                .orElseThrow();
    }

    /** For predicting up to {@code maxRows} rows at a time on one thread. */
    public static Workspace forPrediction(ModelState model, int maxRows) {
        return forPrediction(model, maxRows, null);
    }

    /**
     * The same for a model whose parameters change no more.
     *
     * @param packed its weights, or null if they are not kept
     */
    public static Workspace forPrediction(ModelState model, int maxRows, PackedWeights packed) {
        return new Workspace(model, maxRows, 1, false, packed, List.of());
    }

    /**
     * For training in batches of up to {@code maxRows} rows.
     *
     * @param model its parameters are read and, by {@link #update} and {@link #move}, modified
     * @param workers number of threads that will run at the same time
     */
    public static Workspace forTraining(ModelState model, int maxRows, int workers) {
        return forTraining(model, maxRows, workers, List.of());
    }

    /** The same, with batch normalizations that are among the {@code frozen} parameters working as they do to predict. */
    public static Workspace forTraining(ModelState model, int maxRows, int workers, Collection<Parameter> frozen) {
        return new Workspace(model, maxRows, workers, true, null, frozen);
    }

    /** Goes over to the kernels that run now, if those are others; called between batches, for they pack in other ways. */
    public void keepUpWithKernels() {
        Gemm.rehearse();
        if (scratch[0].isOutdated()) {
            System.arraycopy(GemmScratch.ofWorkers(scratch.length), 0, scratch, 0, scratch.length);
            for (Op op : ops) {
                op.changeKernels();
            }
        }
    }

    /** Number of rows there is room for. */
    public int maxRows() {
        return maxRows;
    }

    /** Number of columns of the logits. */
    public int outputs() {
        return network.outputs();
    }

    /** Where the batch's features go, unless they are {@linkplain #readInPlace read in place}: [maxRows, inputs]; overwritten where inputs are standardized. */
    public double[] input() {
        return input;
    }

    /**
     * Has the first layer read the batch's features where a data set keeps them, if it keeps them so and they are not standardized; else from {@link #input}.
     *
     * @param rows the batch's rows in the data set; not modified
     * @return whether they are read there, and need not be in {@link #input}
     */
    public boolean readInPlace(Dataset data, int[] rows, int count) {
        boolean isInPlace =
                standardizer == null && data instanceof RowsInPlace source && firstOp.readInPlace(source, rows, count);
        if (!isInPlace) {
            firstOp.readOwnInput();
        }
        return isInPlace;
    }

    /** What the last layer gave: [maxRows, outputs]. */
    public double[] logits() {
        return logits;
    }

    /** Where the loss's gradient with respect to the logits goes: [maxRows, outputs]; overwritten on the way back. */
    public double[] logitsGradient() {
        return logitsGradient;
    }

    /** The gradients, laid out like the parameters, as {@link #gradient} left them; {@link #move} need not write them. */
    public double[] gradients() {
        return gradients;
    }

    /** Runs rows {@code [from, to)} from the input to the logits, to predict. */
    public void predict(int from, int to, int worker) {
        standardize(from, to);
        predictFrom(0, from, to, worker);
    }

    private void predictFrom(int first, int from, int to, int worker) {
        for (int i = first; i < ops.length; i++) {
            ops[i].predict(from, to, worker);
        }
    }

    /**
     * Runs rows from {@code in} to the logits, to predict. The first layer reads them where they lie, unless they are
     * standardized: copying them takes an eighth of the time of a batch.
     *
     * @param in [rows, inputs] from {@code offset} on, row-major; not modified
     */
    public void predict(double[] in, int offset, int rows) {
        if (standardizer == null) {
            firstOp.predict(in, offset, rows, 0);
            predictFrom(1, 0, rows, 0);
        } else {
            System.arraycopy(in, offset, input, 0, rows * network.inputs());
            predict(0, rows, 0);
        }
    }

    /** Turns the logits of rows {@code [from, to)} into predictions, in place. */
    public void predictions(Output output, int from, int to) {
        int columns = outputs();
        switch (output) {
            case IDENTITY -> {}
            case SIGMOID -> Elementwise.sigmoid(logits, logits, from * columns, to * columns);
            case SOFTMAX -> Elementwise.softmax(logits, logits, logSums, columns, from, to);
        }
    }

    /**
     * Says where in a run a batch stands, before it goes its way: random choices are keyed by that.
     *
     * @param seed the run's
     * @param step number of the step in the run
     * @param firstRow number of the batch's first row within the step: not 0 where its gradient will add to that of batches
     *     before
     */
    public void keyDraws(long seed, long step, long firstRow) {
        draws.seed = seed;
        draws.step = step;
        draws.firstRow = firstRow;
    }

    /** Number of legs of a batch: one more than the layers where all rows meet on the way there, and those where they do on the way back. */
    public int legs() {
        return 2 * batchOps.length + (firstMeetsOnce ? 0 : 1);
    }

    /**
     * Takes rows {@code [from, to)} through one leg.
     *
     * @param leg from 0; the one in the middle turns at the loss
     */
    public void runLeg(int leg, int from, int to, RowLoss loss, int worker) {
        int turn = batchOps.length;
        if (leg == 0) {
            standardize(from, to);
        }
        if (leg <= turn) {
            for (int i = segmentStart(leg); i < segmentStart(leg + 1); i++) {
                ops[i].forward(from, to, worker);
            }
        }
        if (leg == turn) {
            loss.evaluate(from, to);
        }
        if (leg >= turn) {
            int segment = 2 * turn - leg;
            // The layer that ends the segment has its columns, the one that begins it waits for them.
            int last = leg == turn ? ops.length - 1 : segmentStart(segment + 1);
            int first = segment == 0 || (segment == 1 && firstMeetsOnce) ? 0 : segmentStart(segment) + 1;
            for (int i = last; i >= first; i--) {
                ops[i].backward(from, to, worker);
            }
        }
    }

    /** Number of tiles of the meeting between {@code leg} and the next. */
    public int meetingTiles(int leg) {
        BatchOp op = betweenLegs(leg);
        return leg < batchOps.length ? op.forwardTiles() : op.backwardTiles();
    }

    /** Does one tile of what meets the first {@code rows} rows between {@code leg} and the next. */
    public void runMeeting(int leg, int tile, int rows, int worker) {
        if (leg < batchOps.length) {
            betweenLegs(leg).forwardTile(tile, rows, worker);
        } else {
            betweenLegs(leg).backwardTile(tile, rows, worker);
        }
    }

    private BatchOp betweenLegs(int leg) {
        int index = leg < batchOps.length ? leg : 2 * batchOps.length - 1 - leg;
        return (BatchOp) ops[batchOps[index]];
    }

    /** Index of the first operation of a segment of the way there. */
    private int segmentStart(int segment) {
        return segment == 0 ? 0 : segment > batchOps.length ? ops.length : batchOps[segment - 1];
    }

    private void standardize(int from, int to) {
        if (standardizer != null) {
            standardizer.apply(input, from, to);
        }
    }

    /**
     * Which tiles are whose: those of worker w begin at the number at w and end before the number behind it. A worker finds in its cache what it needs for its own; any
     * may do any. Not to be modified.
     */
    public int[] shares() {
        return shares;
    }

    /** Number of tiles that all parameters are cut into. */
    public int tiles() {
        return tiles.length;
    }

    /**
     * Computes the gradient of {@code tile} over the first {@code rows} rows of the batch, which went through all legs.
     *
     * @param adds whether it goes on from what the gradient was, instead of from zero
     */
    public void gradient(int tile, boolean adds, int rows, int worker) {
        tiles[tile].gradient(gradients, tiles[tile].from(), adds, rows, worker);
    }

    /** Moves the parameters of {@code tile}; returns 0.0, or NaN if one of them is no longer finite. */
    public double update(int tile, ParameterUpdate update) {
        return update(tiles[tile], update, gradients, tiles[tile].from());
    }

    /**
     * Does {@link #gradient} and {@link #update} at once. Where the kernels allow for it, the gradient stays in the worker's own
     * memory, and so in its cache: {@link #gradients} are not written then. (What kernels allow for, those that take over from them allow
     * for as well.)
     */
    public double move(int tile, int rows, ParameterUpdate update, int worker) {
        Op.Tile piece = tiles[tile];
        boolean isApart = Updates.takeGradientAnywhere(piece.to() - piece.from());
        double[] gradient = isApart ? tileGradients[worker] : gradients;
        int at = isApart ? 0 : piece.from();
        piece.gradient(gradient, at, false, rows, worker);
        return update(piece, update, gradient, at);
    }

    private double update(Op.Tile tile, ParameterUpdate update, double[] gradient, int gradientFrom) {
        return update.update(parameters, gradient, gradientFrom, tile.from(), tile.to(), tile.decays());
    }

    /** A number that should be finite and is not. */
    public record NotFinite(int layer, String statistic, double value) {}

    /**
     * Looks for the first number that is not finite after a step on {@code rows} rows: in what the layers gave, first to
     * last, then in the gradients, then in the parameters. Null if all are finite.
     */
    public NotFinite findNotFinite(int rows) {
        for (int layer = 0; layer < outputsOfLayers.size(); layer++) {
            double[] y = outputsOfLayers.get(layer);
            int at = indexOfNotFinite(y, 0, y.length / maxRows * rows);
            if (at >= 0) {
                return new NotFinite(layer, "output", y[at]);
            }
        }
        for (Parameter p : network.parameters()) {
            int at = indexOfNotFinite(gradients, p.offset(), p.end());
            if (at >= 0) {
                return new NotFinite(p.layer(), "gradient", gradients[at]);
            }
        }
        for (Parameter p : network.parameters()) {
            int at = indexOfNotFinite(parameters, p.offset(), p.end());
            if (at >= 0) {
                return new NotFinite(p.layer(), p.kind().title(), parameters[at]);
            }
        }
        return null;
    }

    private static int indexOfNotFinite(double[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Double.isFinite(values[i])) {
                return i;
            }
        }
        return -1;
    }
}
