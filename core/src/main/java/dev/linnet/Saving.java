package dev.linnet;

import dev.linnet.internal.io.ElementType;

/**
 * How a model is written to a file; immutable.
 *
 * <pre>{@code
 * model.save(file, Saving.float32());
 * }</pre>
 */
public final class Saving {
    private final ElementType type;
    private final boolean nonFinite;

    private Saving(ElementType type, boolean nonFinite) {
        this.type = type;
        this.nonFinite = nonFinite;
    }

    /** Weights of 64 bits, as they are computed with: the default. What is loaded again is the same to the bit. */
    public static Saving float64() {
        return new Saving(ElementType.F64, false);
    }

    /**
     * Weights rounded to 32 bits: half the size, and what most other programs compute with. A weight that 32 bits cannot
     * hold is refused.
     */
    public static Saving float32() {
        return new Saving(ElementType.F32, false);
    }

    /** The same, but weights that are infinite or NaN are written, and not refused. */
    public Saving allowNonFinite() {
        return new Saving(type, true);
    }

    ElementType elementType() {
        return type;
    }

    boolean allowsNonFinite() {
        return nonFinite;
    }
}
