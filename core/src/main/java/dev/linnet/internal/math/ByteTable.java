package dev.linnet.internal.math;

import dev.linnet.internal.kernel.KernelProvider;

/**
 * The numbers that the bytes 0..255 stand for.
 *
 * <p>Quotients, such as {@code v / 255.0}, which the pixels of most pictures are, need not be looked up one by one: vectors of four numbers and more are computed, from
 * the sum of two doubles that is closer to the divisor's reciprocal than one can be. That this gives the table's bits is checked for each of the 256.
 */
public final class ByteTable {
    private static final int SIZE = 256;

    private final double[] values;
    private double high = Double.NaN;
    private double low = Double.NaN;

    /**
     * Makes a table.
     *
     * @param values 256 finite numbers; kept, not copied
     */
    public ByteTable(double[] values) {
        this.values = values;
        double divisor = (SIZE - 1) / values[SIZE - 1]; // but for its rounding
        findFactors(divisor);
        findFactors(Math.nextUp(divisor));
        findFactors(Math.nextDown(divisor));
    }

    /** Computes quotients from now on, if that is what the numbers are. */
    private void findFactors(double divisor) {
        double reciprocal = 1.0 / divisor;
        double rest = Math.fma(-divisor, reciprocal, 1.0) / divisor;
        for (int v = 0; v < SIZE; v++) {
            double quotient = Math.fma(v, reciprocal, v * rest);
            if (Double.doubleToRawLongBits(quotient) != Double.doubleToRawLongBits(values[v])) {
                return;
            }
        }
        high = reciprocal;
        low = rest;
    }

    /** Whether what bytes stand for can be computed. */
    boolean holdsQuotients() {
        return !Double.isNaN(high);
    }

    /**
     * Translates bytes.
     *
     * @param bytes read in {@code [from, from + count)}, as unsigned; not modified
     * @param out receives what they stand for from {@code to} on; modified
     */
    public void translate(byte[] bytes, int from, double[] out, int to, int count) {
        KernelProvider.kernels().elementwise().ofBytes(values, high, low, bytes, from, out, to, count);
    }
}
