package dev.linnet.internal.train;

import dev.linnet.data.Dataset;
import dev.linnet.internal.math.Team;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Network;
import dev.linnet.internal.nn.Place;
import dev.linnet.internal.nn.Workspace;
import dev.linnet.training.DivergedException;
import dev.linnet.training.Epoch;
import dev.linnet.training.History;
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
 * tiles of the weights: their gradient, which sums over all rows of the batch, and their update.
 */
public final class Trainer {
    /** What a run gives. */
    public record Result(ModelState state, History history) {}

    private final RunPlan plan;
    private final Network network;
    private final Training training;
    private final TrainingListener[] listeners;
    private final Team team;
    private final double[] parameters;
    private final Workspace workspace;
    private final Batch batch;
    private final BatchSampler sampler;
    private final OptimizerState optimizer;
    private final Team.Task move = this::move;
    private final double[] probes;
    private final Validation validation;
    private final BestEpoch best;
    private final double[] lastGood;
    private long steps;

    private Trainer(RunPlan plan, Team team) {
        this.plan = plan;
        this.network = plan.model().network();
        this.training = plan.training();
        this.listeners = training.listeners().toArray(TrainingListener[]::new);
        this.team = team;
        this.parameters = plan.model().parameters().clone();
        this.lastGood = parameters.clone();
        int batchSize = training.batchSize(plan.train().size());
        this.workspace = Workspace.forTraining(plan.model().withParameters(parameters), batchSize, team.workers());
        this.batch = new Batch(workspace, plan.loss(), plan.train().targets(), team);
        this.sampler = new BatchSampler(plan.train().size(), batchSize);
        this.optimizer = new OptimizerState(training.optimizer(), parameters.length);
        this.probes = new double[workspace.tiles()];
        this.validation = plan.validation() == null ? null : new Validation(plan.validation(), batch, batchSize);
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
        try (Team team = Team.of(threads)) {
            return new Trainer(plan, team).run();
        }
    }

    private Result run() {
        List<Epoch> history = new ArrayList<>();
        for (int number = 1; number <= training.epochs(); number++) {
            Epoch epoch = epoch(number);
            history.add(epoch);
            for (TrainingListener listener : listeners) {
                listener.onEpoch(epoch, training.epochs());
            }
            if (best != null) {
                best.consider(validation.loss(), parameters);
                if (best.patienceIsOver()) {
                    break;
                }
            }
        }
        double[] trained = best == null ? parameters : best.parameters();
        return new Result(plan.model().withParameters(trained), new History(training.seed(), history));
    }

    private Epoch epoch(int number) {
        long start = System.nanoTime();
        Dataset rows = plan.train().atEpoch(training.seed(), number);
        sampler.shuffle(training.seed(), number);
        double lossSum = 0.0;
        double weightSum = 0.0;
        for (int i = 1; i <= sampler.batches(); i++) {
            batch.take(sampler, rows);
            double batchLoss = step(number);
            lossSum += batchLoss;
            weightSum += batch.weightSum();
            for (TrainingListener listener : listeners) {
                listener.onBatch(number, i, sampler.batches(), batchLoss / batch.weightSum());
            }
        }
        System.arraycopy(parameters, 0, lastGood, 0, parameters.length);
        long trained = System.nanoTime();
        Epoch epoch = Epoch.of(number, optimizer.rate(), lossSum / weightSum);
        if (validation != null) {
            validation.run();
            epoch = epoch.withValidationLoss(validation.loss());
            if (validation.isClassification()) {
                epoch = epoch.withMetric(History.VALIDATION_ACCURACY, validation.accuracy());
            }
        }
        Duration trainingTime = Duration.ofNanos(trained - start);
        return epoch.withTimes(rows.size(), trainingTime, Duration.ofNanos(System.nanoTime() - trained));
    }

    /** Learns the batch; returns the sum of its losses before the step. */
    private double step(int epoch) {
        workspace.keyDraws(training.seed(), steps, 0);
        batch.learn();
        double lossSum = batch.lossSum();
        double weightSum = batch.weightSum();
        long stepsPerEpoch = sampler.batches();
        optimizer.begin(
                training.schedule().factor(steps, training.epochs() * stepsPerEpoch, stepsPerEpoch),
                weightSum > 0.0 ? 1.0 / weightSum : 0.0);
        team.run(move, workspace.tiles());
        steps++;
        double probe = lossSum * 0.0;
        for (double p : probes) {
            probe += p;
        }
        if (Double.isNaN(probe)) {
            throw diverged(epoch, lossSum);
        }
        return lossSum;
    }

    /** One tile of the parameters: its gradient over the whole batch, and its update. */
    private void move(int tile, int worker) {
        workspace.gradient(tile, false, batch.size(), worker);
        probes[tile] = workspace.update(tile, optimizer);
    }

    private DivergedException diverged(int epoch, double lossSum) {
        Workspace.NotFinite found = workspace.findNotFinite(batch.size());
        if (found == null) {
            Place last = network.places().get(network.places().size() - 1);
            return new DivergedException(epoch, steps, last.title(), "loss", lossSum, lastGood);
        }
        String layer = network.place(found.layer()).title();
        return new DivergedException(epoch, steps, layer, found.statistic(), found.value(), lastGood);
    }
}
