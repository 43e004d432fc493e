package dev.linnet.internal.math;

/**
 * Philox4x32-10: a block of 128 random bits as a pure function of a 128-bit counter and a 64-bit key.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw, Parallel random numbers: as easy as 1, 2, 3, SC 2011. Having no state, any
 * thread can compute any part of a stream.
 */
final class Philox {
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long LOW_32 = 0xFFFFFFFFL;
    private static final double STEP_OF_16_BITS = 0x1p-15;

    /** Noise values that a block holds, 16 bits each. */
    static final int NOISE_OF_A_BLOCK = 8;

    private Philox() {}

    /**
     * One half of the block: words 0 (low) and 1 (high) for {@code half == 0}, words 2 and 3 for {@code half == 1}.
     *
     * @param counterLow words 0 (low) and 1 (high) of the counter
     * @param counterHigh words 2 (low) and 3 (high) of the counter
     * @param key words 0 (low) and 1 (high) of the key
     */
    static long block(long counterLow, long counterHigh, long key, int half) {
        int c0 = (int) counterLow;
        int c1 = (int) (counterLow >>> 32);
        int c2 = (int) counterHigh;
        int c3 = (int) (counterHigh >>> 32);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW_32);
            long product1 = MULTIPLIER_1 * (c2 & LOW_32);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return half == 0 ? join(c0, c1) : join(c2, c3);
    }

    /** Both halves of the block, which go to {@code halves[0]} and {@code halves[1]}. */
    static void block(long counterLow, long counterHigh, long key, long[] halves) {
        int c0 = (int) counterLow;
        int c1 = (int) (counterLow >>> 32);
        int c2 = (int) counterHigh;
        int c3 = (int) (counterHigh >>> 32);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW_32);
            long product1 = MULTIPLIER_1 * (c2 & LOW_32);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        halves[0] = join(c0, c1);
        halves[1] = join(c2, c3);
    }

    private static long join(int low, int high) {
        return (low & LOW_32) | ((long) high << 32);
    }

    /**
     * Writes {@code low} where a word is below {@code threshold} (unsigned) and {@code high} elsewhere, for as many words as
     * {@code [from, to)} of {@code out} has, in ascending order from word 0 of the block at {@code counterLow}.
     *
     * @param out modified
     * @param counterLow words 0 and 1 of the first block's counter; each next block's is one more
     * @param threshold from 0 to 2^32
     */
    static void choose(
            double[] out,
            int from,
            int to,
            long threshold,
            double low,
            double high,
            long counterLow,
            long counterHigh,
            long key) {
        long lowBits = Double.doubleToRawLongBits(low);
        long highBits = Double.doubleToRawLongBits(high);
        for (int i = from; i < to; i += 4, counterLow++) {
            int c0 = (int) counterLow;
            int c1 = (int) (counterLow >>> 32);
            int c2 = (int) counterHigh;
            int c3 = (int) (counterHigh >>> 32);
            int k0 = (int) key;
            int k1 = (int) (key >>> 32);
            for (int round = 0; round < ROUNDS; round++) {
                long product0 = MULTIPLIER_0 * (c0 & LOW_32);
                long product1 = MULTIPLIER_1 * (c2 & LOW_32);
                c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
                c1 = (int) product1;
                c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
                c3 = (int) product0;
                k0 += WEYL_0;
                k1 += WEYL_1;
            }
            out[i] = choose((c0 & LOW_32) - threshold, lowBits, highBits);
            if (i + 3 < to) {
                out[i + 1] = choose((c1 & LOW_32) - threshold, lowBits, highBits);
                out[i + 2] = choose((c2 & LOW_32) - threshold, lowBits, highBits);
                out[i + 3] = choose((c3 & LOW_32) - threshold, lowBits, highBits);
            } else {
                if (i + 1 < to) {
                    out[i + 1] = choose((c1 & LOW_32) - threshold, lowBits, highBits);
                }
                if (i + 2 < to) {
                    out[i + 2] = choose((c2 & LOW_32) - threshold, lowBits, highBits);
                }
            }
        }
    }

    /**
     * Writes the {@link #noise} of all bits of so many blocks, each from its lowest bits to its highest. As in
     * {@link #choose}, a block never leaves the registers: that takes half of the time off.
     *
     * @param out modified: as many times eight elements as there are blocks, from {@code from} on
     * @param counterLow words 0 and 1 of the first block's counter; each next block's is one more
     */
    static void fillNoise(double[] out, int from, int blocks, long counterLow, long counterHigh, long key) {
        int end = from + blocks * NOISE_OF_A_BLOCK;
        for (int i = from; i < end; i += NOISE_OF_A_BLOCK, counterLow++) {
            int c0 = (int) counterLow;
            int c1 = (int) (counterLow >>> 32);
            int c2 = (int) counterHigh;
            int c3 = (int) (counterHigh >>> 32);
            int k0 = (int) key;
            int k1 = (int) (key >>> 32);
            for (int round = 0; round < ROUNDS; round++) {
                long product0 = MULTIPLIER_0 * (c0 & LOW_32);
                long product1 = MULTIPLIER_1 * (c2 & LOW_32);
                c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
                c1 = (int) product1;
                c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
                c3 = (int) product0;
                k0 += WEYL_0;
                k1 += WEYL_1;
            }
            out[i] = noise(c0);
            out[i + 1] = noise(c0 >>> 16);
            out[i + 2] = noise(c1);
            out[i + 3] = noise(c1 >>> 16);
            out[i + 4] = noise(c2);
            out[i + 5] = noise(c2 >>> 16);
            out[i + 6] = noise(c3);
            out[i + 7] = noise(c3 >>> 16);
        }
    }

    /** The lowest 16 bits as one of 2^16 equally spaced values symmetric about 0, between -1 and 1. */
    static double noise(int bits) {
        return ((short) bits + 0.5) * STEP_OF_16_BITS;
    }

    /** The first where {@code difference} is negative, else the second; a branch would be guessed wrong too often. */
    private static double choose(long difference, long lowBits, long highBits) {
        return Double.longBitsToDouble(highBits ^ ((difference >> 63) & (lowBits ^ highBits)));
    }
}
