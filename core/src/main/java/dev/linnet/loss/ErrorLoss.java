package dev.linnet.loss;

import dev.linnet.data.Labels;
import dev.linnet.layer.Output;

/** A loss of real-valued targets: the mean over a row's columns of a function of the error, prediction less target. */
abstract class ErrorLoss implements Loss {
    /** The loss of one column. */
    abstract double loss(double error);

    /** Its derivative with respect to the error. */
    abstract double slope(double error);

    @Override
    public final Output output() {
        return Output.IDENTITY;
    }

    @Override
    public final void check(int outputs, int targetColumns, Labels labels) {
        Targets.checkValues(this, outputs, targetColumns, labels);
    }

    @Override
    public final void evaluate(
            double[] logits,
            double[] targets,
            int outputs,
            int targetColumns,
            int from,
            int to,
            double[] rowLoss,
            double[] gradient) {
        double share = 1.0 / outputs; // of each term and not of the sum, which could overflow where the mean does not
        for (int r = from; r < to; r++) {
            double loss = 0.0;
            for (int i = r * outputs; i < (r + 1) * outputs; i++) {
                double error = logits[i] - targets[i];
                loss = Math.fma(share, loss(error), loss);
                if (gradient != null) {
                    gradient[i] = share * slope(error);
                }
            }
            rowLoss[r] = loss;
        }
    }
}
