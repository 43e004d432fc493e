package dev.linnet.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.Evaluation;
import dev.linnet.Evaluation.Average;
import dev.linnet.Fit;
import dev.linnet.Mlp;
import dev.linnet.MlpBuilder;
import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Metrics chosen by name: what they are, where they show, and what is refused. */
class MetricTest {
    private static final String ALL_NAMES =
            "accuracy, top-2 accuracy, top-3 accuracy, top-5 accuracy, precision, recall,"
                    + " f1, roc auc, macro precision, macro recall, macro f1, weighted f1, log loss, mse, rmse, mae, r2";

    private static double[][] features(int rows, long seed) {
        Random random = new Random(seed);
        double[][] x = new double[rows][4];
        for (double[] row : x) {
            for (int j = 0; j < 4; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return x;
    }

    private static Dataset classes(int rows, int count, long seed) {
        double[][] x = features(rows, seed);
        int[] y = new int[rows];
        double[] weights = new double[rows];
        for (int i = 0; i < rows; i++) {
            y[i] = (int) Math.min(count - 1, Math.abs(x[i][0] + 0.3 * x[i][1]) * 2);
            weights[i] = 0.5 + i % 3;
        }
        return Dataset.of(x, y, Labels.numbered(count)).withWeights(weights);
    }

    private static Dataset values(int rows, long seed) {
        double[][] x = features(rows, seed);
        double[][] y = new double[rows][2];
        for (int i = 0; i < rows; i++) {
            y[i][0] = x[i][0] - x[i][2];
            y[i][1] = x[i][1] * x[i][3];
        }
        return Dataset.of(x, y);
    }

    private static MlpBuilder net(int outputs) {
        return Mlp.builder().linear(4, 9).tanh().linear(9, outputs);
    }

    private static Training few() {
        return Training.defaults().withEpochs(4).withBatchSize(16).withLearningRate(0.01);
    }

    @Test
    @Tag("kernel")
    void eachMetricHasTheBitsOfTheEvaluation() {
        Dataset validation = classes(61, 5, 2);
        Fit fit = net(5).fit(
                        classes(100, 5, 1),
                        few().withValidation(validation)
                                .withMetrics(
                                        "accuracy",
                                        "top-2 accuracy",
                                        "top-3 accuracy",
                                        "top-5 accuracy",
                                        "macro precision",
                                        "macro recall",
                                        "macro f1",
                                        "weighted f1",
                                        "log loss"));
        Evaluation e = fit.model().evaluate(validation);
        assertEquals(
                Map.of(
                        "validation accuracy", e.accuracy(),
                        "validation top-2 accuracy", e.topK(2),
                        "validation top-3 accuracy", e.topK(3),
                        "validation top-5 accuracy", e.topK(5),
                        "validation macro precision", e.precision(Average.MACRO),
                        "validation macro recall", e.recall(Average.MACRO),
                        "validation macro f1", e.f1(Average.MACRO),
                        "validation weighted f1", e.f1(Average.WEIGHTED),
                        "validation log loss", e.logLoss()),
                fit.history().last().metrics());
    }

    @Test
    void ofTwoClassesTheSecondIsTheOneThatCounts() {
        Dataset validation = classes(61, 2, 2);
        for (int outputs = 1; outputs <= 2; outputs++) {
            Fit fit = net(outputs)
                    .fit(
                            classes(100, 2, 1),
                            few().withValidation(validation).withMetrics("precision", "recall", "f1", "roc auc"));
            Evaluation e = fit.model().evaluate(validation);
            assertEquals(
                    Map.of(
                            "validation precision", e.precision(1),
                            "validation recall", e.recall(1),
                            "validation f1", e.f1(1),
                            "validation roc auc", e.rocAuc()),
                    fit.history().last().metrics());
        }
    }

    @Test
    void regressionsHaveErrors() {
        Dataset validation = values(61, 2);
        Fit fit = net(2).fit(values(100, 1), few().withValidation(validation).withMetrics("mse", "rmse", "mae", "r2"));
        Evaluation e = fit.model().evaluate(validation);
        assertEquals(
                Map.of(
                        "validation mse", e.mse(),
                        "validation rmse", Math.sqrt(e.mse()),
                        "validation mae", e.mae(),
                        "validation r2", e.r2()),
                fit.history().last().metrics());
    }

    @Test
    void byDefaultAClassifierHasItsAccuracyAndARegressionOnlyItsLoss() {
        Training training = few().withValidation(0.2);
        assertEquals(
                Set.of(History.VALIDATION_ACCURACY),
                net(3).fit(classes(80, 3, 1), training)
                        .history()
                        .last()
                        .metrics()
                        .keySet());
        assertTrue(
                net(2).fit(values(80, 1), training).history().last().metrics().isEmpty());
        assertTrue(net(3).fit(classes(80, 3, 1), training.withMetrics())
                .history()
                .last()
                .metrics()
                .isEmpty());
        assertEquals(History.VALIDATION_ACCURACY, Metric.ACCURACY.ofValidation());
        assertTrue(Training.defaults().metrics().isEmpty());
        assertFalse(Training.defaults().hasTrainingMetrics());
    }

    @Test
    void theTrainingRowsAreMeasuredWhereAskedFor() {
        Dataset train = classes(70, 3, 1);
        List<String> lines = new ArrayList<>();
        Training training = few().withMetrics("accuracy", "macro f1", "accuracy")
                .withTrainingMetrics()
                .withListener(new TrainingListener() {
                    @Override
                    public void onEpoch(Epoch epoch, int epochs) {
                        lines.add(epoch.toString());
                    }
                });
        Fit fit = net(3).fit(train, training);
        Evaluation e = fit.model().evaluate(train);
        assertEquals(
                Map.of("training accuracy", e.accuracy(), "training macro f1", e.f1(Average.MACRO)),
                fit.history().last().metrics());
        assertTrue(lines.get(3)
                .matches("epoch 4: loss \\d\\.\\d+, training accuracy \\d\\.\\d+, training macro f1 \\d\\.\\d+"));
        Fit without = net(3).fit(train, few());
        assertArrayEquals(without.model().parameters(), fit.model().parameters());
        Fit both = net(3).fit(train, few().withValidation(classes(30, 3, 2)).withTrainingMetrics());
        assertEquals(
                Set.of("validation accuracy", "training accuracy"),
                both.history().last().metrics().keySet());
    }

    @Test
    @Tag("kernel")
    void metricsAreTheSameOnAnyNumberOfThreads() {
        Training training =
                few().withValidation(0.3).withTrainingMetrics().withMetrics("accuracy", "macro f1", "log loss");
        MlpBuilder wide =
                Mlp.builder().linear(4, 300).relu().linear(300, 300).relu().linear(300, 3);
        History one = wide.fit(classes(150, 3, 1), training.withThreads(1)).history();
        assertEquals(one, wide.fit(classes(150, 3, 1), training.withThreads(3)).history());
    }

    @Test
    void earlyStoppingWatchesAMetric() {
        Dataset validation = classes(80, 3, 2);
        for (String name : List.of("macro f1", "log loss")) {
            Training training = few().withEpochs(300)
                    .withLearningRate(0.05)
                    .withValidation(validation)
                    .withEarlyStopping(EarlyStopping.defaults()
                            .withMetric(name)
                            .withPatience(5)
                            .withMinDelta(0));
            Fit fit = net(3).fit(classes(60, 3, 1), training);
            History history = fit.history();
            Epoch best = history.best(name);
            assertEquals(history.epochs().size() - 5, best.number(), name);
            Evaluation e = fit.model().evaluate(validation);
            assertEquals(
                    best.metric("validation " + name).getAsDouble(),
                    name.equals("log loss") ? e.logLoss() : e.f1(Average.MACRO));
        }
    }

    /** The area under the ROC curve of a single class: early stopping waits as for a metric that never gets better. */
    @Test
    void aMetricWithoutValueIsNeverBetter() {
        Dataset one = Dataset.of(features(9, 3), new int[9], Labels.numbered(2));
        Training training = few().withEpochs(300)
                .withValidation(one)
                .withEarlyStopping(
                        EarlyStopping.defaults().withMetric("roc auc").withPatience(3));
        Fit fit = net(2).fit(classes(60, 2, 1), training);
        assertEquals(4, fit.history().epochs().size());
        assertTrue(
                Double.isNaN(fit.history().last().metric("validation roc auc").getAsDouble()));
        Fit first = net(2).fit(classes(60, 2, 1), few().withEpochs(1));
        assertArrayEquals(first.model().parameters(), fit.model().parameters());
    }

    @Test
    void theBestEpochByNameIsTheFirstOfEquals() {
        Epoch low = Epoch.of(1, 0.1, 3).withMetric("validation accuracy", 0.5).withMetric("training mse", 2.0);
        Epoch high = Epoch.of(2, 0.1, 2).withMetric("validation accuracy", 0.9).withMetric("training mse", 1.0);
        Epoch again = Epoch.of(3, 0.1, 1).withMetric("validation accuracy", 0.9).withMetric("training mse", 1.5);
        Epoch none = Epoch.of(4, 0.1, 1).withMetric("validation accuracy", Double.NaN);
        History history = new History(7, List.of(low, high, again, none));
        assertEquals(2, history.best("accuracy").number());
        assertEquals(2, history.best("mse").number());
        assertMessage("no epoch has recorded \"r2\": add withMetrics(\"r2\")", () -> history.best("r2"));
        assertMessage("no metric is named \"val_loss\"; there are " + ALL_NAMES, () -> history.best("val_loss"));
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThatThereAre() {
        assertMessage("no metric is named \"F1\"; there are " + ALL_NAMES, () -> few().withMetrics("accuracy", "F1"));
        assertMessage("no metric is named \"auc\"; there are " + ALL_NAMES, () -> EarlyStopping.defaults()
                .withMetric("auc"));
        for (Metric metric : Metric.values()) {
            assertEquals(metric, Metric.named(metric.title()));
            assertEquals(metric.title(), metric.toString());
        }
    }

    @Test
    void metricsThatTheDataDoNotHaveAreRefusedBeforeWorkStarts() {
        assertMessage("metrics need a validation: add withValidation(...), or withTrainingMetrics()", () -> net(3).fit(
                        classes(20, 3, 1), few().withMetrics("accuracy")));
        assertRefused("metric \"mse\" needs real-valued targets: these are classes", net(3), classes(40, 3, 1), "mse");
        assertRefused("metric \"accuracy\" needs classes: targets are values", net(2), values(40, 1), "accuracy");
        assertRefused(
                "metric \"top-5 accuracy\" needs at least 5 classes: there are 3",
                net(3),
                classes(40, 3, 1),
                "top-5 accuracy");
        assertRefused("metric \"roc auc\" needs two classes: there are 3", net(3), classes(40, 3, 1), "roc auc");
        assertRefused(
                "metric \"f1\" needs two classes: there are 3; take \"macro f1\"", net(3), classes(40, 3, 1), "f1");
        Dataset labels = Dataset.of(new double[6][4], new double[6][3]);
        assertRefused(
                "metric \"recall\" needs two classes: there are 3 labels a row may have; take \"macro recall\"",
                net(3).sigmoid(),
                labels,
                "recall");
        assertRefused(
                "metric \"top-2 accuracy\" needs one class per row: here a row may have several labels",
                net(3).sigmoid(),
                labels,
                "top-2 accuracy");
    }

    @Test
    void aValidationThatIsNotFiniteIsADivergence() {
        Dataset train = Dataset.of(new double[][] {{1e-3}, {2e-3}}, new double[] {1, 2});
        Dataset far = Dataset.of(new double[][] {{1e300}}, new double[] {1});
        DivergedException diverged = assertThrows(DivergedException.class, () -> Mlp.builder()
                .linear(1, 1)
                .fit(
                        train,
                        Training.defaults()
                                .withLoss(Loss.meanSquaredError())
                                .withOptimizer(Optimizer.sgd(0.1))
                                .withValidation(far)));
        assertEquals("validation loss", diverged.statistic());
        assertEquals("layer 0 (Linear 1 -> 1)", diverged.layer());
        assertEquals(1, diverged.epoch());
    }

    private static void assertRefused(String message, MlpBuilder net, Dataset data, String metric) {
        assertMessage(message, () -> net.fit(data, few().withValidation(data).withMetrics(metric)));
        assertMessage(message, () -> net.fit(data, few().withTrainingMetrics().withMetrics(metric)));
    }

    private static void assertMessage(String expected, Executable refused) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, refused).getMessage());
    }
}
