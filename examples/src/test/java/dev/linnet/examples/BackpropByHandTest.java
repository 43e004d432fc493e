package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.Mlp;
import dev.linnet.data.Dataset;
import dev.linnet.data.RandomDraws;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Optimizer;
import dev.linnet.training.Training;
import org.junit.jupiter.api.Test;

class BackpropByHandTest {
    /** Whatever weights, row and target are: the gradient, and a step of a fit, have the bits of the arithmetic by hand. */
    @Test
    void theLibraryComputesTheSameBits() {
        for (int i = 0; i < 500; i++) {
            RandomDraws random = RandomDraws.of(7, 1, i);
            double[] weights = new double[9];
            for (int w = 0; w < weights.length; w++) {
                weights[w] = random.normal();
            }
            double[] row = {random.normal(), 3 * random.normal()};
            double target = random.normal();
            double rate = random.uniform(0.01, 1);
            BackpropByHand.Step step = BackpropByHand.Step.of(weights, row, target, rate);

            Mlp network = BackpropByHand.network().withParameters(weights);
            Dataset data = Dataset.of(new double[][] {row}, new double[] {target});
            Training training = Training.defaults().withEpochs(1).withOptimizer(Optimizer.sgd(rate));
            assertEquals(step.y(), network.predict(row)[0]);
            assertEquals(
                    step.loss(), network.gradient(data, Loss.meanSquaredError()).loss());
            assertArrayEquals(
                    step.gradient(),
                    network.gradient(data, Loss.meanSquaredError()).values());
            assertArrayEquals(step.next(), network.fit(data, training).model().parameters());
        }
    }

    @Test
    void everyNumberIsPrinted() {
        Run run = Run.of(new BackpropByHand(), "--lr", "0.25");
        assertEquals("", run.err());
        assertEquals(0, run.status());
        assertEquals("by hand and by library, to the last bit: the same", run.lastLine());
        assertTrue(run.out().contains("\nL  = (y - t)^2 = "), run.out());
        assertTrue(run.out().contains("\ndL/dw12 = x1 dL/dz2 = "), run.out());
        assertTrue(run.out().contains("\nw21 <- 0.2 - 0.25 * "), run.out());
    }
}
