package dev.linnet.internal.math;

/**
 * Reads one stream of {@link RandomStream} from its start: where many numbers of one stream are wanted, its address is
 * hashed once. For one thread.
 */
public final class RandomCursor {
    private long key;
    private long counter;
    private long index;
    private final long[] block = new long[2]; // both halves, where the index is odd

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
        int blocks = (to - i) / Philox.NOISE_OF_A_BLOCK;
        Philox.fillNoise(out, i, blocks, index >>> 1, counter, key);
        index += 2L * blocks;
        i += blocks * Philox.NOISE_OF_A_BLOCK;
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
}
