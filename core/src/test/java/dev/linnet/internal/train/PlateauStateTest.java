package dev.linnet.internal.train;

import dev.linnet.ReferenceNumbers;
import dev.linnet.optim.Plateau;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlateauStateTest {
    @Test
    void theRateFallsWherePyTorchsDoes() {
        ReferenceNumbers reference = ReferenceNumbers.read("reference_numbers_2.txt");
        PlateauState state = new PlateauState(Plateau.defaults().withFactor(0.5).withPatience(2));
        double[] factors = Arrays.stream(reference.numbers("schedule.plateau.0.5.2.watched"))
                .map(loss -> {
                    state.consider(loss);
                    return state.factor();
                })
                .toArray();
        reference.assertAgrees("schedule.plateau.0.5.2", factors, 0.0, 0.0);
    }
}
