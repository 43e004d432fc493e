package dev.linnet.internal.io;

/**
 * Where a tensor of a file lies in a flat array of doubles.
 *
 * <p>In the file it is a matrix of {@code rows} x {@code columns}, row by row. In the array it begins at {@code offset}
 * and lies the same way, or transposed: column by column, as our weights do. A vector has one column.
 */
final class TensorView {
    private static final int CHUNK = 32 * 1024; // doubles: 256 KB

    /** Columns transposed together: the doubles of a cache line. */
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

    /** Number of rows in the file. */
    int rows() {
        return rows;
    }

    /** Number of columns in the file. */
    int columns() {
        return columns;
    }

    /** Copies rows [from, to) of the file's matrix into the start of {@code chunk}, which is modified. */
    void get(int from, int to, double[] chunk) {
        if (!transposed) {
            System.arraycopy(array, offset + from * columns, chunk, 0, (to - from) * columns);
            return;
        }
        for (int tile = 0; tile < columns; tile += TILE) {
            int end = Math.min(tile + TILE, columns);
            for (int r = from; r < to; r++) {
                for (int c = tile; c < end; c++) {
                    chunk[(r - from) * columns + c] = array[offset + c * rows + r];
                }
            }
        }
    }

    /** Copies the start of {@code chunk} into rows [from, to) of the file's matrix; the array is modified. */
    void put(double[] chunk, int from, int to) {
        if (!transposed) {
            System.arraycopy(chunk, 0, array, offset + from * columns, (to - from) * columns);
            return;
        }
        for (int tile = 0; tile < columns; tile += TILE) {
            int end = Math.min(tile + TILE, columns);
            for (int r = from; r < to; r++) {
                for (int c = tile; c < end; c++) {
                    array[offset + c * rows + r] = chunk[(r - from) * columns + c];
                }
            }
        }
    }

    /** Returns how many rows to copy at once: enough to make long transfers, few enough to stay in the cache. */
    int rowsPerChunk() {
        return Math.max(1, Math.min(rows, CHUNK / Math.max(1, columns)));
    }
}
