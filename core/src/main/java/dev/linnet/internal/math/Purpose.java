package dev.linnet.internal.math;

/** What random numbers are drawn for; each purpose has streams of its own, so that none disturbs another. */
public enum Purpose {
    /** Keyed by layer and element. */
    INITIAL_WEIGHTS(0),
    /** Keyed by epoch. */
    SHUFFLE(1),
    /** Keyed by step and layer, counted by row of the batch and unit. */
    DROPOUT(2),
    /** Keyed by epoch and row. */
    AUGMENTATION(3),
    /** Divides a data set into parts. */
    SPLIT(4);

    /** Part of every stream's address: never changes, never serves a second purpose. */
    final int code;

    Purpose(int code) {
        this.code = code;
    }
}
