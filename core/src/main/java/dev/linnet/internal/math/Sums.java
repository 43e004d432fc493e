package dev.linnet.internal.math;

import dev.linnet.internal.kernel.KernelProvider;
import dev.linnet.internal.kernel.UpdateKernels;

/**
 * Sums over a range, in one fixed order: the same bits on every machine.
 *
 * <p>The order, 16 partial sums in blocks of {@link #BLOCK}, is described in {@link UpdateKernels}. The sum of a long range
 * may be computed block by block, in parallel too, and its blocks' sums added in ascending order to 0.
 */
public final class Sums {
    /** Numbers per block. */
    public static final int BLOCK = UpdateKernels.SUM_BLOCK;

    private Sums() {}

    /** The sum of {@code x[from]} up to {@code x[to - 1]}; 0 for an empty range. */
    public static double sum(double[] x, int from, int to) {
        return kernels().sum(x, from, to);
    }

    /** The sum of {@code x[i] * y[i]} for {@code from <= i < to}. */
    public static double dot(double[] x, double[] y, int from, int to) {
        return kernels().dot(x, y, from, to);
    }

    /** The sum of {@code x[i] * x[i]} for {@code from <= i < to}. */
    public static double sumOfSquares(double[] x, int from, int to) {
        return kernels().sumOfSquares(x, from, to);
    }

    private static UpdateKernels kernels() {
        return KernelProvider.kernels().update();
    }
}
