package dev.linnet.internal.nn;

import dev.linnet.internal.math.GemmScratch;
import dev.linnet.internal.math.PackedMatrix;
import dev.linnet.internal.math.Relay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A fully connected layer whose inputs workers share out, and with them the rows of W.
 *
 * <p>Each worker goes forward with its rows of W, computes their share of the input's gradient, and moves them: so they, and what the optimizer remembers of
 * them, never leave its cache. To write what another processor has read can take five times as long as to fetch it.
 *
 * <p>Every sum of the forward product begins with the first worker's terms and goes on with those of the next. So it is a relay: while the second adds its terms to a
 * piece of the output, some rows by some columns, the first is at the next piece. The second waits at the beginning, and packs its weights meanwhile; the first waits at the end.
 * That pays where there are many pieces and few workers; else there is {@link SharedLinearOp}.
 */
final class RelayLinearOp extends LinearOp implements BatchOp {
    /** With so many weights it pays to share them out (docs/performance.md). */
    private static final int LEAST_WEIGHTS = 1 << 16;

    /** With fewer columns, products take ways of their own. */
    private static final int LEAST_COLUMNS = 64;

    /** With fewer rows of W for a worker, shares would be too uneven. */
    private static final int LEAST_TERMS = 32;

    /** Rows of the output in a piece; a few more where a tile of the matrix product has another height. */
    private static final int PIECE_ROWS = 8;

    /** So many pieces for each worker that waits: then no worker waits for more than an eighth of its time. */
    private static final int PIECES_PER_WAIT = 8;

    /** Weights of a stage for the columns of a piece, at most: a megabyte, which stays in a second-level cache for the most part. */
    private static final int PANEL = 1 << 17;

    /** Columns of a piece are a multiple of so many, the widest tiles: fewer would be wasted. */
    private static final int COLUMNS_STEP = 24;

    /** Rows of W of a worker are a multiple of so many: whole tiles, and whole lines of a cache. */
    private static final int STEP = 8;

    private final GemmScratch[] scratch;
    private final Stage[] stages;
    private final Relay relay;
    private final int pieceColumns;
    private int pieceRows;

    /** Wires a layer as {@link LinearOp} does; it has at least 64 columns. */
    RelayLinearOp(
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
        this.scratch = scratch;
        int terms = terms(in, scratch.length);
        this.stages = new Stage[(in + terms - 1) / terms];
        Arrays.setAll(stages, i -> new Stage(i, i * terms, Math.min(in, (i + 1) * terms)));
        this.relay = new Relay(stages.length);
        this.pieceColumns = pieceColumns(terms, out);
        makePanels();
    }

    /** Whether so many workers had better share out a layer's inputs, in batches of so many rows. */
    static boolean pays(Parameter weight, int workers, int maxRows) {
        int out = weight.columns();
        int terms = terms(weight.rows(), workers);
        boolean isLarge = (long) weight.rows() * out >= LEAST_WEIGHTS && out >= LEAST_COLUMNS;
        if (workers == 1 || !isLarge || terms < LEAST_TERMS || terms > PANEL / COLUMNS_STEP) {
            return false;
        }
        int columns = pieceColumns(terms, out);
        long pieces = (long) (maxRows / PIECE_ROWS) * ((out + columns - 1) / columns);
        return pieces >= (long) PIECES_PER_WAIT * (workers - 1);
    }

    /** Number of rows of W that a worker has, the last perhaps fewer. */
    private static int terms(int in, int workers) {
        int perWorker = (in + workers - 1) / workers;
        return (perWorker + STEP - 1) / STEP * STEP;
    }

    /** Number of columns of a piece: nearly the same for all. */
    private static int pieceColumns(int terms, int out) {
        int most = PANEL / terms / COLUMNS_STEP * COLUMNS_STEP;
        int across = (out + most - 1) / most;
        return ((out + across - 1) / across + STEP - 1) / STEP * STEP;
    }

    @Override
    public void changeKernels() {
        super.changeKernels();
        makePanels();
    }

    private void makePanels() {
        int height = scratch[0].tileRows();
        pieceRows = (PIECE_ROWS + height - 1) / height * height;
        for (Stage stage : stages) {
            stage.panel = scratch[0].slab(stage.to - stage.from, pieceColumns);
        }
    }

    @Override
    public int forwardTiles() {
        return stages.length;
    }

    @Override
    public void forwardColumns(int tile, int rows, int worker) {
        boolean isDone = false;
        try {
            stages[tile].run(rows, worker);
            isDone = true;
        } finally {
            if (!isDone) {
                relay.abandon();
            }
        }
    }

    @Override
    public void forward(int from, int to, int worker) {} // its terms are added up

    @Override
    public void predict(int from, int to, int worker) {
        super.forward(from, to, worker);
    }

    @Override
    public int backwardTiles() {
        return dX == null ? 0 : stages.length;
    }

    @Override
    public void backwardColumns(int tile, int rows, int worker) {
        backward(0, rows, stages[tile].from, stages[tile].to, worker);
    }

    @Override
    public void backward(int from, int to, int worker) {
        packGradient(from, to);
    }

    @Override
    public List<Tile> tiles() {
        List<Tile> tiles = new ArrayList<>();
        for (Stage stage : stages) {
            addWeightTiles(stage.from, stage.to, stage.number, tiles);
        }
        addBiasTile(tiles);
        return tiles;
    }

    /** Rows {@code [from, to)} of W on their way forward. */
    private final class Stage {
        private final int number;
        private final int from;
        private final int to;

        /** The weights for the pieces that are being done. */
        private PackedMatrix panel;

        Stage(int number, int from, int to) {
            this.number = number;
            this.from = from;
            this.to = to;
        }

        /** Adds the stage's terms to the first rows of the output, piece by piece; stops where the stage before was abandoned. */
        void run(int rows, int worker) {
            long piece = relay.passed(number);
            for (int column = 0; column < out; column += pieceColumns) {
                panel.reshape(Math.min(pieceColumns, out - column));
                boolean isPacked = false;
                for (int row = 0; row < rows; row += pieceRows) {
                    if (!isPacked && !relay.isReady(number, piece)) {
                        packWeights(from, to, column, panel);
                        isPacked = true;
                    }
                    if (!relay.await(number, piece)) {
                        return;
                    }
                    forwardTerms(row, Math.min(rows, row + pieceRows), from, to, column, isPacked, panel, worker);
                    isPacked = true;
                    relay.pass(number, piece++);
                }
            }
        }
    }
}
