package dev.linnet.layer;

import dev.linnet.internal.math.Checks;
import java.util.Objects;

/**
 * Shifts and scales each row to mean 0 and variance 1, then each column by two learned numbers.
 *
 * <pre>
 *   y = gain * (x - mean) / sqrt(variance + epsilon) + bias
 * </pre>
 *
 * <p>Mean and (population) variance are those of the row. Source: Ba, Kiros, Hinton 2016; the default as PyTorch's {@code
 * LayerNorm} has it.
 */
public final class LayerNorm implements Layer {
    /** What is added to the variance unless given: {@value}. */
    public static final double DEFAULT_EPSILON = 1e-5;

    private final int columns;
    private final double epsilon;

    private LayerNorm(int columns, double epsilon) {
        this.columns = Checks.positive(columns, "columns");
        this.epsilon = Checks.positive(epsilon, "epsilon");
    }

    /** For {@code columns} columns, with {@link #DEFAULT_EPSILON}. */
    public static LayerNorm of(int columns) {
        return new LayerNorm(columns, DEFAULT_EPSILON);
    }

    /** The same with another {@code epsilon} above 0. */
    public LayerNorm withEpsilon(double epsilon) {
        return new LayerNorm(columns, epsilon);
    }

    /** Number of columns. */
    public int columns() {
        return columns;
    }

    /** What is added to the variance. */
    public double epsilon() {
        return epsilon;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LayerNorm that && columns == that.columns && Double.compare(epsilon, that.epsilon) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(columns, epsilon);
    }

    @Override
    public String toString() {
        return "LayerNorm " + columns;
    }
}
