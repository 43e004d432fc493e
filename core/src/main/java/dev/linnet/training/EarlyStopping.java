package dev.linnet.training;

import dev.linnet.internal.math.Checks;
import java.util.Objects;
import java.util.Optional;

/**
 * Ends a run when the validation no longer gets better, and goes back to the parameters of the best epoch.
 *
 * <p>An epoch counts as better when its validation loss, or the {@linkplain #withMetric metric} that is watched instead, is
 * better than the best so far by more than {@link #minDelta()}.
 */
public final class EarlyStopping {
    /** Number of epochs without improvement that are borne unless given: {@value}. */
    public static final int DEFAULT_PATIENCE = 10;

    /** What counts as an improvement unless given: {@value}. */
    public static final double DEFAULT_MIN_DELTA = 1e-4;

    private final int patience;
    private final double minDelta;
    private final Metric metric; // null: the validation loss

    private EarlyStopping(int patience, double minDelta, Metric metric) {
        this.metric = metric;
        this.patience = Checks.positive(patience, "patience");
        this.minDelta = Checks.nonNegative(minDelta, "minDelta");
    }

    /** Watches the validation loss, with {@link #DEFAULT_PATIENCE} and {@link #DEFAULT_MIN_DELTA}. */
    public static EarlyStopping defaults() {
        return new EarlyStopping(DEFAULT_PATIENCE, DEFAULT_MIN_DELTA, null);
    }

    /** The same, ending after {@code patience} epochs, at least 1, without improvement. */
    public EarlyStopping withPatience(int patience) {
        return new EarlyStopping(patience, minDelta, metric);
    }

    /** The same, asking for an improvement of more than {@code minDelta}, at least 0. */
    public EarlyStopping withMinDelta(double minDelta) {
        return new EarlyStopping(patience, minDelta, metric);
    }

    /**
     * The same, watching a metric of the validation rows instead of their loss; the run records it in every epoch.
     *
     * @param name of a {@link Metric}
     * @throws IllegalArgumentException if none has that name
     */
    public EarlyStopping withMetric(String name) {
        return new EarlyStopping(patience, minDelta, Metric.named(name));
    }

    /** Number of epochs without improvement after which the run ends. */
    public int patience() {
        return patience;
    }

    /** What counts as an improvement. */
    public double minDelta() {
        return minDelta;
    }

    /** The metric that is watched; empty: the validation loss. */
    public Optional<Metric> metric() {
        return Optional.ofNullable(metric);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EarlyStopping that
                && patience == that.patience
                && minDelta == that.minDelta
                && metric == that.metric;
    }

    @Override
    public int hashCode() {
        return Objects.hash(patience, minDelta, metric);
    }

    @Override
    public String toString() {
        return "EarlyStopping(patience=" + patience + ", minDelta=" + minDelta
                + (metric == null ? "" : ", metric=" + metric) + ")";
    }
}
