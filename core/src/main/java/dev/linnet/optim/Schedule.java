package dev.linnet.optim;

import dev.linnet.internal.math.Checks;

/**
 * How the learning rate changes over a run: a factor for every step.
 *
 * <p>An implementation must be a pure function of its arguments, or runs are no longer reproducible.
 */
@FunctionalInterface
public interface Schedule {
    /**
     * The factor by which the optimizer's learning rate is multiplied.
     *
     * @param step number of steps (batches) already done, from 0
     * @param steps number of steps of the whole run
     * @param stepsPerEpoch number of steps of one epoch
     */
    double factor(long step, long steps, long stepsPerEpoch);

    /** Factor 1 throughout. */
    static Schedule constant() {
        return new Constant();
    }

    /**
     * Multiplies the rate by {@code factor} after every {@code epochs} epochs: {@code factor^floor(epoch / epochs)}.
     *
     * @throws IllegalArgumentException if {@code epochs} is below 1 or {@code factor} not above 0 and finite
     */
    static Schedule step(int epochs, double factor) {
        return new Step(Checks.positive(epochs, "epochs"), Checks.positive(factor, "factor"));
    }

    /** Half a cosine from 1 down to 0 over the run: {@code (1 + cos(pi step / steps)) / 2} (Loshchilov, Hutter 2017). */
    static Schedule cosine() {
        return cosine(0.0);
    }

    /** As {@link #cosine()}, down to {@code last}, {@code 0 <= last <= 1}. */
    static Schedule cosine(double last) {
        return new Cosine(Checks.probability(last, "last"));
    }

    /**
     * A linear warm-up over the first {@code epochs} epochs, then this schedule over the rest: step {@code s} of {@code w}
     * warm-up steps has the factor {@code (s + 1) / (w + 1)}.
     *
     * @throws IllegalArgumentException if {@code epochs} is not above 0 and finite
     */
    default Schedule withWarmup(double epochs) {
        return new Warmup(this, Checks.positive(epochs, "epochs"));
    }
}
