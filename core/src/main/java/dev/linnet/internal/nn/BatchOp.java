package dev.linnet.internal.nn;

/**
 * A layer part of whose work meets all rows of a batch at once: before its forward pass all rows must have arrived, and
 * before its backward pass all their gradients.
 *
 * <p>That part is cut by columns, of which several workers may each take some. Then rows go on as with any layer.
 */
interface BatchOp extends Op {
    /** Number of pieces that the forward pass's columns are cut into. */
    int forwardTiles();

    /** Does what must precede {@link #forward} for the columns of {@code tile}, over the first {@code rows} rows of the input. */
    void forwardColumns(int tile, int rows, int worker);

    /** Number of pieces that the backward pass's columns are cut into. */
    int backwardTiles();

    /** Does what must precede {@link #backward} for the columns of {@code tile}, over the first rows of the output's gradient. */
    void backwardColumns(int tile, int rows, int worker);
}
