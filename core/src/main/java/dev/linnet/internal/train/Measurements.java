package dev.linnet.internal.train;

import dev.linnet.training.DivergedException;
import dev.linnet.training.Epoch;
import dev.linnet.training.Metric;

/** What is measured after each epoch: the rows to validate and, where asked for, those that are learned. */
final class Measurements {
    private final RunPlan plan;
    private final Measurement validation;
    private final Measurement training;

    /** Those that {@code plan} asks for, with the memory of {@code batch}: {@code rows} rows at a time. */
    Measurements(RunPlan plan, Batch batch, int rows) {
        this.plan = plan;
        this.validation = plan.validation() == null
                ? null
                : new Measurement(plan.model(), plan.validation(), "validate", plan.metrics(), batch, rows);
        this.training = plan.training().hasTrainingMetrics()
                ? new Measurement(plan.model(), plan.train(), "learn", plan.metrics(), batch, rows)
                : null;
    }

    /** Whether nothing is measured. */
    boolean areNone() {
        return validation == null && training == null;
    }

    /** That of the rows to validate, or null. */
    Measurement validation() {
        return validation;
    }

    /**
     * The epoch with what is measured with the weights as they stand.
     *
     * @param step number of steps so far
     * @param lastGood parameters of the last epoch that ended well
     * @throws DivergedException if a loss is not finite
     */
    Epoch after(Epoch learned, long step, double[] lastGood) {
        Epoch measured = learned;
        if (validation != null) {
            run(validation, "validation loss", learned, step, lastGood);
            measured = measured.withValidationLoss(validation.loss());
            for (Metric metric : validation.metrics()) {
                measured = measured.withMetric(metric.ofValidation(), validation.value(metric));
            }
        }
        if (training != null) {
            run(training, "training loss", learned, step, lastGood);
            for (Metric metric : training.metrics()) {
                measured = measured.withMetric(metric.ofTraining(), training.value(metric));
            }
        }
        return measured;
    }

    private void run(Measurement measurement, String statistic, Epoch epoch, long step, double[] lastGood) {
        measurement.run();
        if (!Double.isFinite(measurement.loss())) {
            String layer = plan.model().network().last().title();
            throw new DivergedException(epoch.number(), step, layer, statistic, measurement.loss(), lastGood);
        }
    }
}
