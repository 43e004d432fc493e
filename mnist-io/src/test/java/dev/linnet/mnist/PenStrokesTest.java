package dev.linnet.mnist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PenStrokesTest {
    @Test
    void strokesAreReadAsTheyAreWritten() {
        PenStrokes seven = PenStrokes.parse("10,12 40,11  38.5,30; -2,+22 45e0,.5 ");
        assertEquals(2, seven.count());
        assertArrayEquals(new double[] {10, 12, 40, 11, 38.5, 30}, seven.stroke(0));
        assertArrayEquals(new double[] {-2, 22, 45, 0.5}, seven.stroke(1));
        assertEquals("10,12 40,11 38.5,30;-2,22 45,0.5", seven.toString());
        assertEquals(47, seven.extent());
    }

    @Property
    void textReadsBackAsTheSameStrokes(
            @ForAll @Size(min = 2, max = 2) double @DoubleRange(min = -1e6, max = 1e6) [] first,
            @ForAll @Size(min = 4, max = 4) double @DoubleRange(min = -1e6, max = 1e6) [] second) {
        PenStrokes strokes = PenStrokes.of(first, second);
        assertEquals(strokes, PenStrokes.parse(strokes.toString()));
        assertEquals(strokes.hashCode(), PenStrokes.parse(strokes.toString()).hashCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"       | stroke 1 has no point",
                "1,2;       | stroke 2 has no point",
                "1,2;;3,4   | stroke 2 has no point",
                "1,2 3      | stroke 1, point 2: expected two numbers x,y, found '3'",
                "1,2 3,4,5  | stroke 1, point 2: expected two numbers x,y, found '3,4,5'",
                "1,2;1,     | stroke 2, point 1: expected two numbers x,y, found '1,'",
                "1,NaN      | stroke 1, point 1: expected two numbers x,y, found '1,NaN'",
                "1,0x1p3    | stroke 1, point 1: expected two numbers x,y, found '1,0x1p3'",
                "1,2d       | stroke 1, point 1: expected two numbers x,y, found '1,2d'",
                "1e999,2    | stroke 1, point 1: x is Infinity, expected a finite number",
            })
    void aMistakeIsNamedWithItsPlace(String text, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> PenStrokes.parse(text))
                        .getMessage());
    }

    @Test
    void coordinatesAreChecked() {
        assertRefused("there is no stroke");
        assertRefused("stroke 2 has 0 coordinates, expected two for each point", new double[] {1, 2}, new double[0]);
        assertRefused("stroke 1 has 3 coordinates, expected two for each point", new double[] {1, 2, 3});
        assertRefused("stroke 1, point 2: y is NaN, expected a finite number", new double[] {1, 2, 3, Double.NaN});
    }

    private static void assertRefused(String message, double[]... strokes) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> PenStrokes.of(strokes))
                        .getMessage());
    }

    @Test
    void aSmoothStrokeLeadsThroughItsPoints() {
        PenStrokes corner = PenStrokes.of(new double[] {0, 0, 0, 10, 10, 10}, new double[] {7, 7});
        double[] smooth = corner.smooth(2.5).stroke(0);
        assertEquals(18, smooth.length);
        assertArrayEquals(new double[] {0, 0}, Arrays.copyOf(smooth, 2));
        assertArrayEquals(new double[] {0, 10}, Arrays.copyOfRange(smooth, 8, 10));
        assertArrayEquals(new double[] {10, 10}, Arrays.copyOfRange(smooth, 16, 18));
        // halfway, by hand: slopes (0, 1), (1/2, 1/2), (1, 0) along chords of length 10
        assertArrayEquals(new double[] {-0.625, 5.625}, Arrays.copyOfRange(smooth, 4, 6));
        assertArrayEquals(new double[] {7, 7}, corner.smooth(1).stroke(1));
        assertEquals(corner, corner.smooth(10));
    }

    @Property(tries = 200)
    void pointsOnALineStayOnItAndPointsThatRepeatDoNoHarm(@ForAll @Size(min = 4, max = 9) @IntRange(max = 9) int[] x) {
        double[] points = new double[2 * x.length];
        for (int i = 0; i < x.length; i++) {
            points[2 * i] = x[i];
            points[2 * i + 1] = 3.0 * x[i];
        }
        double[] smooth = PenStrokes.of(points).smooth(1000).stroke(0);
        for (int i = 0; i < smooth.length; i += 2) {
            assertEquals(3 * smooth[i], smooth[i + 1], 1e-6 * (1 + Math.abs(smooth[i])));
        }
    }

    @Test
    void aStepIsPositive() {
        PenStrokes line = PenStrokes.parse("0,0 1,1");
        for (double step : new double[] {0, -1, Double.NaN}) {
            assertEquals(
                    "step must be positive: " + step,
                    assertThrows(IllegalArgumentException.class, () -> line.smooth(step))
                            .getMessage());
        }
    }

    @Test
    void slantedStrokesLeanToTheRightAtTheTop() {
        PenStrokes upright = PenStrokes.parse("1,-2 1,0 1,2;3,4");
        assertEquals("2,-2 1,0 0,2;1,4", upright.slanted(0.5).toString());
        assertEquals(upright, upright.slanted(0));
        assertEquals("0,-2 1,0 2,2;5,4", upright.slanted(-0.5).toString());
        PenStrokes farOut = PenStrokes.of(new double[] {1.7e308, -1.7e308});
        assertEquals(
                "stroke 1, point 1: x is Infinity, expected a finite number",
                assertThrows(IllegalArgumentException.class, () -> farOut.slanted(1))
                        .getMessage());
    }

    @Test
    void nobodyChangesStrokes() {
        double[] given = {1, 2, 3, 4};
        PenStrokes strokes = PenStrokes.of(given);
        given[0] = 9;
        strokes.stroke(0)[1] = 9;
        assertEquals("1,2 3,4", strokes.toString());
        assertNotEquals(strokes, PenStrokes.of(given));
    }
}
