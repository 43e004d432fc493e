package dev.linnet.internal.io;

import java.util.Arrays;

/**
 * Where a tensor of a file lies in a flat array of doubles.
 *
 * <p>In the file it is a matrix of {@code rows} x {@code columns}, row by row. In the array it begins at {@code offset}
 * and lies the same way, or transposed: column by column, as our weights do. A vector has one column.
 */
final class TensorView {
    static final int CHUNK = 32 * 1024; // doubles: 256 KB

    /** Columns of a chunk that are transposed together: the doubles of a cache line, and as many streams into the array. */
    private static final int TILE = 8;

    private final double[] array;
    private final int offset;
    private final int rows;
    private final int columns;
    private final boolean transposed;

    private TensorView(double[] array, int offset, int rows, int columns, boolean transposed) {
        this.array = array;
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
        this.transposed = transposed;
    }

    /** Returns a view of {@code length} elements of {@code array}, which is shared, from index {@code offset}. */
    static TensorView vector(double[] array, int offset, int length) {
        return new TensorView(array, offset, length, 1, false);
    }

    /** Returns a view of a matrix of {@code rows} x {@code columns} in the file, and {@code columns} x {@code rows} here. */
    static TensorView transposed(double[] array, int offset, int rows, int columns) {
        return new TensorView(array, offset, rows, columns, true);
    }

    /** Number of elements. */
    int size() {
        return rows * columns;
    }

    /**
     * Returns where the chunk that begins at element {@code from} of the file's matrix ends: whole rows, as many as fit
     * into {@link #CHUNK}, or a piece of one row where they are longer.
     */
    int chunkEnd(int from) {
        int rest = size() - from;
        if (columns > CHUNK) {
            return from + Math.min(CHUNK, columns - from % columns);
        }
        return from + Math.min(CHUNK / columns * columns, rest);
    }

    /** Copies the chunk [from, to) of the file's elements to the start of {@code chunk}, which is modified. */
    void get(int from, int to, double[] chunk) {
        if (!transposed) {
            System.arraycopy(array, offset + from, chunk, 0, to - from);
            return;
        }
        int width = Math.min(columns, to - from);
        int start = offset + from % columns * rows + from / columns; // of the chunk's first element
        for (int left = 0; left < width; left += TILE) {
            int right = Math.min(left + TILE, width);
            for (int row = 0, x = start; row < to - from; row += width, x++) {
                for (int c = left; c < right; c++) {
                    chunk[row + c] = array[x + c * rows];
                }
            }
        }
    }

    /** Copies the start of {@code chunk} to the chunk [from, to) of the file's elements; the array is modified. */
    void put(double[] chunk, int from, int to) {
        if (!transposed) {
            System.arraycopy(chunk, 0, array, offset + from, to - from);
            return;
        }
        int width = Math.min(columns, to - from);
        int start = offset + from % columns * rows + from / columns;
        for (int left = 0; left < width; left += TILE) {
            int right = Math.min(left + TILE, width);
            for (int row = 0, y = start; row < to - from; row += width, y++) {
                for (int c = left; c < right; c++) {
                    array[y + c * rows] = chunk[row + c];
                }
            }
        }
    }

    /** Copies all of the file's elements, row by row, to the array, which is modified. */
    void putAll(double[] elements) {
        for (int from = 0; from < elements.length; ) {
            int to = chunkEnd(from);
            put(from == 0 && to == elements.length ? elements : Arrays.copyOfRange(elements, from, to), from, to);
            from = to;
        }
    }
}
