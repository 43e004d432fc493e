package dev.linnet.internal.train;

import dev.linnet.data.Dataset;
import dev.linnet.internal.math.Team;
import dev.linnet.internal.nn.Network;
import dev.linnet.internal.nn.Workspace;
import dev.linnet.training.DivergedException;
import dev.linnet.training.Training;

/** Does single steps: each learns some batches and moves the parameters. */
final class Stepper {
    private final Training training;
    private final Network network;
    private final Workspace workspace;
    private final Batch batch;
    private final GatheredLosses gathered;
    private final Mover mover;
    private final Pace pace;

    /**
     * Steps of a run in batches of up to {@code batchRows} rows, and of up to {@code stepRows} altogether.
     *
     * @param parameters modified by every step
     * @param optimizer what it remembers of earlier steps; modified
     * @param average running average of the parameters, or null; modified
     */
    Stepper(
            RunPlan plan,
            double[] parameters,
            OptimizerState optimizer,
            double[] average,
            int batchRows,
            int stepRows,
            Team team) {
        this.training = plan.training();
        this.network = plan.model().network();
        this.workspace = Workspace.forTraining(
                plan.model().withParameters(parameters), batchRows, team.workers(), plan.frozen());
        this.batch = new Batch(workspace, plan.loss(), plan.train().targets(), team);
        this.gathered = new GatheredLosses(stepRows);
        this.mover = new Mover(plan, parameters, optimizer, average, workspace, team);
        this.pace = new Pace(team);
    }

    /**
     * Learns the next batches that {@code sampler} deals of {@code rows}, as many as a step gathers.
     *
     * @param step number of the step in the run, from 0: what is drawn is keyed by it
     * @param rateFactor what the learning rate is multiplied by
     * @return whether loss and parameters are still finite
     * @throws IllegalArgumentException if the rows of a batch that others follow were not finite
     */
    boolean step(BatchSampler sampler, Dataset rows, long step, double rateFactor) {
        pace.begin();
        gathered.clear();
        boolean last;
        do {
            batch.take(sampler, rows);
            workspace.keyDraws(training.seed(), step, gathered.rows());
            batch.learn();
            gathered.add(batch);
            last = gathered.batches() == training.accumulation() || !sampler.hasNext();
            if (!last) {
                if (!Double.isFinite(batch.lossSum())) { // its rows are gone when the step is over
                    batch.refuseNonFinite("learn");
                }
                mover.gather(batch.size(), gathered.batches() > 1);
            }
        } while (!last);
        double probe = mover.move(batch.size(), gathered.batches() > 1, rateFactor, gathered.weightSum());
        pace.end();
        return !Double.isNaN(probe + gathered.lossSum() * 0.0);
    }

    /** What moves the parameters. */
    Mover mover() {
        return mover;
    }

    /** Measures what {@code plan} asks for with the memory of the steps. */
    Measurements measurements(RunPlan plan) {
        return new Measurements(plan, batch, workspace.maxRows());
    }

    /** Weighted sum of the losses of the last step's rows. */
    double lossSum() {
        return gathered.lossSum();
    }

    /** Sum of the weights of the last step's rows. */
    double weightSum() {
        return gathered.weightSum();
    }

    /** Number of the last step's rows. */
    int rows() {
        return gathered.rows();
    }

    /**
     * Says where the last step left the finite numbers.
     *
     * @throws IllegalArgumentException if the rows of its last batch were not finite
     */
    DivergedException diverged(int epoch, long step, double[] lastGood) {
        batch.refuseNonFinite("learn");
        mover.recallGradients();
        Workspace.NotFinite found = workspace.findNotFinite(batch.size());
        if (found == null) {
            return new DivergedException(epoch, step, network.last().title(), "loss", lossSum(), lastGood);
        }
        String layer = network.place(found.layer()).title();
        return new DivergedException(epoch, step, layer, found.statistic(), found.value(), lastGood);
    }
}
