package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linnet.Evaluation.Average;
import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.internal.score.Tally;
import dev.linnet.layer.Output;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores are what scikit-learn's metrics say: {@code core/src/test/python/evaluation_numbers.py}. */
class EvaluationReferenceTest {

    private static final ReferenceNumbers NUMBERS = ReferenceNumbers.read("evaluation_numbers.txt");
    private static final double TOLERANCE = 1e-12;

    @ParameterizedTest
    @CsvSource({"five, plain", "five, weighted", "absent, plain", "absent, weighted"})
    void scoresOfSeveralClasses(String name, String weighting) {
        int classes = NUMBERS.integer(name + ".classes");
        Labels labels = Labels.numbered(classes);
        Evaluation evaluation = evaluate(name, weighting, Output.SOFTMAX, classes, labels);
        assertScores(name + "." + weighting, evaluation);
        assertConfusion(name, evaluation);
        double[] topK =
                IntStream.range(1, classes).mapToDouble(evaluation::topK).toArray();
        NUMBERS.assertAgrees(name + "." + weighting + ".topK", topK, TOLERANCE, 0);
        assertEquals(1.0, evaluation.topK(classes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "weighted"})
    void scoresOfASingleSigmoid(String weighting) {
        Evaluation evaluation = evaluate("binary", weighting, Output.SIGMOID, 1, Labels.of("no", "yes"));
        assertScores("binary." + weighting, evaluation);
        assertConfusion("binary", evaluation);
    }

    /** By one output, and by the difference of two; equal scores count half. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "weighted"})
    void areasUnderTheRocCurve(String weighting) {
        double[] logits = NUMBERS.numbers("binary.logits");
        double[] targets = NUMBERS.numbers("binary.targets");
        double[] weights = weighting.equals("weighted") ? NUMBERS.numbers("binary.weights") : null;
        int rows = logits.length;
        for (String ties : new String[] {"", ".ties"}) {
            double[] one = ties.isEmpty()
                    ? logits
                    : Arrays.stream(logits).map(Math::rint).toArray();
            double[] two = new double[2 * rows];
            for (int i = 0; i < rows; i++) {
                two[2 * i] = 3.0;
                two[2 * i + 1] = 3.0 + one[i];
            }
            for (int outputs = 1; outputs <= 2; outputs++) {
                int[] labels = Arrays.stream(targets).mapToInt(t -> (int) t).toArray();
                Dataset data = Dataset.of(new double[rows], 1, labels, Labels.of("no", "yes"));
                Tally tally = Tally.of(outputs == 1 ? Output.SIGMOID : Output.SOFTMAX, outputs, null, data);
                tally.add(outputs == 1 ? one : two, targets, weights, 0, rows);
                assertNumber("binary." + weighting + ".rocAuc" + ties, new Evaluation(tally.result()).rocAuc());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "weighted"})
    void scoresOfSeveralLabelsPerRow(String weighting) {
        assertScores("labels." + weighting, evaluate("labels", weighting, Output.SIGMOID, 4, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "weighted"})
    void errorsOfARegression(String weighting) {
        String key = "regression." + weighting;
        Evaluation evaluation = evaluate("regression", weighting, Output.IDENTITY, 4, null);
        assertColumns(key + ".mse.columns", evaluation::mse);
        assertColumns(key + ".mae.columns", evaluation::mae);
        assertColumns(key + ".r2.columns", evaluation::r2);
        assertNumber(key + ".mse.mean", evaluation.mse());
        assertNumber(key + ".mae.mean", evaluation.mae());
        if (weighting.equals("plain")) {
            assertNumber(key + ".r2.mean", evaluation.r2());
        }
    }

    private static Evaluation evaluate(String name, String weighting, Output output, int outputs, Labels labels) {
        double[] logits = NUMBERS.numbers(name + (output == Output.IDENTITY ? ".predictions" : ".logits"));
        double[] targets = NUMBERS.numbers(name + ".targets");
        double[] weights = weighting.equals("weighted") ? NUMBERS.numbers(name + ".weights") : null;
        int rows = logits.length / outputs;
        double[] features = new double[rows];
        Dataset data = labels == null
                ? Dataset.of(features, 1, targets, targets.length / rows)
                : Dataset.of(
                        features,
                        1,
                        Arrays.stream(targets).mapToInt(t -> (int) t).toArray(),
                        labels);
        Tally tally = Tally.of(output, outputs, labels, data);
        tally.add(logits, targets, weights, 0, rows);
        return new Evaluation(tally.result());
    }

    private static void assertScores(String key, Evaluation evaluation) {
        assertNumber(key + ".accuracy", evaluation.accuracy());
        assertNumber(key + ".logLoss", evaluation.logLoss());
        assertColumns(key + ".precision.classes", evaluation::precision);
        assertColumns(key + ".recall.classes", evaluation::recall);
        assertColumns(key + ".f1.classes", evaluation::f1);
        for (Average average : Average.values()) {
            String name = average.name().toLowerCase(Locale.ROOT);
            assertNumber(key + ".precision." + name, evaluation.precision(average));
            assertNumber(key + ".recall." + name, evaluation.recall(average));
            assertNumber(key + ".f1." + name, evaluation.f1(average));
        }
    }

    private static void assertConfusion(String name, Evaluation evaluation) {
        int[] expected = Arrays.stream(NUMBERS.numbers(name + ".confusion"))
                .mapToInt(count -> (int) count)
                .toArray();
        assertArrayEquals(
                expected,
                Arrays.stream(evaluation.confusionMatrix())
                        .flatMapToInt(Arrays::stream)
                        .toArray());
    }

    private static void assertColumns(String key, IntToDoubleFunction actual) {
        int columns = NUMBERS.words(key).size();
        NUMBERS.assertAgrees(
                key, IntStream.range(0, columns).mapToDouble(actual).toArray(), TOLERANCE, 0);
    }

    private static void assertNumber(String key, double actual) {
        NUMBERS.assertAgrees(key, new double[] {actual}, TOLERANCE, 0);
    }
}
