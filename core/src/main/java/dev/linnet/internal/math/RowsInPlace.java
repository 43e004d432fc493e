package dev.linnet.internal.math;

/**
 * A data set that may keep the features of its rows as a product reads them, finite and one behind the other. Then they need not be copied into a batch, and their way from memory takes
 * no time of its own: the product calculates meanwhile.
 */
public interface RowsInPlace {
    /**
     * Finds rows: for each {@code i} in {@code [0, count)}, {@code starts[i]} becomes the index in the array where the features of row {@code rows[i]} begin.
     *
     * @param rows row numbers; not modified
     * @param starts modified, unless null is returned
     * @return the array, not to be modified; null if the features don't lie in one
     * @throws IndexOutOfBoundsException if a row does not exist
     */
    double[] locate(int[] rows, int count, int[] starts);
}
