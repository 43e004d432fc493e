package dev.linnet.optim;

import dev.linnet.internal.math.Checks;
import java.util.Objects;

/**
 * Lowers the learning rate when the loss no longer falls: after more than {@code patience} epochs in a row without an
 * improvement of at least {@code minDelta}, the rate is multiplied by {@code factor}, and the count starts anew.
 *
 * <p>What is watched is the validation loss, or the training loss where there is no validation. The factor comes on top
 * of the {@linkplain Schedule schedule}'s. As PyTorch's {@code ReduceLROnPlateau} with an absolute threshold.
 */
public final class Plateau {
    /** What the rate is multiplied by unless given: {@value}. */
    public static final double DEFAULT_FACTOR = 0.1;

    /** Epochs without improvement that are borne unless given: {@value}. */
    public static final int DEFAULT_PATIENCE = 10;

    /** Smallest improvement that counts unless given: {@value}. */
    public static final double DEFAULT_MIN_DELTA = 1e-4;

    private final double factor;
    private final int patience;
    private final double minDelta;

    private Plateau(double factor, int patience, double minDelta) {
        this.factor = Checks.fraction(factor, "factor");
        this.patience = Checks.nonNegative(patience, "patience");
        this.minDelta = Checks.nonNegative(minDelta, "minDelta");
    }

    /** With {@link #DEFAULT_FACTOR}, {@link #DEFAULT_PATIENCE} and {@link #DEFAULT_MIN_DELTA}. */
    public static Plateau defaults() {
        return new Plateau(DEFAULT_FACTOR, DEFAULT_PATIENCE, DEFAULT_MIN_DELTA);
    }

    /** The same with another factor, above 0 and below 1. */
    public Plateau withFactor(double factor) {
        return new Plateau(factor, patience, minDelta);
    }

    /** The same with another number of epochs that are borne, 0 or more. */
    public Plateau withPatience(int patience) {
        return new Plateau(factor, patience, minDelta);
    }

    /** The same with another smallest improvement that counts, 0 or more. */
    public Plateau withMinDelta(double minDelta) {
        return new Plateau(factor, patience, minDelta);
    }

    /** What the rate is multiplied by. */
    public double factor() {
        return factor;
    }

    /** Epochs without improvement that are borne. */
    public int patience() {
        return patience;
    }

    /** Smallest improvement that counts. */
    public double minDelta() {
        return minDelta;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plateau that
                && factor == that.factor
                && patience == that.patience
                && minDelta == that.minDelta;
    }

    @Override
    public int hashCode() {
        return Objects.hash(factor, patience, minDelta);
    }

    @Override
    public String toString() {
        return "Plateau(factor=" + factor + ", patience=" + patience + ", minDelta=" + minDelta + ")";
    }
}
