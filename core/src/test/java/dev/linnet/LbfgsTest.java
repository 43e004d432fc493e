package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.Dataset;
import dev.linnet.layer.Linear;
import dev.linnet.optim.Optimizer;
import dev.linnet.training.Training;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** L-BFGS on iris and diabetes, against what SciPy's reaches. */
class LbfgsTest {
    private static final double L2 = 0.01;
    private static final ReferenceNumbers REFERENCE = ReferenceNumbers.read("lbfgs_numbers.txt");

    @Test
    void reachesSciPysLossOnIris() {
        assertReached("iris", Mlp.builder().standardize().linear(4, 3), SmallData.iris());
    }

    @Test
    void reachesSciPysLossOnDiabetes() {
        assertReached("diabetes", Mlp.builder().standardize().linear(10, 1), SmallData.diabetes());
    }

    @Test
    void itEndsAfterTheStepDuringWhichItsTimeIsOver() {
        Training training = Training.defaults().withOptimizer(Optimizer.lbfgs()).withTimeLimit(Duration.ofNanos(1));
        Fit fit = Mlp.builder().standardize().linear(4, 3).fit(SmallData.iris(), training);
        assertEquals(1, fit.history().epochs().size());
    }

    private static void assertReached(String name, MlpBuilder network, Dataset data) {
        Training training =
                Training.defaults().withOptimizer(Optimizer.lbfgs()).withL2(L2).withEpochs(500);
        Fit fit = network.fit(data, training);
        Linear linear = (Linear) fit.model().layers().get(0);
        double[] p = fit.model().parameters();
        double squares = Arrays.stream(p, 0, linear.inputs() * linear.outputs())
                .map(w -> w * w)
                .sum();
        double reached = fit.history().last().loss() + L2 / 2 * squares;
        assertEquals(REFERENCE.numbers(name)[0], reached, 1e-12);
        assertTrue(fit.history().epochs().size() < 100);
    }
}
