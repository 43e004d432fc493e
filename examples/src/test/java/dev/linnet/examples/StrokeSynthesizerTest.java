package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.RandomDraws;
import dev.linnet.examples.StrokeSynthesizer.Written;
import dev.linnet.examples.WritingStyles.Style;
import dev.linnet.mnist.PenStrokes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StrokeSynthesizerTest {
    private static final WritingStyles STYLES = WritingStyles.all();
    private static final StrokeSynthesizer SYNTHESIZER = new StrokeSynthesizer(STYLES);

    @Test
    void everyStyleIsEitherHeldOutOrNot() {
        for (int digit = 0; digit < 10; digit++) {
            List<Style> heldOut = STYLES.heldOut().of(digit);
            List<Style> both = new ArrayList<>(STYLES.withoutHeldOut().of(digit));
            assertFalse(heldOut.isEmpty());
            assertTrue(both.size() > heldOut.size());
            both.addAll(heldOut);
            assertEquals(STYLES.of(digit).size(), both.size());
            assertTrue(both.containsAll(STYLES.of(digit)));
        }
    }

    @Test
    void everyDigitIsWrittenInManyStylesOfDifferentNames() {
        for (int digit = 0; digit < 10; digit++) {
            Set<String> names = new HashSet<>();
            for (Style style : STYLES.of(digit)) {
                assertEquals(digit, style.digit());
                assertTrue(names.add(style.name()), style.toString());
            }
            assertTrue(names.size() >= 10, digit + ": " + names);
        }
    }

    @Test
    void theSameDrawsGiveTheSameStrokesAndOthersGiveOthers() {
        Written first = SYNTHESIZER.write(3, RandomDraws.of(1, 2, 3));
        assertEquals(first, SYNTHESIZER.write(3, RandomDraws.of(1, 2, 3)));
        assertNotEquals(
                first.strokes(), SYNTHESIZER.write(3, RandomDraws.of(1, 2, 4)).strokes());
    }

    /** What is written depends on no machine: if this changes, shipped models can no longer be made again. */
    @Test
    void strokesStayWhatTheyWere() {
        assertEquals(
                "-23,-75 -20,-65 -19,-21 -14,22 0,54 21,39 32,40;8,0 12,37 16,75",
                SYNTHESIZER.write(4, RandomDraws.of(42, 1, 4)).strokes().toString());
    }

    @Test
    void everyStyleIsChosenAccordingToItsWeight() {
        for (int digit = 0; digit < 10; digit++) {
            Set<Style> chosen = new HashSet<>();
            for (int i = 0; i < 1000; i++) {
                chosen.add(STYLES.choose(digit, i / 1000.0));
            }
            assertEquals(Set.copyOf(STYLES.of(digit)), chosen);
        }
        WritingStyles barred = STYLES.only(style -> style.name().contains("bar"));
        assertTrue(barred.choose(7, 0).name().contains("bar"));
        assertTrue(barred.of(0).isEmpty());
    }

    @Test
    void pointsAreTakenAtEqualIntervalsOfTime() {
        double[] stroke = {0, 0, 1, 0, 2, 4};
        assertArrayEquals(new double[] {0, 0, 1, 0, 1.5, 2, 2, 4}, Pen.sample(stroke, new double[] {0, 1, 3}, 0, 3, 4));
        assertArrayEquals(new double[] {1.25, 1, 1.75, 3}, Pen.sample(stroke, new double[] {0, 1, 3}, 1.5, 2.5, 2));
    }

    @Test
    void thePenIsSlowAtCornersAndAtEnds() {
        double[] corner = Pen.sample(new double[] {0, 0, 1, 0, 1, 1}, 0, 2, 41);
        double[] times = Pen.times(corner);
        double[] taken = new double[40];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = times[i + 1] - times[i];
        }
        assertEquals(0.05, taken[8], 1e-12); // on straight lines a length of 1 takes a time of 1
        assertEquals(0.05 / 0.4, taken[0], 1e-12);
        assertEquals(0.05 / 0.4, taken[39], 1e-12);
        assertEquals(0.05 * StrictMath.cbrt(1 + Math.sqrt(2) / 0.05), taken[19], 1e-12);
        assertArrayEquals(new double[] {0, 0}, Pen.times(new double[] {3, 4, 3, 4}));
        assertArrayEquals(new double[] {0}, Pen.times(new double[] {3, 4}));
    }

    @Test
    void tabletsDiffer() {
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        int joined = 0;
        for (int i = 0; i < 500; i++) {
            PenStrokes strokes = StrokeSynthesizer.write(STYLES.of(7).get(2), RandomDraws.of(5, 5, i))
                    .strokes();
            int points = 0;
            for (int s = 0; s < strokes.count(); s++) {
                points += strokes.stroke(s).length / 2;
            }
            fewest = Math.min(fewest, points);
            most = Math.max(most, points);
            joined += strokes.count() == 1 ? 1 : 0;
        }
        assertTrue(fewest <= 9, "fewest points: " + fewest);
        assertTrue(most >= 80, "most points: " + most);
        assertTrue(joined > 50 && joined < 250, "sevens with a bar in one stroke: " + joined);
    }

    @Test
    void aDataSetOfThemChangesWithTheEpochAlone() {
        SynthesizedDigits digits = new SynthesizedDigits(SYNTHESIZER, 30, 9);
        double[] some = new double[3 * 784];
        double[] again = new double[3 * 784];
        double[] labels = new double[3];
        digits.read(new int[] {17, 4, 17}, 0, 3, some, labels);
        assertArrayEquals(new double[] {7, 4, 7}, labels);
        digits.atEpoch(3, 1).read(new int[] {17, 4, 17}, 0, 3, again, null);
        assertNotEquals(java.util.Arrays.hashCode(some), java.util.Arrays.hashCode(again));
        double[] third = new double[3 * 784];
        digits.atEpoch(3, 1).read(new int[] {17, 4, 17}, 0, 3, third, null);
        assertArrayEquals(again, third);
    }
}
