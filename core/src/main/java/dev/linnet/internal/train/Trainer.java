package dev.linnet.internal.train;

import dev.linnet.data.Dataset;
import dev.linnet.internal.math.Team;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Network;
import dev.linnet.internal.nn.Workspace;
import dev.linnet.optim.Lbfgs;
import dev.linnet.training.DivergedException;
import dev.linnet.training.Epoch;
import dev.linnet.training.History;
import dev.linnet.training.Metric;
import dev.linnet.training.StopSignal;
import dev.linnet.training.Training;
import dev.linnet.training.TrainingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One training run, from a model's state to the next.
 *
 * <p>A step, as the mathematics has it: draw a batch; run it forward; take the loss and its gradient; run that backward;
 * let the optimizer move the parameters. It is done in two hand-overs to the team. In the first, each worker takes rows of
 * the batch through the whole network, forward and back, for the weights stand still meanwhile. In the second, each takes
 * tiles of the weights: their gradient, which sums over all rows of the batch, and their update ({@link Mover}).
 */
public final class Trainer {
    /** What a run gives. */
    public record Result(ModelState state, History history) {}

    private final RunPlan plan;
    private final Network network;
    private final Training training;
    private final TrainingListener[] listeners;
    private final double[] parameters;
    private final Workspace workspace;
    private final Batch batch;
    private final BatchSampler sampler;
    private final GatheredLosses gathered;
    private final Mover mover;
    private final Measurement validation;
    private final Measurement trainingMetrics;
    private final BestEpoch best;
    private final PlateauState plateau;
    private final double[] lastGood;
    private final long stepsPerEpoch;
    private final StopSignal stop;
    private final long start = System.nanoTime();
    private final long nanos;
    private double rateFactor = 1.0;
    private long steps;
    private int recoveries;

    private Trainer(RunPlan plan, Team team) {
        this.plan = plan;
        this.network = plan.model().network();
        this.training = plan.training();
        this.listeners = training.listeners().toArray(TrainingListener[]::new);
        this.parameters = plan.model().parameters().clone();
        this.lastGood = parameters.clone();
        int batchSize = training.batchSize(plan.train().size());
        this.workspace = Workspace.forTraining(plan.model().withParameters(parameters), batchSize, team.workers());
        this.batch = new Batch(workspace, plan.loss(), plan.train().targets(), team);
        this.sampler = new BatchSampler(plan.train().size(), batchSize);
        this.gathered = new GatheredLosses(batchSize * Math.min(training.accumulation(), sampler.batches()));
        this.stepsPerEpoch = (sampler.batches() + training.accumulation() - 1L) / training.accumulation();
        this.mover = new Mover(plan, parameters, workspace, team);
        this.stop = training.stop().orElse(null);
        this.nanos = training.timeLimit().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        this.plateau = training.plateau().map(PlateauState::new).orElse(null);
        this.validation = plan.validation() == null ? null : measurement(plan.validation());
        this.trainingMetrics = training.hasTrainingMetrics() ? measurement(plan.train()) : null;
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

    /** Trains on exactly {@code threads} threads, whether they help or not: the result is the same. */
    public static Result fit(ModelState model, Dataset data, Training training, int threads) {
        return fit(RunPlan.of(model, data, training), threads);
    }

    private static Result fit(RunPlan plan, int threads) {
        if (plan.training().optimizer() instanceof Lbfgs lbfgs) {
            return new LbfgsRun(plan, lbfgs).run();
        }
        try (Team team = Team.of(threads)) {
            return new Trainer(plan, team).run();
        }
    }

    private Result run() {
        List<Epoch> history = new ArrayList<>();
        boolean goesOn = true;
        for (int number = 1; number <= training.epochs() && goesOn; number++) {
            Epoch epoch = epochWithRecovery(number);
            history.add(epoch);
            for (TrainingListener listener : listeners) {
                listener.onEpoch(epoch, training.epochs());
            }
            if (plateau != null) {
                plateau.consider(epoch.validationLoss().orElse(epoch.loss()));
            }
            if (best != null) {
                best.consider(validation, mover.shown());
            }
            goesOn = !isStopped() && (best == null || !best.patienceIsOver());
        }
        double[] trained = best == null ? mover.shown() : best.parameters();
        return new Result(plan.model().withParameters(trained), new History(training.seed(), history));
    }

    /** Does an epoch; where that diverges, does it again at half the rate, as often as was asked for. */
    private Epoch epochWithRecovery(int number) {
        long before = steps;
        while (true) {
            try {
                return epoch(number);
            } catch (DivergedException e) {
                if (recoveries == training.recoveries()) {
                    throw e;
                }
                recoveries++;
                rateFactor *= 0.5;
                steps = before;
                System.arraycopy(lastGood, 0, parameters, 0, parameters.length);
                mover.restart();
            }
        }
    }

    private Epoch epoch(int number) {
        long epochStart = System.nanoTime();
        Dataset rows = plan.train().atEpoch(training.seed(), number);
        sampler.shuffle(training.seed(), number);
        double lossSum = 0.0;
        double weightSum = 0.0;
        int done = 0;
        for (int i = 1; sampler.hasNext() && (i == 1 || !isStopped()); i++) {
            step(number, rows);
            double stepLoss = gathered.lossSum();
            double stepWeight = gathered.weightSum();
            lossSum += stepLoss;
            weightSum += stepWeight;
            done += gathered.rows();
            for (TrainingListener listener : listeners) {
                listener.onBatch(number, i, (int) stepsPerEpoch, stepLoss / stepWeight);
            }
        }
        long trained = System.nanoTime();
        Epoch epoch = measured(Epoch.of(number, mover.rate(), lossSum / weightSum));
        System.arraycopy(parameters, 0, lastGood, 0, parameters.length);
        Duration trainingTime = Duration.ofNanos(trained - epochStart);
        return epoch.withTimes(done, trainingTime, Duration.ofNanos(System.nanoTime() - trained));
    }

    private Measurement measurement(Dataset data) {
        return new Measurement(plan.model(), data, plan.metrics(), batch, workspace.maxRows());
    }

    /** The epoch with what is measured after it. */
    private Epoch measured(Epoch learned) {
        if (validation == null && trainingMetrics == null) {
            return learned;
        }
        Epoch epoch = learned;
        mover.exchangeAverages();
        if (validation != null) {
            run(validation, epoch.number(), "validation loss");
            epoch = epoch.withValidationLoss(validation.loss());
            for (Metric metric : validation.metrics()) {
                epoch = epoch.withMetric(metric.ofValidation(), validation.value(metric));
            }
        }
        if (trainingMetrics != null) {
            run(trainingMetrics, epoch.number(), "training loss");
            for (Metric metric : trainingMetrics.metrics()) {
                epoch = epoch.withMetric(metric.ofTraining(), trainingMetrics.value(metric));
            }
        }
        mover.exchangeAverages();
        return epoch;
    }

    private void run(Measurement measurement, int epoch, String statistic) {
        measurement.run();
        if (!Double.isFinite(measurement.loss())) {
            throw new DivergedException(epoch, steps, lastLayer(), statistic, measurement.loss(), lastGood);
        }
    }

    private String lastLayer() {
        return network.places().get(network.places().size() - 1).title();
    }

    /** Learns the next batches, as many as a step gathers. */
    private void step(int epoch, Dataset rows) {
        gathered.clear();
        boolean last;
        do {
            batch.take(sampler, rows);
            workspace.keyDraws(training.seed(), steps, gathered.rows());
            batch.learn();
            gathered.add(batch);
            last = gathered.batches() == training.accumulation() || !sampler.hasNext();
            if (!last) {
                mover.gather(batch.size(), gathered.batches() > 1);
            }
        } while (!last);
        double probe = mover.move(batch.size(), gathered.batches() > 1, rateFactor(), gathered.weightSum());
        steps++;
        double lossSum = gathered.lossSum();
        if (Double.isNaN(probe + lossSum * 0.0)) {
            throw diverged(epoch, lossSum);
        }
    }

    private double rateFactor() {
        double scheduled = training.schedule().factor(steps, training.epochs() * stepsPerEpoch, stepsPerEpoch);
        return scheduled * rateFactor * (plateau == null ? 1.0 : plateau.factor());
    }

    private boolean isStopped() {
        return (stop != null && stop.isGiven()) || System.nanoTime() - start >= nanos;
    }

    private DivergedException diverged(int epoch, double lossSum) {
        Workspace.NotFinite found = workspace.findNotFinite(batch.size());
        if (found == null) {
            return new DivergedException(epoch, steps, lastLayer(), "loss", lossSum, lastGood);
        }
        String layer = network.place(found.layer()).title();
        return new DivergedException(epoch, steps, layer, found.statistic(), found.value(), lastGood);
    }
}
