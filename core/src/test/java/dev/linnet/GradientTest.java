package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.internal.math.RandomStream;
import dev.linnet.layer.Activation;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Schedule;
import dev.linnet.training.Training;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gradient as a value, loops of one's own, and the check of both. */
class GradientTest {
    private static final int ROWS = 203;

    private static Dataset data() {
        return Dataset.of(GoldenRun.features(7, 2.0), 7, GoldenRun.labels(), Labels.numbered(5));
    }

    private static Mlp model() {
        return model(13);
    }

    private static Mlp model(int width) {
        return Mlp.builder()
                .linear(7, width)
                .gelu()
                .dropout(0.2)
                .residual(b -> b.layerNorm().linear(width, width).relu())
                .linear(width, 5)
                .build();
    }

    /** One width that fills vectors and one that does not. */
    @ParameterizedTest
    @ValueSource(ints = {13, 16})
    @Tag("kernel")
    void aLoopOfOnesOwnHasTheBitsOfFit(int width) {
        Loss loss = Loss.softmaxCrossEntropy();
        Schedule schedule = Schedule.cosine();
        int[] order = new int[ROWS];
        for (Optimizer optimizer : List.of(
                Optimizer.adamW(3e-3, 0.1),
                Optimizer.nesterov(0.01, 0.9),
                Optimizer.rmsProp(0.001),
                Optimizer.adaGrad(0.01),
                Optimizer.sgd(0.1))) {
            Training training = Training.defaults()
                    .withEpochs(2)
                    .withBatchSize(40)
                    .withOptimizer(optimizer)
                    .withSchedule(schedule);
            Descent descent = Descent.of(model(width), optimizer);
            long step = 0;
            double lossSum = 0.0;
            for (int epoch = 1; epoch <= 2; epoch++) {
                Arrays.setAll(order, i -> i);
                RandomStream.shuffle(order, Training.DEFAULT_SEED, epoch);
                lossSum = 0.0;
                for (int from = 0; from < ROWS; from += 40) {
                    Dataset batch = data().subset(Arrays.copyOfRange(order, from, Math.min(ROWS, from + 40)));
                    Gradient gradient = descent.model().gradient(batch, loss, Training.DEFAULT_SEED, step);
                    lossSum += gradient.lossSum();
                    descent = descent.next(gradient, schedule.factor(step++, 12, 6));
                }
            }
            Fit fit = model(width).fit(data(), training);
            assertArrayEquals(fit.model().parameters(), descent.model().parameters(), optimizer.toString());
            assertEquals(fit.history().last().loss(), lossSum / ROWS);
        }
    }

    @Test
    void gradientsOfPartsAddToThatOfTheWhole() {
        Mlp model = Mlp.builder().linear(7, 9).tanh().linear(9, 5).build();
        Dataset data = data();
        Gradient whole = model.gradient(data, Loss.softmaxCrossEntropy());
        int[] rows = new int[ROWS];
        Arrays.setAll(rows, i -> i);
        Gradient parts = model.gradient(data.subset(Arrays.copyOfRange(rows, 0, 100)), Loss.softmaxCrossEntropy())
                .plus(model.gradient(data.subset(Arrays.copyOfRange(rows, 100, ROWS)), Loss.softmaxCrossEntropy()));
        assertEquals(203.0, whole.weightSum());
        assertEquals(203.0, parts.weightSum());
        assertEquals(whole.lossSum(), parts.lossSum(), 1e-12);
        assertArrayEquals(whole.values(), parts.values(), 1e-12);
        assertEquals(whole.lossSum() / 203, whole.loss());
    }

    @Test
    void aValueStaysAsItIs() {
        Descent start = Descent.of(model(), Optimizer.adam());
        Gradient gradient = start.model().gradient(data(), Loss.softmaxCrossEntropy());
        Descent once = start.next(gradient);
        assertArrayEquals(
                once.model().parameters(), start.next(gradient).model().parameters());
        assertArrayEquals(model().parameters(), start.model().parameters());
        gradient.values()[0] = 77;
        assertArrayEquals(
                once.model().parameters(), start.next(gradient).model().parameters());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Mlp model = model();
        Descent descent = Descent.of(model, Optimizer.adam());
        assertMessage(
                "gradient has 2 values, expected " + model.parameterCount(),
                () -> descent.next(Gradient.of(1.0, 1.0, new double[2])));
        assertMessage(
                "weightSum must be positive and finite: 0.0",
                () -> descent.next(Gradient.of(0.0, 0.0, model.parameters())));
        assertMessage(
                "mean squared error needs values: targets are labels of 5 classes",
                () -> model.gradient(data(), Loss.meanSquaredError()));
    }

    @Test
    void theCheckPassesWhatIsRight() {
        GradientCheck check = GradientCheck.of(model(), data());
        assertTrue(check.passed(), check::toString);
        assertEquals(8, check.tensors().size());
        assertEquals("0.weight", check.tensors().get(0).name());
        assertEquals(50, check.tensors().get(0).checked());
    }

    @Test
    void theCheckFindsADerivativeThatIsWrong() {
        Activation wrong = new Activation() {
            @Override
            public String name() {
                return "wrong";
            }

            @Override
            public void value(double[] x, double[] y, int from, int to) {
                for (int i = from; i < to; i++) {
                    y[i] = x[i] * x[i];
                }
            }

            @Override
            public void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to) {
                for (int i = from; i < to; i++) {
                    dX[i] = dY[i] * x[i]; // and not 2 x
                }
            }
        };
        Mlp model = Mlp.builder().linear(7, 3).layer(wrong).linear(3, 5).build();
        GradientCheck check = GradientCheck.of(model, data());
        assertFalse(check.passed());
        assertEquals(
                List.of(false, false, true, true),
                check.tensors().stream().map(GradientCheck.Tensor::passed).toList());
        assertTrue(check.toString().lines().findFirst().orElseThrow().endsWith("WRONG"), check::toString);
    }

    @Test
    void classWeightsAreWeightsOfRows() {
        int[] labels = GoldenRun.labels();
        double[] weights = new double[ROWS];
        Arrays.setAll(weights, i -> new double[] {1, 2, 0.5, 3, 0}[labels[i]]);
        Training training = Training.defaults().withEpochs(2);
        assertArrayEquals(
                model().fit(data().withWeights(weights), training).model().parameters(),
                model().fit(data(), training.withClassWeights(1, 2, 0.5, 3, 0))
                        .model()
                        .parameters());
        int[] counts = new int[5];
        for (int label : labels) {
            counts[label]++;
        }
        Arrays.setAll(weights, i -> 203.0 / (5 * (double) counts[labels[i]]));
        assertArrayEquals(
                model().fit(data().withWeights(weights), training).model().parameters(),
                model().fit(data(), training.withBalancedClasses()).model().parameters());
        assertMessage("class weights: 2 weights, expected 5, one for each class", () -> model().fit(
                        data(), training.withClassWeights(1, 2)));
        assertMessage("classWeights[1] must be finite and not negative: -1.0", () -> training.withClassWeights(1, -1));
        assertMessage("class weights need class labels: targets are values", () -> Mlp.builder()
                .linear(1, 1)
                .fit(Dataset.of(new double[][] {{1}, {2}}, new double[] {1, 2}), training.withBalancedClasses()));
    }

    @Test
    void crossValidationEvaluatesEveryRowOnce() {
        CrossValidation folds = CrossValidation.of(
                Mlp.builder().linear(7, 5), data(), Training.defaults().withEpochs(1), 4);
        assertEquals(4, folds.evaluations().size());
        double mean = folds.mean(Evaluation::accuracy);
        double square = folds.mean(e -> (e.accuracy() - mean) * (e.accuracy() - mean));
        assertEquals(Math.sqrt(square), folds.deviation(Evaluation::accuracy), 1e-15);
        assertEquals("4 folds", folds.toString());
    }

    private static void assertMessage(String expected, Executable refused) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, refused).getMessage());
    }
}
