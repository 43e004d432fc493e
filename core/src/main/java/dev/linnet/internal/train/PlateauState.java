package dev.linnet.internal.train;

import dev.linnet.data.FileFormatException;
import dev.linnet.internal.io.RunState;
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

    /** Puts what it remembers into {@code state}. */
    void save(RunState state) {
        state.put("plateau.epochsWithout", epochsWithout);
        state.put("plateau.factor", factor);
        if (lowest < Double.POSITIVE_INFINITY) {
            state.put("plateau.lowest", lowest);
        }
    }

    /** Remembers what {@link #save} put. */
    void restore(RunState state) throws FileFormatException {
        epochsWithout = state.count("plateau.epochsWithout", 0, rule.patience());
        factor = state.share("plateau.factor");
        if (state.hasNumber("plateau.lowest")) {
            lowest = state.number("plateau.lowest");
        }
    }

    /** The factor for the epochs to come. */
    double factor() {
        return factor;
    }
}
