package dev.linnet.layer;

import java.util.List;

/**
 * Layers whose output is added to their input, {@code y = x + f(x)}; they must give as many columns as they take.
 *
 * <p>Source: He, Zhang, Ren, Sun 2016.
 */
public final class Residual implements Layer {
    private final List<Layer> layers;

    private Residual(List<Layer> layers) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a residual block needs at least one layer");
        }
        this.layers = List.copyOf(layers);
    }

    /** The block of {@code layers}, at least one. */
    public static Residual of(List<Layer> layers) {
        return new Residual(layers);
    }

    /** The layers inside, in order. */
    public List<Layer> layers() {
        return layers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Residual that && layers.equals(that.layers);
    }

    @Override
    public int hashCode() {
        return layers.hashCode();
    }

    @Override
    public String toString() {
        return "Residual " + layers;
    }
}
