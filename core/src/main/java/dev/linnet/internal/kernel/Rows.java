package dev.linnet.internal.kernel;

/**
 * The rows of a matrix, each anywhere in one array: one behind the other as in a matrix of our own, or spread out as the rows of a batch are where a data
 * set keeps them.
 *
 * <p>Element j of row i is {@code values[starts[i] + j]}. Where rows lie may change from product to product, by one thread while no other reads.
 */
public final class Rows {
    double[] values;
    final int[] starts;

    /** Room for so many rows; there are none yet. */
    public Rows(int capacity) {
        starts = new int[capacity];
    }

    /** Returns rows that begin {@code stride} apart, the first one at {@code offset}. */
    public static Rows of(double[] values, int offset, int stride, int count) {
        Rows rows = new Rows(count);
        rows.set(values, offset, stride, count);
        return rows;
    }

    /** The number of rows there is room for. */
    public int capacity() {
        return starts.length;
    }

    /** Has the first {@code count} rows begin {@code stride} apart in {@code values}, the first one at {@code offset}. */
    public void set(double[] values, int offset, int stride, int count) {
        this.values = values;
        for (int i = 0; i < count; i++) {
            starts[i] = offset + i * stride;
        }
    }

    /** The array in which they lie. */
    public double[] values() {
        return values;
    }

    /** Has rows lie in {@code values}, each where {@link #starts} says. */
    public void lieIn(double[] values) {
        this.values = values;
    }

    /** Where rows begin; to be modified by whoever spreads them out. */
    public int[] starts() {
        return starts;
    }
}
