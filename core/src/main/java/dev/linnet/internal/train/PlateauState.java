package dev.linnet.internal.train;

import dev.linnet.optim.Plateau;

/** Counts the epochs in which the loss did not fall, and says what the learning rate is multiplied by. */
final class PlateauState {
    private final Plateau rule;
    private double lowest = Double.POSITIVE_INFINITY;
    private int epochsWithout;
    private double factor = 1.0;

    PlateauState(Plateau rule) {
        this.rule = rule;
    }

    /** Takes note of the loss of an epoch. */
    void consider(double loss) {
        if (loss < lowest - rule.minDelta()) {
            lowest = loss;
            epochsWithout = 0;
        } else if (++epochsWithout > rule.patience()) {
            factor *= rule.factor();
            epochsWithout = 0;
        }
    }

    /** The factor for the epochs to come. */
    double factor() {
        return factor;
    }
}
