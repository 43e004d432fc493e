package dev.linnet.training;

import dev.linnet.internal.math.Checks;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What one pass over the training data brought.
 *
 * <p>Immutable. Two are equal when they say the same of the training; how long it took is left out, so runs can be
 * compared.
 */
public final class Epoch {

    private static final double NANOS_PER_SECOND = 1e9;

    private final int number;
    private final double learningRate;
    private final double loss;
    private final double validationLoss; // NaN: there was no validation
    private final Map<String, Double> metrics;
    private final long samples;
    private final Duration trainingTime;
    private final Duration validationTime;

    private Epoch(
            int number,
            double learningRate,
            double loss,
            double validationLoss,
            Map<String, Double> metrics,
            long samples,
            Duration trainingTime,
            Duration validationTime) {
        this.number = number;
        this.learningRate = learningRate;
        this.loss = loss;
        this.validationLoss = validationLoss;
        this.metrics = metrics;
        this.samples = samples;
        this.trainingTime = trainingTime;
        this.validationTime = validationTime;
    }

    /**
     * An epoch without validation, metrics and times; the {@code withX} methods add them.
     *
     * @param number counted from 1
     * @param learningRate the rate of the epoch's last step
     * @param loss weighted mean of the rows' losses, each taken before its batch was learned
     */
    public static Epoch of(int number, double learningRate, double loss) {
        return new Epoch(
                Checks.positive(number, "number"),
                Checks.nonNegative(learningRate, "learningRate"),
                Checks.finite(loss, "loss"),
                Double.NaN,
                Map.of(),
                0,
                Duration.ZERO,
                Duration.ZERO);
    }

    /** The same with the weighted mean loss of the validation rows after the epoch. */
    public Epoch withValidationLoss(double validationLoss) {
        return new Epoch(
                number,
                learningRate,
                loss,
                Checks.finite(validationLoss, "validationLoss"),
                metrics,
                samples,
                trainingTime,
                validationTime);
    }

    /**
     * The same with one more number, such as {@code "validation accuracy"}; an earlier one of that name is replaced.
     *
     * @param value may be NaN: the metric had no value
     */
    public Epoch withMetric(String name, double value) {
        Map<String, Double> more = new LinkedHashMap<>(metrics);
        more.put(Objects.requireNonNull(name, "name"), value);
        return new Epoch(
                number,
                learningRate,
                loss,
                validationLoss,
                Collections.unmodifiableMap(more),
                samples,
                trainingTime,
                validationTime);
    }

    /**
     * The same with the time that it took.
     *
     * @param samples number of rows learned
     * @param training time of learning them
     * @param validation time of what followed
     */
    public Epoch withTimes(long samples, Duration training, Duration validation) {
        return new Epoch(number, learningRate, loss, validationLoss, metrics, samples, training, validation);
    }

    /** The epoch's number, counted from 1. */
    public int number() {
        return number;
    }

    /** The learning rate of the epoch's last step. */
    public double learningRate() {
        return learningRate;
    }

    /** The weighted mean of the training rows' losses, each taken before its batch was learned. */
    public double loss() {
        return loss;
    }

    /** The weighted mean loss of the validation rows after the epoch; empty when there was no validation. */
    public OptionalDouble validationLoss() {
        return Double.isNaN(validationLoss) ? OptionalDouble.empty() : OptionalDouble.of(validationLoss);
    }

    /** Other numbers by name, in the order in which they were asked for; unmodifiable. */
    public Map<String, Double> metrics() {
        return metrics;
    }

    /** The number of that name; empty when there is none. */
    public OptionalDouble metric(String name) {
        Double value = metrics.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The time spent learning; zero when not known, as in a history read from a file. */
    public Duration trainingTime() {
        return trainingTime;
    }

    /** The time spent on validation and metrics; zero when there was none, or it is not known. */
    public Duration validationTime() {
        return validationTime;
    }

    /** Rows learned per second of {@link #trainingTime()}; 0 when the time is not known. */
    public double samplesPerSecond() {
        return trainingTime.isZero() ? 0 : samples * NANOS_PER_SECOND / trainingTime.toNanos();
    }

    /** Whether {@code other} is an epoch with the same numbers, bit for bit, whatever the times. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Epoch that
                && number == that.number
                && Double.compare(learningRate, that.learningRate) == 0
                && Double.compare(loss, that.loss) == 0
                && Double.compare(validationLoss, that.validationLoss) == 0
                && metrics.equals(that.metrics);
    }

    @Override
    public int hashCode() {
        return Objects.hash(number, learningRate, loss, validationLoss, metrics);
    }

    /** One line: {@code epoch 3: loss 0.1234, validation loss 0.1300, validation accuracy 0.9712}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder("epoch " + number + ": loss " + History.decimals(loss));
        validationLoss().ifPresent(v -> line.append(", validation loss ").append(History.decimals(v)));
        metrics.forEach(
                (name, value) -> line.append(", ").append(name).append(' ').append(History.decimals(value)));
        return line.toString();
    }
}
