package dev.linnet.internal.math;

/**
 * Argument checks: each returns its argument or throws an {@link IllegalArgumentException} that says what was given and
 * what was expected.
 */
public final class Checks {
    private Checks() {}

    /** {@code value} where it is at least 1. */
    public static int positive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
        return value;
    }

    /** {@code value} where it is above zero and finite. */
    public static double positive(double value, String name) {
        if (!(value > 0.0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be positive and finite: " + value);
        }
        return value;
    }

    /** {@code value} where it is at least 0. */
    public static int nonNegative(int value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
        return value;
    }

    /** {@code value} where it is at least 0 and finite. */
    public static double nonNegative(double value, String name) {
        if (!(value >= 0.0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be finite and not negative: " + value);
        }
        return value;
    }

    /** {@code value} where it is neither infinite nor NaN. */
    public static double finite(double value, String name) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite: " + value);
        }
        return value;
    }

    /** {@code value} where {@code 0 <= value < 1}: a decay rate, a momentum. */
    public static double belowOne(double value, String name) {
        if (!(value >= 0.0 && value < 1.0)) {
            throw new IllegalArgumentException(name + " must be at least 0 and below 1: " + value);
        }
        return value;
    }

    /** {@code value} where {@code 0 <= value <= 1}: a probability. */
    public static double probability(double value, String name) {
        if (!(value >= 0.0 && value <= 1.0)) {
            throw new IllegalArgumentException(name + " must be between 0 and 1: " + value);
        }
        return value;
    }

    /** {@code value} where {@code 0 < value < 1}: a share of something that leaves a rest. */
    public static double fraction(double value, String name) {
        if (!(value > 0.0 && value < 1.0)) {
            throw new IllegalArgumentException(name + " must be above 0 and below 1: " + value);
        }
        return value;
    }

    /** {@code array} where it has {@code expected} elements. */
    public static double[] length(double[] array, int expected, String name) {
        if (array.length != expected) {
            throw new IllegalArgumentException(name + " has " + array.length + " values, expected " + expected);
        }
        return array;
    }
}
