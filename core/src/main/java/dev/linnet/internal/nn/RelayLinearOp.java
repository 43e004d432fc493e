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
    /** With so many weights it pays to share them out; with a quarter of them, on two threads, steps took 1.05 times as long (docs/performance-tried.md). */
    private static final int LEAST_WEIGHTS = 1 << 16;

    /** Far from the 24 columns that a panel must have, and from the 32 up to which scalar kernels would rather compute a transpose. */
    private static final int LEAST_COLUMNS = 64;

    /** Rows of W for a worker, at least: then shares, which are multiples of {@link #TERMS_STEP}, are about even. */
    private static final int LEAST_TERMS = 32;

    private static final int TERMS_STEP = 8;

    /** Rows of the output in a piece, or a few more where a tile of the matrix product has another height. 16 were as fast, 32 slower. */
    private static final int PIECE_ROWS = 8;

    /** About so many pieces for each worker that waits: then none waits for much more than an eighth of its time. */
    private static final int PIECES_PER_WAIT = 8;

    /** Weights in a panel, at most: a megabyte. Half of it was as fast, but without the Vector API slower by a seventh. */
    private static final int PANEL = 1 << 17;

    /** Columns of a panel are a multiple of so many, the widest tiles of the matrix product. */
    private static final int COLUMNS_STEP = 24;

    private final Stage[] stages;
    private final Relay relay;
    private final int pieceColumns;
    private int pieceRows;

    /** Wires a layer as {@link LinearOp} does; it has as many rows and columns of W as {@link #pays} asks for. */
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
        int workers = scratch.length;
        this.stages = new Stage[workers];
        Arrays.setAll(stages, i -> new Stage(i, firstTerm(i, in, workers), firstTerm(i + 1, in, workers)));
        this.relay = new Relay(workers);
        this.pieceColumns = pieceColumns(mostTerms(in, workers), out);
        makePanels();
    }

    /** Whether so many workers had better share out a layer's inputs, in batches of so many rows. */
    static boolean pays(Parameter weight, int workers, int maxRows) {
        int in = weight.rows();
        int out = weight.columns();
        int terms = mostTerms(in, workers);
        boolean isLarge = (long) in * out >= LEAST_WEIGHTS && out >= LEAST_COLUMNS && in / workers >= LEAST_TERMS;
        if (workers == 1 || !isLarge || terms > PANEL / COLUMNS_STEP) {
            return false;
        }
        int columns = pieceColumns(terms, out);
        long pieces = (long) (maxRows / PIECE_ROWS) * ((out + columns - 1) / columns);
        return pieces >= (long) PIECES_PER_WAIT * (workers - 1);
    }

    /** The first row of W of a worker, or, for the number of workers, the number of rows: a multiple of {@link #TERMS_STEP}, unless it is that. */
    private static int firstTerm(int worker, int in, int workers) {
        return worker == workers ? in : (int) ((long) in * worker / workers) / TERMS_STEP * TERMS_STEP;
    }

    /** No worker has more rows of W. */
    private static int mostTerms(int in, int workers) {
        return (in + workers - 1) / workers + TERMS_STEP;
    }

    /** Number of columns of a piece, at most: as even as {@link #COLUMNS_STEP} allows. */
    private static int pieceColumns(int terms, int out) {
        int most = PANEL / terms / COLUMNS_STEP * COLUMNS_STEP;
        int across = (out + most - 1) / most;
        int even = (out + across - 1) / across;
        return (even + COLUMNS_STEP - 1) / COLUMNS_STEP * COLUMNS_STEP;
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
            stage.panel = scratch[0].panel(stage.to - stage.from, pieceColumns);
        }
    }

    @Override
    public int forwardTiles() {
        return stages.length;
    }

    @Override
    public void forwardTile(int tile, int rows, int worker) {
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
    public void backwardTile(int tile, int rows, int worker) {
        backward(0, rows, stages[tile].from, stages[tile].to, worker);
    }

    @Override
    public void backward(int from, int to, int worker) {
        gradientArrived(from, to);
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
