package dev.linnet.internal.train;

import dev.linnet.data.FileFormatException;
import dev.linnet.internal.io.RunState;
import dev.linnet.training.EarlyStopping;

/** Remembers the parameters of the best epoch, and when patience is over. */
final class BestEpoch {
    private final EarlyStopping rule;
    private final double[] parameters;
    private double lowest = Double.POSITIVE_INFINITY;
    private int epochsWithout;

    /** Memory for {@code parameterCount} parameters. */
    BestEpoch(EarlyStopping rule, int parameterCount) {
        this.rule = rule;
        this.parameters = new double[parameterCount];
    }

    /** Takes note of an epoch that ended with {@code current} parameters and was measured like this. */
    void consider(Measurement validation, double[] current) {
        double value = rule.metric()
                .map(metric -> (metric.higherIsBetter() ? -1.0 : 1.0) * validation.value(metric))
                .orElse(validation.loss());
        if (Double.isNaN(value)) { // a metric that had no value: any other is better
            value = Double.MAX_VALUE;
        }
        if (value < lowest - rule.minDelta()) {
            lowest = value;
            epochsWithout = 0;
            System.arraycopy(current, 0, parameters, 0, parameters.length);
        } else {
            epochsWithout++;
        }
    }

    /** Whether the run has borne enough epochs without improvement. */
    boolean patienceIsOver() {
        return epochsWithout >= rule.patience();
    }

    /** Puts what it remembers into {@code state}. */
    void save(RunState state) {
        state.put("best.epochsWithout", epochsWithout);
        if (lowest < Double.POSITIVE_INFINITY) {
            state.put("best.lowest", lowest);
            state.put("best", parameters);
        }
    }

    /** Remembers what {@link #save} put. */
    void restore(RunState state) throws FileFormatException {
        epochsWithout = state.count("best.epochsWithout", 0, rule.patience());
        if (state.hasNumber("best.lowest")) {
            lowest = state.number("best.lowest");
            state.copyTo("best", parameters);
        }
    }

    /** The parameters of the best epoch, not a copy. */
    double[] parameters() {
        return parameters;
    }
}
