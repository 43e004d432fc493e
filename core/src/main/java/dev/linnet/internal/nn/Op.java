package dev.linnet.internal.nn;

/**
 * One layer at work on a batch: forward and backward over ranges of rows.
 *
 * <p>An operation owns no threads: several workers may each run a range of rows of their own at the same time, for
 * weights do not change meanwhile. Its arrays are the workspace's; it was wired to them when it was made.
 */
interface Op {
    /** Computes rows {@code [from, to)} of the output from the same rows of the input. */
    void forward(int from, int to, int worker);

    /**
     * Computes rows {@code [from, to)} of the gradient with respect to the input from those with respect to the output,
     * which may be overwritten. Where nobody wants the input's gradient (the first layer), only what the layer's own
     * parameters need.
     */
    void backward(int from, int to, int worker);
}
