package dev.linnet.internal.nn;

import dev.linnet.internal.math.Gemm;
import dev.linnet.internal.math.GemmScratch;
import dev.linnet.internal.math.PackedMatrix;
import java.util.Arrays;

/**
 * The gradient with respect to a layer's output as {@link Gemm#gradient} reads it: packed by each of several workers for itself, when it needs it, or, by one worker or where copies
 * would be large, once, while it arrives.
 *
 * <p>That each of two workers packs all of it is less work than to share what each has packed of it: a line of a cache that another processor has read takes several times as long to write
 * (docs/performance.md).
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
     * Of a batch that is not there yet.
     *
     * @param dY [maxRows, columns]; once all of it has arrived, it stays as it is as long as it is asked for
     * @param scratch one a worker
     */
    PackedGradients(double[] dY, int maxRows, int columns, GemmScratch[] scratch) {
        this.dY = dY;
        this.columns = columns;
        boolean isSmall = (long) maxRows * columns * scratch.length <= MOST_COPIED;
        copies = new Copy[isSmall ? scratch.length : 1];
        Arrays.setAll(copies, worker -> new Copy(scratch[0].packed(maxRows, columns)));
    }

    /**
     * Called when rows {@code [from, to)} of the gradient have arrived. Of a batch, one range begins at 0: with it comes the next batch. Workers call it at the same time, each for rows of its
     * own.
     */
    void gradientArrived(int from, int to) {
        if (from == 0) {
            batches++;
        }
        if (copies.length == 1) {
            copies[0].packed.pack(dY, 0, columns, from, to);
        }
    }

    /** Returns the first rows of the gradient, all of which have arrived, for one worker to read. */
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
