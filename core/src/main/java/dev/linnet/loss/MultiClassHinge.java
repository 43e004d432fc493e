package dev.linnet.loss;

import dev.linnet.data.Labels;
import dev.linnet.layer.Output;
import java.util.Objects;

/**
 * The margin between a row's class and the others: nothing where all others are behind by 1.
 *
 * <pre>
 *   missing[j] = max(0, 1 + z[j] - z[label])         for j other than label
 *   loss       = sum_j missing[j] / outputs           or, of the worst alone, max_j missing[j]
 * </pre>
 *
 * <p>Targets are class labels. The model's output is a softmax: largest where z is, but not a calibrated probability.
 * Sources: Weston, Watkins 1999, with PyTorch's division by the number of outputs; Crammer, Singer 2001 for the worst alone.
 */
public final class MultiClassHinge implements Loss {
    private final boolean worstAlone;

    MultiClassHinge(boolean worstAlone) {
        this.worstAlone = worstAlone;
    }

    /** Whether only the worst of the other classes counts. */
    public boolean isWorstAlone() {
        return worstAlone;
    }

    @Override
    public String name() {
        return "multi-class hinge";
    }

    @Override
    public Output output() {
        return Output.SOFTMAX;
    }

    @Override
    public void check(int outputs, int targetColumns, Labels labels) {
        Targets.checkClasses(this, outputs, labels);
    }

    @Override
    public void evaluate(
            double[] logits,
            double[] targets,
            int outputs,
            int targetColumns,
            int from,
            int to,
            double[] rowLoss,
            double[] gradient) {
        double share = worstAlone ? 1.0 : 1.0 / outputs;
        for (int r = from; r < to; r++) {
            int label = r * outputs + Targets.label(targets[r], r, outputs);
            int worst = worstAlone ? worst(logits, r, outputs, label) : -1;
            double loss = 0.0;
            double slopes = 0.0;
            for (int i = r * outputs; i < (r + 1) * outputs; i++) {
                boolean counts = i != label && (!worstAlone || i == worst);
                double missing = counts ? Math.max(0.0, 1.0 + logits[i] - logits[label]) : 0.0 * logits[i]; // NaN stays
                loss = Math.fma(share, missing, loss);
                double slope = share * Math.signum(missing);
                slopes += slope;
                if (gradient != null) {
                    gradient[i] = slope;
                }
            }
            rowLoss[r] = loss;
            if (gradient != null) {
                gradient[label] -= slopes;
            }
        }
    }

    private static int worst(double[] logits, int r, int outputs, int label) {
        int worst = -1;
        for (int i = r * outputs; i < (r + 1) * outputs; i++) {
            if (i != label && (worst < 0 || logits[i] > logits[worst])) {
                worst = i;
            }
        }
        return worst;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MultiClassHinge that && worstAlone == that.worstAlone;
    }

    @Override
    public int hashCode() {
        return Objects.hash(worstAlone);
    }

    @Override
    public String toString() {
        return worstAlone ? "MultiClassHinge(worst alone)" : "MultiClassHinge";
    }
}
