package dev.linnet.layer;

import dev.linnet.internal.math.Checks;
import java.util.Objects;
import java.util.Optional;

/**
 * A fully connected layer, {@code y = x W + b}.
 *
 * <p>{@code x} has shape [rows, inputs], {@code W} [inputs, outputs], {@code b} [outputs], {@code y} [rows, outputs].
 */
public final class Linear implements Layer {
    private final int inputs;
    private final int outputs;
    private final boolean bias;
    private final Initializer initializer;

    private Linear(int inputs, int outputs, boolean bias, Initializer initializer) {
        this.inputs = Checks.positive(inputs, "inputs");
        this.outputs = Checks.positive(outputs, "outputs");
        this.bias = bias;
        this.initializer = initializer;
    }

    /** A layer with a bias, its weights initialised by what follows it (see {@link #initializer()}). */
    public static Linear of(int inputs, int outputs) {
        return new Linear(inputs, outputs, true, null);
    }

    /** The same layer without a bias: {@code y = x W}. */
    public Linear withoutBias() {
        return new Linear(inputs, outputs, false, initializer);
    }

    /** The same layer with its weights drawn by {@code initializer}. */
    public Linear withInitializer(Initializer initializer) {
        return new Linear(inputs, outputs, bias, Objects.requireNonNull(initializer, "initializer"));
    }

    /** Number of columns it takes. */
    public int inputs() {
        return inputs;
    }

    /** Number of columns it gives. */
    public int outputs() {
        return outputs;
    }

    /** Whether it adds a bias. */
    public boolean hasBias() {
        return bias;
    }

    /**
     * What draws the first weights. Empty: {@linkplain Initializer#heNormal() He normal} where a
     * {@linkplain Activation#reluLike() ReLU-like} activation follows, {@linkplain Initializer#glorotUniform() Glorot
     * uniform} otherwise. Biases start at 0.
     */
    public Optional<Initializer> initializer() {
        return Optional.ofNullable(initializer);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Linear that
                && inputs == that.inputs
                && outputs == that.outputs
                && bias == that.bias
                && Objects.equals(initializer, that.initializer);
    }

    @Override
    public int hashCode() {
        return Objects.hash(inputs, outputs, bias, initializer);
    }

    /** For example {@code Linear 128 -> 10}. */
    @Override
    public String toString() {
        return "Linear " + inputs + " -> " + outputs + (bias ? "" : " without bias");
    }
}
