package dev.linnet.internal.train;

/** Cuts a batch's rows into slices of nearly equal length, one a worker, none shorter than is worth a hand-over. */
final class Slices {
    /** Fewer rows than this do not fill a tile of the matrix product. */
    private static final int LEAST_ROWS = 8;

    private int rows;
    private int count;
    private int length;

    /** Cuts {@code rows} rows for so many workers. */
    void cut(int rows, int workers) {
        this.rows = rows;
        int perWorker = (rows + workers - 1) / workers;
        this.length = Math.max(LEAST_ROWS, (perWorker + LEAST_ROWS - 1) / LEAST_ROWS * LEAST_ROWS);
        this.count = (rows + length - 1) / length;
    }

    /** Number of slices. */
    int count() {
        return count;
    }

    /** First row of {@code slice}. */
    int from(int slice) {
        return slice * length;
    }

    /** Row behind the last one of {@code slice}. */
    int to(int slice) {
        return Math.min(rows, (slice + 1) * length);
    }
}
