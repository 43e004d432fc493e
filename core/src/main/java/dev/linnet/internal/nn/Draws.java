package dev.linnet.internal.nn;

/** What random choices of a step are keyed by, beside the layer and the unit; set before each batch goes its way. */
final class Draws {
    /** Seed of the run. */
    long seed;

    /** Number of the step in the run. */
    long step;

    /** Number of the batch's first row within the step: not 0 when a step gathers several batches. */
    long firstRow;
}
