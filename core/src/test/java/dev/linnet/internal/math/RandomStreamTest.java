package dev.linnet.internal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomStreamTest {
    private static final int DRAWS = 100_000;

    /** The lines for philox4x32, 10 rounds, of Random123's file kat_vectors: counter, key, block, word 0 first. */
    @ParameterizedTest
    @CsvSource({
        "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
        "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1",
    })
    void philoxGivesThePublishedBlocks(String counter, String key, String block) {
        long low = words(counter, 0);
        long high = words(counter, 2);
        assertEquals(words(block, 0), Philox.block(low, high, words(key, 0), 0));
        assertEquals(words(block, 2), Philox.block(low, high, words(key, 0), 1));
    }

    @Test
    void manyBlocksAtOnceAreThoseOneByOne() {
        PhiloxBlocks many = new PhiloxBlocks();
        long high = 0x9243f6a885a308d3L;
        long key = 0xa4093822299f31d0L;
        for (int count : new int[] {1, 7, 8, 9, 31, 98, PhiloxBlocks.MOST}) {
            for (long low : new long[] {0, 0xfffffffcL, -3}) { // one word overflows into the next, and both
                many.compute(count, low, high, key);
                for (int i = 0; i < count; i++) {
                    assertEquals(Philox.block(low + i, high, key, 0), many.first()[i]);
                    assertEquals(Philox.block(low + i, high, key, 1), many.second()[i]);
                }
            }
        }
    }

    @Test
    void choicesReadWordAfterWordAndUseUpTheBlocksTheyBegin() {
        RandomCursor cursor = new RandomCursor();
        long key = RandomStream.key(5, 6, 7);
        long counter = RandomStream.counter(5, Purpose.DROPOUT, 6, 7);
        long threshold = 0x50000000L;
        for (int length : new int[] {1, 2, 3, 4, 5, 10, 4 * PhiloxBlocks.MOST, 4 * PhiloxBlocks.MOST + 3}) {
            double[] chosen = new double[length + 2];
            cursor.start(5, Purpose.DROPOUT, 6, 7);
            cursor.goToBlock(11);
            cursor.choose(chosen, 1, 1 + length, threshold * 0x1p-32, -1.0, 1.25);
            for (int i = 0; i < length; i++) {
                long bits = RandomStream.bits(key, counter, 2 * 11 + i / 2);
                long word = (bits >>> (32 * (i % 2))) & 0xffffffffL;
                assertEquals(word < threshold ? -1.0 : 1.25, chosen[1 + i]);
            }
            assertEquals(0.0, chosen[0]);
            assertEquals(0.0, chosen[length + 1]);
            assertEquals(RandomStream.bits(key, counter, 2L * (11 + (length + 3) / 4)), cursor.next());
        }
    }

    @Test
    void uniformNumbersFillTheUnitInterval() {
        double[] x = new double[DRAWS];
        RandomStream.fillUniform(x, 0, DRAWS, 42, Purpose.DROPOUT, 3, 4);
        assertTrue(Arrays.stream(x).allMatch(u -> u >= 0.0 && u < 1.0));
        // mean 1/2 and variance 1/12, within five standard errors
        assertEquals(0.5, mean(x), 5.0 * Math.sqrt(1.0 / 12.0 / DRAWS));
        assertEquals(1.0 / 12.0, variance(x), 5.0 * Math.sqrt(1.0 / 180.0 / DRAWS));
    }

    @Test
    void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
        double[] x = new double[DRAWS];
        RandomStream.fillNormal(x, 0, DRAWS, 42, Purpose.INITIAL_WEIGHTS, 0, 0);
        assertEquals(0.0, mean(x), 5.0 * Math.sqrt(1.0 / DRAWS));
        assertEquals(1.0, variance(x), 5.0 * Math.sqrt(2.0 / DRAWS));
        double fourth = Arrays.stream(x).map(z -> z * z * z * z).sum() / DRAWS;
        assertEquals(3.0, fourth, 5.0 * Math.sqrt(96.0 / DRAWS));
        double neighbours = IntStream.range(0, DRAWS / 2)
                .mapToDouble(i -> x[2 * i] * x[2 * i + 1])
                .sum();
        assertEquals(0.0, neighbours / (DRAWS / 2), 5.0 * Math.sqrt(2.0 / DRAWS));
    }

    @Test
    void aFillGivesWhatSingleDrawsGive() {
        double[] x = new double[12];
        RandomStream.fillUniform(x, 3, 12, -1, Purpose.AUGMENTATION, 5, 6);
        for (int i = 3; i < 12; i++) {
            assertEquals(RandomStream.uniform(-1, Purpose.AUGMENTATION, 5, 6, i - 3), x[i]);
        }
        assertEquals(0.0, x[2]);
    }

    @Test
    void aCursorReadsAStreamFromItsStart() {
        RandomCursor cursor = new RandomCursor();
        for (long epoch = 1; epoch <= 2; epoch++) {
            cursor.start(-7, Purpose.AUGMENTATION, epoch, 6);
            for (int i = 0; i < 5; i++) {
                double expected = RandomStream.uniform(-7, Purpose.AUGMENTATION, epoch, 6, i);
                assertEquals(expected, (cursor.next() >>> 11) * 0x1p-53);
            }
        }
    }

    @Test
    void everyPartOfTheAddressMatters() {
        double reference = RandomStream.uniform(42, Purpose.DROPOUT, 3, 4, 5);
        assertNotEquals(reference, RandomStream.uniform(43, Purpose.DROPOUT, 3, 4, 5));
        assertNotEquals(reference, RandomStream.uniform(42 + (1L << 40), Purpose.DROPOUT, 3, 4, 5));
        assertNotEquals(reference, RandomStream.uniform(42, Purpose.SHUFFLE, 3, 4, 5));
        assertNotEquals(reference, RandomStream.uniform(42, Purpose.DROPOUT, 4, 3, 5));
        assertNotEquals(reference, RandomStream.uniform(42, Purpose.DROPOUT, 3 + (1L << 40), 4, 5));
        assertNotEquals(reference, RandomStream.uniform(42, Purpose.DROPOUT, 3, 4 + (1L << 40), 5));
        assertNotEquals(reference, RandomStream.uniform(42, Purpose.DROPOUT, 3, 4, 4));
        assertNotEquals(reference, RandomStream.uniform(42, Purpose.DROPOUT, 3, 4, 5 + (1L << 40)));
    }

    /** The numbers were computed from this package's description by a second implementation, in Python. */
    @Test
    void streamsStayWhatTheyWere() {
        assertEquals(
                "0x1.130c47904f4c4p-3", Double.toHexString(RandomStream.uniform(42, Purpose.INITIAL_WEIGHTS, 0, 0, 0)));
        assertEquals(
                "0x1.3af665db65473p0", Double.toHexString(RandomStream.normal(42, Purpose.INITIAL_WEIGHTS, 0, 0, 1)));
        int[] rows = IntStream.range(0, 8).toArray();
        RandomStream.shuffle(rows, 42, 0);
        assertEquals("[6, 7, 0, 3, 5, 1, 2, 4]", Arrays.toString(rows));
    }

    @Test
    void aShuffleIsAPermutation() {
        for (int n : new int[] {0, 1, 2, 3, 17, 1000}) {
            int[] rows = IntStream.range(0, n).toArray();
            RandomStream.shuffle(rows, 1, 2);
            assertEquals(
                    n,
                    Arrays.stream(rows)
                            .filter(row -> row >= 0 && row < n)
                            .distinct()
                            .count());
        }
    }

    @Test
    void aShuffleOfARangeLeavesTheRestAlone() {
        int[] rows = IntStream.range(0, 100).toArray();
        RandomStream.shuffle(rows, 10, 90, 1, Purpose.SPLIT, 0, 0);
        for (int i = 0; i < 10; i++) {
            assertEquals(i, rows[i]);
            assertEquals(90 + i, rows[90 + i]);
        }
    }

    @Test
    void allOrdersOfThreeAreEquallyLikely() {
        int[] count = new int[27];
        int shuffles = 60_000;
        for (int epoch = 0; epoch < shuffles; epoch++) {
            int[] rows = {0, 1, 2};
            RandomStream.shuffle(rows, 7, epoch);
            count[9 * rows[0] + 3 * rows[1] + rows[2]]++;
        }
        for (int order : new int[] {5, 7, 11, 15, 19, 21}) {
            assertEquals(shuffles / 6.0, count[order], 5.0 * Math.sqrt(shuffles * 5.0 / 36.0));
        }
    }

    private static long words(String hex, int first) {
        return word(hex, first) | word(hex, first + 1) << 32;
    }

    private static long word(String hex, int index) {
        return Long.parseLong(hex.substring(9 * index, 9 * index + 8), 16);
    }

    private static double mean(double[] x) {
        return Arrays.stream(x).sum() / x.length;
    }

    private static double variance(double[] x) {
        double mean = mean(x);
        return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / x.length;
    }
}
