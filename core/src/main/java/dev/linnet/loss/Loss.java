package dev.linnet.loss;

import dev.linnet.data.Labels;
import dev.linnet.layer.Output;

/**
 * How far a row's logits are from its targets, and the gradient of that.
 *
 * <p>Arrays are row-major: row {@code r} has its logits at {@code [r * outputs, (r + 1) * outputs)}, its targets at {@code
 * [r * targetColumns, (r + 1) * targetColumns)}. A row's loss depends on that row alone; weighting rows and taking their
 * mean is not the loss's business.
 *
 * <p>Open to users. An implementation must be immutable and a pure function of its arguments, or runs are no longer
 * reproducible.
 */
public interface Loss {
    /** What messages and histories call it: {@code "softmax cross-entropy"}. */
    String name();

    /** What turns the logits that this loss takes into a prediction. */
    Output output();

    /**
     * Refuses targets that this loss can't be used with.
     *
     * @param outputs number of logits a row
     * @param targetColumns number of targets a row
     * @param labels the classes, where the single target column holds class indices; null where targets are values
     * @throws IllegalArgumentException if the targets don't fit; the message says what they are and what they should be
     */
    void check(int outputs, int targetColumns, Labels labels);

    /**
     * The losses of the rows {@code [from, to)} and, where {@code gradient} is not null, their gradients: {@code gradient[r *
     * outputs + j]} is the derivative of {@code rowLoss[r]} with respect to {@code logits[r * outputs + j]}.
     *
     * <p>Neither is weighted or divided by the number of rows. Several threads may call this at once for ranges of the same
     * arrays that don't overlap. The losses have the same bits with a gradient and without, and however the rows are cut
     * into ranges. NaN in a row's logits gives NaN as its loss.
     *
     * @param logits [rows, outputs]; not modified
     * @param targets [rows, targetColumns]; not modified
     * @param rowLoss [rows]; elements {@code [from, to)} are overwritten
     * @param gradient [rows, outputs], rows {@code [from, to)} of which are overwritten, or null
     * @throws IllegalArgumentException if a target is not what this loss takes, a probability above 1 for instance
     */
    void evaluate(
            double[] logits,
            double[] targets,
            int outputs,
            int targetColumns,
            int from,
            int to,
            double[] rowLoss,
            double[] gradient);

    /** {@linkplain SoftmaxCrossEntropy Cross-entropy} of exclusive classes; the default where targets are labels. */
    static SoftmaxCrossEntropy softmaxCrossEntropy() {
        return SoftmaxCrossEntropy.INSTANCE;
    }

    /** {@linkplain BinaryCrossEntropy Cross-entropy} of independent yes-or-no answers. */
    static BinaryCrossEntropy binaryCrossEntropy() {
        return BinaryCrossEntropy.INSTANCE;
    }

    /** {@linkplain MeanSquaredError Mean squared error}; the default where targets are values. */
    static MeanSquaredError meanSquaredError() {
        return MeanSquaredError.INSTANCE;
    }

    /** {@linkplain MeanAbsoluteError Mean absolute error}. */
    static MeanAbsoluteError meanAbsoluteError() {
        return MeanAbsoluteError.INSTANCE;
    }

    /** {@linkplain Huber Huber's loss} with its default, {@value Huber#DEFAULT_DELTA}. */
    static Huber huber() {
        return huber(Huber.DEFAULT_DELTA);
    }

    /**
     * {@linkplain Huber Huber's loss}, which is linear from an error of {@code delta} on.
     *
     * @throws IllegalArgumentException if {@code delta} is not above 0 and finite
     */
    static Huber huber(double delta) {
        return new Huber(delta);
    }

    /** {@linkplain Focal Focal loss} of exclusive classes, with {@value Focal#DEFAULT_GAMMA} for {@code gamma}. */
    static Focal focal() {
        return focal(Focal.DEFAULT_GAMMA);
    }

    /** {@linkplain Focal Focal loss} of exclusive classes; {@code gamma} is above 0. */
    static Focal focal(double gamma) {
        return new Focal(gamma);
    }

    /** {@linkplain BinaryFocal Focal loss} of independent yes-or-no answers, with its defaults. */
    static BinaryFocal binaryFocal() {
        return binaryFocal(Focal.DEFAULT_GAMMA, BinaryFocal.DEFAULT_ALPHA);
    }

    /** {@linkplain BinaryFocal Focal loss} of yes-or-no answers; {@code gamma} above 0, {@code alpha} between 0 and 1. */
    static BinaryFocal binaryFocal(double gamma, double alpha) {
        return new BinaryFocal(gamma, alpha);
    }

    /** {@linkplain Hinge The margin} of independent yes-or-no answers. */
    static Hinge hinge() {
        return new Hinge(false);
    }

    /** {@linkplain Hinge The squared margin} of independent yes-or-no answers. */
    static Hinge squaredHinge() {
        return new Hinge(true);
    }

    /** {@linkplain MultiClassHinge The margins} between a row's class and all others. */
    static MultiClassHinge multiClassHinge() {
        return new MultiClassHinge(false);
    }

    /** {@linkplain MultiClassHinge The margin} between a row's class and the worst of the others. */
    static MultiClassHinge crammerSinger() {
        return new MultiClassHinge(true);
    }

    /** {@linkplain KlDivergence The divergence} from target probabilities. */
    static KlDivergence klDivergence() {
        return KlDivergence.INSTANCE;
    }

    /**
     * {@linkplain Quantile Regression of quantiles}, each above 0 and below 1: 0.1, 0.5, 0.9 give a median with bounds
     * that hold four targets of five.
     */
    static Quantile quantile(double... quantiles) {
        return new Quantile(quantiles);
    }
}
