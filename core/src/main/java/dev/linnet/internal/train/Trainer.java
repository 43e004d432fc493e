package dev.linnet.internal.train;

import dev.linnet.data.Dataset;
import dev.linnet.data.FileFormatException;
import dev.linnet.internal.io.RunState;
import dev.linnet.internal.math.Team;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.optim.Lbfgs;
import dev.linnet.training.DivergedException;
import dev.linnet.training.Epoch;
import dev.linnet.training.History;
import dev.linnet.training.Training;
import dev.linnet.training.TrainingListener;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One training run, from a model's state to the next.
 *
 * <p>A step, as the mathematics has it: draw a batch; run it forward; take the loss and its gradient; run that backward;
 * let the optimizer move the parameters. The team does it in two parts. In the first, each worker takes rows of the batch
 * through the network, forward and back, for the weights stand still meanwhile; where a layer makes all rows meet, or is so
 * wide that its columns had better be shared out, they wait for one another. In the second, each takes tiles of the weights:
 * their gradient, which sums over all rows of the batch, and their update ({@link Mover}).
 */
public final class Trainer {
    /** What a run gives. */
    public record Result(ModelState state, History history) {}

    private final RunPlan plan;
    private final RunCheckpoints checkpoints;
    private final Training training;
    private final TrainingListener[] listeners;
    private final double[] parameters;
    private final BatchSampler sampler;
    private final Stepper stepper;
    private final Mover mover;
    private final Measurements measurements;
    private final BestEpoch best;
    private final PlateauState plateau;
    private final double[] lastGood;
    private final long stepsPerEpoch;
    private final RunEnd end;
    private final List<Epoch> history = new ArrayList<>();
    private double rateFactor = 1.0;
    private int recoveries;

    /** The epoch that is being done, from 1. */
    private int epoch = 1;

    /** Its steps that are over, and the sums over their rows. */
    private int stepsOfEpoch;

    private double lossSum;
    private double weightSum;

    private Trainer(RunPlan plan, Team team, RunCheckpoints checkpoints) {
        this.plan = plan;
        this.checkpoints = checkpoints;
        this.training = plan.training();
        this.listeners = training.listeners().toArray(TrainingListener[]::new);
        this.parameters = checkpoints.parameters();
        this.lastGood = parameters.clone();
        int batchSize = training.batchSize(plan.train().size());
        this.sampler = new BatchSampler(plan.train().size(), batchSize);
        this.stepsPerEpoch = (sampler.batches() + training.accumulation() - 1L) / training.accumulation();
        OptimizerState optimizer = new OptimizerState(training.optimizer(), parameters.length);
        double[] average = training.averaging().isPresent() ? parameters.clone() : null;
        int stepRows = batchSize * Math.min(training.accumulation(), sampler.batches());
        this.stepper = new Stepper(plan, parameters, optimizer, average, batchSize, stepRows, team);
        this.mover = stepper.mover();
        this.end = new RunEnd(training);
        this.plateau = training.plateau().map(PlateauState::new).orElse(null);
        this.measurements = stepper.measurements(plan);
        this.best = training.earlyStopping()
                .map(rule -> new BestEpoch(rule, parameters.length))
                .orElse(null);
    }

    /**
     * Trains a copy of {@code model} on as many threads as help.
     *
     * @throws IllegalArgumentException if data, loss and network do not fit together
     * @throws DivergedException if a loss, gradient or parameter stops being finite
     */
    public static Result fit(ModelState model, Dataset data, Training training) {
        RunPlan plan = RunPlan.of(model, data, training);
        return fit(plan, plan.threads());
    }

    /** Trains with a team of exactly {@code threads} threads, though fewer might be better: the result is the same. */
    public static Result fit(ModelState model, Dataset data, Training training, int threads) {
        return fit(RunPlan.of(model, data, training), threads);
    }

    private static Result fit(RunPlan plan, int threads) {
        RunPlan.checkWeights(plan.train(), "learn");
        try (RunCheckpoints checkpoints = RunCheckpoints.of(plan)) {
            boolean searches = plan.training().optimizer() instanceof Lbfgs;
            try (Team team = Team.of(searches ? 1 : threads)) {
                return searches
                        ? new LbfgsRun(plan, team, checkpoints).run()
                        : new Trainer(plan, team, checkpoints).run();
            }
        }
    }

    private Result run() {
        if (checkpoints.isResumed()) {
            restore(checkpoints.state());
        }
        checkpoints.begin(parameters, this::state);
        boolean goesOn = best == null || !best.patienceIsOver();
        while (epoch <= training.epochs() && goesOn) {
            Epoch done = epochWithRecovery();
            history.add(done);
            for (TrainingListener listener : listeners) {
                listener.onEpoch(done, training.epochs());
            }
            if (plateau != null) {
                plateau.consider(done.validationLoss().orElse(done.loss()));
            }
            if (best != null) {
                best.consider(measurements.validation(), mover.shown());
            }
            goesOn = !end.isDue() && (best == null || !best.patienceIsOver());
            if (!sampler.hasNext()) { // else it was cut short, and a checkpoint stands where it was
                nextEpoch(!goesOn);
            }
        }
        double[] trained = best == null ? mover.shown() : best.parameters();
        return new Result(plan.model().withParameters(trained), new History(training.seed(), history));
    }

    private void nextEpoch(boolean isLast) {
        epoch++;
        stepsOfEpoch = 0;
        boolean isDue = checkpoints.isDueAfter(epoch - 1, steps());
        if (checkpoints.areWritten() && (isDue || isLast || epoch > training.epochs())) {
            checkpoints.write(parameters, state());
        }
    }

    /** Does an epoch; where that diverges, does it again at half the rate, as often as was asked for. */
    private Epoch epochWithRecovery() {
        while (true) {
            try {
                return epoch();
            } catch (DivergedException e) {
                if (recoveries == training.recoveries()) {
                    throw e;
                }
                recoveries++;
                rateFactor *= 0.5;
                stepsOfEpoch = 0;
                System.arraycopy(lastGood, 0, parameters, 0, parameters.length);
                mover.restart();
                if (checkpoints.areWritten()) { // else one that is killed before the next might diverge for ever
                    checkpoints.write(parameters, state());
                }
            }
        }
    }

    /** Does the steps of the epoch that are left. */
    private Epoch epoch() {
        long epochStart = System.nanoTime();
        Dataset rows = plan.train().atEpoch(training.seed(), epoch);
        sampler.shuffle(training.seed(), epoch);
        sampler.skip((long) stepsOfEpoch * training.accumulation());
        if (stepsOfEpoch == 0) {
            lossSum = 0.0;
            weightSum = 0.0;
        }
        int done = 0;
        boolean isStopped = false;
        while (sampler.hasNext() && !isStopped) {
            boolean isFinite = stepper.step(sampler, rows, steps(), rateFactor());
            stepsOfEpoch++;
            if (!isFinite) {
                throw stepper.diverged(epoch, steps(), lastGood);
            }
            double stepLoss = stepper.lossSum();
            double stepWeight = stepper.weightSum();
            lossSum += stepLoss;
            weightSum += stepWeight;
            done += stepper.rows();
            for (TrainingListener listener : listeners) {
                listener.onBatch(epoch, stepsOfEpoch, (int) stepsPerEpoch, stepLoss / stepWeight);
            }
            isStopped = end.isDue();
            if (sampler.hasNext() && checkpoints.areWritten() && (isStopped || checkpoints.isDue(steps()))) {
                checkpoints.write(parameters, state());
            }
        }
        long trained = System.nanoTime();
        Epoch measured = measured(Epoch.of(epoch, mover.rate(), lossSum / weightSum));
        System.arraycopy(parameters, 0, lastGood, 0, parameters.length);
        Duration trainingTime = Duration.ofNanos(trained - epochStart);
        return measured.withTimes(done, trainingTime, Duration.ofNanos(System.nanoTime() - trained));
    }

    /** The epoch with what is measured after it. */
    private Epoch measured(Epoch learned) {
        if (measurements.areNone()) {
            return learned;
        }
        mover.exchangeAverages();
        Epoch measured = measurements.after(learned, steps(), lastGood);
        mover.exchangeAverages();
        return measured;
    }

    /** Number of steps of the run that are over; those of epochs that were done again are not counted. */
    private long steps() {
        return (epoch - 1) * stepsPerEpoch + stepsOfEpoch;
    }

    private double rateFactor() {
        double scheduled = training.schedule().factor(steps(), training.epochs() * stepsPerEpoch, stepsPerEpoch);
        if (!(scheduled >= 0.0 && scheduled < Double.POSITIVE_INFINITY)) { // one of the user's own
            throw new IllegalArgumentException("the schedule's factor for step " + steps() + " is " + scheduled
                    + ", expected finite and not negative");
        }
        return scheduled * rateFactor * (plateau == null ? 1.0 : plateau.factor());
    }

    /** All that the run needs to go on from here, parameters aside. */
    private RunState state() {
        RunState state = new RunState();
        state.put("epoch", epoch);
        state.put("step", stepsOfEpoch);
        if (stepsOfEpoch > 0) {
            state.put("lossSum", lossSum);
            state.put("weightSum", weightSum);
            state.put("lastGood", lastGood);
        }
        state.put("recoveries", recoveries);
        state.put("rateFactor", rateFactor);
        mover.save(state);
        if (plateau != null) {
            plateau.save(state);
        }
        if (best != null) {
            best.save(state);
        }
        state.putHistory(history);
        return state;
    }

    /** Goes to where {@link #state} was taken; the parameters are already those. */
    private void restore(RunState state) {
        try {
            epoch = state.count("epoch", 1, training.epochs() + 1);
            stepsOfEpoch = state.count("step", 0, epoch > training.epochs() ? 0 : (int) stepsPerEpoch - 1);
            if (stepsOfEpoch > 0) {
                lossSum = state.number("lossSum");
                weightSum = state.nonNegative("weightSum");
                state.copyTo("lastGood", lastGood);
            }
            recoveries = state.count("recoveries", 0, training.recoveries());
            rateFactor = state.share("rateFactor");
            mover.restore(state);
            if (plateau != null) {
                plateau.restore(state);
            }
            if (best != null) {
                best.restore(state);
            }
            history.addAll(state.history());
            if (history.size() != epoch - 1) {
                throw state.unexpected("history", history.size() + " epochs", (epoch - 1) + ", those that are over");
            }
        } catch (FileFormatException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
