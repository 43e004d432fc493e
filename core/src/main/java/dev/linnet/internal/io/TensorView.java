package dev.linnet.internal.io;

import java.util.Arrays;

/**
 * Where a tensor of a file lies in a flat array of doubles.
 *
 * <p>In the file it is a matrix of {@code rows} x {@code columns}, row by row. In the array it begins at {@code offset}
 * and lies the same way, or transposed: column by column, as our weights do. A vector has one column.
 */
final class TensorView {
    /**
     * Doubles that are moved together, 256 KB: they stay in the cache while their columns, four at a time, become pieces of
     * rows of the array. (Moving them row by row in tiles of eight columns took twice the time.)
     */
    static final int CHUNK = 32 * 1024;

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
        int height = (to - from) / width;
        int start = offset + from % columns * rows + from / columns; // of the chunk's first element
        for (int c = 0; c < width; c++) {
            int x = start + c * rows;
            for (int row = 0, i = c; row < height; row++, i += width) {
                chunk[i] = array[x + row];
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
        int height = (to - from) / width;
        int start = offset + from % columns * rows + from / columns;
        int c = 0;
        for (; c + 3 < width; c += 4) { // four streams into the array
            int y = start + c * rows;
            int y1 = y + rows;
            int y2 = y1 + rows;
            int y3 = y2 + rows;
            for (int row = 0, i = c; row < height; row++, i += width) {
                array[y + row] = chunk[i];
                array[y1 + row] = chunk[i + 1];
                array[y2 + row] = chunk[i + 2];
                array[y3 + row] = chunk[i + 3];
            }
        }
        for (; c < width; c++) {
            int y = start + c * rows;
            for (int row = 0, i = c; row < height; row++, i += width) {
                array[y + row] = chunk[i];
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
