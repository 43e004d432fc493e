package dev.linnet.training;

/**
 * Watches a run, on the thread that called {@code fit}.
 *
 * <p>What a listener throws ends the run and reaches the caller of {@code fit}. A listener cannot change the run's
 * results.
 */
public interface TrainingListener {
    /**
     * A batch has been learned.
     *
     * @param epoch number of the epoch, from 1
     * @param batch number of the batch within it, from 1
     * @param batches number of batches of an epoch
     * @param loss weighted mean loss of the batch, before the step; NaN where all its rows weigh 0
     */
    default void onBatch(int epoch, int batch, int batches, double loss) {}

    /**
     * An epoch is over and validated.
     *
     * @param epoch what was measured
     * @param epochs number of epochs the run will have if nothing stops it
     */
    default void onEpoch(Epoch epoch, int epochs) {}
}
