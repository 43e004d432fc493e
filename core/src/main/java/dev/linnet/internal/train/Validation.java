package dev.linnet.internal.train;

import dev.linnet.data.Dataset;

/** Measures loss and accuracy on rows that are not learned, with the weights as they stand. */
final class Validation {
    private final Dataset data;
    private final Batch batch;
    private final BatchSampler sampler;
    private double loss;
    private double accuracy;

    /** Measures {@code data} with the memory of the run, {@code rows} rows at a time. */
    Validation(Dataset data, Batch batch, int rows) {
        this.data = data;
        this.batch = batch;
        this.sampler = new BatchSampler(data.size(), rows);
    }

    /** Runs every row forward. */
    void run() {
        sampler.inOrder();
        double lossSum = 0.0;
        double hitSum = 0.0;
        double weightSum = 0.0;
        for (int i = 0; i < sampler.batches(); i++) {
            batch.take(sampler, data);
            batch.measure();
            lossSum += batch.lossSum();
            weightSum += batch.weightSum();
            if (isClassification()) {
                hitSum += batch.hits();
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

    /** Weighted share of rows whose class was the one that the logits spoke for, in the last {@link #run}. */
    double accuracy() {
        return accuracy;
    }
}
