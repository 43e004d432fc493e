package dev.linnet.data;

/**
 * Changes the features of one row in place.
 *
 * <p>Called by several threads at once, each with a range of its own; the same features must always become the same
 * values.
 */
@FunctionalInterface
public interface RowFunction {

    /**
     * Replaces the features of one row.
     *
     * @param values holds the row's features at {@code [from, to)}, and other rows outside of it; modified
     * @param from index of the row's first feature
     * @param to index after the row's last feature
     */
    void apply(double[] values, int from, int to);
}
