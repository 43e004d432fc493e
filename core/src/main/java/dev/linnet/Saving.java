package dev.linnet;

/**
 * How a model is written to a file; immutable.
 *
 * <pre>{@code
 * model.save(file, Saving.float32());
 * }</pre>
 */
public final class Saving {
    private final boolean float32;
    private final boolean nonFinite;

    private Saving(boolean float32, boolean nonFinite) {
        this.float32 = float32;
        this.nonFinite = nonFinite;
    }

    /** Weights of 64 bits, as they are computed with: the default. What is loaded again is the same to the bit. */
    public static Saving float64() {
        return new Saving(false, false);
    }

    /**
     * Weights rounded to 32 bits: half the size, and what most other programs compute with. A weight that 32 bits cannot
     * hold is refused.
     */
    public static Saving float32() {
        return new Saving(true, false);
    }

    /** The same, but weights that are infinite or NaN are written, and not refused. */
    public Saving allowNonFinite() {
        return new Saving(float32, true);
    }

    boolean isFloat32() {
        return float32;
    }

    boolean allowsNonFinite() {
        return nonFinite;
    }
}
