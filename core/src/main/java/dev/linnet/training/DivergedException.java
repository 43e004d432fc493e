package dev.linnet.training;

/**
 * A run has left the finite numbers: a loss, a gradient or a parameter became infinite or NaN.
 *
 * <p>The model that was to be trained is untouched; {@link #lastGoodParameters()} are those of the last epoch that ended
 * well.
 */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int epoch;
    private final long step;
    private final String layer;
    private final String statistic;
    private final transient double[] lastGoodParameters;

    /**
     * A report of where a run diverged.
     *
     * @param epoch from 1
     * @param step number of the step in the run, from 1
     * @param layer the first layer at fault, as {@code layer 2 (Linear 128 -> 10)}
     * @param statistic what is not finite: {@code loss}, {@code gradient}, {@code output} ...
     * @param value its value
     * @param lastGoodParameters flat parameters of the last epoch that ended well, or the initial ones
     */
    public DivergedException(
            int epoch, long step, String layer, String statistic, double value, double[] lastGoodParameters) {
        super("training diverged in epoch " + epoch + ", step " + step + ": " + statistic + " of " + layer + " is "
                + value
                + ". Likely cures: a smaller learning rate or a warm-up; inputs of a smaller scale"
                + " (builder.standardize()); targets of a smaller scale");
        this.epoch = epoch;
        this.step = step;
        this.layer = layer;
        this.statistic = statistic;
        this.lastGoodParameters = lastGoodParameters.clone();
    }

    /** The epoch, from 1. */
    public int epoch() {
        return epoch;
    }

    /** The step within the run, from 1. */
    public long step() {
        return step;
    }

    /** The first layer at fault, for example {@code layer 2 (Linear 128 -> 10)}. */
    public String layer() {
        return layer;
    }

    /** What is not finite, for example {@code loss}. */
    public String statistic() {
        return statistic;
    }

    /** Flat parameters of the last epoch that ended well (the initial ones before the first), a copy. */
    public double[] lastGoodParameters() {
        return lastGoodParameters.clone();
    }
}
