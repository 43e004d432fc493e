package dev.linnet.internal.math;

/**
 * Philox4x32-10: a block of 128 random bits as a pure function of a 128-bit counter and a 64-bit key.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw, Parallel random numbers: as easy as 1, 2, 3, SC 2011. Having no state, any
 * thread can compute any part of a stream.
 */
final class Philox {
    static final long MULTIPLIER_0 = 0xD2511F53L;
    static final long MULTIPLIER_1 = 0xCD9E8D57L;
    static final int WEYL_0 = 0x9E3779B9;
    static final int WEYL_1 = 0xBB67AE85;
    static final int ROUNDS = 10;
    private static final long LOW_32 = 0xFFFFFFFFL;
    private static final double STEP_OF_16_BITS = 0x1p-15;

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

    /** The lowest 16 bits as one of 2^16 equally spaced values symmetric about 0, between -1 and 1. */
    static double noise(int bits) {
        return ((short) bits + 0.5) * STEP_OF_16_BITS;
    }
}
