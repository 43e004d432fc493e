package dev.linnet.internal.kernel;

/**
 * Optimizer steps, sums and scalings over a range of flat arrays, in one of their two forms.
 *
 * <p>A step works on {@code from <= i < to} with {@code g = gradient[gradientFrom + i - from] * scale}, where {@code scale} is
 * one over the sum of the batch's weights, and returns a probe: 0 if every new parameter is finite, NaN if one is not. {@code
 * gradientFrom} is {@code from} where {@link #takesGradientAnywhere} does not allow for another.
 *
 * <p>A sum over n numbers is the same tree of additions in every form, so that all have the same bits: number i (counted
 * from the start of the range) belongs to block {@code i / 4096} and, in its block, to partial sum {@code i % 16}; each
 * partial sum starts at 0 and adds in ascending order; the 16 partial sums are added in halves, {@code p[j] + p[j + 8]},
 * then {@code [j] + [j + 4]}, {@code [j] + [j + 2]}, {@code [0] + [1]}; the blocks' sums are added in ascending order to 0.
 */
public interface UpdateKernels {
    /** Numbers per block of a sum. */
    int SUM_BLOCK = 4096;

    /** Whether steps of so many parameters take gradients that do not stand at the parameters' indices. */
    boolean takesGradientAnywhere(int count);

    /**
     * Gradient descent: {@code p = fma(-rate, g, p)}.
     *
     * @param p parameters, modified
     * @param gradient not modified
     */
    double sgd(double[] p, double[] gradient, int gradientFrom, double scale, double rate, int from, int to);

    /**
     * Momentum: {@code v = fma(momentum, v, g); p = fma(-rate, v, p)}, as PyTorch has it.
     *
     * @param p parameters, modified
     * @param v velocities, modified
     * @param gradient not modified
     */
    double momentum(
            double[] p,
            double[] v,
            double[] gradient,
            int gradientFrom,
            double scale,
            double rate,
            double momentum,
            int from,
            int to);

    /** Nesterov's momentum: {@code v = fma(momentum, v, g); p = fma(-rate, fma(momentum, v, g), p)}, as PyTorch has it. */
    double nesterov(
            double[] p,
            double[] v,
            double[] gradient,
            int gradientFrom,
            double scale,
            double rate,
            double momentum,
            int from,
            int to);

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
    double adam(
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
            int to);

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
    double rootOfSquares(
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
            int to);

    /** The sum of {@code x[from]} up to {@code x[to - 1]}. */
    double sum(double[] x, int from, int to);

    /** The sum of {@code x[i] * y[i]}, each added by fma. */
    double dot(double[] x, double[] y, int from, int to);

    /** The sum of {@code x[i] * x[i]}, each added by fma. */
    double sumOfSquares(double[] x, int from, int to);

    /** {@code x[i] *= factor}. */
    void scale(double factor, double[] x, int from, int to);

    /** {@code y[i] = fma(factor, x[i], y[i])}. */
    void axpy(double factor, double[] x, double[] y, int from, int to);

    /** {@code x[r, c] *= weights[r]} for the rows {@code from <= r < to} of {@code x}, which has {@code columns} columns. */
    void scaleRows(double[] weights, double[] x, int columns, int from, int to);
}
