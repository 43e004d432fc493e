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
     * Doubles that are moved together, 256 KB: they and their bytes of the file, as much again at most, stay in the cache
     * while their columns, four at a time, become pieces of rows of the array.
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
        int start = start(from);
        int c = 0;
        for (; c + 3 < width; c += 4) { // four streams out of the array
            int x = start + c * rows;
            int x1 = x + rows;
            int x2 = x1 + rows;
            int x3 = x2 + rows;
            for (int row = 0, i = c; row < height; row++, i += width) {
                chunk[i] = array[x + row];
                chunk[i + 1] = array[x1 + row];
                chunk[i + 2] = array[x2 + row];
                chunk[i + 3] = array[x3 + row];
            }
        }
        for (; c < width; c++) {
            int x = start + c * rows;
            for (int row = 0, i = c; row < height; row++, i += width) {
                chunk[i] = array[x + row];
            }
        }
    }

    /**
     * Copies the start of {@code chunk} to the chunk [from, to) of the file's elements; the array is modified.
     *
     * @return whether all of them are finite: found on the way, for it takes a third of the time to look at them once more
     */
    boolean put(double[] chunk, int from, int to) {
        if (!transposed) {
            System.arraycopy(chunk, 0, array, offset + from, to - from);
            return TensorReader.firstNonFinite(chunk, 0, to - from) < 0;
        }
        int width = Math.min(columns, to - from);
        int height = (to - from) / width;
        int start = start(from);
        double trace = 0; // NaN once it met an infinity or NaN; four at once, for each addition waits for the last
        double trace1 = 0;
        double trace2 = 0;
        double trace3 = 0;
        int c = 0;
        for (; c + 3 < width; c += 4) { // four streams into the array
            int y = start + c * rows;
            int y1 = y + rows;
            int y2 = y1 + rows;
            int y3 = y2 + rows;
            for (int row = 0, i = c; row < height; row++, i += width) {
                double value = chunk[i];
                double value1 = chunk[i + 1];
                double value2 = chunk[i + 2];
                double value3 = chunk[i + 3];
                array[y + row] = value;
                array[y1 + row] = value1;
                array[y2 + row] = value2;
                array[y3 + row] = value3;
                trace += value * 0.0;
                trace1 += value1 * 0.0;
                trace2 += value2 * 0.0;
                trace3 += value3 * 0.0;
            }
        }
        for (; c < width; c++) {
            int y = start + c * rows;
            for (int row = 0, i = c; row < height; row++, i += width) {
                array[y + row] = chunk[i];
                trace += chunk[i] * 0.0;
            }
        }
        return trace + trace1 + trace2 + trace3 == 0.0;
    }

    /** Returns where in the array, transposed, element {@code from} of the file's matrix lies. */
    private int start(int from) {
        return offset + from % columns * rows + from / columns;
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
