package dev.linnet;

import dev.linnet.layer.Activation;
import java.util.List;

/**
 * How a model is read from a file; immutable.
 *
 * <pre>{@code
 * Mlp broken = Mlp.load(file, Loading.strict().allowNonFinite());
 * }</pre>
 */
public final class Loading {
    private final List<Activation> activations;
    private final boolean nonFinite;

    private Loading(List<Activation> activations, boolean nonFinite) {
        this.activations = activations;
        this.nonFinite = nonFinite;
    }

    /** Built-in activations and finite weights alone: the default. */
    public static Loading strict() {
        return new Loading(List.of(), false);
    }

    /** The same with these activations of the user's own, found by {@link Activation#name()} and parameters. */
    public Loading withActivations(Activation... own) {
        return new Loading(List.of(own), nonFinite);
    }

    /**
     * The same, but weights that are infinite or NaN are read, and not refused. Such a model can be looked at; what it
     * predicts is no longer the same on every machine.
     */
    public Loading allowNonFinite() {
        return new Loading(activations, true);
    }

    List<Activation> activations() {
        return activations;
    }

    boolean allowsNonFinite() {
        return nonFinite;
    }
}
