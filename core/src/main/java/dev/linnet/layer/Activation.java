package dev.linnet.layer;

import java.util.Map;
import java.util.Optional;

/**
 * A function applied to every element of what a layer gives: a layer without weights.
 *
 * <p>The interface is open: implement it to use a function of your own. {@link #value} and {@link #gradient} are called by
 * several threads at once, each for a range of its own, so they must not keep state; for results that do not depend on the
 * machine they must not use {@code Math.exp} and its kin. A model with an activation of your own is loaded by handing that
 * activation in: a file holds its {@link #name} and {@link #parameters}, never a class.
 *
 * <p>The built-in activations compute their own elementary functions, to the same bits on every machine. Those whose
 * gradient needs the output alone ({@link #gradientFromOutput}) are computed in place.
 */
public non-sealed interface Activation extends Layer {
    /** What {@code negativeSlope} is unless given: {@value}. */
    double DEFAULT_NEGATIVE_SLOPE = 0.01;

    /** What ELU's {@code alpha} is unless given: {@value}. */
    double DEFAULT_ALPHA = 1.0;

    /** Identifies the function in files, together with {@link #parameters}: {@code relu}, {@code leakyRelu} ... */
    String name();

    /** Hyper-parameters that a file must keep, in a fixed order; none unless overridden. */
    default Map<String, Double> parameters() {
        return Map.of();
    }

    /**
     * Computes {@code y[i] = f(x[i])} for {@code from <= i < to}.
     *
     * @param x inputs, not modified unless it is {@code y}
     * @param y outputs; may be the same array as {@code x}
     */
    void value(double[] x, double[] y, int from, int to);

    /**
     * Computes {@code dX[i] = dY[i] * f'(x[i])} for {@code from <= i < to}.
     *
     * @param x inputs; not read where {@link #gradientFromOutput} is true, not modified
     * @param y outputs, {@code y[i] = f(x[i])}, not modified
     * @param dY gradient of the loss with respect to the outputs, not modified unless it is {@code dX}
     * @param dX gradient with respect to the inputs; may be the same array as {@code dY}
     */
    void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to);

    /** True if {@link #gradient} reads {@code y} and never {@code x}, so that outputs may overwrite inputs. */
    default boolean gradientFromOutput() {
        return false;
    }

    /** True if weights in front of it should be drawn as for ReLU (He et al. 2015), for it cuts off negative inputs. */
    default boolean reluLike() {
        return false;
    }

    /** The rectified linear unit, {@code max(x, 0)}; its gradient at 0 is 0. */
    static Activation relu() {
        return Relu.INSTANCE;
    }

    /** {@link #leakyRelu(double)} with {@link #DEFAULT_NEGATIVE_SLOPE}. */
    static Activation leakyRelu() {
        return leakyRelu(DEFAULT_NEGATIVE_SLOPE);
    }

    /**
     * {@code x} where it is positive, {@code negativeSlope * x} elsewhere (Maas, Hannun, Ng 2013).
     *
     * @param negativeSlope finite and not negative
     */
    static Activation leakyRelu(double negativeSlope) {
        return new LeakyRelu(negativeSlope);
    }

    /** {@link #elu(double)} with {@link #DEFAULT_ALPHA}. */
    static Activation elu() {
        return elu(DEFAULT_ALPHA);
    }

    /**
     * The exponential linear unit (Clevert, Unterthiner, Hochreiter 2016): {@code x} where it is positive, {@code alpha *
     * (e^x - 1)} elsewhere.
     *
     * @param alpha positive
     */
    static Activation elu(double alpha) {
        return new Elu(alpha);
    }

    /** The scaled exponential linear unit, with the two constants of Klambauer, Unterthiner, Mayr, Hochreiter 2017. */
    static Activation selu() {
        return Selu.INSTANCE;
    }

    /** The Gaussian error linear unit (Hendrycks, Gimpel 2016), exactly: {@code x * (1 + erf(x / sqrt(2))) / 2}. */
    static Activation gelu() {
        return Gelu.INSTANCE;
    }

    /** The sigmoid linear unit, {@code x / (1 + e^-x)}, also called swish. */
    static Activation silu() {
        return Silu.INSTANCE;
    }

    /** The logistic function, {@code 1 / (1 + e^-x)}. */
    static Activation sigmoid() {
        return Sigmoid.INSTANCE;
    }

    /** The hyperbolic tangent. */
    static Activation tanh() {
        return Tanh.INSTANCE;
    }

    /** {@code log(1 + e^x)}, a smooth ReLU. */
    static Activation softplus() {
        return Softplus.INSTANCE;
    }

    /** {@code x} limited to [-1, 1]; its gradient at the two corners is 0. */
    static Activation hardTanh() {
        return HardTanh.INSTANCE;
    }

    /** {@code x} itself. */
    static Activation identity() {
        return Identity.INSTANCE;
    }

    /**
     * The built-in activation of that name, or nothing where no built-in one is called so.
     *
     * @param parameters as {@link #parameters} gives them; those left out have their defaults
     * @throws IllegalArgumentException if a parameter is unknown to that activation, or its value impossible
     */
    static Optional<Activation> byName(String name, Map<String, Double> parameters) {
        return BuiltInActivations.byName(name, parameters);
    }
}
