package dev.linnet.internal.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linnet.ReferenceNumbers;
import dev.linnet.optim.Plateau;
import org.junit.jupiter.api.Test;

/** Rates that fall on a plateau against those that PyTorch's {@code ReduceLROnPlateau} printed. */
class PlateauReferenceTest {
    private static final ReferenceNumbers REFERENCE = ReferenceNumbers.read("reference_numbers_2.txt");

    @Test
    void ratesFallWhenPyTorchsDo() {
        double[] watched = REFERENCE.numbers("schedule.plateau.0.5.2.watched");
        PlateauState plateau =
                new PlateauState(Plateau.defaults().withFactor(0.5).withPatience(2));
        double[] rates = new double[watched.length];
        for (int epoch = 0; epoch < watched.length; epoch++) {
            plateau.consider(watched[epoch]);
            rates[epoch] = plateau.factor();
        }
        assertEquals(20, rates.length);
        assertArrayEquals(REFERENCE.numbers("schedule.plateau.0.5.2"), rates);
    }
}
