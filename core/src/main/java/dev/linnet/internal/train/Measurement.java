package dev.linnet.internal.train;

import dev.linnet.data.Dataset;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.score.Metrics;
import dev.linnet.internal.score.Scores;
import dev.linnet.internal.score.Tally;
import dev.linnet.training.Metric;
import java.util.List;

/** Measures loss and metrics on rows that are not learned, with the weights as they stand. */
final class Measurement {
    private final ModelState model;
    private final Dataset data;
    private final List<Metric> metrics;
    private final Batch batch;
    private final String purpose;
    private final BatchSampler sampler;
    private double loss;
    private Scores scores;

    /**
     * Measures {@code data} with the memory of the run.
     *
     * @param purpose what its rows are there to do, for messages: learn, validate
     * @param rows how many at a time
     */
    Measurement(ModelState model, Dataset data, String purpose, List<Metric> metrics, Batch batch, int rows) {
        this.model = model;
        this.data = data;
        this.purpose = purpose;
        this.metrics = metrics;
        this.batch = batch;
        this.sampler = new BatchSampler(data.size(), rows);
    }

    /**
     * Refuses metrics that cannot be taken of {@code data}.
     *
     * @throws IllegalArgumentException if there is one
     */
    static void check(ModelState model, Dataset data, List<Metric> metrics) {
        if (!metrics.isEmpty()) {
            Metrics.check(tally(model, data), metrics);
        }
    }

    private static Tally tally(ModelState model, Dataset data) {
        return Tally.of(model.output(), model.network().outputs(), model.labels(), data);
    }

    /**
     * Runs every row forward; counts metrics only while the loss is finite.
     *
     * @throws IllegalArgumentException if a row is not finite
     */
    void run() {
        sampler.inOrder();
        double lossSum = 0.0;
        double weightSum = 0.0;
        Tally tally = metrics.isEmpty() ? null : tally(model, data);
        for (int i = 0; i < sampler.batches(); i++) {
            batch.take(sampler, data);
            batch.measure();
            lossSum += batch.lossSum();
            weightSum += batch.weightSum();
            if (!Double.isFinite(lossSum)) {
                batch.refuseNonFinite(purpose);
            } else if (tally != null) {
                batch.count(tally);
            }
        }
        loss = lossSum / weightSum;
        scores = tally != null && Double.isFinite(loss) ? tally.result() : null;
    }

    /** Weighted mean loss of the last {@link #run}; where it is not finite there are no metrics. */
    double loss() {
        return loss;
    }

    /** The metrics that it takes. */
    List<Metric> metrics() {
        return metrics;
    }

    /** What the last {@link #run} found of one of the {@link #metrics}. */
    double value(Metric metric) {
        return Metrics.of(scores, metric);
    }
}
