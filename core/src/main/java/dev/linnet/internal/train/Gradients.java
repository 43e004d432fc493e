package dev.linnet.internal.train;

import dev.linnet.data.Dataset;
import dev.linnet.internal.math.Team;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Workspace;
import dev.linnet.loss.Loss;

/**
 * The gradient of a loss over all rows of a data set, with the layers as they are while learning.
 *
 * @param lossSum weighted sum of the rows' losses
 * @param weightSum sum of the rows' weights
 * @param values weighted sum of the rows' gradients, laid out like the parameters
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; whoever asks is handed the array for keeps
public record Gradients(double lossSum, double weightSum, double[] values) {
    /** Rows that go through the network together, where no layer looks at the whole batch. */
    private static final int ROWS = 256;

    /**
     * Computes it, on the thread that asks.
     *
     * @param loss the loss, which is checked against data and network
     * @param seed what random choices are keyed by
     * @param step number of the step, likewise
     */
    public static Gradients of(ModelState model, Dataset data, Loss loss, long seed, long step) {
        RunPlan.check(model, data, loss);
        ModelState copy = model.withParameters(model.parameters().clone()); // running statistics move
        try (Team team = Team.of(1)) {
            Workspace workspace = Workspace.forTraining(copy, Math.min(ROWS, data.size()), 1);
            if (workspace.legs() > 1 && data.size() > ROWS) {
                workspace = Workspace.forTraining(copy, data.size(), 1);
            }
            Batch batch = new Batch(workspace, loss, data.targets(), team);
            BatchSampler sampler = new BatchSampler(data.size(), workspace.maxRows());
            GatheredLosses gathered = new GatheredLosses(data.size());
            sampler.inOrder();
            while (sampler.hasNext()) {
                batch.take(sampler, data);
                workspace.keyDraws(seed, step, gathered.rows());
                batch.learn();
                if (!Double.isFinite(batch.lossSum())) {
                    batch.refuseNonFinite("learn");
                }
                for (int tile = 0; tile < workspace.tiles(); tile++) {
                    workspace.gradient(tile, gathered.rows() > 0, batch.size(), 0);
                }
                gathered.add(batch);
            }
            return new Gradients(gathered.lossSum(), gathered.weightSum(), workspace.gradients());
        }
    }

    /** The loss that a run on {@code data} would take unless told otherwise. */
    public static Loss lossFor(ModelState model, Dataset data) {
        return RunPlan.inferLoss(model, data.labels().orElse(null));
    }
}
