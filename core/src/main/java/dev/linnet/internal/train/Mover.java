package dev.linnet.internal.train;

import dev.linnet.data.FileFormatException;
import dev.linnet.internal.io.RunState;
import dev.linnet.internal.math.Sums;
import dev.linnet.internal.math.Team;
import dev.linnet.internal.math.Updates;
import dev.linnet.internal.nn.Parameter;
import dev.linnet.internal.nn.ParameterUpdate;
import dev.linnet.internal.nn.Workspace;
import dev.linnet.optim.Clipping;
import dev.linnet.training.Training;
import java.util.Arrays;
import java.util.List;

/**
 * The second half of a step: from what a batch left in the workspace to new parameters.
 *
 * <pre>
 *   gradient = sum over the step's batches / sum of weights
 *   gradient += l2 w + l1 sign(w)                             weights, not biases unless asked for
 *   gradient is clipped
 *   the optimizer moves the parameters
 *   each unit's incoming weights are held within maxNorm
 *   average = decay average + (1 - decay) parameters
 * </pre>
 *
 * <p>Where nothing looks at the gradient before the optimizer does, a tile's gradient and its update are one piece of work.
 */
final class Mover implements ParameterUpdate {
    private final Training training;
    private final Clipping clipping;
    private final double maxNorm;
    private final double averagingRest;
    private final Team team;
    private final Workspace workspace;
    private final OptimizerState optimizer;
    private final List<Parameter> trained;
    private final List<Parameter> frozen;
    private final List<Parameter> weights;
    private final List<Parameter> penalized;
    private final double[] parameters;
    private final double[] gradients;
    private final double[] average;
    private final double[] probes;
    private final double[] squares;
    private final Team.Task gatherTile = this::gatherTile;
    private final Team.Task moveTile = this::moveTile;
    private final Team.Task updateTile = this::updateTile;
    private final Team.Task shapeBlock = this::shapeBlock;
    private final Team.Task averageBlock = this::averageBlock;
    private final Team.Task limitNorms = this::limitNorms;
    private int rows;
    private boolean adds;
    private double scale;

    /** Moves {@code parameters}, {@code optimizer} and {@code average}, or null, from where they are. */
    Mover(
            RunPlan plan,
            double[] parameters,
            OptimizerState optimizer,
            double[] average,
            Workspace workspace,
            Team team) {
        this.training = plan.training();
        this.clipping = training.clipping().orElse(null);
        this.maxNorm = training.maxNorm().orElse(Double.POSITIVE_INFINITY);
        this.averagingRest = 1.0 - training.averaging().orElse(0.0);
        this.team = team;
        this.workspace = workspace;
        this.parameters = parameters;
        this.gradients = workspace.gradients();
        this.optimizer = optimizer;
        this.frozen = plan.frozen();
        this.trained = plan.model().network().parameters().stream()
                .filter(p -> p.kind().isTrained() && !frozen.contains(p))
                .toList();
        this.weights =
                trained.stream().filter(p -> p.kind() == Parameter.Kind.WEIGHT).toList();
        this.penalized = training.penalizesBiases() ? trained : weights;
        this.average = average;
        this.probes = new double[workspace.tiles()];
        this.squares = new double[blocks()];
    }

    /** Learning rate of the last step. */
    double rate() {
        return optimizer.rate();
    }

    /** Forgets the optimizer's moments, and follows parameters that were set from outside. */
    void restart() {
        optimizer.reset();
        if (average != null) {
            System.arraycopy(parameters, 0, average, 0, average.length);
        }
    }

    /** Puts what it remembers from step to step into {@code state}. */
    void save(RunState state) {
        optimizer.save(state);
        if (average != null) {
            state.put("average", average);
        }
    }

    /** Remembers what {@link #save} put. */
    void restore(RunState state) throws FileFormatException {
        optimizer.restore(state);
        if (average != null) {
            state.copyTo("average", average);
        }
    }

    /** What the run has to show: the averaged parameters where asked for, else the parameters. Not a copy. */
    double[] shown() {
        return average == null ? parameters : average;
    }

    /** Exchanges the parameters for their averages, or back; nothing without averages. */
    void exchangeAverages() {
        if (average != null) {
            for (int i = 0; i < average.length; i++) {
                double p = parameters[i];
                parameters[i] = average[i];
                average[i] = p;
            }
        }
    }

    /** Takes the gradient of a batch that is not the last of its step. */
    void gather(int rows, boolean adds) {
        this.rows = rows;
        this.adds = adds;
        team.run(gatherTile, workspace.shares());
    }

    /**
     * Takes the gradient of the step's last batch, and moves the parameters.
     *
     * @param rows number of rows of that batch
     * @param adds whether it adds to the gradient of earlier batches
     * @param factor of the learning rate
     * @param weightSum sum of the weights of all rows of the step
     * @return 0.0, or NaN if a parameter is no longer finite
     */
    double move(int rows, boolean adds, double factor, double weightSum) {
        this.rows = rows;
        this.adds = adds;
        scale = weightSum > 0.0 ? 1.0 / weightSum : 0.0;
        if (looksAtGradients()) {
            team.run(gatherTile, workspace.shares());
            team.run(shapeBlock, blocks());
            optimizer.begin(factor, clipping != null && clipping.isByNorm() ? factorOfNorm() : 1.0);
            team.run(updateTile, workspace.shares());
        } else {
            optimizer.begin(factor, scale);
            team.run(moveTile, workspace.shares());
        }
        if (maxNorm < Double.POSITIVE_INFINITY) {
            team.run(limitNorms, weights.size());
        }
        if (average != null) {
            team.run(averageBlock, blocks());
        }
        double probe = 0.0;
        for (double p : probes) {
            probe += p;
        }
        return probe;
    }

    private int blocks() {
        return (parameters.length + Sums.BLOCK - 1) / Sums.BLOCK;
    }

    private void gatherTile(int tile, int worker) {
        workspace.gradient(tile, adds, rows, worker);
    }

    private void updateTile(int tile, int worker) {
        probes[tile] = workspace.update(tile, update());
    }

    private void moveTile(int tile, int worker) {
        if (adds) {
            gatherTile(tile, worker);
            updateTile(tile, worker);
        } else {
            probes[tile] = workspace.move(tile, rows, update(), worker);
        }
    }

    private ParameterUpdate update() {
        return frozen.isEmpty() ? optimizer : this;
    }

    /** Whether gradients are looked at, all of them, before the optimizer does. */
    private boolean looksAtGradients() {
        return clipping != null || training.l1() > 0.0 || training.l2() > 0.0;
    }

    /** Computes the gradients of the last step once more where nothing of them is left, for who wants to see them. */
    void recallGradients() {
        if (!looksAtGradients() && !adds) {
            team.run(gatherTile, workspace.shares());
        }
    }

    @Override
    public double update(double[] parameters, double[] gradients, int gradientFrom, int from, int to, boolean decays) {
        for (int i = 0; i < frozen.size(); i++) {
            Parameter p = frozen.get(i);
            if (from >= p.offset() && from < p.end()) { // what is in one tile is frozen together
                return 0.0;
            }
        }
        return optimizer.update(parameters, gradients, gradientFrom, from, to, decays);
    }

    /** Scales, penalizes and clips one block of the gradient, and takes its squares. */
    private void shapeBlock(int block, int worker) {
        int first = block * Sums.BLOCK;
        int end = Math.min(parameters.length, first + Sums.BLOCK);
        for (int i = 0; i < frozen.size(); i++) {
            Parameter p = frozen.get(i);
            if (p.offset() < end && p.end() > first) {
                Arrays.fill(gradients, Math.max(first, p.offset()), Math.min(end, p.end()), 0.0);
            }
        }
        Updates.scale(scale, gradients, first, end);
        for (int i = 0; i < penalized.size(); i++) {
            Parameter p = penalized.get(i);
            penalize(Math.max(first, p.offset()), Math.min(end, p.end()));
        }
        if (clipping != null && clipping.isByNorm()) {
            squares[block] = Sums.sumOfSquares(gradients, first, end);
        } else if (clipping != null) {
            double limit = clipping.limit();
            for (int i = first; i < end; i++) {
                gradients[i] = Math.max(-limit, Math.min(limit, gradients[i]));
            }
        }
    }

    private void penalize(int from, int to) {
        double l1 = training.l1();
        double l2 = training.l2();
        if (l2 > 0.0 && from < to) {
            Updates.axpy(l2, parameters, gradients, from, to);
        }
        for (int i = from; i < to && l1 > 0.0; i++) {
            gradients[i] = Math.fma(l1, Math.signum(parameters[i]), gradients[i]);
        }
    }

    private double factorOfNorm() {
        double sum = 0.0;
        for (double square : squares) {
            sum += square;
        }
        double factor = clipping.limit() / (Math.sqrt(sum) + Clipping.NORM_EPSILON);
        return factor < 1.0 ? factor : 1.0; // NaN goes on to the parameters' probe by way of the gradient
    }

    /** Shrinks each column of a weight, what goes into one unit, to {@code maxNorm} where it is longer. */
    private void limitNorms(int index, int worker) {
        Parameter w = weights.get(index);
        for (int j = 0; j < w.columns(); j++) {
            double sum = 0.0;
            for (int at = w.offset() + j; at < w.end(); at += w.columns()) {
                sum = Math.fma(parameters[at], parameters[at], sum);
            }
            double norm = Math.sqrt(sum);
            if (norm > maxNorm) {
                for (int at = w.offset() + j; at < w.end(); at += w.columns()) {
                    parameters[at] *= maxNorm / norm;
                }
            }
        }
    }

    private void averageBlock(int block, int worker) {
        int end = Math.min(parameters.length, (block + 1) * Sums.BLOCK);
        for (int i = block * Sums.BLOCK; i < end; i++) {
            average[i] = Math.fma(averagingRest, parameters[i] - average[i], average[i]);
        }
    }
}
