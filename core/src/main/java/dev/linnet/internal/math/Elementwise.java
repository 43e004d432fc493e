package dev.linnet.internal.math;

import dev.linnet.internal.kernel.ElementwiseKernels;
import dev.linnet.internal.kernel.KernelProvider;

/**
 * Functions applied to every element of a range, by the kernels of this JVM; the same bits on every machine.
 *
 * <p>Everywhere {@code y[i] = f(x[i])} for {@code from <= i < to}, and the two arrays may be the same. Gradients multiply
 * by what arrives from behind: {@code dX[i] = dY[i] * f'(x[i])}, where {@code dY} and {@code dX} may be the same; most
 * need the output {@code y} alone and not {@code x}. NaN gives NaN, everywhere.
 */
public final class Elementwise {
    private Elementwise() {}

    /** {@code e^x}. */
    public static void exp(double[] x, double[] y, int from, int to) {
        kernels().exp(x, y, from, to);
    }

    /** {@code e^x - 1}, exact near 0. */
    public static void expm1(double[] x, double[] y, int from, int to) {
        kernels().expm1(x, y, from, to);
    }

    /** The natural logarithm: NaN below 0, minus infinity at 0. */
    public static void log(double[] x, double[] y, int from, int to) {
        kernels().log(x, y, from, to);
    }

    /** {@code log(1 + x)}, exact near 0. */
    public static void log1p(double[] x, double[] y, int from, int to) {
        kernels().log1p(x, y, from, to);
    }

    /** The distribution function of the standard normal distribution, {@code (1 + erf(x / sqrt(2))) / 2}. */
    public static void normalCdf(double[] x, double[] y, int from, int to) {
        kernels().normalCdf(x, y, from, to);
    }

    /** {@code max(x, 0)}. */
    public static void relu(double[] x, double[] y, int from, int to) {
        kernels().relu(x, y, from, to);
    }

    /** {@code dY} where {@code y > 0}, 0 elsewhere. */
    public static void reluGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        kernels().reluGradient(y, dY, dX, from, to);
    }

    /** {@code x} where it is positive, {@code slope * x} elsewhere; {@code slope >= 0}. */
    public static void leakyRelu(double slope, double[] x, double[] y, int from, int to) {
        kernels().leakyRelu(slope, x, y, from, to);
    }

    /** Gradient of {@link #leakyRelu}. */
    public static void leakyReluGradient(double slope, double[] y, double[] dY, double[] dX, int from, int to) {
        kernels().leakyReluGradient(slope, y, dY, dX, from, to);
    }

    /** {@code scale * x} where {@code x} is positive, {@code scale * alpha * (e^x - 1)} elsewhere; both factors positive. */
    public static void elu(double alpha, double scale, double[] x, double[] y, int from, int to) {
        kernels().elu(alpha, scale, x, y, from, to);
    }

    /** Gradient of {@link #elu}. */
    public static void eluGradient(double alpha, double scale, double[] y, double[] dY, double[] dX, int from, int to) {
        kernels().eluGradient(alpha, scale, y, dY, dX, from, to);
    }

    /** {@code x * normalCdf(x)}. */
    public static void gelu(double[] x, double[] y, int from, int to) {
        kernels().gelu(x, y, from, to);
    }

    /** Gradient of {@link #gelu}, from its input. */
    public static void geluGradient(double[] x, double[] dY, double[] dX, int from, int to) {
        kernels().geluGradient(x, dY, dX, from, to);
    }

    /** {@code x * sigmoid(x)}. */
    public static void silu(double[] x, double[] y, int from, int to) {
        kernels().silu(x, y, from, to);
    }

    /** Gradient of {@link #silu}, from its input. */
    public static void siluGradient(double[] x, double[] dY, double[] dX, int from, int to) {
        kernels().siluGradient(x, dY, dX, from, to);
    }

    /** {@code 1 / (1 + e^-x)}. */
    public static void sigmoid(double[] x, double[] y, int from, int to) {
        kernels().sigmoid(x, y, from, to);
    }

    /** Gradient of {@link #sigmoid}: {@code dY * y * (1 - y)}. */
    public static void sigmoidGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        kernels().sigmoidGradient(y, dY, dX, from, to);
    }

    /** The hyperbolic tangent. */
    public static void tanh(double[] x, double[] y, int from, int to) {
        kernels().tanh(x, y, from, to);
    }

    /** Gradient of {@link #tanh}: {@code dY * (1 - y * y)}. */
    public static void tanhGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        kernels().tanhGradient(y, dY, dX, from, to);
    }

    /** {@code log(1 + e^x)}. */
    public static void softplus(double[] x, double[] y, int from, int to) {
        kernels().softplus(x, y, from, to);
    }

    /** Gradient of {@link #softplus}: {@code dY * (1 - e^-y)}. */
    public static void softplusGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        kernels().softplusGradient(y, dY, dX, from, to);
    }

    /** {@code x} limited to [-1, 1]. */
    public static void hardTanh(double[] x, double[] y, int from, int to) {
        kernels().hardTanh(x, y, from, to);
    }

    /** {@code dY} where {@code -1 < y < 1}, 0 elsewhere. */
    public static void hardTanhGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        kernels().hardTanhGradient(y, dY, dX, from, to);
    }

    /**
     * The softmax of each row, and the logarithm of its denominator.
     *
     * <p>With {@code m} the row's largest logit and {@code s} the sum of {@code exp(logit - m)} in the fixed order of
     * {@link Sums#sum}: {@code probability = exp(logit - m) / s}, {@code logSum = log(s)}. So the logarithm of a
     * probability is {@code logit - m - logSum}, without cancellation.
     *
     * @param logits [rows, columns], not modified unless it is {@code probabilities}
     * @param probabilities [rows, columns], written in the rows {@code from <= r < to}; may be {@code logits}
     * @param logSum [rows], written in the same rows
     */
    public static void softmax(
            double[] logits, double[] probabilities, double[] logSum, int columns, int from, int to) {
        kernels().softmax(logits, probabilities, logSum, columns, from, to);
    }

    /** The {@code logSum} of {@link #softmax} alone, the same bits, where probabilities are not wanted. */
    public static void softmaxLogSum(double[] logits, double[] logSum, int columns, int from, int to) {
        kernels().softmaxLogSum(logits, logSum, columns, from, to);
    }

    private static ElementwiseKernels kernels() {
        return KernelProvider.kernels().elementwise();
    }
}
