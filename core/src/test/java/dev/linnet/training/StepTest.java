package dev.linnet.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.Fit;
import dev.linnet.Mlp;
import dev.linnet.MlpBuilder;
import dev.linnet.data.Dataset;
import dev.linnet.layer.Linear;
import dev.linnet.optim.Clipping;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Plateau;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a run can be told about its steps. */
class StepTest {
    private static Dataset data(int rows) {
        Random random = new Random(11);
        double[][] x = new double[rows][5];
        int[] y = new int[rows];
        double[] weights = new double[rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < 5; j++) {
                x[i][j] = random.nextGaussian();
            }
            y[i] = x[i][0] + 0.3 * random.nextGaussian() > 0 ? 1 : 0;
            weights[i] = 0.5 + random.nextDouble();
        }
        return Dataset.of(x, y).withWeights(weights);
    }

    private static MlpBuilder net() {
        return Mlp.builder()
                .linear(5, 11)
                .relu()
                .dropout(0.2)
                .residual(b -> b.layerNorm().linear(11, 11).tanh())
                .linear(11, 2);
    }

    @Test
    @Tag("kernel")
    void gatheredBatchesHaveTheBitsOfOneBatch() {
        Dataset data = data(101); // the last step has a batch and a bit
        Training training = Training.defaults().withEpochs(3).withClipping(Clipping.byNorm(0.7));
        Fit once = net().fit(data, training.withBatchSize(30));
        for (int batches : new int[] {2, 3, 10, 30}) {
            Fit gathered = net().fit(data, training.withBatchSize(30 / batches).withAccumulation(batches));
            assertArrayEquals(once.model().parameters(), gathered.model().parameters());
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        once.history().epochs().get(i).loss(),
                        gathered.history().epochs().get(i).loss());
            }
        }
    }

    @Test
    void listenersHearOfSteps() {
        List<String> heard = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onBatch(int epoch, int batch, int batches, double loss) {
                heard.add(epoch + ":" + batch + "/" + batches);
            }
        };
        net().fit(
                        data(25),
                        Training.defaults()
                                .withEpochs(2)
                                .withBatchSize(5)
                                .withAccumulation(3)
                                .withListener(listener));
        assertEquals(List.of("1:1/2", "1:2/2", "2:1/2", "2:2/2"), heard);
    }

    @Test
    void frozenLayersStayAsTheyAre() {
        Mlp start = net().build();
        Mlp trained = start.fit(data(40), Training.defaults().withEpochs(2).withFrozenLayers(0, 3))
                .model();
        double[] before = start.parameters();
        double[] after = trained.parameters();
        int frozen = 5 * 11 + 11 + 11 + 11 + 11 * 11 + 11;
        for (int i = 0; i < frozen; i++) {
            assertEquals(before[i], after[i]);
        }
        for (int i = frozen; i < after.length; i++) {
            assertNotEquals(before[i], after[i]);
        }
        assertMessage(
                "frozen layer 5: the network has the layers 0..4",
                () -> start.fit(data(9), Training.defaults().withFrozenLayers(5)));
    }

    @Test
    void whatGoesIntoAUnitIsHeldWithinMaxNorm() {
        Mlp model = Mlp.builder()
                .linear(5, 3)
                .relu()
                .linear(3, 2)
                .fit(
                        data(60),
                        Training.defaults().withEpochs(5).withMaxNorm(0.25).withLearningRate(0.1))
                .model();
        double[] p = model.parameters();
        for (int unit = 0; unit < 3; unit++) {
            double sum = 0.0;
            for (int i = 0; i < 5; i++) {
                sum += p[i * 3 + unit] * p[i * 3 + unit];
            }
            assertTrue(Math.sqrt(sum) <= 0.25 + 1e-15);
        }
    }

    @Test
    void aLargePenaltyOnSizesMakesWeightsSmallAndLeavesBiasesOut() {
        Mlp model = Mlp.builder()
                .linear(5, 2)
                .fit(data(60), Training.defaults().withEpochs(200).withL1(2.0).withOptimizer(Optimizer.sgd(0.01)))
                .model();
        double[] p = model.parameters();
        for (int i = 0; i < 10; i++) {
            assertEquals(0.0, p[i], 0.03); // a step is at most rate * (l1 + 1), to either side
        }
    }

    @Test
    void aSignalEndsTheRunAfterAStep() {
        StopSignal signal = new StopSignal();
        List<String> heard = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onBatch(int epoch, int batch, int batches, double loss) {
                heard.add(epoch + ":" + batch);
                if (epoch == 2 && batch == 3) {
                    Thread other = new Thread(signal::stop);
                    other.start();
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        };
        Training training = Training.defaults().withBatchSize(10);
        Fit fit = net().fit(data(50), training.withListener(listener).withStop(signal));
        assertEquals(2, fit.history().epochs().size());
        assertTrue(signal.isGiven());
        assertEquals(List.of("1:1", "1:2", "1:3", "1:4", "1:5", "2:1", "2:2", "2:3"), heard);
    }

    @Test
    void aRunEndsWhenItsTimeIsOverButNotBeforeItsFirstStep() {
        List<Integer> heard = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onBatch(int epoch, int batch, int batches, double loss) {
                heard.add(batch);
            }
        };
        Fit fit = net().fit(
                        data(50),
                        Training.defaults()
                                .withBatchSize(10)
                                .withListener(listener)
                                .withTimeLimit(Duration.ofNanos(1)));
        assertEquals(1, fit.history().epochs().size());
        assertEquals(List.of(1), heard);
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
        Training whole = Training.defaults().withEpochs(2).withTimeLimit(endless);
        assertEquals(2, net().fit(data(50), whole).history().epochs().size());
        assertMessage(
                "timeLimit must be positive: PT0S", () -> Training.defaults().withTimeLimit(Duration.ZERO));
    }

    @Test
    void aRunThatDivergesGoesOnAtHalfTheRate() {
        Dataset data = Dataset.of(new double[][] {{1}, {2}, {3}, {4}}, new double[] {1, 2, 3, 4});
        MlpBuilder builder = Mlp.builder().layer(Linear.of(1, 1).withoutBias());
        Training training = Training.defaults().withEpochs(400).withBatchSize(1).withOptimizer(Optimizer.sgd(1.0));
        assertThrows(DivergedException.class, () -> builder.fit(data, training));
        Fit fit = builder.fit(data, training.withRecovery(20));
        assertEquals(400, fit.history().epochs().size());
        double rate = fit.history().last().learningRate();
        assertTrue(rate < 1.0 && rate == Math.scalb(1.0, Math.getExponent(rate)), () -> "rate " + rate);
        assertEquals(0.0, fit.history().last().loss(), 1e-3);
    }

    @Test
    void theRateFallsOnAPlateau() {
        Training training = Training.defaults()
                .withEpochs(7)
                .withPlateau(Plateau.defaults().withFactor(0.5).withPatience(1).withMinDelta(10.0));
        double[] rates = net().fit(data(20), training).history().epochs().stream()
                .mapToDouble(Epoch::learningRate)
                .toArray();
        assertArrayEquals(new double[] {1e-3, 1e-3, 1e-3, 5e-4, 5e-4, 2.5e-4, 2.5e-4}, rates);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        Training t = Training.defaults();
        assertMessage("accumulation must be positive: 0", () -> t.withAccumulation(0));
        assertMessage("limit must be positive and finite: NaN", () -> Clipping.byNorm(Double.NaN));
        assertMessage("limit must be positive and finite: 0.0", () -> Clipping.byValue(0.0));
        assertMessage("l1 must be finite and not negative: -1.0", () -> t.withL1(-1));
        assertMessage("l2 must be finite and not negative: -1.0", () -> t.withL2(-1));
        assertMessage("maxNorm must be positive and finite: 0.0", () -> t.withMaxNorm(0));
        assertMessage("averaging must be above 0 and below 1: 1.0", () -> t.withAveraging(1));
        assertMessage("frozen layer must not be negative: -1", () -> t.withFrozenLayers(-1));
        assertMessage("recovery must not be negative: -1", () -> t.withRecovery(-1));
        assertMessage("factor must be above 0 and below 1: 1.0", () -> Plateau.defaults()
                .withFactor(1));
    }

    private static void assertMessage(String expected, Executable refused) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, refused).getMessage());
    }
}
