package dev.linnet.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What holds for every loss, whatever the logits and targets. */
@Domain(LossCase.Cases.class)
@Domain(DomainContext.Global.class)
class LossLawsTest {
    /** With h = 1e-5 and |z| up to 5 the difference quotient is right to h^2 and to 1e-16 * loss / h, both below 1e-9. */
    @Property
    void theGradientIsTheCentralDifference(@ForAll LossCase c) {
        double h = 1e-5;
        double[] gradient = c.gradient();
        for (int i = 0; i < gradient.length; i++) {
            double[] above = c.logits.clone();
            double[] below = c.logits.clone();
            above[i] += h;
            below[i] -= h;
            double difference = lossOfRow(c, above, i / c.outputs) - lossOfRow(c, below, i / c.outputs);
            assertEquals(difference / (2 * h), gradient[i], 1e-8 * (1.0 + Math.abs(gradient[i])));
        }
    }

    private static double lossOfRow(LossCase c, double[] logits, int row) {
        double[] rowLoss = new double[c.rows];
        c.loss.evaluate(logits, c.targets, c.outputs, c.targetColumns, row, row + 1, rowLoss, null);
        return rowLoss[row];
    }

    @Property
    void theLossIsNeverNegative(@ForAll LossCase c) {
        for (double loss : c.rowLoss()) {
            assertTrue(loss >= 0.0);
        }
    }

    @Property
    void theLossHasTheSameBitsWithAGradientAndWithout(@ForAll LossCase c) {
        double[] rowLoss = new double[c.rows];
        double[] gradient = new double[c.logits.length];
        c.loss.evaluate(c.logits, c.targets, c.outputs, c.targetColumns, 0, c.rows, rowLoss, gradient);
        assertSameBits(c.rowLoss(), rowLoss);
    }

    @Property
    void rowsCutIntoRangesHaveTheBitsOfOneRange(@ForAll LossCase c, @ForAll @IntRange(min = 1, max = 4) int step) {
        double[] rowLoss = new double[c.rows];
        double[] gradient = new double[c.rows * c.outputs];
        for (int from = 0; from < c.rows; from += step) {
            int to = Math.min(from + step, c.rows);
            c.loss.evaluate(c.logits, c.targets, c.outputs, c.targetColumns, from, to, rowLoss, gradient);
        }
        assertSameBits(c.rowLoss(), rowLoss);
        assertSameBits(c.gradient(), gradient);
    }

    @Property
    void nothingButTheRowsAskedForIsWritten(@ForAll LossCase c) {
        double[] logits = c.logits.clone();
        double[] targets = c.targets.clone();
        int from = c.rows / 3;
        int to = c.rows - c.rows / 3;
        double[] rowLoss = filled(c.rows + 2);
        double[] gradient = filled(logits.length + 2);

        c.loss.evaluate(logits, targets, c.outputs, c.targetColumns, from, to, rowLoss, gradient);

        assertSameBits(c.logits, logits);
        assertSameBits(c.targets, targets);
        for (int r = 0; r < rowLoss.length; r++) {
            assertEquals(r < from || r >= to, rowLoss[r] == UNTOUCHED);
        }
        for (int i = 0; i < gradient.length; i++) {
            assertEquals(i < from * c.outputs || i >= to * c.outputs, gradient[i] == UNTOUCHED);
        }
    }

    @Property
    void aNanLogitMakesItsRowsLossNanAndNoOther(@ForAll LossCase c, @ForAll @IntRange(min = 0, max = 1000) int where) {
        double[] logits = c.logits.clone();
        int hit = where % logits.length;
        logits[hit] = Double.NaN;
        double[] expected = c.rowLoss();
        expected[hit / c.outputs] = Double.NaN;
        LossCase damaged = new LossCase(c.loss, c.rows, c.outputs, c.targetColumns, logits, c.targets);
        assertArrayEquals(expected, damaged.rowLoss());
        assertTrue(Double.isNaN(damaged.gradient()[hit]));
    }

    private static final double UNTOUCHED = -12345.0;

    private static double[] filled(int length) {
        double[] array = new double[length];
        Arrays.fill(array, UNTOUCHED);
        return array;
    }

    private static void assertSameBits(double[] expected, double[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(Double.doubleToLongBits(expected[i]), Double.doubleToLongBits(actual[i]));
        }
    }
}
