package dev.linnet.internal.nn;

import java.util.List;

/**
 * One layer at work on a batch: forward and backward over ranges of rows, gradients over tiles of its parameters.
 *
 * <p>An operation owns no threads: several workers may each run a range of rows of their own at the same time, for
 * parameters do not change meanwhile. Its arrays are the workspace's; it was wired to them when it was made.
 */
interface Op {
    /** Computes rows {@code [from, to)} of the output from the same rows of the input, to learn from them. */
    void forward(int from, int to, int worker);

    /** The same to predict: what a layer does only while learning is left out. */
    default void predict(int from, int to, int worker) {
        forward(from, to, worker);
    }

    /**
     * Computes rows {@code [from, to)} of the gradient with respect to the input from those with respect to the output,
     * which may be overwritten, unless the operation's tiles read them. Where nobody wants the input's gradient (the first layer), only what the layer's own
     * parameters need.
     */
    void backward(int from, int to, int worker);

    /** Its parameters, cut into pieces that workers can take; none by default. */
    default List<? extends Tile> tiles() {
        return List.of();
    }

    /** Goes over to the kernels that run now; nothing by default. */
    default void changeKernels() {}

    /**
     * A piece of a layer's parameters, {@code [from, to)} of all: the rows of a batch meet here, so it runs when all of them
     * are through.
     */
    interface Tile {
        /** Owner of a tile that any worker may take. */
        int ANYBODY = -1;

        /** The worker that has its parameters in its cache, having gone forward with them, or {@link #ANYBODY}. */
        default int owner() {
            return ANYBODY;
        }

        /** Index of its first parameter. */
        int from();

        /** Index behind its last parameter. */
        int to();

        /**
         * Computes the gradient of the piece over the first {@code rows} rows of the batch.
         *
         * @param gradients modified: that of the first parameter is at {@code at}, the others follow
         * @param adds whether it goes on from what {@code gradients} holds, instead of from zero
         */
        void gradient(double[] gradients, int at, boolean adds, int rows, int worker);

        /** Whether they are weights, which penalties and decay concern, and not biases. */
        boolean decays();
    }
}
