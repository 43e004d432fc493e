package dev.linnet.internal.train;

import dev.linnet.data.Dataset;
import dev.linnet.data.FileFormatException;
import dev.linnet.internal.io.RunState;
import dev.linnet.internal.math.Sums;
import dev.linnet.internal.math.Team;
import dev.linnet.internal.math.Updates;
import dev.linnet.internal.nn.Network;
import dev.linnet.internal.nn.Parameter;
import dev.linnet.internal.nn.Place;
import dev.linnet.internal.nn.Workspace;
import dev.linnet.layer.Dropout;
import dev.linnet.layer.Layer;
import dev.linnet.layer.Residual;
import dev.linnet.optim.Lbfgs;
import dev.linnet.optim.Schedule;
import dev.linnet.training.DivergedException;
import dev.linnet.training.Epoch;
import dev.linnet.training.History;
import dev.linnet.training.Training;
import dev.linnet.training.TrainingListener;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * A run of L-BFGS: direction from the remembered steps, search along it, next point.
 *
 * <p>Source: Nocedal, Wright 2006; the numbers of algorithms and conditions are theirs.
 */
final class LbfgsRun {
    /** Sufficient decrease, (3.7a). */
    private static final double C1 = 1e-4;

    /** Curvature, (3.7b). */
    private static final double C2 = 0.9;

    /** The most points that a search looks at. */
    private static final int MOST_TRIALS = 40;

    /** Rows that are measured together. */
    private static final int ROWS = 256;

    private final RunPlan plan;
    private final RunCheckpoints checkpoints;
    private final Training training;
    private final Lbfgs rule;
    private final int length;
    private final Deque<Pair> memory = new ArrayDeque<>();
    private final List<Epoch> history = new ArrayList<>();

    /** Parameters that rows are measured with, and the memory for it. */
    private final double[] measured;

    private final Measurements measurements;
    private final BestEpoch best;

    /** A step s, the change y of the gradient over it, and 1 / (y s). */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Pair(double[] s, double[] y, double rho) {}

    /** A point, what is minimized there, its gradient, and the mean loss without penalties. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Point(double[] x, double f, double[] g, double loss) {}

    /** A run with the memory of a {@code team}, which measures rows. */
    LbfgsRun(RunPlan plan, Team team, RunCheckpoints checkpoints) {
        this.plan = plan;
        this.checkpoints = checkpoints;
        this.training = plan.training();
        this.rule = (Lbfgs) training.optimizer();
        this.length = plan.model().parameters().length;
        refuseWhatItCannotDo();
        this.measured = new double[length];
        int rows = Math.min(ROWS, plan.train().size());
        Workspace workspace = Workspace.forPrediction(plan.model().withParameters(measured), rows);
        Batch batch = new Batch(workspace, plan.loss(), plan.train().targets(), team);
        this.measurements = new Measurements(plan, batch, rows);
        this.best = training.earlyStopping()
                .map(stopping -> new BestEpoch(stopping, length))
                .orElse(null);
    }

    /** It minimizes one function, whose gradient is that of the model as it predicts, and chooses its steps by itself. */
    private void refuseWhatItCannotDo() {
        refuse(training.clipping().isPresent(), "clipping");
        refuse(training.l1() > 0.0, "an L1 penalty");
        refuse(training.maxNorm().isPresent(), "a largest norm");
        refuse(training.averaging().isPresent(), "averaging");
        refuse(!training.schedule().equals(Schedule.constant()), "a schedule");
        refuse(training.plateau().isPresent(), "a plateau");
        refuse(training.recoveries() > 0, "recovery");
        Network network = plan.model().network();
        refuse(network.parameters().stream().anyMatch(p -> !p.kind().isTrained()), "batch normalization");
        refuse(draws(network.layers()), "dropout");
        Dataset rows = plan.train();
        refuse(rows.atEpoch(training.seed(), 1) != rows, "rows that are augmented");
    }

    private static void refuse(boolean present, String what) {
        if (present) {
            throw new IllegalArgumentException("L-BFGS does not go with " + what);
        }
    }

    private static boolean draws(List<Layer> layers) {
        return layers.stream()
                .anyMatch(layer ->
                        layer instanceof Dropout || (layer instanceof Residual residual && draws(residual.layers())));
    }

    Trainer.Result run() {
        if (checkpoints.isResumed()) {
            restore(checkpoints.state());
        }
        Point here = at(checkpoints.parameters());
        requireFinite(here);
        checkpoints.begin(here.x(), this::state);
        boolean isWritten = true;
        RunEnd end = new RunEnd(training);
        boolean goesOn = best == null || !best.patienceIsOver();
        for (int number = history.size() + 1;
                number <= training.epochs() && goesOn && largest(here.g()) > rule.tolerance();
                number++) {
            Point next = epoch(number, here);
            if (next == null) {
                break;
            }
            remember(here, next);
            here = next;
            isWritten = checkpoints.isDueAfter(number, number);
            if (isWritten) {
                checkpoints.write(here.x(), state());
            }
            goesOn = !end.isDue() && (best == null || !best.patienceIsOver());
        }
        if (!isWritten && checkpoints.areWritten()) {
            checkpoints.write(here.x(), state());
        }
        double[] trained = best == null || history.isEmpty() ? here.x() : best.parameters();
        return new Trainer.Result(plan.model().withParameters(trained), new History(training.seed(), history));
    }

    /** Does one step, and measures what came of it; null if nothing lower is found. */
    private Point epoch(int number, Point here) {
        long start = System.nanoTime();
        Point next = search(here, direction(here.g()));
        if (next == null) {
            return null;
        }
        for (TrainingListener listener : training.listeners()) {
            listener.onBatch(number, 1, 1, here.loss());
        }
        long trained = System.nanoTime();
        Epoch epoch = Epoch.of(number, rule.learningRate(), next.loss());
        if (!measurements.areNone()) {
            System.arraycopy(next.x(), 0, measured, 0, length);
            epoch = measurements.after(epoch, number, here.x());
        }
        epoch = epoch.withTimes(
                plan.train().size(), Duration.ofNanos(trained - start), Duration.ofNanos(System.nanoTime() - trained));
        history.add(epoch);
        for (TrainingListener listener : training.listeners()) {
            listener.onEpoch(epoch, training.epochs());
        }
        if (best != null) {
            best.consider(measurements.validation(), next.x());
        }
        return next;
    }

    /** Refuses to start where there is no way down; a search never ends at such a point. */
    private void requireFinite(Point start) {
        Network network = plan.model().network();
        if (!Double.isFinite(start.f())) {
            throw diverged(network.last(), "loss", start.f());
        }
        for (Parameter p : network.parameters()) {
            for (int i = p.offset(); i < p.end(); i++) {
                if (!Double.isFinite(start.g()[i])) {
                    throw diverged(network.place(p.layer()), "gradient", start.g()[i]);
                }
            }
        }
    }

    private DivergedException diverged(Place place, String statistic, double value) {
        int number = history.size() + 1;
        return new DivergedException(
                number, number, place.title(), statistic, value, plan.model().parameters());
    }

    /** All that the run needs to go on from here, parameters aside. */
    private RunState state() {
        RunState state = new RunState();
        state.put("pairs", memory.size());
        int i = 0;
        for (Pair pair : memory) {
            i++;
            state.put("step" + i, pair.s());
            state.put("change" + i, pair.y());
        }
        if (best != null) {
            best.save(state);
        }
        state.putHistory(history);
        return state;
    }

    /** Remembers the steps that {@link #state} put, oldest first. */
    private void restore(RunState state) {
        try {
            int pairs = state.count("pairs", 0, rule.memory());
            for (int i = 1; i <= pairs; i++) {
                double[] s = new double[length];
                double[] y = new double[length];
                state.copyTo("step" + i, s);
                state.copyTo("change" + i, y);
                memory.addLast(new Pair(s, y, 1.0 / dot(s, y)));
            }
            if (best != null) {
                best.restore(state);
            }
            history.addAll(state.history());
        } catch (FileFormatException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** What is minimized, the mean loss and the L2 penalty, and its gradient. */
    private Point at(double[] x) {
        Gradients sums = Gradients.of(plan.model().withParameters(x), plan.train(), plan.loss(), training.seed(), 0);
        double[] g = sums.values();
        Updates.scale(1.0 / sums.weightSum(), g, 0, length);
        double loss = sums.lossSum() / sums.weightSum();
        double f = loss;
        for (Parameter p : plan.model().network().parameters()) {
            if (plan.frozen().contains(p)) {
                Arrays.fill(g, p.offset(), p.end(), 0.0);
            } else if (training.l2() > 0.0 && (p.kind() == Parameter.Kind.WEIGHT || training.penalizesBiases())) {
                f += 0.5 * training.l2() * Sums.sumOfSquares(x, p.offset(), p.end());
                Updates.axpy(training.l2(), x, g, p.offset(), p.end());
            }
        }
        return new Point(x, f, g, loss);
    }

    /** The direction {@code -H g}, algorithm 7.4. */
    private double[] direction(double[] g) {
        double[] q = g.clone();
        double[] alpha = new double[memory.size()];
        int i = memory.size();
        for (Iterator<Pair> newestFirst = memory.descendingIterator(); newestFirst.hasNext(); ) {
            Pair pair = newestFirst.next();
            alpha[--i] = pair.rho() * dot(pair.s(), q);
            Updates.axpy(-alpha[i], pair.y(), q, 0, length);
        }
        double first = memory.isEmpty()
                ? Math.min(1.0, 1.0 / Math.sqrt(dot(g, g)))
                : 1.0
                        / (memory.getLast().rho()
                                * dot(memory.getLast().y(), memory.getLast().y()));
        Updates.scale(first, q, 0, length);
        for (Pair pair : memory) {
            Updates.axpy(alpha[i++] - pair.rho() * dot(pair.y(), q), pair.s(), q, 0, length);
        }
        Updates.scale(-1.0, q, 0, length);
        return q;
    }

    private void remember(Point from, Point to) {
        double[] s = to.x().clone();
        double[] y = to.g().clone();
        Updates.axpy(-1.0, from.x(), s, 0, length);
        Updates.axpy(-1.0, from.g(), y, 0, length);
        double curvature = dot(s, y);
        if (curvature > 0.0) {
            memory.addLast(new Pair(s, y, 1.0 / curvature));
            if (memory.size() > rule.memory()) {
                memory.removeFirst();
            }
        }
    }

    /** A point where the strong Wolfe conditions hold, algorithm 3.5, or the lowest found; null if none is lower. */
    @SuppressWarnings("ReferenceEquality") // whether the start is still the lowest point
    private Point search(Point start, double[] direction) {
        double slope = dot(start.g(), direction);
        if (!(slope < 0.0)) {
            return null;
        }
        double low = 0.0;
        double high = Double.POSITIVE_INFINITY;
        Point lowest = start;
        double lowSlope = slope;
        double step = rule.learningRate();
        for (int trial = 0; trial < MOST_TRIALS; trial++) {
            double[] x = start.x().clone();
            Updates.axpy(step, direction, x, 0, length);
            Point here = at(x);
            double hereSlope = dot(here.g(), direction);
            boolean decreases =
                    here.f() <= start.f() + C1 * step * slope && here.f() <= lowest.f() && Double.isFinite(hereSlope);
            if (decreases && Math.abs(hereSlope) <= -C2 * slope) {
                return here;
            }
            double oldLow = low;
            if (!decreases) { // also where something is not finite: too far
                double guess = minimum(low, lowest.f(), lowSlope, step, here.f());
                high = step;
                step = guess;
            } else {
                if (hereSlope * (high == Double.POSITIVE_INFINITY ? 1.0 : Math.signum(high - low)) >= 0.0) {
                    high = oldLow;
                }
                low = step;
                lowest = here;
                lowSlope = hereSlope;
                step = high == Double.POSITIVE_INFINITY ? 2.0 * step : 0.5 * (low + high);
            }
            if (step == low || step == high) {
                break;
            }
        }
        return lowest == start ? null : lowest;
    }

    /** Where the parabola through two points with the slope at the first is lowest, held within the middle of the two. */
    private static double minimum(double a, double fa, double slope, double b, double fb) {
        double width = b - a;
        double guess = a - slope * width * width / (2.0 * (fb - fa - slope * width));
        double least = a + 0.1 * width;
        double most = a + 0.9 * width;
        boolean inside = guess >= Math.min(least, most) && guess <= Math.max(least, most);
        return inside ? guess : 0.5 * (a + b);
    }

    private static double largest(double[] g) {
        double largest = 0.0;
        for (double value : g) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private double dot(double[] a, double[] b) {
        return Sums.dot(a, b, 0, length);
    }
}
