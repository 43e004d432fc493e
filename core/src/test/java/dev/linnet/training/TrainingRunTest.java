package dev.linnet.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.linnet.Fit;
import dev.linnet.Mlp;
import dev.linnet.MlpBuilder;
import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.layer.Output;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Adam;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Schedule;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TrainingRunTest {
    private static final double[][] XOR = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};

    private static Dataset xor() {
        return Dataset.of(XOR, new int[] {0, 1, 1, 0});
    }

    private static MlpBuilder xorNet() {
        return Mlp.builder().linear(2, 8).tanh().linear(8, 2);
    }

    /** Two classes, told apart by the sign of the sum of the features, with noise. */
    private static Dataset noisy(int rows) {
        Random random = new Random(5);
        double[][] x = new double[rows][4];
        int[] y = new int[rows];
        for (int i = 0; i < rows; i++) {
            double sum = random.nextGaussian();
            for (int j = 0; j < 4; j++) {
                x[i][j] = random.nextGaussian();
                sum += x[i][j];
            }
            y[i] = sum > 0 ? 1 : 0;
        }
        return Dataset.of(x, y);
    }

    private static MlpBuilder smallNet() {
        return Mlp.builder().linear(4, 9).relu().linear(9, 2);
    }

    @Test
    void exclusiveOrIsLearned() {
        for (long seed = 1; seed <= 5; seed++) {
            Mlp model = xorNet().seed(seed)
                    .fit(xor(), Training.defaults().withEpochs(500).withLearningRate(0.05))
                    .model();
            assertArrayEquals(new int[] {0, 1, 1, 0}, model.classify(XOR), "seed " + seed);
        }
    }

    @Test
    void everyOptimizerLearnsExclusiveOr() {
        List<Optimizer> optimizers = List.of(
                Optimizer.sgd(0.5),
                Optimizer.momentum(0.1, 0.9),
                Optimizer.nesterov(0.1, 0.9),
                Optimizer.adam(0.05),
                Optimizer.adamW(0.05, 1e-3));
        for (Optimizer optimizer : optimizers) {
            Mlp model = xorNet().fit(xor(), Training.defaults().withEpochs(1000).withOptimizer(optimizer))
                    .model();
            assertArrayEquals(new int[] {0, 1, 1, 0}, model.classify(XOR), optimizer.toString());
        }
    }

    @Test
    void theSameSeedGivesTheSameModelAndHistoryAnotherSeedAnother() {
        Training training = Training.defaults().withEpochs(3).withBatchSize(7).withValidation();
        Fit one = smallNet().fit(noisy(100), training);
        Fit same = smallNet().fit(noisy(100), training);
        Fit other = smallNet().fit(noisy(100), training.withSeed(43));
        assertArrayEquals(one.model().parameters(), same.model().parameters());
        assertEquals(one.history(), same.history());
        assertEquals(42, one.history().seed());
        assertFalse(Arrays.equals(one.model().parameters(), other.model().parameters()));
    }

    @Test
    void theModelHandedInIsNeverTouched() {
        Mlp model = smallNet().build();
        double[] before = model.parameters();
        model.fit(noisy(50));
        assertArrayEquals(before, model.parameters());
    }

    @Test
    void aWarmStartGoesOnFromTheWeightsItWasGiven() {
        Training oneEpoch = Training.defaults().withEpochs(1).withBatchSize(64).withOptimizer(Optimizer.sgd(0.1));
        Dataset data = noisy(60);
        Mlp twice = smallNet().fit(data, oneEpoch).model().fit(data, oneEpoch).model();
        Mlp atOnce = smallNet().fit(data, oneEpoch.withEpochs(2)).model();
        for (int i = 0; i < twice.parameterCount(); i++) {
            // One batch holds all rows, but in another order: the sums round differently.
            assertEquals(atOnce.parameters()[i], twice.parameters()[i], 1e-12);
        }
    }

    @Test
    void theScheduleStartsAnewOnAWarmStart() {
        Training training = Training.defaults().withEpochs(3).withSchedule(Schedule.cosine(0.1));
        Fit first = smallNet().fit(noisy(60), training);
        Fit second = first.model().fit(noisy(60), training);
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    first.history().epochs().get(i).learningRate(),
                    second.history().epochs().get(i).learningRate());
        }
        assertTrue(second.history().epochs().get(0).learningRate()
                > second.history().last().learningRate());
    }

    @Test
    void aWarmStartKeepsTheFittedScaler() {
        Dataset data = noisy(60);
        Mlp first = Mlp.builder().standardize().linear(4, 2).fit(data).model();
        Dataset shifted = data.map((x, from, to) -> {
            for (int j = from; j < to; j++) {
                x[j] += 100;
            }
        });
        Training still = Training.defaults().withEpochs(1).withLearningRate(1e-300);
        Mlp second = first.fit(shifted, still).model();
        double[] row = {1, 2, 3, 4};
        assertArrayEquals(first.logits(row), second.logits(row), 1e-12);
    }

    @Test
    void theScalerIsFittedOnTheTrainingPartOnly() {
        double[][] x = new double[20][1];
        double[] y = new double[20];
        for (int i = 0; i < 20; i++) {
            x[i][0] = i;
            y[i] = i;
        }
        Dataset train = Dataset.of(Arrays.copyOf(x, 10), Arrays.copyOf(y, 10));
        Dataset validation = Dataset.of(Arrays.copyOfRange(x, 10, 20), Arrays.copyOfRange(y, 10, 20));
        Training still =
                Training.defaults().withEpochs(1).withLearningRate(1e-300).withValidation(validation);
        Mlp model = Mlp.builder()
                .standardize()
                .linear(1, 1)
                .fit(train, still)
                .model()
                .withParameters(new double[] {1.0, 0.0});
        assertEquals(0.0, model.predict(new double[] {4.5})[0], 1e-15);
        assertEquals(1.0, model.predict(new double[] {4.5 + Math.sqrt(8.25)})[0], 1e-15);
    }

    @Test
    void columnsThatNeverChangeAreOnlyShifted() {
        Dataset data = Dataset.of(new double[][] {{0.1, 7}, {0.1, 9}, {0.1, 8}}, new double[] {0, 1, 2});
        Mlp model = Mlp.builder()
                .standardize()
                .linear(2, 1)
                .fit(data, Training.defaults().withEpochs(1))
                .model()
                .withParameters(new double[] {1.0, 0.0, 0.0});
        assertEquals(0.5, model.predict(new double[] {0.6, 3})[0], 1e-15);
    }

    /** The sum of many equal numbers rounds: their mean is another number, and their deviation from it is not 0. */
    @Test
    void aLongColumnThatNeverChangesIsOnlyShifted() {
        int rows = 10_000;
        double[][] x = new double[rows][2];
        for (int i = 0; i < rows; i++) {
            x[i][0] = 0.1;
            x[i][1] = i % 2;
        }
        Training still = Training.defaults().withEpochs(1).withBatchSize(rows).withLearningRate(1e-300);
        Mlp model = Mlp.builder()
                .standardize()
                .linear(2, 1)
                .fit(Dataset.of(x, new double[rows]), still)
                .model()
                .withParameters(new double[] {1.0, 0.0, 0.0});
        assertEquals(0.5, model.predict(new double[] {0.6, 3})[0], 1e-12);
    }

    @Test
    void lossesAreInferredFromTheTargets() {
        Training one = Training.defaults().withEpochs(1);
        assertEquals(Output.SOFTMAX, smallNet().fit(noisy(20), one).model().output());
        Mlp binary = Mlp.builder().linear(4, 1).fit(noisy(20), one).model();
        assertEquals(Output.SIGMOID, binary.output());
        Dataset real = Dataset.of(new double[][] {{1}, {2}}, new double[] {0.5, 0.7});
        assertEquals(
                Output.IDENTITY,
                Mlp.builder().linear(1, 1).fit(real, one).model().output());
        assertEquals(
                Output.SIGMOID,
                Mlp.builder().linear(1, 1).sigmoid().fit(real, one).model().output());
    }

    @Test
    void crossEntropyIsNotAppliedTwiceAfterAFinalSoftmax() {
        Training training = Training.defaults().withEpochs(3);
        Mlp plain = smallNet().fit(noisy(40), training).model();
        Mlp softmax = smallNet().softmax().fit(noisy(40), training).model();
        assertArrayEquals(plain.parameters(), softmax.parameters());
    }

    @Test
    void weightsCountLikeRepeatedRows() {
        Dataset data = noisy(6);
        Training training = Training.defaults().withEpochs(20).withBatchSize(12).withOptimizer(Optimizer.sgd(0.1));
        Mlp weighted = smallNet()
                .fit(data.withWeights(new double[] {2, 1, 1, 0, 1, 3}), training)
                .model();
        Mlp repeated =
                smallNet().fit(data.subset(0, 0, 1, 2, 4, 5, 5, 5), training).model();
        for (int i = 0; i < weighted.parameterCount(); i++) {
            assertEquals(repeated.parameters()[i], weighted.parameters()[i], 1e-12);
        }
    }

    @Test
    void aBatchWhoseWeightsAreAllZeroMovesNothing() {
        Dataset data = noisy(2).withWeights(new double[] {0, 1e-300});
        Fit fit = smallNet().fit(data, Training.defaults().withEpochs(2).withBatchSize(1));
        assertTrue(Double.isFinite(fit.history().last().loss()));
    }

    @Test
    void theHistoryTellsLossesRatesAndAccuracy() {
        Training training = Training.defaults()
                .withEpochs(3)
                .withBatchSize(10)
                .withValidation(0.25)
                .withLearningRate(0.01)
                .withSchedule(Schedule.step(1, 0.5));
        History history = smallNet().fit(noisy(40), training).history();
        assertEquals(3, history.epochs().size());
        assertEquals(0.01, history.epochs().get(0).learningRate(), 0.0);
        assertEquals(0.0025, history.epochs().get(2).learningRate(), 0.0);
        for (Epoch epoch : history.epochs()) {
            assertTrue(epoch.validationLoss().isPresent());
            OptionalDouble accuracy = epoch.metric(History.VALIDATION_ACCURACY);
            assertTrue(accuracy.getAsDouble() >= 0.0 && accuracy.getAsDouble() <= 1.0);
            assertTrue(epoch.samplesPerSecond() > 0.0);
        }
    }

    @Test
    void validationEqualsAnEvaluationOfTheModel() {
        Dataset validation = noisy(71);
        Fit fit = smallNet()
                .fit(
                        noisy(50),
                        Training.defaults().withEpochs(2).withBatchSize(16).withValidation(validation));
        Epoch last = fit.history().last();
        assertEquals(
                fit.model().evaluate(validation).accuracy(),
                last.metric(History.VALIDATION_ACCURACY).getAsDouble(),
                1e-15);
        assertEquals(
                fit.model().evaluate(validation).logLoss(),
                last.validationLoss().getAsDouble(),
                1e-14);
    }

    @Test
    void validationDoesNotDisturbTraining() {
        Dataset data = noisy(50);
        Training training = Training.defaults().withEpochs(3).withBatchSize(16);
        Mlp without = smallNet().fit(data, training).model();
        Mlp with = smallNet().fit(data, training.withValidation(noisy(30))).model();
        assertArrayEquals(without.parameters(), with.parameters());
    }

    @Test
    void earlyStoppingEndsTheRunAndRestoresTheBestEpoch() {
        Dataset validation = noisy(40);
        List<double[]> seen = new ArrayList<>();
        Training training = Training.defaults()
                .withEpochs(300)
                .withLearningRate(0.3)
                .withValidation(validation)
                .withEarlyStopping(EarlyStopping.defaults().withPatience(4).withMinDelta(0));
        Fit fit = smallNet().fit(noisy(30), training.withListener(new TrainingListener() {
            @Override
            public void onEpoch(Epoch epoch, int epochs) {
                seen.add(new double[] {epoch.number(), epoch.validationLoss().getAsDouble()});
            }
        }));
        int epochs = fit.history().epochs().size();
        assertTrue(epochs < 300, "ended after " + epochs);
        assertEquals(epochs, seen.size());
        double[] best = seen.stream().min((a, b) -> Double.compare(a[1], b[1])).orElseThrow();
        assertEquals(epochs - 4, best[0], 0.0);
        assertEquals(best[1], fit.model().evaluate(validation).logLoss(), 1e-14);
    }

    @Test
    void listenersSeeEveryBatch() {
        List<String> seen = new ArrayList<>();
        Training training = Training.defaults().withEpochs(2).withBatchSize(8).withListener(new TrainingListener() {
            @Override
            public void onBatch(int epoch, int batch, int batches, double loss) {
                seen.add(epoch + "/" + batch + "/" + batches + (loss > 0 ? "" : "!"));
            }

            @Override
            public void onEpoch(Epoch epoch, int epochs) {
                seen.add("epoch " + epoch.number() + " of " + epochs);
            }
        });
        smallNet().fit(noisy(20), training);
        assertEquals(
                List.of("1/1/3", "1/2/3", "1/3/3", "epoch 1 of 2", "2/1/3", "2/2/3", "2/3/3", "epoch 2 of 2"), seen);
    }

    @Test
    void aRunThatDivergesSaysWhereAndKeepsTheLastGoodParameters() {
        double[][] x = new double[8][1];
        double[] y = new double[8];
        for (int i = 0; i < 8; i++) {
            x[i][0] = 1e3 * (i + 1);
            y[i] = i;
        }
        Mlp model = Mlp.builder().linear(1, 1).identity().build();
        double[] before = model.parameters();
        DivergedException diverged = assertThrows(
                DivergedException.class,
                () -> model.fit(
                        Dataset.of(x, y),
                        Training.defaults().withEpochs(60).withBatchSize(4).withOptimizer(Optimizer.sgd(1e3))));
        assertTrue(diverged.epoch() >= 1 && diverged.step() >= 2 * diverged.epoch() - 1, diverged.getMessage());
        assertEquals("layer 1 (identity)", diverged.layer());
        assertEquals("loss", diverged.statistic());
        assertTrue(diverged.getMessage()
                .matches("training diverged in epoch \\d+, step \\d+: loss of layer 1 \\(identity\\) is Infinity\\."
                        + " Likely cures: a smaller learning rate or a warm-up; inputs of a smaller scale"
                        + " \\(builder\\.standardize\\(\\)\\); targets of a smaller scale"));
        for (double p : diverged.lastGoodParameters()) {
            assertTrue(Double.isFinite(p));
        }
        model.withParameters(diverged.lastGoodParameters());
        assertArrayEquals(before, model.parameters());
    }

    /** Its sum overflows; what the layers give does not. */
    @Test
    void aGradientThatIsNotFiniteIsFoundWhereverItWas() {
        double[][] x = new double[8][16];
        for (double[] row : x) {
            Arrays.fill(row, 5e307);
        }
        Dataset data = Dataset.of(x, new double[] {1, 1, 1, 1, 1, 1, 1, 1});
        Mlp random = Mlp.builder()
                .linear(16, 16)
                .batchNorm()
                .identity()
                .dropout(0.1)
                .linear(16, 1)
                .build();
        double[] parameters = random.parameters();
        Arrays.fill(parameters, 0, 16 * 16, 0.0);
        Mlp model = random.withParameters(parameters);
        Training plain = Training.defaults().withBatchSize(8).withOptimizer(Optimizer.sgd(1.0));
        for (Training training :
                List.of(plain, plain.withThreads(2), plain.withBatchSize(4).withAccumulation(2), plain.withL2(1e-9))) {
            DivergedException diverged = assertThrows(DivergedException.class, () -> model.fit(data, training));
            assertEquals("layer 0 (Linear 16 -> 16)", diverged.layer());
            assertEquals("gradient", diverged.statistic());
        }
    }

    @Test
    void whatDoesNotFitTogetherIsRefusedBeforeWorkStarts() {
        Mlp model = smallNet().build();
        assertMessage("data has 2 features, layer 0 (Linear 4 -> 9) expects 4", () -> model.fit(xor()));
        assertMessage(
                "early stopping needs a validation: add withValidation(...)",
                () -> model.fit(noisy(10), Training.defaults().withEarlyStopping(EarlyStopping.defaults())));
        assertMessage(
                "validation has 2 features, layer 0 (Linear 4 -> 9) expects 4",
                () -> model.fit(noisy(10), Training.defaults().withValidation(xor())));
        assertMessage("the network ends in softmax, but mean squared error expects identity outputs", () -> smallNet()
                .softmax()
                .fit(noisy(10).oneHot(), Training.defaults().withLoss(Loss.meanSquaredError())));
        Mlp trained = model.fit(noisy(10)).model();
        Dataset others = Dataset.of(new double[1][4], new int[1], Labels.of("cat", "dog"));
        assertMessage(
                "data has the labels " + Labels.of("cat", "dog") + ", the model "
                        + noisy(10).labels().get(),
                () -> trained.fit(others));
    }

    @Test
    void settingsAreCheckedWhenTheyAreMade() {
        Training training = Training.defaults();
        assertMessage("epochs must be positive: 0", () -> training.withEpochs(0));
        assertMessage("batchSize must be positive: -1", () -> training.withBatchSize(-1));
        assertMessage("threads must be positive: 0", () -> training.withThreads(0));
        assertMessage("validation must be above 0 and below 1: 1.0", () -> training.withValidation(1.0));
        assertMessage("learningRate must be positive and finite: NaN", () -> training.withLearningRate(Double.NaN));
        assertMessage("momentum must be at least 0 and below 1: 1.0", () -> Optimizer.momentum(0.1, 1.0));
        assertMessage("Nesterov's rule needs a momentum above 0: 0.0", () -> Optimizer.nesterov(0.1, 0.0));
        assertMessage("weightDecay must be finite and not negative: -0.1", () -> Optimizer.adamW(0.1, -0.1));
        assertMessage("beta2 must be at least 0 and below 1: 1.5", () -> Adam.defaults()
                .withBetas(0.9, 1.5));
        assertMessage("factor must be positive and finite: -0.5", () -> Schedule.step(3, -0.5));
        assertMessage("last must be between 0 and 1: 2.0", () -> Schedule.cosine(2.0));
        assertMessage("epochs must be positive and finite: 0.0", () -> Schedule.constant()
                .withWarmup(0));
        assertMessage(
                "patience must be positive: 0", () -> EarlyStopping.defaults().withPatience(0));
    }

    @Test
    void defaultsAreWhatTheDocumentationSays() {
        Training training = Training.defaults();
        assertEquals(20, Training.DEFAULT_EPOCHS);
        assertEquals(64, Training.DEFAULT_BATCH_SIZE);
        assertEquals(42, Training.DEFAULT_SEED);
        assertEquals(0.1, Training.DEFAULT_VALIDATION, 0.0);
        assertEquals(42, MlpBuilder.DEFAULT_SEED);
        assertEquals(20, training.epochs());
        assertEquals(64, training.batchSize(1000));
        assertEquals(10, training.batchSize(10));
        assertEquals(42, training.seed());
        assertEquals(Schedule.constant(), training.schedule());
        assertEquals(
                Adam.defaults()
                        .withLearningRate(1e-3)
                        .withBetas(0.9, 0.999)
                        .withEpsilon(1e-8)
                        .withWeightDecay(0.0),
                training.optimizer());
        assertEquals(OptionalDouble.of(0.1), training.withValidation().validationFraction());
        assertEquals(10, EarlyStopping.DEFAULT_PATIENCE);
        assertEquals(1e-4, EarlyStopping.DEFAULT_MIN_DELTA, 0.0);
        assertTrue(training.loss().isEmpty());
        assertTrue(training.validation().isEmpty());
        assertTrue(training.earlyStopping().isEmpty());
        assertTrue(training.threads().isEmpty());
    }

    /** Ends a run from within a listener. */
    private static final class EnoughSeen extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    @Tag("kernel")
    void aWarmBatchAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TrainingListener untilAnEpochAllocatesNothing = new TrainingListener() {
            private long before;

            @Override
            public void onBatch(int epoch, int batch, int batches, double loss) {
                if (batch == 1) {
                    before = threads.getCurrentThreadAllocatedBytes();
                } else if (batch == batches && threads.getCurrentThreadAllocatedBytes() == before) {
                    throw new EnoughSeen();
                }
            }
        };
        Training training = Training.defaults()
                .withEpochs(2000) // the just-in-time compiler needs some hundreds
                .withBatchSize(16)
                .withThreads(1)
                .withListener(untilAnEpochAllocatesNothing);
        MlpBuilder net = Mlp.builder()
                .standardize()
                .linear(4, 33)
                .relu()
                .linear(33, 17)
                .gelu()
                .linear(17, 2);
        assertThrows(EnoughSeen.class, () -> net.fit(noisy(2000), training));
    }

    @Test
    void noThreadOutlivesAFit() {
        Training training = Training.defaults().withEpochs(1).withThreads(2);
        Dataset data = noisy(500);
        Mlp.builder()
                .linear(4, 600)
                .relu()
                .linear(600, 600)
                .relu()
                .linear(600, 2)
                .fit(data, training);
        assertTrue(
                Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(t ->
                                t.getName().toLowerCase(java.util.Locale.ROOT).contains("linnet")),
                () -> Thread.getAllStackTraces().keySet().toString());
    }

    private static void assertMessage(String expected, Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
