package dev.linnet.internal.nn;

/** Moves parameters against their gradients: an optimizer at work. */
public interface ParameterUpdate {
    /**
     * Moves {@code parameters[from, to)}.
     *
     * @param parameters modified
     * @param gradients not modified: the unscaled gradients, that of {@code parameters[from]} at {@code gradientFrom},
     *     which is {@code from} where {@link dev.linnet.internal.math.Updates#takeGradientAnywhere} does not allow for another
     * @param decays whether they are weights, which penalties and decay concern, and not biases
     * @return 0.0, or NaN if one of them is no longer finite
     */
    double update(double[] parameters, double[] gradients, int gradientFrom, int from, int to, boolean decays);
}
