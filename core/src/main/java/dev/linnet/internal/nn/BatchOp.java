package dev.linnet.internal.nn;

/**
 * A layer that looks at all rows of a batch at once: before its forward pass all rows must have arrived, and before its
 * backward pass all their gradients.
 *
 * <p>What it sums over the rows it sums by columns, of which several workers may each take some.
 */
interface BatchOp extends Op {
    /** Number of pieces that its columns are cut into. */
    int columnTiles();

    /** Sums what the forward pass needs over the first {@code rows} rows of the input, for the columns of {@code tile}. */
    void reduceForward(int tile, int rows);

    /** Sums what the backward pass needs over the first {@code rows} rows of the output's gradient, likewise. */
    void reduceBackward(int tile, int rows);
}
