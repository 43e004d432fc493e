package dev.linnet.mnist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.Mlp;
import dev.linnet.data.Dataset;
import dev.linnet.optim.Optimizer;
import dev.linnet.training.Training;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** MNIST's own digits, prepared once more: they are what they were, or nearly. */
class RealDigitImageTest {
    private static final int DIGITS = 2000;
    private static final int ENLARGED = 5;

    private static double[][] digits;
    private static int[] labels;
    private static Mlp model;

    @BeforeAll
    static void train() throws IOException {
        Mnist mnist = Mnist.load(RealMnist.directory("mnist"));
        digits = rows(mnist.test().range(0, DIGITS));
        labels = new int[DIGITS];
        for (int i = 0; i < DIGITS; i++) {
            double[] label = new double[1];
            mnist.test().read(new int[] {i}, 0, 1, null, label);
            labels[i] = (int) label[0];
        }
        model = Mlp.builder()
                .linear(784, 128)
                .relu()
                .linear(128, 10)
                .fit(
                        mnist.train().range(0, 30_000),
                        Training.defaults().withEpochs(5).withOptimizer(Optimizer.adam(2e-3)))
                .model();
    }

    private static double[][] rows(Dataset data) {
        double[][] rows = new double[data.size()][784];
        for (int i = 0; i < rows.length; i++) {
            data.read(new int[] {i}, 0, 1, rows[i], null);
        }
        return rows;
    }

    @Test
    void aDigitTakenAsItIsStaysAsItIs() {
        int changed = 0;
        for (double[] digit : digits) {
            changed += Arrays.equals(digit, DigitImage.of(digit, 28, 28).features()) ? 0 : 1;
        }
        assertEquals(0, changed, "pictures that changed");
    }

    /** As if the digit had been scanned in black and white, larger and elsewhere on the sheet. */
    @Test
    void aScanOfADigitIsReadAsTheDigitIs() {
        int[] before = model.classify(digits);
        double[][] again = new double[DIGITS][];
        for (int i = 0; i < DIGITS; i++) {
            again[i] = DigitImage.of(scan(digits[i]), 200, 170).features();
        }
        int[] after = model.classify(again);
        long changed = count(before, after);
        long wrongBefore = count(before, labels);
        long wrongAfter = count(after, labels);
        String result = "of %,d digits %d are read differently; wrong were %d, are %d"
                .formatted(DIGITS, changed, wrongBefore, wrongAfter);
        System.out.println("DigitImage: " + result);
        assertTrue(changed <= DIGITS / 40, result);
        assertTrue(wrongAfter <= wrongBefore + DIGITS / 200, result);
    }

    private static long count(int[] some, int[] others) {
        long different = 0;
        for (int i = 0; i < some.length; i++) {
            different += some[i] == others[i] ? 0 : 1;
        }
        return different;
    }

    /** A sheet of 200 x 170 black or white pixels with the digit, five times as large, near a corner. */
    private static double[] scan(double[] digit) {
        double[] sheet = new double[200 * 170];
        for (int r = 0; r < 28 * ENLARGED; r++) {
            for (int c = 0; c < 28 * ENLARGED; c++) {
                double y = (r + 0.5) / ENLARGED - 0.5;
                double x = (c + 0.5) / ENLARGED - 0.5;
                sheet[(r + 55) * 170 + c + 3] = interpolated(digit, y, x) > 0.5 ? 1 : 0;
            }
        }
        return sheet;
    }

    private static double interpolated(double[] digit, double y, double x) {
        int r = (int) Math.floor(y);
        int c = (int) Math.floor(x);
        double above = ink(digit, r, c) + (x - c) * (ink(digit, r, c + 1) - ink(digit, r, c));
        double below = ink(digit, r + 1, c) + (x - c) * (ink(digit, r + 1, c + 1) - ink(digit, r + 1, c));
        return above + (y - r) * (below - above);
    }

    private static double ink(double[] digit, int r, int c) {
        return r < 0 || c < 0 || r > 27 || c > 27 ? 0 : digit[r * 28 + c];
    }
}
