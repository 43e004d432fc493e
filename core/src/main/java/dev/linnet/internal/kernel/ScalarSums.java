package dev.linnet.internal.kernel;

/**
 * The sums of {@link UpdateKernels} in their scalar form, which serves short ranges in the vector form too.
 *
 * <p>A quarter of a block is four of its 16 partial sums, those that the tree adds first; so each loop runs four
 * independent chains of additions in registers.
 */
final class ScalarSums {
    private static final int LANES = 16;
    private static final int BLOCK = UpdateKernels.SUM_BLOCK;

    private ScalarSums() {}

    /** The sum of {@code x[i]}. */
    static double sum(double[] x, int from, int to) {
        double total = 0.0;
        for (int start = from; start < to; start += BLOCK) {
            total += sumOfBlock(x, start, Math.min(to, start + BLOCK));
        }
        return total;
    }

    /** The same of one block, complete or not. */
    static double sumOfBlock(double[] x, int from, int to) {
        double q0 = sumOfQuarter(x, from, to);
        double q1 = sumOfQuarter(x, from + 1, to);
        double q2 = sumOfQuarter(x, from + 2, to);
        double q3 = sumOfQuarter(x, from + 3, to);
        return (q0 + q2) + (q1 + q3);
    }

    /** Partial sums 0, 4, 8 and 12, counted from {@code from}, and the two levels of the tree that join them. */
    private static double sumOfQuarter(double[] x, int from, int to) {
        double p0 = 0.0;
        double p4 = 0.0;
        double p8 = 0.0;
        double p12 = 0.0;
        int i = from;
        for (; i < to - 12; i += LANES) {
            p0 = p0 + x[i];
            p4 = p4 + x[i + 4];
            p8 = p8 + x[i + 8];
            p12 = p12 + x[i + 12];
        }
        if (i < to) {
            p0 = p0 + x[i];
        }
        if (i < to - 4) {
            p4 = p4 + x[i + 4];
        }
        if (i < to - 8) {
            p8 = p8 + x[i + 8];
        }
        return (p0 + p8) + (p4 + p12);
    }

    /** The sum of {@code x[i] * y[i]}. */
    static double dot(double[] x, double[] y, int from, int to) {
        double total = 0.0;
        for (int start = from; start < to; start += BLOCK) {
            total += dotOfBlock(x, y, start, Math.min(to, start + BLOCK));
        }
        return total;
    }

    /** The same of one block, complete or not. */
    static double dotOfBlock(double[] x, double[] y, int from, int to) {
        double q0 = dotOfQuarter(x, y, from, to);
        double q1 = dotOfQuarter(x, y, from + 1, to);
        double q2 = dotOfQuarter(x, y, from + 2, to);
        double q3 = dotOfQuarter(x, y, from + 3, to);
        return (q0 + q2) + (q1 + q3);
    }

    /** As {@link #sumOfQuarter}. */
    private static double dotOfQuarter(double[] x, double[] y, int from, int to) {
        double p0 = 0.0;
        double p4 = 0.0;
        double p8 = 0.0;
        double p12 = 0.0;
        int i = from;
        for (; i < to - 12; i += LANES) {
            p0 = Math.fma(x[i], y[i], p0);
            p4 = Math.fma(x[i + 4], y[i + 4], p4);
            p8 = Math.fma(x[i + 8], y[i + 8], p8);
            p12 = Math.fma(x[i + 12], y[i + 12], p12);
        }
        if (i < to) {
            p0 = Math.fma(x[i], y[i], p0);
        }
        if (i < to - 4) {
            p4 = Math.fma(x[i + 4], y[i + 4], p4);
        }
        if (i < to - 8) {
            p8 = Math.fma(x[i + 8], y[i + 8], p8);
        }
        return (p0 + p8) + (p4 + p12);
    }

    /** The sum of {@code exp(x[i] - max)}. */
    static double expSum(double[] x, double max, int from, int to) {
        double total = 0.0;
        for (int start = from; start < to; start += BLOCK) {
            total += expSumOfBlock(x, max, start, Math.min(to, start + BLOCK));
        }
        return total;
    }

    /** The same of one block, complete or not. */
    static double expSumOfBlock(double[] x, double max, int from, int to) {
        double q0 = expSumOfQuarter(x, max, from, to);
        double q1 = expSumOfQuarter(x, max, from + 1, to);
        double q2 = expSumOfQuarter(x, max, from + 2, to);
        double q3 = expSumOfQuarter(x, max, from + 3, to);
        return (q0 + q2) + (q1 + q3);
    }

    /** As {@link #sumOfQuarter}. */
    private static double expSumOfQuarter(double[] x, double max, int from, int to) {
        double p0 = 0.0;
        double p4 = 0.0;
        double p8 = 0.0;
        double p12 = 0.0;
        int i = from;
        for (; i < to - 12; i += LANES) {
            p0 = p0 + ScalarFunctions.exp(x[i] - max);
            p4 = p4 + ScalarFunctions.exp(x[i + 4] - max);
            p8 = p8 + ScalarFunctions.exp(x[i + 8] - max);
            p12 = p12 + ScalarFunctions.exp(x[i + 12] - max);
        }
        if (i < to) {
            p0 = p0 + ScalarFunctions.exp(x[i] - max);
        }
        if (i < to - 4) {
            p4 = p4 + ScalarFunctions.exp(x[i + 4] - max);
        }
        if (i < to - 8) {
            p8 = p8 + ScalarFunctions.exp(x[i + 8] - max);
        }
        return (p0 + p8) + (p4 + p12);
    }
}
