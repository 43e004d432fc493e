package dev.linnet.internal.math;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Many blocks of {@link Philox} at once, whose counters follow one another: several times faster than one by one. For one
 * thread.
 *
 * <p>A round is {@code c0' = high(m1 c2) ^ c1 ^ k0} with {@code c1' = low(m1 c2)}, and the same with c2, c3, m0 c0 and k1.
 * So the 64-bit products of one round and those of the round before say all, and half a round is one loop over two arrays,
 * which the compiler turns into vectors.
 */
final class PhiloxBlocks {
    /** Blocks that there is room for: long loops over arrays that stay in the nearest cache. */
    static final int MOST = 256;

    private static final long LOW_32 = 0xFFFFFFFFL;

    /** The numbers of the blocks. */
    private static final long[] NUMBERS = LongStream.range(0, MOST).toArray();

    private final long[] product0 = new long[MOST];
    private final long[] product1 = new long[MOST];
    private final long[] before0 = new long[MOST];
    private final long[] before1 = new long[MOST];
    private final long[] first = new long[MOST];
    private final long[] second = new long[MOST];

    /** {@return words 0 (low) and 1 (high) of each block that was computed last} */
    long[] first() {
        return first;
    }

    /** {@return words 2 (low) and 3 (high) of each block that was computed last} */
    long[] second() {
        return second;
    }

    /**
     * Computes so many blocks, at most {@link #MOST}.
     *
     * @param counterLow words 0 (low) and 1 (high) of the first block's counter; each next block's is one more
     * @param counterHigh words 2 (low) and 3 (high) of the counter
     * @param key words 0 (low) and 1 (high) of the key
     */
    void compute(int blocks, long counterLow, long counterHigh, long key) {
        startProduct(counterLow, product0, blocks);
        startWord(counterLow, before1, blocks);
        Arrays.fill(product1, 0, blocks, Philox.MULTIPLIER_1 * (counterHigh & LOW_32));
        Arrays.fill(before0, 0, blocks, counterHigh >>> 32);
        rounds(Philox.ROUNDS, (int) key, (int) (key >>> 32), product0, product1, before0, before1, blocks);
    }

    /**
     * Goes so many rounds: one, and the rest. Not a loop, because a method that calls itself stays on its own in compiled
     * code; within a larger one its loops were not always turned into vectors, and took three times as long.
     */
    private void rounds(
            int count, int k0, int k1, long[] product0, long[] product1, long[] before0, long[] before1, int blocks) {
        if (count == 1) {
            finish(k0 & LOW_32, product1, before1, first, blocks);
            finish(k1 & LOW_32, product0, before0, second, blocks);
            return;
        }
        advance(Philox.MULTIPLIER_0, k0 & LOW_32, product1, before1, blocks);
        advance(Philox.MULTIPLIER_1, k1 & LOW_32, product0, before0, blocks);
        rounds(count - 1, k0 + Philox.WEYL_0, k1 + Philox.WEYL_1, before1, before0, product0, product1, blocks);
    }

    private static void startProduct(long counterLow, long[] product0, int blocks) {
        for (int i = 0; i < blocks; i++) {
            product0[i] = Philox.MULTIPLIER_0 * ((counterLow + NUMBERS[i]) & LOW_32);
        }
    }

    private static void startWord(long counterLow, long[] word1, int blocks) {
        for (int i = 0; i < blocks; i++) {
            word1[i] = (counterLow + NUMBERS[i]) >>> 32;
        }
    }

    /** Half a round: the new product takes the place of the one before the last, of the other two words. */
    private static void advance(long multiplier, long key, long[] last, long[] before, int blocks) {
        for (int i = 0; i < blocks; i++) {
            before[i] = multiplier * ((last[i] >>> 32) ^ (before[i] & LOW_32) ^ key);
        }
    }

    /** Half of the last round. */
    private static void finish(long key, long[] last, long[] before, long[] words, int blocks) {
        for (int i = 0; i < blocks; i++) {
            words[i] = ((last[i] >>> 32) ^ (before[i] & LOW_32) ^ key) | (last[i] << 32);
        }
    }
}
