package dev.linnet.data;

import dev.linnet.internal.math.Purpose;
import dev.linnet.internal.math.RandomCursor;

/**
 * A sequence of random numbers that a seed and two more numbers determine, the same on every machine.
 *
 * <p>Not thread-safe. Drawing allocates nothing.
 */
public final class RandomDraws {
    private static final double UNIT = 0x1p-53;

    private final RandomCursor cursor = new RandomCursor();

    RandomDraws() {}

    /**
     * The sequence of {@code (seed, a, b)}, from its first number on. An {@link Augmentation} gets that of
     * {@code (seed, epoch, row)}.
     */
    public static RandomDraws of(long seed, long a, long b) {
        return new RandomDraws().start(seed, a, b);
    }

    /** Goes to the first number of another sequence. */
    RandomDraws start(long seed, long a, long b) {
        cursor.start(seed, Purpose.AUGMENTATION, a, b);
        return this;
    }

    /** The next number, uniform among the multiples of 2^-53 in [0, 1). */
    public double uniform() {
        return (cursor.next() >>> 11) * UNIT;
    }

    /** The next number, uniform from {@code low} to {@code high}. */
    public double uniform(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** The next number, uniform in {@code 0..bound - 1}; {@code bound} is at least 1. */
    public int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** The next number, true with the given probability. */
    public boolean chance(double probability) {
        return uniform() < probability;
    }

    /** The next number, normal with mean 0 and deviation 1; made of two uniform ones (Box and Muller 1958). */
    public double normal() {
        double radius = Math.sqrt(-2.0 * StrictMath.log(1.0 - uniform()));
        return radius * StrictMath.cos(2.0 * Math.PI * uniform());
    }

    /**
     * Fills {@code out[from]} up to {@code out[to - 1]} with noise: uniform among 2^16 equally spaced values symmetric
     * about 0, between -1 and 1. Coarser and several times faster than that many draws.
     */
    public void fillNoise(double[] out, int from, int to) {
        cursor.fillNoise(out, from, to);
    }
}
