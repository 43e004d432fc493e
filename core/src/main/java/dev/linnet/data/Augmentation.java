package dev.linnet.data;

/**
 * Changes the features of one row in place, differently in every epoch: shifts an image, adds noise to a signal.
 *
 * <p>Whatever it draws comes from the {@link RandomDraws} it is given, which depend on the seed of the run, the epoch and
 * the row alone; so the result of a training does not depend on which thread reads which row, and when.
 *
 * <p>Called by several threads at once, each with a range and draws of its own. {@link Dataset#augmented} applies it.
 */
@FunctionalInterface
public interface Augmentation {

    /**
     * Replaces the features of one row by what they look like in this epoch.
     *
     * @param values holds the row's features at {@code [from, to)}, and other rows outside of it; modified
     * @param from index of the row's first feature
     * @param to index after the row's last feature
     * @param random stands at the first draw for this row and epoch; not to be kept
     */
    void apply(double[] values, int from, int to, RandomDraws random);
}
