package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.Evaluation.Average;
import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.internal.math.Purpose;
import dev.linnet.internal.math.RandomStream;
import dev.linnet.internal.score.Tally;
import dev.linnet.layer.Output;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class EvaluationTest {

    private static final Labels PETS = Labels.of("cat", "dog", "owl");

    /** Six rows: cats taken for cat, cat, dog; dogs for dog, owl; an owl for owl. */
    private static final double[] PET_LOGITS = {
        5, 1, 0, //
        4, 3, 1, //
        1, 2, 0, //
        0, 9, 1, //
        3, 2, 4, //
        0, 1, 2,
    };

    private static final int[] PET_LABELS = {0, 0, 0, 1, 1, 2};

    private static Evaluation pets() {
        return classes(Output.SOFTMAX, PET_LOGITS, PET_LABELS, PETS, null);
    }

    @Test
    void aHandComputedClassification() {
        Evaluation e = pets();
        assertEquals(6, e.rows());
        assertTrue(e.isClassification());
        assertEquals(PETS, e.labels());
        assertEquals(4.0 / 6, e.accuracy());
        assertEquals(4.0 / 6, e.topK(1));
        assertEquals(5.0 / 6, e.topK(2));
        assertEquals(1.0, e.topK(3));
        assertArrayEquals(new int[][] {{2, 1, 0}, {0, 1, 1}, {0, 0, 1}}, e.confusionMatrix());
        assertEquals(1.0, e.precision(0));
        assertEquals(0.5, e.precision(1));
        assertEquals(2.0 / 3, e.recall(0));
        assertEquals(0.8, e.f1(0), 1e-15);
        assertEquals((1.0 + 0.5 + 0.5) / 3, e.precision(Average.MACRO), 1e-15);
        assertEquals(4.0 / 6, e.precision(Average.MICRO), 1e-15);
        assertEquals((3 * 1.0 + 2 * 0.5 + 1 * 0.5) / 6, e.precision(Average.WEIGHTED), 1e-15);
    }

    @Test
    void aClassificationReadsAsATable() {
        assertEquals("""
            6 rows, accuracy 66.67 %, log loss 0.7662

                      precision  recall      F1  rows
            cat          1.0000  0.6667  0.8000     3
            dog          0.5000  0.5000  0.5000     2
            owl          0.5000  1.0000  0.6667     1
            macro        0.6667  0.7222  0.6556
            weighted     0.7500  0.6667  0.6778\
            """, pets().toString());
        assertEquals("""
            true \\ predicted  cat  dog  owl
            cat                 2    1    0
            dog                 0    1    1
            owl                 0    0    1\
            """, pets().confusionTable());
    }

    @Test
    void theConfusionMatrixIsACopy() {
        Evaluation e = pets();
        e.confusionMatrix()[0][0] = 99;
        assertEquals(2, e.confusionMatrix()[0][0]);
    }

    @Test
    void logLossStaysExactWhereProbabilitiesAreRoundedToZero() {
        Evaluation e = classes(Output.SOFTMAX, new double[] {1000, 0}, new int[] {1}, Labels.numbered(2), null);
        assertEquals(1000.0, e.logLoss());
        Evaluation binary = classes(Output.SIGMOID, new double[] {1000}, new int[] {0}, Labels.numbered(2), null);
        assertEquals(1000.0, binary.logLoss());
    }

    @Test
    void ofEqualOutputsTheFirstCounts() {
        double[] equal = new double[6];
        Evaluation e = classes(Output.SOFTMAX, equal, new int[] {0, 1}, PETS, null);
        assertArrayEquals(new int[][] {{1, 0, 0}, {1, 0, 0}, {0, 0, 0}}, e.confusionMatrix());
        assertEquals(0.5, e.topK(1));
        assertEquals(1.0, e.topK(2));
        Evaluation binary = classes(Output.SIGMOID, new double[1], new int[] {1}, Labels.numbered(2), null);
        assertEquals(0.0, binary.accuracy());
    }

    @Test
    void aRowCountsAsOftenAsItsWeightSays() {
        double[] weights = {1, 2, 0, 3, 1, 2};
        int[] repeated = {0, 1, 1, 3, 3, 3, 4, 5, 5};
        double[] logits = new double[repeated.length * 3];
        int[] labels = new int[repeated.length];
        for (int i = 0; i < repeated.length; i++) {
            System.arraycopy(PET_LOGITS, repeated[i] * 3, logits, i * 3, 3);
            labels[i] = PET_LABELS[repeated[i]];
        }
        Evaluation weighted = classes(Output.SOFTMAX, PET_LOGITS, PET_LABELS, PETS, weights);
        Evaluation counted = classes(Output.SOFTMAX, logits, labels, PETS, null);
        assertEquals(counted.accuracy(), weighted.accuracy());
        assertEquals(counted.topK(2), weighted.topK(2));
        assertEquals(counted.logLoss(), weighted.logLoss(), 1e-15);
        for (int c = 0; c < 3; c++) {
            assertEquals(counted.precision(c), weighted.precision(c));
            assertEquals(counted.recall(c), weighted.recall(c));
            assertEquals(counted.f1(c), weighted.f1(c));
        }
        assertEquals(2, weighted.confusionMatrix()[0][0], "the matrix counts rows, not weights");
    }

    @Test
    void probabilitiesAsTargetsNameTheMostLikelyClass() {
        double[] targets = {0.2, 0.7, 0.1, 1, 0, 0};
        double[] logits = {0, 1, 0, 0, 0, 2};
        Evaluation e =
                evaluate(Output.SOFTMAX, 3, PETS, Dataset.of(new double[2], 1, targets, 3), logits, targets, null);
        assertArrayEquals(new int[][] {{0, 0, 1}, {0, 1, 0}, {0, 0, 0}}, e.confusionMatrix());
        double first = Math.log(2 + Math.E) - 0.7;
        double second = Math.log(2 + Math.exp(2));
        assertEquals((first + second) / 2, e.logLoss(), 1e-15);
    }

    @Test
    void valuesCanTellClassesApartButHaveNoLogLoss() {
        Evaluation e = classes(Output.IDENTITY, PET_LOGITS, PET_LABELS, PETS, null);
        assertEquals(4.0 / 6, e.accuracy());
        assertRefused("log loss needs probabilities, but the model's output are plain values", e::logLoss);
        assertTrue(e.toString().startsWith("6 rows, accuracy 66.67 %\n"), e.toString());
    }

    /** Of the pairs (first, second): (-1, -1) is a tie, (-1, 2) right, (0, -1) wrong, (0, 2) right, with a negative zero. */
    @Test
    void aHandComputedAreaUnderTheRocCurve() {
        Labels names = Labels.of("no", "yes");
        double[] logits = {-1, -0.0, 2, -1, 0};
        int[] labels = {0, 0, 1, 1, 0};
        double[] weights = {1, 1, 1, 1, 0};
        assertEquals(
                2.5 / 4, classes(Output.SIGMOID, logits, labels, names, weights).rocAuc());
        assertEquals(
                3.5 / 6, classes(Output.SIGMOID, logits, labels, names, null).rocAuc());
        assertEquals(
                0.5,
                classes(Output.SIGMOID, new double[] {0.0, -0.0}, new int[] {0, 1}, names, null)
                        .rocAuc());
        assertTrue(Double.isNaN(
                classes(Output.SIGMOID, logits, new int[5], names, null).rocAuc()));
        assertRefused("ROC AUC needs two classes: there are 3", () -> pets().rocAuc());
        Dataset data = Dataset.of(new double[2], 1, new double[4], 2);
        assertRefused("ROC AUC needs one class per row, but here a row may have several labels", () -> evaluate(
                        Output.SIGMOID, 2, null, data, new double[4], new double[4], null)
                .rocAuc());
    }

    @Test
    void whatWasFoundOfSomeRowsStaysAsItIs() {
        Dataset data = Dataset.of(new double[2], 1, new int[] {0, 1}, Labels.of("no", "yes"));
        Tally tally = Tally.of(Output.SIGMOID, 1, null, data);
        tally.add(new double[] {1, 2}, new double[] {0, 1}, null, 0, 2);
        Evaluation first = new Evaluation(tally.result());
        tally.add(new double[] {9, 2}, new double[] {0, 1}, null, 0, 2);
        assertEquals(1.0, first.rocAuc());
        assertEquals(0.5, new Evaluation(tally.result()).rocAuc());
    }

    @Test
    void aHandComputedEvaluationOfSeveralLabels() {
        double[] logits = {1, -1, 2, 1};
        double[] targets = {1, 0, 1, 0};
        Evaluation e =
                evaluate(Output.SIGMOID, 2, null, Dataset.of(new double[2], 1, targets, 2), logits, targets, null);
        assertEquals(0.5, e.accuracy());
        assertEquals(1.0, e.f1(0));
        assertEquals(0.0, e.precision(1));
        assertEquals("""
            2 rows, accuracy 50.00 %, log loss 0.5167

                      precision  recall      F1  rows
            0            1.0000  1.0000  1.0000     2
            1            0.0000  0.0000  0.0000     0
            macro        0.5000  0.5000  0.5000
            micro        0.6667  1.0000  0.8000
            weighted     1.0000  1.0000  1.0000\
            """, e.toString());
        assertRefused("topK needs one class per row, but here a row may have several labels", () -> e.topK(1));
        assertRefused(
                "the confusion matrix needs one class per row, but here a row may have several labels",
                e::confusionMatrix);
    }

    @Test
    void aHandComputedRegression() {
        double[] predictions = {1, 10, 2, 20, 3, 30};
        double[] targets = {1, 13, 2, 20, 5, 27};
        Evaluation e = regression(predictions, targets, 2);
        assertFalse(e.isClassification());
        assertEquals(4.0 / 3, e.mse(0));
        assertEquals(6.0, e.mse(1));
        assertEquals((4.0 / 3 + 6) / 2, e.mse(), 1e-15);
        assertEquals(2.0 / 3, e.mae(0));
        assertEquals(2.0, e.mae(1));
        assertEquals(1 - 4 / (26.0 / 3), e.r2(0), 1e-15);
        assertEquals(1 - 18.0 / 98, e.r2(1), 1e-15);
        assertEquals("""
            3 rows       MSE     MAE      R2
            target 0  1.3333  0.6667  0.5385
            target 1  6.0000  2.0000  0.8163
            mean      3.6667  1.3333  0.6774\
            """, e.toString());
        assertEquals(
                """
                2 rows     MSE     MAE      R2
                target  0.2500  0.5000  0.0000\
                """, regression(new double[] {1.5, 1.5}, new double[] {1, 2}, 1).toString());
    }

    @Test
    void theVariationOfAConstantTargetIsZeroWhateverTheWeights() {
        double[] targets = {0.1, 0.1, 0.1};
        Dataset data = Dataset.of(new double[3], 1, targets, 1);
        double[] weights = {0.3, 0.7, 1.1};
        assertEquals(
                1.0,
                evaluate(Output.IDENTITY, 1, null, data, targets, targets, weights)
                        .r2());
        double[] missed = {0.1, 0.2, 0.1};
        assertEquals(
                0.0,
                evaluate(Output.IDENTITY, 1, null, data, missed, targets, weights)
                        .r2());
    }

    @Test
    void whatAnEvaluationDoesNotHaveIsRefused() {
        Evaluation regression = regression(new double[] {1}, new double[] {1}, 1);
        assertRefused(
                "accuracy needs classes, but this evaluates a regression, which has mse, mae and r2",
                regression::accuracy);
        assertRefused(
                "F1 needs classes, but this evaluates a regression, which has mse, mae and r2",
                () -> regression.f1(Average.MACRO));
        assertRefused(
                "r2 needs real-valued targets, but this evaluates a classification, which has accuracy",
                () -> pets().r2());
        assertEquals(
                "k = 4, expected 1..3",
                assertThrows(IllegalArgumentException.class, () -> pets().topK(4))
                        .getMessage());
        assertEquals(
                "k = 0, expected 1..3",
                assertThrows(IllegalArgumentException.class, () -> pets().topK(0))
                        .getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> pets().recall(3));
        assertThrows(IndexOutOfBoundsException.class, () -> regression.mse(1));
    }

    @Test
    void modelAndDataThatDoNotFitAreRefused() {
        Dataset pets = Dataset.of(new double[6], 1, PET_LABELS, PETS);
        Dataset values = Dataset.of(new double[6], 1, new double[12], 2);
        assertMismatch(
                "the data's labels are [cat, dog, owl], the model's are [0, 1, 2]",
                () -> Tally.of(Output.SOFTMAX, 3, Labels.numbered(3), pets));
        assertMismatch(
                "the labels are [cat, dog, owl], but 4 outputs tell 4 classes apart",
                () -> Tally.of(Output.SOFTMAX, 4, null, pets));
        assertMismatch(
                "the labels are [cat, dog, owl], but 1 output tells 2 classes apart",
                () -> Tally.of(Output.SIGMOID, 1, null, pets));
        assertMismatch(
                "the data have 2 target columns, the model has 3 outputs",
                () -> Tally.of(Output.SOFTMAX, 3, null, values));
        assertMismatch(
                "the data have 2 target columns, the model has 1 output",
                () -> Tally.of(Output.IDENTITY, 1, null, values));
        assertMismatch(
                "the data have 1 target column, the model has 3 outputs",
                () -> Tally.of(Output.SIGMOID, 3, null, pets));
    }

    @Test
    void outputsThatAreNotFiniteAreRefused() {
        Tally tally = Tally.of(Output.IDENTITY, 2, null, Dataset.of(new double[3], 1, new double[6], 2));
        tally.add(new double[4], new double[4], null, 0, 2);
        assertRefused(
                "the model's output 1 for row 2 is NaN",
                () -> tally.add(new double[] {0, 0, 0, Double.NaN}, new double[4], null, 1, 2));
    }

    @Test
    void rowsWithoutWeightAreRefused() {
        assertRefused(
                "nothing to evaluate: the weights of 2 rows add up to 0",
                () -> classes(Output.SOFTMAX, new double[4], new int[2], Labels.numbered(2), new double[2]));
    }

    @Property(tries = 200)
    void anEvaluationHasTheSameBitsHoweverTheRowsAreCutIntoBatches(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int batch) {
        double[] logits = random(60, seed, 0);
        double[] positive = random(20, seed, 1);
        int[] labels = IntStream.range(0, 20).map(i -> i % 3).toArray();
        Dataset data = Dataset.of(new double[20], 1, labels, PETS);
        double[] targets = IntStream.of(labels).asDoubleStream().toArray();
        double[] values = new double[60];
        Evaluation whole = evaluate(Output.SOFTMAX, 3, PETS, data, logits, targets, positive);
        Evaluation cut = inBatches(Tally.of(Output.SOFTMAX, 3, PETS, data), logits, targets, positive, batch);
        assertEquals(whole.logLoss(), cut.logLoss());
        assertEquals(whole.accuracy(), cut.accuracy());
        assertEquals(whole.f1(Average.WEIGHTED), cut.f1(Average.WEIGHTED));
        int[] halves = IntStream.range(0, 20).map(i -> i % 2).toArray();
        Dataset two = Dataset.of(new double[20], 1, halves, Labels.of("no", "yes"));
        double[] sides = IntStream.of(halves).asDoubleStream().toArray();
        assertEquals(
                evaluate(Output.SIGMOID, 1, null, two, logits, sides, positive).rocAuc(),
                inBatches(Tally.of(Output.SIGMOID, 1, null, two), logits, sides, positive, batch)
                        .rocAuc());
        Dataset real = Dataset.of(new double[20], 1, values, 3);
        Evaluation wholeErrors = evaluate(Output.IDENTITY, 3, null, real, values, logits, positive);
        Evaluation cutErrors = inBatches(Tally.of(Output.IDENTITY, 3, null, real), values, logits, positive, batch);
        assertEquals(wholeErrors.mse(), cutErrors.mse());
        assertEquals(wholeErrors.mae(), cutErrors.mae());
        assertEquals(wholeErrors.r2(), cutErrors.r2());
    }

    private static double[] random(int count, long seed, long stream) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> RandomStream.uniform(seed, Purpose.INITIAL_WEIGHTS, stream, 0, i));
        return values;
    }

    private static Evaluation inBatches(Tally tally, double[] logits, double[] targets, double[] weights, int batch) {
        for (int from = 0; from < weights.length; from += batch) {
            tally.add(logits, targets, weights, from, Math.min(from + batch, weights.length));
        }
        return new Evaluation(tally.result());
    }

    private static Evaluation classes(Output output, double[] logits, int[] labels, Labels names, double[] weights) {
        Dataset data = Dataset.of(new double[labels.length], 1, labels, names);
        double[] targets = IntStream.of(labels).asDoubleStream().toArray();
        return evaluate(output, logits.length / labels.length, names, data, logits, targets, weights);
    }

    private static Evaluation regression(double[] predictions, double[] targets, int columns) {
        Dataset data = Dataset.of(new double[targets.length / columns], 1, targets, columns);
        return evaluate(Output.IDENTITY, columns, null, data, predictions, targets, null);
    }

    private static Evaluation evaluate(
            Output output,
            int outputs,
            Labels labels,
            Dataset data,
            double[] logits,
            double[] targets,
            double[] weights) {
        Tally tally = Tally.of(output, outputs, labels, data);
        tally.add(logits, targets, weights, 0, data.size());
        return new Evaluation(tally.result());
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalStateException.class, call).getMessage());
    }

    private static void assertMismatch(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
