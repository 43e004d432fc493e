package dev.linnet.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.linnet.Fit;
import dev.linnet.Mlp;
import dev.linnet.MlpBuilder;
import dev.linnet.data.Dataset;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.LayerNorm;
import dev.linnet.layer.Linear;
import dev.linnet.optim.Optimizer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Batch normalization that is frozen works as it does to predict. */
class FrozenBatchNormTest {
    private static Dataset data(int rows, double shift) {
        Random random = new Random(3);
        double[][] x = new double[rows][4];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < 4; j++) {
                x[i][j] = shift + random.nextGaussian();
            }
            y[i] = x[i][0] - x[i][3];
        }
        return Dataset.of(x, y);
    }

    private static Mlp trained() {
        return Mlp.builder()
                .linear(4, 6)
                .batchNorm()
                .tanh()
                .linear(6, 1)
                .fit(data(90, 0), Training.defaults().withEpochs(3))
                .model();
    }

    @Test
    void itsParametersAndRunningStatisticsStay() {
        Mlp before = trained();
        Mlp after = before.fit(data(50, 2), Training.defaults().withEpochs(2).withFrozenLayers(1))
                .model();
        for (String name : new String[] {"1.weight", "1.bias", "1.running_mean", "1.running_var"}) {
            assertEquals(
                    before.namedParameters().get(name), after.namedParameters().get(name), name);
        }
        assertFalse(Arrays.equals(before.parameters(), 0, 30, after.parameters(), 0, 30));
    }

    /** A block is frozen with all that it holds. */
    @Test
    void soDoThoseOfOneInAFrozenBlock() {
        MlpBuilder net = Mlp.builder()
                .linear(4, 6)
                .residual(b -> b.linear(6, 6).batchNorm().tanh())
                .linear(6, 1);
        Mlp before = net.fit(data(90, 0), Training.defaults().withEpochs(3)).model();
        Training still = Training.defaults().withEpochs(1).withBatchSize(50).withFrozenLayers(1);
        Dataset shifted = data(50, 2);
        Fit fit = before.fit(shifted, still);
        for (String name : before.namedParameters().keySet()) {
            boolean same = before.namedParameters()
                    .get(name)
                    .equals(fit.model().namedParameters().get(name));
            assertEquals(name.startsWith("1."), same, name);
        }
        double expected = before.evaluate(shifted).mse();
        assertEquals(expected, fit.history().last().loss(), 1e-12 * expected);
    }

    /** Had the batch's own statistics been taken, shifting all rows would not have changed the loss. */
    @Test
    void theFirstLossIsThatOfTheModelAsItPredicts() {
        Mlp model = trained();
        Dataset shifted = data(40, 3);
        Training still = Training.defaults().withEpochs(1).withBatchSize(40).withOptimizer(Optimizer.sgd(1e-300));
        double loss =
                model.fit(shifted, still.withFrozenLayers(1)).history().last().loss();
        assertEquals(model.evaluate(shifted).mse(), loss, 1e-12 * loss);
    }

    /** The same function, and so the same gradients, with the normalization folded into a linear layer. */
    @Test
    @Tag("kernel")
    void itLearnsLikeALinearLayerInItsPlace() {
        Mlp model = trained();
        double[] p = model.parameters();
        int norm = 4 * 6 + 6; // gain, bias, running mean, running variance
        double[] folded = new double[30 + 36 + 6 + 7];
        System.arraycopy(p, 0, folded, 0, 30);
        for (int j = 0; j < 6; j++) {
            double factor =
                    p[norm + j] / Math.sqrt(p[norm + 18 + j] + BatchNorm.of(6).epsilon());
            folded[30 + j * 6 + j] = factor;
            folded[66 + j] = p[norm + 6 + j] - factor * p[norm + 12 + j];
        }
        System.arraycopy(p, norm + 24, folded, 72, 7);
        Mlp plain = Mlp.builder()
                .linear(4, 6)
                .layer(Linear.of(6, 6))
                .tanh()
                .linear(6, 1)
                .build()
                .withParameters(folded);
        Training training = Training.defaults()
                .withEpochs(2)
                .withBatchSize(16)
                .withOptimizer(Optimizer.momentum(0.05, 0.9))
                .withFrozenLayers(1);
        double[] one = model.fit(data(50, 1), training).model().parameters();
        double[] other = plain.fit(data(50, 1), training).model().parameters();
        assertArrayEquals(Arrays.copyOf(other, 30), Arrays.copyOf(one, 30), 1e-12);
        assertArrayEquals(Arrays.copyOfRange(other, 72, 79), Arrays.copyOfRange(one, norm + 24, norm + 31), 1e-12);
    }

    /** No layer looks at the batch as a whole any more. */
    @Test
    void gatheredBatchesHaveTheBitsOfOneBatch() {
        Training training = Training.defaults().withEpochs(2).withFrozenLayers(1);
        Dataset data = data(70, 1);
        assertArrayEquals(
                trained().fit(data, training.withBatchSize(30)).model().parameters(),
                trained()
                        .fit(data, training.withBatchSize(10).withAccumulation(3))
                        .model()
                        .parameters());
    }

    @Test
    void frozenLayerNormsStillNormalizeEachRow() {
        Mlp model = Mlp.builder()
                .linear(4, 6)
                .layer(LayerNorm.of(6))
                .tanh()
                .linear(6, 1)
                .build();
        Mlp after = model.fit(data(50, 0), Training.defaults().withEpochs(1).withFrozenLayers(1))
                .model();
        assertEquals(
                model.namedParameters().get("1.weight"), after.namedParameters().get("1.weight"));
    }
}
