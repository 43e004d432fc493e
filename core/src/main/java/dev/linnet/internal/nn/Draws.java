package dev.linnet.internal.nn;

/**
 * Where in a run a batch stands, set before it goes its way: what random choices are keyed by, beside the layer and the unit.
 */
final class Draws {
    /** Seed of the run. */
    long seed;

    /** Number of the step in the run. */
    long step;

    /** Number of the batch's first row within the step: not 0 where its gradient adds to that of batches before. */
    long firstRow;
}
