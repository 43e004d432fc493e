package dev.linnet.internal.train;

import dev.linnet.data.Dataset;
import dev.linnet.internal.math.Team;
import dev.linnet.internal.nn.Workspace;

/** Measures loss and accuracy on rows that are not learned, with the weights as they stand. */
final class Validation {
    private final Dataset data;
    private final Workspace workspace;
    private final Batch batch;
    private final BatchSampler sampler;
    private final Team team;
    private final Slices slices;
    private final Team.Task measure;
    private final int outputs;
    private double loss;
    private double accuracy;

    /** Measures {@code data} with the memory of the run: {@code workspace} and {@code batch}. */
    Validation(Dataset data, Workspace workspace, Batch batch, Slices slices, Team team) {
        this.data = data;
        this.workspace = workspace;
        this.batch = batch;
        this.sampler = new BatchSampler(data.size(), workspace.maxRows());
        this.team = team;
        this.slices = slices;
        this.measure = (slice, worker) -> batch.measure(slices.from(slice), slices.to(slice), worker);
        this.outputs = workspace.outputs();
    }

    /** Runs every row forward. */
    void run() {
        sampler.inOrder();
        double lossSum = 0.0;
        double hitSum = 0.0;
        double weightSum = 0.0;
        for (int i = 0; i < sampler.batches(); i++) {
            batch.take(sampler, data);
            slices.cut(batch.size());
            team.run(measure, slices.count());
            lossSum += batch.lossSum();
            weightSum += batch.weightSum();
            if (isClassification()) {
                hitSum += hits();
            }
        }
        loss = lossSum / weightSum;
        accuracy = hitSum / weightSum;
    }

    /** Weighted mean loss of the last {@link #run}. */
    double loss() {
        return loss;
    }

    /** Whether {@link #accuracy} means something: the targets are class labels. */
    boolean isClassification() {
        return data.labels().isPresent();
    }

    /** Weighted share of rows whose class was the most probable one, in the last {@link #run}. */
    double accuracy() {
        return accuracy;
    }

    private double hits() {
        double[] weights = batch.weightsOrNull();
        double sum = 0.0;
        for (int i = 0; i < batch.size(); i++) {
            if (Classes.of(workspace.logits(), i * outputs, outputs) == (int) batch.targets()[i]) {
                sum += weights == null ? 1.0 : weights[i];
            }
        }
        return sum;
    }
}
