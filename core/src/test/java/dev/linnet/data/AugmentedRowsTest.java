package dev.linnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentedRowsTest {
    private static final Dataset ROWS = Dataset.of(new double[][] {{10}, {20}, {30}, {40}}, new int[] {0, 1, 0, 1});
    private static final Dataset AUGMENTED = ROWS.augmented((v, from, to, random) -> v[from] += random.uniform());

    @Test
    void rowsAreAsTheyWereUntilAnEpochBegins() {
        assertArrayEquals(new double[] {10, 20, 30, 40}, Read.features(AUGMENTED));
        assertEquals("4 rows, 1 feature, 2 classes", AUGMENTED.toString());
    }

    @Test
    void whatIsDrawnDependsOnSeedEpochAndRow() {
        double[] expected = IntStream.range(0, 4)
                .mapToDouble(r -> 10 * (r + 1) + RandomDraws.of(7, 3, r).uniform())
                .toArray();
        assertArrayEquals(expected, Read.features(AUGMENTED.atEpoch(7, 3)));
        assertArrayEquals(expected, Read.features(AUGMENTED.atEpoch(1, 1).atEpoch(7, 3)));
        assertNotEquals(expected[0], Read.features(AUGMENTED.atEpoch(7, 4))[0]);
        assertNotEquals(expected[0], Read.features(AUGMENTED.atEpoch(8, 3))[0]);
        assertNotEquals(expected[0] - 10, expected[1] - 20);
        assertArrayEquals(new double[] {0, 1, 0, 1}, Read.targets(AUGMENTED.atEpoch(7, 3)));
    }

    @Test
    void aSelectionOfAugmentedRowsLooksAsTheyDo() {
        double[] all = Read.features(AUGMENTED.atEpoch(7, 3));
        Dataset selected = AUGMENTED.subset(3, 1, 2).range(0, 2);
        assertArrayEquals(new double[] {40, 20}, Read.features(selected));
        assertArrayEquals(new double[] {all[3], all[1]}, Read.features(selected.atEpoch(7, 3)));
    }

    @Test
    void viewsAboveAndBelowTakePart() {
        Dataset views = AUGMENTED
                .withWeights(new double[] {1, 2, 3, 4})
                .map((v, from, to) -> v[from] *= -1)
                .subset(2)
                .atEpoch(7, 3);
        assertArrayEquals(new double[] {-(30 + RandomDraws.of(7, 3, 2).uniform())}, Read.features(views));
        assertArrayEquals(new double[] {3}, Read.weights(views));
        Dataset twice = AUGMENTED.augmented((v, from, to, random) -> v[from] = -v[from]);
        assertEquals(-Read.features(AUGMENTED.atEpoch(7, 3))[1], Read.features(twice.atEpoch(7, 3))[1]);
    }

    @Test
    void drawsStayWhatTheyWere() {
        RandomDraws random = RandomDraws.of(42, 1, 2);
        double[] noise = new double[7];
        random.fillNoise(noise, 1, 7);
        assertEquals(0, noise[0]);
        double[] draws = {noise[1], noise[6], random.uniform(), random.normal(), random.uniform(-3, 5), random.below(9)
        };
        assertEquals(
                "[-0x1.cc22p-1, 0x1.607ap-1, 0x1.ad9ac8041a77p-5, -0x1.26820eb5954b5p-1, 0x1.59126d85b6d8ap1, 0x1.8p1]",
                Arrays.toString(
                        Arrays.stream(draws).mapToObj(Double::toHexString).toArray()));
    }

    @Test
    void noiseIsTheSameAtOnceAndFourByFour() {
        for (int before = 0; before < 2; before++) { // from the first and the second half of a block of random bits on
            for (int length : new int[] {0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31}) {
                RandomDraws atOnce = RandomDraws.of(42, before, length);
                RandomDraws inPieces = RandomDraws.of(42, before, length);
                for (int i = 0; i < before; i++) {
                    assertEquals(atOnce.uniform(), inPieces.uniform());
                }
                double[] expected = new double[length];
                for (int i = 0; i < length; i += 4) {
                    inPieces.fillNoise(expected, i, Math.min(i + 4, length));
                }
                double[] noise = new double[length];
                atOnce.fillNoise(noise, 0, length);
                assertArrayEquals(expected, noise);
                assertEquals(inPieces.uniform(), atOnce.uniform());
            }
        }
    }

    @Test
    void drawsHaveTheirMoments() {
        RandomDraws random = RandomDraws.of(1, 2, 3);
        int n = 40_000;
        double[] noise = new double[n];
        random.fillNoise(noise, 0, n);
        double[] normal =
                IntStream.range(0, n).mapToDouble(i -> random.normal()).toArray();
        double[] dice = IntStream.range(0, n).mapToDouble(i -> random.below(6)).toArray();
        long heads = IntStream.range(0, n).filter(i -> random.chance(0.25)).count();
        // each within five standard errors
        assertEquals(0, Arrays.stream(noise).average().orElseThrow(), 5 * Math.sqrt(1 / 3.0 / n));
        assertEquals(0, Arrays.stream(normal).average().orElseThrow(), 5 * Math.sqrt(1.0 / n));
        assertEquals(1, Arrays.stream(normal).map(z -> z * z).average().orElseThrow(), 5 * Math.sqrt(2.0 / n));
        assertEquals(2.5, Arrays.stream(dice).average().orElseThrow(), 5 * Math.sqrt(35 / 12.0 / n));
        assertEquals(0.25, heads / (double) n, 5 * Math.sqrt(0.1875 / n));
        assertTrue(Arrays.stream(noise).allMatch(z -> Math.abs(z) < 1));
        assertArrayEquals(
                new double[] {0, 1, 2, 3, 4, 5},
                Arrays.stream(dice).distinct().sorted().toArray());
    }

    @Test
    void thereIsNoAugmentationWithoutOne() {
        assertEquals(
                "augmentation",
                assertThrows(NullPointerException.class, () -> ROWS.augmented(null))
                        .getMessage());
    }
}
