package dev.linnet.optim;

import dev.linnet.internal.math.Checks;

/**
 * Keeps gradients from growing too large: each element by itself, or all of them together.
 *
 * <p>What is clipped is the gradient of the weighted mean loss and of penalties, before the optimizer sees it.
 */
public final class Clipping {
    /** What is added to the norm that is divided by, as PyTorch has it: {@value}. */
    public static final double NORM_EPSILON = 1e-6;

    private final double limit;
    private final boolean byNorm;

    private Clipping(double limit, boolean byNorm) {
        this.limit = Checks.positive(limit, "limit");
        this.byNorm = byNorm;
    }

    /** Holds each element within {@code [-limit, limit]}. */
    public static Clipping byValue(double limit) {
        return new Clipping(limit, false);
    }

    /**
     * Multiplies the whole gradient by {@code min(1, limit / (norm + }{@link #NORM_EPSILON}{@code ))}, where norm is the
     * Euclidean length of all its elements (Pascanu, Mikolov, Bengio 2013).
     */
    public static Clipping byNorm(double limit) {
        return new Clipping(limit, true);
    }

    /** The largest size of an element, or of the norm. */
    public double limit() {
        return limit;
    }

    /** Whether the norm is limited, and not each element. */
    public boolean isByNorm() {
        return byNorm;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Clipping that && byNorm == that.byNorm && Double.compare(limit, that.limit) == 0;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(byNorm ? limit : -limit);
    }

    @Override
    public String toString() {
        return "Clipping(by " + (byNorm ? "norm " : "value ") + limit + ")";
    }
}
