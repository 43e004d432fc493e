package dev.linnet.training;

import dev.linnet.internal.math.Checks;

/**
 * Ends a run when the validation loss has stopped falling, and goes back to the parameters of the best epoch.
 *
 * <p>An epoch counts as better when its validation loss is below the best so far by more than {@link #minDelta()}.
 */
public final class EarlyStopping {
    /** Number of epochs without improvement that are borne unless given: {@value}. */
    public static final int DEFAULT_PATIENCE = 10;

    /** What counts as an improvement unless given: {@value}. */
    public static final double DEFAULT_MIN_DELTA = 1e-4;

    private final int patience;
    private final double minDelta;

    private EarlyStopping(int patience, double minDelta) {
        this.patience = Checks.positive(patience, "patience");
        this.minDelta = Checks.nonNegative(minDelta, "minDelta");
    }

    /** With {@link #DEFAULT_PATIENCE} and {@link #DEFAULT_MIN_DELTA}. */
    public static EarlyStopping defaults() {
        return new EarlyStopping(DEFAULT_PATIENCE, DEFAULT_MIN_DELTA);
    }

    /** The same, ending after {@code patience} epochs, at least 1, without improvement. */
    public EarlyStopping withPatience(int patience) {
        return new EarlyStopping(patience, minDelta);
    }

    /** The same, asking for an improvement of more than {@code minDelta}, at least 0. */
    public EarlyStopping withMinDelta(double minDelta) {
        return new EarlyStopping(patience, minDelta);
    }

    /** Number of epochs without improvement after which the run ends. */
    public int patience() {
        return patience;
    }

    /** What counts as an improvement. */
    public double minDelta() {
        return minDelta;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EarlyStopping that && patience == that.patience && minDelta == that.minDelta;
    }

    @Override
    public int hashCode() {
        return 31 * patience + Double.hashCode(minDelta);
    }

    @Override
    public String toString() {
        return "EarlyStopping(patience=" + patience + ", minDelta=" + minDelta + ")";
    }
}
