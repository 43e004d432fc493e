package dev.linnet.internal.math;

/**
 * Reads one stream of {@link RandomStream} from its start: where many numbers of one stream are wanted, its address is
 * hashed once. For one thread.
 */
public final class RandomCursor {
    private long key;
    private long counter;
    private long index;

    /** Goes to the start of the stream (seed, purpose, a, b). */
    public void start(long seed, Purpose purpose, long a, long b) {
        key = RandomStream.key(seed, a, b);
        counter = RandomStream.counter(seed, purpose, a, b);
        index = 0;
    }

    /** The next 64 random bits; the upper 53 are those of {@link RandomStream#uniform}. */
    public long next() {
        long bits = RandomStream.bits(key, counter, index);
        index++;
        return bits;
    }
}
