package dev.linnet.internal.kernel;

/**
 * Functions applied to every element of a range, in one of their two forms.
 *
 * <p>Everywhere but in {@link #ofBytes} {@code y[i] = f(x[i])} for {@code from <= i < to}, and the two arrays may be the same. Gradients multiply
 * by what arrives from behind: {@code dX[i] = dY[i] * f'(x[i])}, where {@code dY} and {@code dX} may be the same; most
 * need the output {@code y} alone and not {@code x}. NaN gives NaN, everywhere.
 *
 * <p>What each function computes, and how exactly, is said in {@link ScalarFunctions}.
 */
public interface ElementwiseKernels {
    /** {@code e^x}. */
    void exp(double[] x, double[] y, int from, int to);

    /** {@code e^x - 1}, exact near 0. */
    void expm1(double[] x, double[] y, int from, int to);

    /** The natural logarithm: NaN below 0, minus infinity at 0. */
    void log(double[] x, double[] y, int from, int to);

    /** {@code log(1 + x)}, exact near 0. */
    void log1p(double[] x, double[] y, int from, int to);

    /** The distribution function of the standard normal distribution, {@code (1 + erf(x / sqrt(2))) / 2}. */
    void normalCdf(double[] x, double[] y, int from, int to);

    /** {@code max(x, 0)}. */
    void relu(double[] x, double[] y, int from, int to);

    /** {@code dY} where {@code y > 0}, 0 elsewhere. */
    void reluGradient(double[] y, double[] dY, double[] dX, int from, int to);

    /** {@code x} where it is positive, {@code slope * x} elsewhere; {@code slope >= 0}. */
    void leakyRelu(double slope, double[] x, double[] y, int from, int to);

    /** Gradient of {@link #leakyRelu}. */
    void leakyReluGradient(double slope, double[] y, double[] dY, double[] dX, int from, int to);

    /** {@code scale * x} where {@code x} is positive, {@code scale * alpha * (e^x - 1)} elsewhere; both factors positive. */
    void elu(double alpha, double scale, double[] x, double[] y, int from, int to);

    /** Gradient of {@link #elu}. */
    void eluGradient(double alpha, double scale, double[] y, double[] dY, double[] dX, int from, int to);

    /** {@code x * normalCdf(x)}. */
    void gelu(double[] x, double[] y, int from, int to);

    /** Gradient of {@link #gelu}, from its input. */
    void geluGradient(double[] x, double[] dY, double[] dX, int from, int to);

    /** {@code x * sigmoid(x)}. */
    void silu(double[] x, double[] y, int from, int to);

    /** Gradient of {@link #silu}, from its input. */
    void siluGradient(double[] x, double[] dY, double[] dX, int from, int to);

    /** {@code 1 / (1 + e^-x)}. */
    void sigmoid(double[] x, double[] y, int from, int to);

    /** Gradient of {@link #sigmoid}: {@code dY * y * (1 - y)}. */
    void sigmoidGradient(double[] y, double[] dY, double[] dX, int from, int to);

    /** The hyperbolic tangent. */
    void tanh(double[] x, double[] y, int from, int to);

    /** Gradient of {@link #tanh}: {@code dY * (1 - y * y)}. */
    void tanhGradient(double[] y, double[] dY, double[] dX, int from, int to);

    /** {@code log(1 + e^x)}. */
    void softplus(double[] x, double[] y, int from, int to);

    /** Gradient of {@link #softplus}: {@code dY * (1 - e^-y)}. */
    void softplusGradient(double[] y, double[] dY, double[] dX, int from, int to);

    /** {@code x} limited to [-1, 1]. */
    void hardTanh(double[] x, double[] y, int from, int to);

    /** {@code dY} where {@code -1 < y < 1}, 0 elsewhere. */
    void hardTanhGradient(double[] y, double[] dY, double[] dX, int from, int to);

    /**
     * The softmax of each row, and the logarithm of its denominator.
     *
     * <p>With {@code m} the row's largest logit and {@code s} the sum of {@code exp(logit - m)} in the fixed order of
     * {@link UpdateKernels#sum}: {@code probability = exp(logit - m) / s}, {@code logSum = log(s)}. So the logarithm of a
     * probability is {@code logit - m - logSum}, without cancellation.
     *
     * @param logits [rows, columns], not modified unless it is {@code probabilities}
     * @param probabilities [rows, columns], written in the rows {@code from <= r < to}; may be {@code logits}
     * @param logSum [rows], written in the same rows
     */
    void softmax(double[] logits, double[] probabilities, double[] logSum, int columns, int from, int to);

    /** The {@code logSum} of {@link #softmax} alone, the same bits, where probabilities are not wanted. */
    void softmaxLogSum(double[] logits, double[] logSum, int columns, int from, int to);

    /**
     * What unsigned bytes stand for: {@code y[yOffset + i] = table[x[xOffset + i]]} for {@code 0 <= i < count}.
     *
     * @param high if it is a number, {@code table[v] == fma(v, high, v * low)} for all {@code v}, bit for bit
     * @param low what {@code high} is to be corrected by
     */
    void ofBytes(double[] table, double high, double low, byte[] x, int xOffset, double[] y, int yOffset, int count);
}
