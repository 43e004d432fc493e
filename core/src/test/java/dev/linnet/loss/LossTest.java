package dev.linnet.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.linnet.data.Labels;
import dev.linnet.layer.Output;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Losses worked out by hand, at their extremes, and what they refuse. */
class LossTest {
    private static final double LOG_2 = StrictMath.log(2.0);

    // ---- by hand

    @Test
    void equalLogitsCostTheLogarithmOfTheNumberOfClasses() {
        Evaluated e = evaluate(Loss.softmaxCrossEntropy(), 4, 1, values(7, 7, 7, 7), values(2));
        assertEquals(StrictMath.log(4.0), e.loss, 4e-16);
        assertArrayEquals(values(0.25, 0.25, -0.75, 0.25), e.gradient);
    }

    @Test
    void softmaxCrossEntropyOfLabelsByHand() {
        // p = (1, 2, 5) / 8
        double[] logits = values(0.0, StrictMath.log(2.0), StrictMath.log(5.0));
        Evaluated e = evaluate(Loss.softmaxCrossEntropy(), 3, 1, logits, values(1));
        assertEquals(StrictMath.log(4.0), e.loss, 4e-16);
        assertArrayEquals(values(0.125, -0.75, 0.625), e.gradient, 2e-16);
    }

    @Test
    void softmaxCrossEntropyOfProbabilitiesByHand() {
        // -(1/2) log(1/8) - (1/2) log(5/8)
        double[] logits = values(0.0, StrictMath.log(2.0), StrictMath.log(5.0));
        Evaluated e = evaluate(Loss.softmaxCrossEntropy(), 3, 3, logits, values(0.5, 0.0, 0.5));
        assertEquals(0.5 * StrictMath.log(8.0) + 0.5 * StrictMath.log(1.6), e.loss, 4e-16);
        assertArrayEquals(values(-0.375, 0.25, 0.125), e.gradient, 2e-16);
    }

    @Test
    void aLabelAndAllTheProbabilityOnItsClassCostTheSame() {
        double[] logits = values(0.3, -1.2, 2.5);
        Evaluated label = evaluate(Loss.softmaxCrossEntropy(), 3, 1, logits, values(1));
        Evaluated probability = evaluate(Loss.softmaxCrossEntropy(), 3, 3, logits, values(0, 1, 0));
        assertEquals(label.loss, probability.loss, 1e-15);
        assertArrayEquals(label.gradient, probability.gradient, 1e-16);
    }

    @Test
    void binaryCrossEntropyByHand() {
        // p = 1/2 and 4/5
        Evaluated e = evaluate(Loss.binaryCrossEntropy(), 2, 2, values(0.0, StrictMath.log(4.0)), values(1, 0));
        assertEquals(0.5 * (LOG_2 + StrictMath.log(5.0)), e.loss, 4e-16);
        assertArrayEquals(values(-0.25, 0.4), e.gradient, 2e-16);
    }

    @Test
    void twoClassesCostTheSameWithSoftmaxAsWithSigmoid() {
        Evaluated softmax = evaluate(Loss.softmaxCrossEntropy(), 2, 1, values(0.25, 1.75), values(1));
        Evaluated sigmoid = evaluate(Loss.binaryCrossEntropy(), 1, 1, values(1.5), values(1));
        assertEquals(softmax.loss, sigmoid.loss, 1e-16);
        assertEquals(softmax.gradient[1], sigmoid.gradient[0], 1e-16);
    }

    @Test
    void meanSquaredErrorByHand() {
        Evaluated e = evaluate(Loss.meanSquaredError(), 2, 2, values(3, -1), values(1, 0.5));
        assertEquals((4 + 2.25) / 2, e.loss);
        assertArrayEquals(values(2, -1.5), e.gradient);
    }

    @Test
    void meanAbsoluteErrorByHand() {
        Evaluated e = evaluate(Loss.meanAbsoluteError(), 4, 4, values(3, -1, 2, 5), values(1, 0.5, 2, 4));
        assertEquals((2 + 1.5 + 0 + 1) / 4, e.loss);
        assertArrayEquals(values(0.25, -0.25, 0, 0.25), e.gradient);
    }

    @Test
    void huberByHand() {
        Evaluated e = evaluate(Loss.huber(2), 4, 4, values(1, -2, 5, -4), values(0, 0, 0, 0));
        assertEquals((0.5 + 2 + 2 * (5 - 1) + 2 * (4 - 1)) / 4, e.loss);
        assertArrayEquals(values(0.25, -0.5, 0.5, -0.5), e.gradient);
    }

    // ---- extremes

    @Test
    void binaryCrossEntropyOfAnAlmostCertainPredictionKeepsItsDigits() {
        double rest = StrictMath.exp(-100);
        assertEquals(rest, evaluate(Loss.binaryCrossEntropy(), 1, 1, values(100), values(1)).loss, 1e-15 * rest);
        assertEquals(rest, evaluate(Loss.binaryCrossEntropy(), 1, 1, values(-100), values(0)).loss, 1e-15 * rest);
    }

    @Test
    void softmaxCrossEntropyOfExtremeLogitsIsFinite() {
        assertLoss(2000, Loss.softmaxCrossEntropy(), 3, 1, values(1e3, -1e3, 0), values(1), 1, -1, 0);
        assertLoss(0, Loss.softmaxCrossEntropy(), 3, 1, values(1e3, -1e3, 0), values(0), 0, 0, 0);
        assertLoss(1e308, Loss.softmaxCrossEntropy(), 2, 1, values(1e308, 0), values(1), 1, -1);
        assertLoss(0, Loss.softmaxCrossEntropy(), 2, 1, values(1e308, -1e308), values(0), 0, 0);
        assertLoss(0, Loss.softmaxCrossEntropy(), 2, 2, values(1e308, -1e308), values(1, 0), 0, 0);
        assertLoss(LOG_2, Loss.softmaxCrossEntropy(), 2, 1, values(-1e308, -1e308), values(0), -0.5, 0.5);
    }

    @Test
    void binaryCrossEntropyOfExtremeLogitsIsFinite() {
        assertLoss(1e3, Loss.binaryCrossEntropy(), 1, 1, values(1e3), values(0), 1);
        assertLoss(0, Loss.binaryCrossEntropy(), 1, 1, values(1e3), values(1), 0);
        assertLoss(1e3, Loss.binaryCrossEntropy(), 1, 1, values(-1e3), values(1), -1);
        assertLoss(0, Loss.binaryCrossEntropy(), 1, 1, values(-1e3), values(0), 0);
        assertLoss(1e308, Loss.binaryCrossEntropy(), 2, 2, values(1e308, -1e308), values(0, 1), 0.5, -0.5);
    }

    @Test
    void regressionLossesOfExtremeValuesAreFiniteWhereTheMeanIs() {
        assertLoss(1e6, Loss.meanSquaredError(), 1, 1, values(1e3), values(0), 2e3);
        assertLoss(
                1e308,
                Loss.meanAbsoluteError(),
                4,
                4,
                values(1e308, -1e308, 1e308, 1e308),
                values(0, 0, 0, 0),
                0.25,
                -0.25,
                0.25,
                0.25);
        assertLoss(1e308, Loss.huber(), 2, 2, values(1e308, -1e308), values(0, 0), 0.5, -0.5);
    }

    @Test
    void anInfiniteLogitGivesALossThatIsNotFinite() {
        for (Loss loss : LossCase.all()) {
            for (double infinity : values(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)) {
                Evaluated e = evaluate(loss, 2, 2, values(infinity, infinity), values(0.5, 0.5));
                assertTrue(!Double.isFinite(e.loss), () -> loss + " of " + infinity + " is " + e.loss);
            }
        }
    }

    @Test
    void evaluatingAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rows = 16;
        double[] logits = new double[rows * 3];
        double[] targets = new double[rows * 3];
        Arrays.fill(targets, 0.25);
        for (int r = 0; r < rows; r++) {
            targets[r * 3] = 0.5;
        }
        double[] rowLoss = new double[rows];
        double[] gradient = new double[rows * 3];
        for (Loss loss : LossCase.all()) {
            long allocated = Long.MAX_VALUE;
            for (int round = 0; allocated > 0 && round < 20_000; round++) { // until all is loaded and compiled
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int run = 0; run < 20; run++) {
                    loss.evaluate(logits, targets, 3, 3, 0, rows, rowLoss, gradient);
                    loss.evaluate(logits, targets, 3, 3, 0, rows, rowLoss, null);
                }
                allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertEquals(0, allocated, loss::toString);
        }
    }

    // ---- what they say of themselves

    @Test
    void eachLossKnowsItsOutput() {
        assertSame(Output.SOFTMAX, Loss.softmaxCrossEntropy().output());
        assertSame(Output.SIGMOID, Loss.binaryCrossEntropy().output());
        assertSame(Output.IDENTITY, Loss.meanSquaredError().output());
        assertSame(Output.IDENTITY, Loss.meanAbsoluteError().output());
        assertSame(Output.IDENTITY, Loss.huber().output());
    }

    @Test
    void lossesAreValues() {
        for (Loss loss : LossCase.all()) {
            assertNotEquals("", loss.name());
            assertTrue(loss.toString().startsWith(loss.getClass().getSimpleName()));
        }
        assertEquals(Loss.huber(), Loss.huber(Huber.DEFAULT_DELTA));
        assertEquals(Loss.huber(0.5).hashCode(), Loss.huber(0.5).hashCode());
        assertNotEquals(Loss.huber(), Loss.huber(0.5));
        assertEquals("Huber(delta=0.5)", Loss.huber(0.5).toString());
        assertEquals(0.5, Loss.huber(0.5).delta());
        assertSame(Loss.softmaxCrossEntropy(), Loss.softmaxCrossEntropy());
    }

    @Test
    void hubersDefaultDeltaIsOne() {
        assertEquals(1.0, Huber.DEFAULT_DELTA);
        assertEquals(1.0, Loss.huber().delta());
    }

    // ---- refusals

    @Test
    void targetsThatFitAreTaken() {
        Loss.softmaxCrossEntropy().check(10, 1, Labels.numbered(10));
        Loss.softmaxCrossEntropy().check(10, 10, null);
        Loss.binaryCrossEntropy().check(1, 1, Labels.of("no", "yes"));
        Loss.binaryCrossEntropy().check(1, 1, null);
        Loss.binaryCrossEntropy().check(5, 5, null);
        Loss.meanSquaredError().check(3, 3, null);
        Loss.meanAbsoluteError().check(1, 1, null);
        Loss.huber().check(2, 2, null);
    }

    @Test
    void softmaxCrossEntropyRefusesWhatDoesNotFit() {
        SoftmaxCrossEntropy loss = Loss.softmaxCrossEntropy();
        assertRefusal(
                "softmax cross-entropy needs class labels or 10 probability columns: targets have 3 columns",
                () -> loss.check(10, 3, null));
        assertRefusal(
                "softmax cross-entropy needs class labels or 10 probability columns: targets have 1 column",
                () -> loss.check(10, 1, null));
        assertRefusal(
                "softmax cross-entropy needs one output for each class: 3 classes, 10 outputs",
                () -> loss.check(10, 1, Labels.numbered(3)));
        assertRefusal(
                "softmax cross-entropy needs at least 2 outputs: the network has 1",
                () -> loss.check(1, 1, Labels.numbered(1)));
    }

    @Test
    void binaryCrossEntropyRefusesWhatDoesNotFit() {
        BinaryCrossEntropy loss = Loss.binaryCrossEntropy();
        assertRefusal(
                "binary cross-entropy of labels needs 2 classes and 1 output: 10 classes, outputs: 1",
                () -> loss.check(1, 1, Labels.numbered(10)));
        assertRefusal(
                "binary cross-entropy of labels needs 2 classes and 1 output: 2 classes, outputs: 2",
                () -> loss.check(2, 1, Labels.numbered(2)));
        assertRefusal(
                "binary cross-entropy needs one target column for each output: targets have 1 column, outputs: 4",
                () -> loss.check(4, 1, null));
    }

    @Test
    void regressionLossesRefuseWhatDoesNotFit() {
        assertRefusal("mean squared error needs values: targets are labels of 10 classes", () -> Loss.meanSquaredError()
                .check(10, 1, Labels.numbered(10)));
        assertRefusal(
                "mean absolute error needs one target column for each output: targets have 3 columns, outputs: 2",
                () -> Loss.meanAbsoluteError().check(2, 3, null));
        assertRefusal(
                "Huber needs one target column for each output: targets have 1 column, outputs: 2",
                () -> Loss.huber().check(2, 1, null));
        assertRefusal("delta must be positive and finite: 0.0", () -> Loss.huber(0));
        assertRefusal("delta must be positive and finite: NaN", () -> Loss.huber(Double.NaN));
        assertRefusal("delta must be positive and finite: Infinity", () -> Loss.huber(Double.POSITIVE_INFINITY));
    }

    @Test
    void targetsThatAreNoLabelsOrProbabilitiesAreRefused() {
        double[] logits = values(0, 1, 2);
        SoftmaxCrossEntropy softmax = Loss.softmaxCrossEntropy();
        assertRefusal("row 0 of the batch: label 3.0, expected 0..2", () -> evaluate(softmax, 3, 1, logits, values(3)));
        assertRefusal(
                "row 0 of the batch: label -1.0, expected 0..2", () -> evaluate(softmax, 3, 1, logits, values(-1)));
        assertRefusal(
                "row 0 of the batch: label 0.5, expected 0..2", () -> evaluate(softmax, 3, 1, logits, values(0.5)));
        assertRefusal(
                "row 0 of the batch: label NaN, expected 0..2",
                () -> evaluate(softmax, 3, 1, logits, values(Double.NaN)));
        assertRefusal(
                "row 0 of the batch: target probabilities sum to 0.75, expected 1",
                () -> evaluate(softmax, 3, 3, logits, values(0.5, 0.25, 0)));
        assertRefusal(
                "row 0 of the batch, target column 2: -0.5 is not a probability between 0 and 1",
                () -> evaluate(softmax, 3, 3, logits, values(0.5, 1, -0.5)));
        assertRefusal(
                "row 0 of the batch, target column 1: 2.0 is not a probability between 0 and 1",
                () -> evaluate(Loss.binaryCrossEntropy(), 3, 3, logits, values(0.5, 2, 0)));
    }

    // ---- helpers

    private static final class Evaluated {
        final double loss;
        final double[] gradient;

        Evaluated(double loss, double[] gradient) {
            this.loss = loss;
            this.gradient = gradient;
        }
    }

    private static Evaluated evaluate(Loss loss, int outputs, int targetColumns, double[] logits, double[] targets) {
        double[] rowLoss = new double[1];
        double[] gradient = new double[outputs];
        loss.evaluate(logits, targets, outputs, targetColumns, 0, 1, rowLoss, gradient);
        return new Evaluated(rowLoss[0], gradient);
    }

    private static void assertLoss(
            double expected,
            Loss loss,
            int outputs,
            int targetColumns,
            double[] logits,
            double[] targets,
            double... gradient) {
        Evaluated e = evaluate(loss, outputs, targetColumns, logits, targets);
        assertEquals(expected, e.loss, 1e-15 * expected);
        assertArrayEquals(gradient, e.gradient, 1e-15);
    }

    private static void assertRefusal(String message, Executable refused) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, refused).getMessage());
    }

    private static double[] values(double... values) {
        return values;
    }
}
