package dev.linnet.internal.train;

import dev.linnet.data.Dataset;
import dev.linnet.internal.math.Team;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.training.Training;
import dev.linnet.training.TrainingListener;
import java.util.Iterator;

/**
 * Learns the data sets of a stream, one after another, each row once and in order. No more than one of them is held.
 *
 * <p>A step ends where its data set does, so that it does not matter whether they come in one call or in several.
 */
public final class StreamRun {
    private final Training training;
    private final RunEnd end;
    private final double[] parameters;
    private final double[] average;
    private final OptimizerState optimizer;
    private final StreamState from;
    private ModelState model;
    private int chunks;
    private long steps;
    private long rows;
    private double lossSum;
    private double weightSum;

    private StreamRun(StreamState from) {
        this.from = from;
        this.training = from.training();
        this.end = new RunEnd(training);
        this.parameters = from.model().parameters().clone();
        this.average = from.average() == null ? null : from.average().clone();
        this.optimizer = from.optimizer().copy();
        this.model = from.model();
        this.chunks = from.chunks();
        this.steps = from.steps();
        this.rows = from.rows();
    }

    /**
     * The state after all data sets.
     *
     * @throws IllegalArgumentException if a data set, the loss and the network do not fit together
     * @throws dev.linnet.training.DivergedException if a loss, gradient or parameter stops being finite
     */
    public static StreamState learn(StreamState from, Iterator<? extends Dataset> stream) {
        return stream.hasNext() ? new StreamRun(from).learn(stream) : from;
    }

    private StreamState learn(Iterator<? extends Dataset> stream) {
        RunPlan first = plan(stream.next());
        model = first.model();
        try (Team team = Team.of(first.threads())) {
            Stepper stepper = null;
            int largest = 0;
            boolean goesOn = true;
            for (RunPlan next = first; next != null; next = goesOn && stream.hasNext() ? plan(stream.next()) : null) {
                int size = next.train().size();
                if (size > largest) {
                    largest = size;
                    int batchRows = training.batchSize(size);
                    int stepRows = (int) Math.min(size, (long) batchRows * training.accumulation());
                    stepper = new Stepper(first, parameters, optimizer, average, batchRows, stepRows, team);
                }
                goesOn = learn(stepper, next.train());
            }
        }
        ModelState learned = model.withParameters(parameters);
        return new StreamState(
                learned, from.labels(), training, optimizer, average, chunks, steps, rows, lossSum / weightSum);
    }

    private RunPlan plan(Dataset chunk) {
        if (from.labels() == null && chunk.labels().isPresent()) {
            throw new IllegalArgumentException(
                    "the data have class labels: declare all of them up front," + " partialFit(labels, training)");
        }
        return RunPlan.of(model, from.labels() == null ? chunk : chunk.withLabels(from.labels()), training);
    }

    /** Learns one data set; false if the run was stopped. */
    private boolean learn(Stepper stepper, Dataset data) {
        chunks++;
        Dataset chunk = data.atEpoch(training.seed(), chunks);
        BatchSampler sampler = new BatchSampler(chunk.size(), training.batchSize(chunk.size()));
        sampler.inOrder();
        int stepsOfChunk = (sampler.batches() + training.accumulation() - 1) / training.accumulation();
        boolean goesOn = true;
        for (int i = 1; sampler.hasNext() && goesOn; i++) {
            boolean isFinite = stepper.step(sampler, chunk, steps++, 1.0);
            if (!isFinite) {
                throw stepper.diverged(chunks, steps, from.model().parameters());
            }
            lossSum += stepper.lossSum();
            weightSum += stepper.weightSum();
            rows += stepper.rows();
            for (TrainingListener listener : training.listeners()) {
                listener.onBatch(chunks, i, stepsOfChunk, stepper.lossSum() / stepper.weightSum());
            }
            goesOn = !end.isDue();
        }
        return goesOn;
    }
}
