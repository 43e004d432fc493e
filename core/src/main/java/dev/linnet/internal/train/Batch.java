package dev.linnet.internal.train;

import dev.linnet.data.Dataset;
import dev.linnet.internal.math.Sums;
import dev.linnet.internal.math.Team;
import dev.linnet.internal.math.Updates;
import dev.linnet.internal.nn.Workspace;
import dev.linnet.internal.score.Tally;
import dev.linnet.loss.Loss;
import java.util.Arrays;

/**
 * The rows that are being learned or measured: which they are, their targets, weights and losses. Their features are the
 * input of the workspace, or lie where the data set keeps them.
 *
 * <p>The team takes the rows through the network, each worker a slice of them, and tiles of what is done where all rows meet.
 */
final class Batch {
    private final Loss loss;
    private final Workspace workspace;
    private final Team team;
    private final Slices slices = new Slices();
    private final int outputs;
    private final int targetColumns;
    private final int[] rows;
    private final double[] targets;
    private final double[] weights;
    private final double[] rowLoss;
    private final Team.Task measureSlice = this::measureSlice;
    private final Team.Task learnSlice = this::learnSlice;
    private final Team.Task runMeeting = this::runMeeting;
    private final Workspace.RowLoss rowLossAndGradient = this::lossAndGradient;
    private Dataset data;
    private boolean isInPlace;
    private int size;
    private int leg;

    /** Memory for up to {@code workspace.maxRows()} rows. */
    Batch(Workspace workspace, Loss loss, int targetColumns, Team team) {
        this.workspace = workspace;
        this.loss = loss;
        this.team = team;
        this.outputs = workspace.outputs();
        this.targetColumns = targetColumns;
        int maxRows = workspace.maxRows();
        this.rows = new int[maxRows];
        this.targets = new double[maxRows * targetColumns];
        this.weights = new double[maxRows];
        this.rowLoss = new double[maxRows];
    }

    /** Takes the next rows that {@code sampler} deals of {@code source}; nothing is read yet. */
    void take(BatchSampler sampler, Dataset source) {
        data = source;
        size = sampler.next(rows);
        slices.cut(size, team.atWork());
        isInPlace = workspace.readInPlace(source, rows, size);
    }

    /** Number of rows it holds. */
    int size() {
        return size;
    }

    /** Reads the rows, runs them forward to predict, and takes their losses. */
    void measure() {
        workspace.keepUpWithKernels();
        team.run(measureSlice, slices.count());
    }

    /** Reads the rows and runs them forward, through the loss, and back. */
    void learn() {
        workspace.keepUpWithKernels();
        for (leg = 0; leg < workspace.legs(); leg++) {
            team.run(learnSlice, slices.count());
            if (leg + 1 < workspace.legs()) {
                team.run(runMeeting, workspace.meetingTiles(leg));
            }
        }
    }

    private void measureSlice(int slice, int worker) {
        int from = slices.from(slice);
        int to = slices.to(slice);
        read(from, to);
        workspace.predict(from, to, worker);
        evaluate(from, to, null);
    }

    private void learnSlice(int slice, int worker) {
        int from = slices.from(slice);
        int to = slices.to(slice);
        if (leg == 0) {
            read(from, to);
        }
        workspace.runLeg(leg, from, to, rowLossAndGradient, worker);
    }

    private void runMeeting(int tile, int worker) {
        workspace.runMeeting(leg, tile, size, worker);
    }

    private void read(int from, int to) {
        data.read(rows, from, to, isInPlace ? null : workspace.input(), targets);
        if (data.weighted()) {
            data.readWeights(rows, from, to, weights);
        }
    }

    private void lossAndGradient(int from, int to) {
        evaluate(from, to, workspace.logitsGradient());
        if (data.weighted()) {
            Updates.scaleRows(weights, workspace.logitsGradient(), outputs, from, to);
        }
    }

    private void evaluate(int from, int to, double[] gradient) {
        loss.evaluate(workspace.logits(), targets, outputs, targetColumns, from, to, rowLoss, gradient);
        if (data.weighted()) {
            Updates.scaleRows(weights, rowLoss, 1, from, to);
        }
    }

    /** Copies the rows' weighted losses and weights to {@code losses} and {@code weights}, from {@code at} on. */
    void copyLosses(double[] losses, double[] weights, int at) {
        System.arraycopy(rowLoss, 0, losses, at, size);
        if (data.weighted()) {
            System.arraycopy(this.weights, 0, weights, at, size);
        } else {
            Arrays.fill(weights, at, at + size, 1.0);
        }
    }

    /**
     * Refuses rows that hold what is not finite, once a loss is not: then neither weights nor rate are to blame. Features may
     * have been standardized since, which does not make them finite.
     *
     * @param purpose what the rows are there to do: learn, validate
     * @throws IllegalArgumentException if there is such a row; the message says where
     */
    void refuseNonFinite(String purpose) {
        if (!isInPlace) { // else they are finite
            refuseNonFinite(workspace.input(), data.features(), "feature", purpose);
        }
        refuseNonFinite(targets, targetColumns, "target", purpose);
    }

    private void refuseNonFinite(double[] values, int columns, String what, String purpose) {
        for (int i = 0; i < size * columns; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("row " + rows[i / columns] + " of the rows to " + purpose + ", "
                        + what + " " + i % columns + " is " + values[i]);
            }
        }
    }

    /** Weighted sum of the rows' losses. */
    double lossSum() {
        return Sums.sum(rowLoss, 0, size);
    }

    /** Sum of the rows' weights: their number where they have none. */
    double weightSum() {
        return data.weighted() ? Sums.sum(weights, 0, size) : size;
    }

    /** Adds the rows, which were measured, to {@code tally}. */
    void count(Tally tally) {
        tally.add(workspace.logits(), targets, data.weighted() ? weights : null, 0, size);
    }
}
