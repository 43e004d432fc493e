package dev.linnet.layer;

import dev.linnet.internal.math.Checks;
import java.util.Objects;

/**
 * Shifts and scales each column to mean 0 and variance 1 over the batch, then by two learned numbers.
 *
 * <pre>
 *   y = gain * (x - mean) / sqrt(variance + epsilon) + bias
 * </pre>
 *
 * <p>While learning, mean and (population) variance are those of the batch, and running averages of them, with the
 * variance unbiased, are kept: {@code running = (1 - momentum) running + momentum current}. While predicting, the running
 * averages take their place, so that a row's prediction does not depend on its batch. A batch of a single row is
 * normalized like any other, to zero, but leaves the running averages alone. Source: Ioffe, Szegedy 2015; defaults and
 * {@code momentum} as PyTorch's {@code BatchNorm1d} has them.
 */
public final class BatchNorm implements Layer {
    /** Share of the current batch in the running averages unless given: {@value}. */
    public static final double DEFAULT_MOMENTUM = 0.1;

    /** What is added to the variance unless given: {@value}. */
    public static final double DEFAULT_EPSILON = 1e-5;

    private final int columns;
    private final double momentum;
    private final double epsilon;

    private BatchNorm(int columns, double momentum, double epsilon) {
        this.columns = Checks.positive(columns, "columns");
        this.momentum = Checks.probability(momentum, "momentum");
        this.epsilon = Checks.positive(epsilon, "epsilon");
    }

    /** For {@code columns} columns, with {@link #DEFAULT_MOMENTUM} and {@link #DEFAULT_EPSILON}. */
    public static BatchNorm of(int columns) {
        return new BatchNorm(columns, DEFAULT_MOMENTUM, DEFAULT_EPSILON);
    }

    /** The same with another share of the current batch in the running averages, from 0 to 1. */
    public BatchNorm withMomentum(double momentum) {
        return new BatchNorm(columns, momentum, epsilon);
    }

    /** The same with another {@code epsilon} above 0. */
    public BatchNorm withEpsilon(double epsilon) {
        return new BatchNorm(columns, momentum, epsilon);
    }

    /** Number of columns. */
    public int columns() {
        return columns;
    }

    /** Share of the current batch in the running averages. */
    public double momentum() {
        return momentum;
    }

    /** What is added to the variance. */
    public double epsilon() {
        return epsilon;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BatchNorm that
                && columns == that.columns
                && Double.compare(momentum, that.momentum) == 0
                && Double.compare(epsilon, that.epsilon) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(columns, momentum, epsilon);
    }

    @Override
    public String toString() {
        return "BatchNorm " + columns;
    }
}
