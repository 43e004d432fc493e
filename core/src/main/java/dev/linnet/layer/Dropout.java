package dev.linnet.layer;

import dev.linnet.internal.math.Checks;

/**
 * Sets units to zero at random while learning, and multiplies the others by {@code 1 / (1 - rate)}; does nothing while
 * predicting.
 *
 * <p>Which units depends on the run's seed, the step, the row of the batch, the layer and the unit, and on nothing else.
 * Source: Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov 2014, in the "inverted" form that scales while
 * learning.
 */
public final class Dropout implements Layer {
    private final double rate;

    private Dropout(double rate) {
        this.rate = Checks.belowOne(rate, "rate");
    }

    /** Drops each unit with probability {@code rate}, at least 0 and below 1. */
    public static Dropout of(double rate) {
        return new Dropout(rate);
    }

    /** Probability with which a unit is dropped. */
    public double rate() {
        return rate;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Dropout that && Double.compare(rate, that.rate) == 0;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(rate);
    }

    @Override
    public String toString() {
        return "Dropout " + rate;
    }
}
