package dev.linnet.internal.math;

import dev.linnet.internal.kernel.KernelProvider;
import dev.linnet.internal.kernel.UpdateKernels;

/**
 * Optimizer steps and scalings over a range of flat arrays, by the kernels of this JVM; the same bits on every machine.
 *
 * <p>A step works on {@code from <= i < to} with {@code g = gradient[gradientFrom + i - from] * scale}, where {@code scale} is
 * one over the sum of the batch's weights, and returns a probe: 0 if every new parameter is finite, NaN if one is not. {@code
 * gradientFrom} is {@code from} where {@link #takeGradientAnywhere} does not allow for another.
 */
public final class Updates {
    private Updates() {}

    /** Whether steps of so many parameters take gradients that do not stand at the parameters' indices. */
    public static boolean takeGradientAnywhere(int count) {
        return kernels().takesGradientAnywhere(count);
    }

    /**
     * Gradient descent: {@code p = fma(-rate, g, p)}.
     *
     * @param p parameters, modified
     * @param gradient not modified
     */
    public static double sgd(
            double[] p, double[] gradient, int gradientFrom, double scale, double rate, int from, int to) {
        return kernels().sgd(p, gradient, gradientFrom, scale, rate, from, to);
    }

    /**
     * Momentum: {@code v = fma(momentum, v, g); p = fma(-rate, v, p)}, as PyTorch has it.
     *
     * @param p parameters, modified
     * @param v velocities, modified
     * @param gradient not modified
     */
    public static double momentum(
            double[] p,
            double[] v,
            double[] gradient,
            int gradientFrom,
            double scale,
            double rate,
            double momentum,
            int from,
            int to) {
        return kernels().momentum(p, v, gradient, gradientFrom, scale, rate, momentum, from, to);
    }

    /** Nesterov's momentum: {@code v = fma(momentum, v, g); p = fma(-rate, fma(momentum, v, g), p)}, as PyTorch has it. */
    public static double nesterov(
            double[] p,
            double[] v,
            double[] gradient,
            int gradientFrom,
            double scale,
            double rate,
            double momentum,
            int from,
            int to) {
        return kernels().nesterov(p, v, gradient, gradientFrom, scale, rate, momentum, from, to);
    }

    /**
     * Adam (Kingma, Ba 2015), with decoupled weight decay (Loshchilov, Hutter 2019).
     *
     * <pre>
     *   m = fma(beta1, m, (1 - beta1) * g)
     *   v = fma(beta2, v, ((1 - beta2) * g) * g)
     *   p = fma(-stepSize, m / fma(sqrt(v), inverseSqrtBias2, epsilon), p * keep)
     * </pre>
     *
     * @param p parameters, modified
     * @param m running means of the gradient, modified
     * @param v running means of its square, modified
     * @param gradient not modified
     * @param stepSize {@code rate / (1 - beta1^t)}
     * @param inverseSqrtBias2 {@code 1 / sqrt(1 - beta2^t)}
     * @param keep {@code 1 - rate * weightDecay}; 1 for none
     */
    public static double adam(
            double[] p,
            double[] m,
            double[] v,
            double[] gradient,
            int gradientFrom,
            double scale,
            double stepSize,
            double beta1,
            double beta2,
            double inverseSqrtBias2,
            double epsilon,
            double keep,
            int from,
            int to) {
        return kernels()
                .adam(
                        p,
                        m,
                        v,
                        gradient,
                        gradientFrom,
                        scale,
                        stepSize,
                        beta1,
                        beta2,
                        inverseSqrtBias2,
                        epsilon,
                        keep,
                        from,
                        to);
    }

    /**
     * Steps divided by the root of gathered squares: RMSProp with {@code keep = rho, add = 1 - rho}, AdaGrad with 1 and 1.
     *
     * <pre>
     *   v = fma(keep, v, (add * g) * g)
     *   p = fma(-rate, g / (sqrt(v) + epsilon), p)
     * </pre>
     *
     * @param p parameters, modified
     * @param v gathered squares of the gradient, modified
     * @param gradient not modified
     */
    public static double rootOfSquares(
            double[] p,
            double[] v,
            double[] gradient,
            int gradientFrom,
            double scale,
            double rate,
            double keep,
            double add,
            double epsilon,
            int from,
            int to) {
        return kernels().rootOfSquares(p, v, gradient, gradientFrom, scale, rate, keep, add, epsilon, from, to);
    }

    /** {@code x[i] *= factor}. */
    public static void scale(double factor, double[] x, int from, int to) {
        kernels().scale(factor, x, from, to);
    }

    /** {@code y[i] = fma(factor, x[i], y[i])}. */
    public static void axpy(double factor, double[] x, double[] y, int from, int to) {
        kernels().axpy(factor, x, y, from, to);
    }

    /** {@code x[r, c] *= weights[r]} for the rows {@code from <= r < to} of {@code x}, which has {@code columns} columns. */
    public static void scaleRows(double[] weights, double[] x, int columns, int from, int to) {
        kernels().scaleRows(weights, x, columns, from, to);
    }

    private static UpdateKernels kernels() {
        return KernelProvider.kernels().update();
    }
}
