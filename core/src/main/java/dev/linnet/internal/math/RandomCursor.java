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
}
