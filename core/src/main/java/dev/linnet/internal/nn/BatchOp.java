package dev.linnet.internal.nn;

/**
 * A layer part of whose work meets all rows of a batch at once: before its forward pass all rows must have arrived, and
 * before its backward pass all their gradients.
 *
 * <p>That part is cut into tiles, by columns, of which several workers may each take some. Then rows go on as with any layer.
 */
interface BatchOp extends Op {
    /** Number of tiles of the forward pass. */
    int forwardTiles();

    /** Does one tile of what must precede {@link #forward}, over the first {@code rows} rows of the input. */
    void forwardTile(int tile, int rows, int worker);

    /** Number of tiles of the backward pass; 0 if nothing must precede {@link #backward}. */
    int backwardTiles();

    /** Does one tile of what must precede {@link #backward}, over the first rows of the output's gradient. */
    void backwardTile(int tile, int rows, int worker);
}
