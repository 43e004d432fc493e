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

    /** What cosines end at unless given: {@value}. */
    double DEFAULT_LAST = 0.0;

    /** How many times as long as the one before each cosine is that restarts, unless given: {@value}. */
    int DEFAULT_MULTIPLIER = 1;

    /** Share of the run over which {@link #oneCycle()} rises: {@value}. */
    double DEFAULT_RISING = 0.3;

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

    /**
     * Half a cosine from 1 down to {@link #DEFAULT_LAST} over the run: {@code (1 + cos(pi step / steps)) / 2} (Loshchilov,
     * Hutter 2017).
     */
    static Schedule cosine() {
        return cosine(DEFAULT_LAST);
    }

    /** As {@link #cosine()}, down to {@code last}, {@code 0 <= last <= 1}. */
    static Schedule cosine(double last) {
        return new Cosine(Checks.probability(last, "last"));
    }

    /**
     * Multiplies the rate by {@code perEpoch} after every epoch: {@code perEpoch^epoch}.
     *
     * @throws IllegalArgumentException if {@code perEpoch} is not above 0 and finite
     */
    static Schedule exponential(double perEpoch) {
        return new Exponential(Checks.positive(perEpoch, "perEpoch"));
    }

    /** As {@link #cosineRestarts(int, int, double)}, with {@link #DEFAULT_MULTIPLIER} and {@link #DEFAULT_LAST}. */
    static Schedule cosineRestarts(int epochs) {
        return cosineRestarts(epochs, DEFAULT_MULTIPLIER, DEFAULT_LAST);
    }

    /**
     * Half a cosine from 1 down to {@code last} over the first {@code epochs} epochs, then again from 1, each one {@code
     * multiplier} times as long as the one before (Loshchilov, Hutter 2017).
     *
     * @throws IllegalArgumentException if {@code epochs} or {@code multiplier} is below 1, or {@code last} not from 0 to 1
     */
    static Schedule cosineRestarts(int epochs, int multiplier, double last) {
        return new CosineRestarts(
                Checks.positive(epochs, "epochs"),
                Checks.positive(multiplier, "multiplier"),
                Checks.probability(last, "last"));
    }

    /**
     * One cycle: half a cosine up from 1/25 to 1 over the first {@link #DEFAULT_RISING} of the run, then down to 1/250,000
     * (Smith, Topin 2018; as PyTorch's {@code OneCycleLR}). The optimizer's rate is the highest.
     */
    static Schedule oneCycle() {
        return oneCycle(DEFAULT_RISING);
    }

    /** As {@link #oneCycle()}, rising over the share {@code rising} of the run, above 0 and below 1. */
    static Schedule oneCycle(double rising) {
        return new OneCycle(Checks.fraction(rising, "rising"));
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
