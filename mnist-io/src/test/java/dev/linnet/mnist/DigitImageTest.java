package dev.linnet.mnist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DigitImageTest {
    /** A line from top to bottom, two pixels wide, is two full columns of 20 with rounded ends, in the middle. */
    @Test
    void aLineFillsTheBoxFromTopToBottom() {
        DigitImage one = DigitImage.of(PenStrokes.of(new double[] {5, 100, 5, 700}), 2);
        for (int r = 0; r < 28; r++) {
            double[] row = Arrays.copyOfRange(one.features(), r * 28, r * 28 + 28);
            double ink = Arrays.stream(row).sum();
            if (r < 4 || r >= 24) {
                assertEquals(0, ink, "row " + r);
            } else if (r == 4 || r == 23) {
                assertTrue(ink > 1 && ink < 2, "row " + r + " at a round end: " + ink);
            } else {
                assertEquals(2, ink, "row " + r);
                assertEquals(2, row[13] + row[14], "row " + r);
            }
        }
    }

    @Test
    void aPointIsADot() {
        DigitImage dot = DigitImage.of(PenStrokes.parse("3,3 3,3;3,3"), 4);
        double ink = Arrays.stream(dot.features()).sum();
        assertEquals(Math.PI * 2 * 2, ink, 0.5);
        assertArrayEquals(new double[] {13.5, 13.5}, centre(dot), 0.5);
    }

    @Test
    void linesAreNeitherLostNorBlots() {
        PenStrokes line = PenStrokes.parse("0,0 0,10");
        assertEquals(DigitImage.of(line, DigitImage.THINNEST_INK), DigitImage.of(line, 0.01));
        assertEquals(DigitImage.of(line, DigitImage.THICKEST_INK), DigitImage.of(line, 50));
        assertEquals(20 * 2.0 / 12, DigitImage.inkWidth(line, 2));
    }

    @Property(tries = 200)
    void scaleAndPlaceDoNotMatter(
            @ForAll @Size(min = 6, max = 6) @IntRange(max = 100) int[] points,
            @ForAll @IntRange(min = -10, max = 10) int exponent,
            @ForAll @IntRange(min = -1000, max = 1000) int shift) {
        double scale = StrictMath.pow(2, exponent);
        double[] here = Arrays.stream(points).asDoubleStream().toArray();
        double[] there = Arrays.stream(here).map(v -> (v + shift) * scale).toArray();
        assertEquals(DigitImage.of(PenStrokes.of(here), 2.5), DigitImage.of(PenStrokes.of(there), 2.5));
    }

    @Property(tries = 200)
    void theCentreOfMassLiesInTheMiddlePixelWhereTheBoxFits(
            @ForAll @Size(min = 4, max = 4) @IntRange(max = 100) int[] first,
            @ForAll @Size(min = 4, max = 4) @IntRange(max = 100) int[] second,
            @ForAll @DoubleRange(min = 1, max = 5) double width) {
        DigitImage image = DigitImage.of(
                PenStrokes.of(
                        Arrays.stream(first).asDoubleStream().toArray(),
                        Arrays.stream(second).asDoubleStream().toArray()),
                width);
        double[] centre = centre(image);
        boolean[] full = {inkAtBorder(image, false), inkAtBorder(image, true)};
        for (int axis = 0; axis < 2; axis++) {
            assertTrue(full[axis] || Math.abs(centre[axis] - 14) <= 0.5 + 1e-9, "axis " + axis + ": " + centre[axis]);
        }
    }

    private static boolean inkAtBorder(DigitImage image, boolean columns) {
        byte[] b = image.bytes();
        for (int i = 0; i < 28; i++) {
            if (columns ? b[i * 28] != 0 || b[i * 28 + 27] != 0 : b[i] != 0 || b[27 * 28 + i] != 0) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aScanIsShrunkByArea() {
        double[] scan = new double[200 * 100];
        for (int r = 10; r < 110; r++) {
            Arrays.fill(scan, r * 100 + 20, r * 100 + 60, 1); // 100 high, 40 wide: becomes 20 x 8
        }
        DigitImage image = DigitImage.of(scan, 200, 100);
        double[] expected = new double[784];
        for (int r = 4; r < 24; r++) {
            Arrays.fill(expected, r * 28 + 10, r * 28 + 18, 1);
        }
        assertArrayEquals(expected, image.features());
    }

    @Test
    void aSmallPictureIsEnlargedSmoothly() {
        DigitImage image = DigitImage.of(new double[] {1, 0, 0, 1}, 2, 2);
        assertEquals(1, image.features()[4 * 28 + 4]);
        double[] diagonal = new double[20];
        for (int i = 0; i < 20; i++) {
            diagonal[i] = image.features()[(4 + i) * 28 + 4 + 19 - i];
        }
        for (int i = 1; i < 10; i++) {
            assertTrue(diagonal[i] >= diagonal[i - 1], Arrays.toString(diagonal));
        }
    }

    @Test
    void anEmptyImageIsAnEmptyPicture() {
        DigitImage empty = DigitImage.of(new double[12], 3, 4);
        assertArrayEquals(new byte[784], empty.bytes());
        assertEquals((" ".repeat(28) + "\n").repeat(28), empty.toString());
    }

    @Test
    void anImageIsChecked() {
        assertRefused("ink has 12 values, expected 3 rows x 5 columns", new double[12], 3, 5);
        assertRefused("ink has 0 values, expected 0 rows x 0 columns", new double[0], 0, 0);
        assertRefused("ink[1] = 1.5, expected 0..1", new double[] {1, 1.5}, 1, 2);
        assertRefused("ink[0] = NaN, expected 0..1", new double[] {Double.NaN}, 1, 1);
    }

    private static void assertRefused(String message, double[] ink, int rows, int columns) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> DigitImage.of(ink, rows, columns))
                        .getMessage());
    }

    private static double[] centre(DigitImage image) {
        return centre(image.features());
    }

    /** Row and column of the centre of mass, counted from the centre of the first pixel. */
    static double[] centre(double[] ink) {
        double mass = 0;
        double row = 0;
        double column = 0;
        for (int r = 0; r < 28; r++) {
            for (int c = 0; c < 28; c++) {
                double here = ink[r * 28 + c];
                mass += here;
                row += r * here;
                column += c * here;
            }
        }
        return new double[] {row / mass, column / mass};
    }
}
