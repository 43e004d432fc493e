package dev.linnet.internal.nn;

import dev.linnet.internal.math.Gemm;
import dev.linnet.internal.math.GemmScratch;
import dev.linnet.internal.math.PackedMatrix;
import java.util.Arrays;

/**
 * The gradient with respect to a layer's output as {@link Gemm#gradient} reads it. It is packed once for all, while it arrives, if there is one worker or if copies would be large; else by each
 * worker for itself, when it first needs it.
 *
 * <p>Two workers that pack all of it do twice the work, but in less time than if each packs its rows and reads the other's: a line of a cache that another processor has read takes several times
 * as long to write (docs/performance.md).
 */
final class PackedGradients {
    /** All copies have so many values, at most: a megabyte, which many workers or many rows would exceed. */
    private static final int MOST_COPIED = 1 << 17;

    private final double[] dY;
    private final int columns;

    /** One for each worker, or one for all. */
    private final Copy[] copies;

    /** Number of batches whose first rows have arrived. */
    private long batches;

    /**
     * Nothing has arrived yet.
     *
     * @param dY [maxRows, columns]; once all of it has arrived, it stays as it is as long as it is asked for
     * @param scratch one a worker
     */
    PackedGradients(double[] dY, int maxRows, int columns, GemmScratch[] scratch) {
        this.dY = dY;
        this.columns = columns;
        boolean isSmall = (long) maxRows * columns * scratch.length <= MOST_COPIED;
        copies = new Copy[isSmall ? scratch.length : 1];
        Arrays.setAll(copies, i -> new Copy(scratch[0].packed(maxRows, columns)));
    }

    /**
     * Called when rows {@code [from, to)} of the gradient have arrived. Exactly one range of a batch begins at row 0: it begins the next batch. Workers call it at the same time, each for rows of
     * its own.
     */
    void gradientArrived(int from, int to) {
        if (from == 0) {
            batches++;
        }
        if (copies.length == 1) {
            copies[0].packed.pack(dY, 0, columns, from, to);
        }
    }

    /**
     * Returns the first rows of the gradient for one worker to read. All have arrived, and the team has handed over since.
     *
     * @param rows the batch's, the same number in each call for a batch
     */
    PackedMatrix packed(int rows, int worker) {
        if (copies.length == 1) {
            return copies[0].packed;
        }
        Copy own = copies[worker];
        if (own.batch != batches) {
            own.packed.pack(dY, 0, columns, 0, rows);
            own.batch = batches;
        }
        return own.packed;
    }

    private static final class Copy {
        private final PackedMatrix packed;

        /** Number of the batch that it holds. */
        private long batch;

        Copy(PackedMatrix packed) {
            this.packed = packed;
        }
    }
}
