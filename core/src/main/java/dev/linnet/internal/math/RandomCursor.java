package dev.linnet.internal.math;

/**
 * Reads one stream of {@link RandomStream} from its start: where many numbers of one stream are wanted, its address is
 * hashed once, and many can be computed at a time. For one thread.
 */
public final class RandomCursor {
    private static final int NOISE_OF_A_BLOCK = 8;
    private static final int WORDS_OF_A_BLOCK = 4;
    private static final long LOW_32 = 0xFFFFFFFFL;

    private long key;
    private long counter;
    private long index;
    private final long[] block = new long[2]; // both halves, where the index is odd
    private PhiloxBlocks blocks; // made when many are wanted

    /** Goes to the start of the stream (seed, purpose, a, b). */
    public void start(long seed, Purpose purpose, long a, long b) {
        key = RandomStream.key(seed, a, b);
        counter = RandomStream.counter(seed, purpose, a, b);
        index = 0;
    }

    /** The next 64 random bits; the upper 53 are those of {@link RandomStream#uniform}. */
    public long next() {
        int half = (int) (index & 1);
        if (half == 0) {
            Philox.block(index >>> 1, counter, key, block);
        }
        index++;
        return block[half];
    }

    /**
     * Makes each of the next numbers four of noise, from its lowest 16 bits to its highest: uniform among 2^16 equally spaced
     * values symmetric about 0, between -1 and 1. A number begun is used up.
     *
     * @param out modified: elements {@code [from, to)}
     */
    public void fillNoise(double[] out, int from, int to) {
        int i = from;
        if ((index & 1) == 1) {
            i = fillFromNext(out, i, to);
        }
        while (to - i >= NOISE_OF_A_BLOCK) {
            int count = compute((to - i) / NOISE_OF_A_BLOCK);
            for (int block = 0; block < count; block++, i += NOISE_OF_A_BLOCK) {
                long first = blocks.first()[block];
                long second = blocks.second()[block];
                out[i] = Philox.noise((int) first);
                out[i + 1] = Philox.noise((int) (first >>> 16));
                out[i + 2] = Philox.noise((int) (first >>> 32));
                out[i + 3] = Philox.noise((int) (first >>> 48));
                out[i + 4] = Philox.noise((int) second);
                out[i + 5] = Philox.noise((int) (second >>> 16));
                out[i + 6] = Philox.noise((int) (second >>> 32));
                out[i + 7] = Philox.noise((int) (second >>> 48));
            }
        }
        while (i < to) {
            i = fillFromNext(out, i, to);
        }
    }

    /** Fills four elements, or as many as there are, from the next number; returns the index behind them. */
    private int fillFromNext(double[] out, int from, int to) {
        int end = Math.min(from + 4, to);
        if (from < end) {
            long bits = next();
            for (int i = from; i < end; i++, bits >>>= 16) {
                out[i] = Philox.noise((int) bits);
            }
        }
        return end;
    }

    /** Goes to the first number of a block, of which each holds two numbers or four 32-bit words. */
    public void goToBlock(long number) {
        index = 2 * number;
    }

    /**
     * Writes {@code low} with the given probability, to 32 bits, and {@code high} otherwise: an element a 32-bit word of
     * the next blocks, from the lowest to the highest. A block begun is used up.
     *
     * @param out modified: elements {@code [from, to)}
     */
    public void choose(double[] out, int from, int to, double probability, double low, double high) {
        long threshold = (long) StrictMath.rint(probability * 0x1p32);
        long lowBits = Double.doubleToRawLongBits(low);
        long highBits = Double.doubleToRawLongBits(high);
        index += index & 1;
        int i = from;
        while (i < to) {
            int count = compute((to - i + WORDS_OF_A_BLOCK - 1) / WORDS_OF_A_BLOCK);
            int whole = Math.min(count, (to - i) / WORDS_OF_A_BLOCK);
            for (int block = 0; block < whole; block++, i += WORDS_OF_A_BLOCK) {
                long first = blocks.first()[block];
                long second = blocks.second()[block];
                out[i] = choose((first & LOW_32) - threshold, lowBits, highBits);
                out[i + 1] = choose((first >>> 32) - threshold, lowBits, highBits);
                out[i + 2] = choose((second & LOW_32) - threshold, lowBits, highBits);
                out[i + 3] = choose((second >>> 32) - threshold, lowBits, highBits);
            }
            if (whole < count) {
                for (int word = 0; i < to; word++, i++) {
                    long half = word < 2 ? blocks.first()[whole] : blocks.second()[whole];
                    out[i] = choose(((half >>> (32 * (word & 1))) & LOW_32) - threshold, lowBits, highBits);
                }
            }
        }
    }

    /** The first where {@code difference} is negative, else the second; a branch would be guessed wrong too often. */
    private static double choose(long difference, long lowBits, long highBits) {
        return Double.longBitsToDouble(highBits ^ ((difference >> 63) & (lowBits ^ highBits)));
    }

    /** Computes the next blocks, as many as there is room for; returns how many. */
    private int compute(int wanted) {
        if (blocks == null) {
            blocks = new PhiloxBlocks();
        }
        int count = Math.min(wanted, PhiloxBlocks.MOST);
        blocks.compute(count, index >>> 1, counter, key);
        index += 2L * count;
        return count;
    }
}
