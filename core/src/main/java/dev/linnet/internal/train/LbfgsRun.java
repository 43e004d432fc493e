package dev.linnet.internal.train;

import dev.linnet.data.FileFormatException;
import dev.linnet.internal.io.RunState;
import dev.linnet.internal.math.Sums;
import dev.linnet.internal.math.Updates;
import dev.linnet.internal.nn.Parameter;
import dev.linnet.optim.Lbfgs;
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

    private final RunPlan plan;
    private final RunCheckpoints checkpoints;
    private final Training training;
    private final Lbfgs rule;
    private final int length;
    private final Deque<Pair> memory = new ArrayDeque<>();
    private final List<Epoch> history = new ArrayList<>();

    /** A step s, the change y of the gradient over it, and 1 / (y s). */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Pair(double[] s, double[] y, double rho) {}

    /** A point, what is minimized there, its gradient, and the mean loss without penalties. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Point(double[] x, double f, double[] g, double loss) {}

    LbfgsRun(RunPlan plan, Lbfgs rule, RunCheckpoints checkpoints) {
        this.plan = plan;
        this.checkpoints = checkpoints;
        this.training = plan.training();
        this.rule = rule;
        this.length = plan.model().parameters().length;
        refuse(plan.validation() != null, "validation");
        refuse(training.hasTrainingMetrics(), "metrics");
        refuse(training.clipping().isPresent(), "clipping");
        refuse(training.l1() > 0.0, "an L1 penalty");
        refuse(training.maxNorm().isPresent(), "a largest norm");
        refuse(training.averaging().isPresent(), "averaging");
        boolean statistics = plan.model().network().parameters().stream()
                .anyMatch(p -> !p.kind().isTrained());
        refuse(statistics, "batch normalization");
    }

    private static void refuse(boolean present, String what) {
        if (present) {
            throw new IllegalArgumentException("L-BFGS does not go with " + what);
        }
    }

    Trainer.Result run() {
        if (checkpoints.isResumed()) {
            restore(checkpoints.state());
        }
        Point here = at(checkpoints.parameters());
        checkpoints.begin(here.x(), this::state);
        boolean isWritten = true;
        long nanos = training.timeLimit().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        long begin = System.nanoTime();
        for (int number = history.size() + 1;
                number <= training.epochs() && largest(here.g()) > rule.tolerance();
                number++) {
            long start = System.nanoTime();
            double[] direction = direction(here.g());
            Point next = search(here, direction);
            if (next == null) {
                break;
            }
            Epoch epoch = Epoch.of(number, rule.learningRate(), next.loss())
                    .withTimes(plan.train().size(), Duration.ofNanos(System.nanoTime() - start), Duration.ZERO);
            history.add(epoch);
            for (TrainingListener listener : training.listeners()) {
                listener.onEpoch(epoch, training.epochs());
            }
            remember(here, next);
            here = next;
            isWritten = checkpoints.isDueAfter(number, number);
            if (isWritten) {
                checkpoints.write(here.x(), state());
            }
            boolean isStopped =
                    training.stop().isPresent() && training.stop().get().isGiven();
            if (isStopped || System.nanoTime() - begin >= nanos) {
                break;
            }
        }
        if (!isWritten && checkpoints.areWritten()) {
            checkpoints.write(here.x(), state());
        }
        if (!Double.isFinite(here.f())) {
            throw new DivergedException(
                    1, 1, "the network", "loss", here.f(), plan.model().parameters());
        }
        return new Trainer.Result(plan.model().withParameters(here.x()), new History(training.seed(), history));
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
            } else if (p.kind() == Parameter.Kind.WEIGHT && training.l2() > 0.0) {
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
    @SuppressWarnings("ReferenceEquality") // // whether the start is still the lowest point
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
            boolean decreases = here.f() <= start.f() + C1 * step * slope && here.f() <= lowest.f();
            if (decreases && Math.abs(hereSlope) <= -C2 * slope) {
                return here;
            }
            double oldLow = low;
            if (!decreases) { // also where it is NaN: too far
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
