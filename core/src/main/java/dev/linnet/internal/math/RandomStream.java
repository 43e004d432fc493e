package dev.linnet.internal.math;

/**
 * Random numbers by address: what stands at {@code index} of the stream (seed, purpose, a, b) depends on nothing else.
 *
 * <p>So threads can't reorder them, and drawing from one stream does not disturb another. The address is hashed in two
 * steps of {@link Philox}: {@code (a, b)} under the seed gives the key and a quarter of the counter of the stream, the
 * rest of the counter being the purpose and half the index; each block holds two numbers.
 */
public final class RandomStream {
    private static final double UNIT = 0x1p-53;

    private RandomStream() {}

    /** The number at {@code index}, uniform among the multiples of 2^-53 in [0, 1). */
    public static double uniform(long seed, Purpose purpose, long a, long b, long index) {
        return (bits(seed, purpose, a, b, index) >>> 11) * UNIT;
    }

    /**
     * The number at {@code index}, normal with mean 0 and deviation 1.
     *
     * <p>Box and Muller 1958: the numbers at 2i and 2i + 1 are made of two uniform ones.
     */
    public static double normal(long seed, Purpose purpose, long a, long b, long index) {
        double radiusDraw = ((bits(seed, purpose, a, b, index & ~1L) >>> 11) + 1) * UNIT; // in (0, 1]
        double angleDraw = uniform(seed, purpose, a, b, index | 1L);
        double radius = Math.sqrt(-2.0 * StrictMath.log(radiusDraw));
        double angle = 2.0 * Math.PI * angleDraw;
        return radius * ((index & 1L) == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
    }

    /** Writes the numbers at 0, 1, 2 ... of {@link #uniform} to {@code out[from]} up to {@code out[to - 1]}. */
    public static void fillUniform(double[] out, int from, int to, long seed, Purpose purpose, long a, long b) {
        for (int i = from; i < to; i++) {
            out[i] = uniform(seed, purpose, a, b, i - from);
        }
    }

    /** Writes the numbers at 0, 1, 2 ... of {@link #normal} to {@code out[from]} up to {@code out[to - 1]}. */
    public static void fillNormal(double[] out, int from, int to, long seed, Purpose purpose, long a, long b) {
        for (int i = from; i < to; i++) {
            out[i] = normal(seed, purpose, a, b, i - from);
        }
    }

    /** Puts {@code rows} into the random order of an epoch, every order being equally likely. */
    public static void shuffle(int[] rows, long seed, long epoch) {
        shuffle(rows, 0, rows.length, seed, Purpose.SHUFFLE, epoch, 0);
    }

    /**
     * Puts {@code rows[from]} up to {@code rows[to - 1]} into random order.
     *
     * <p>Fisher and Yates's shuffle (Knuth, algorithm 3.4.2 P); its bounded integers are Lemire's (2019): the high half
     * of a product, drawn again in the rare case that would favour some of them.
     */
    public static void shuffle(int[] rows, int from, int to, long seed, Purpose purpose, long a, long b) {
        long key = key(seed, a, b);
        long counter = counter(seed, purpose, a, b);
        long index = 0;
        for (int last = to - 1; last > from; last--) {
            long bound = 1L + last - from;
            long product;
            do {
                product = (bits(key, counter, index++) >>> 32) * bound;
            } while ((product & 0xFFFFFFFFL) < 0x1_0000_0000L % bound);
            int other = from + (int) (product >>> 32);
            int row = rows[other];
            rows[other] = rows[last];
            rows[last] = row;
        }
    }

    /** The 64 random bits at {@code index}. */
    private static long bits(long seed, Purpose purpose, long a, long b, long index) {
        return bits(key(seed, a, b), counter(seed, purpose, a, b), index);
    }

    /** The key of a stream. */
    static long key(long seed, long a, long b) {
        return Philox.block(a, b, seed, 0);
    }

    /** The upper half of a stream's counter. */
    static long counter(long seed, Purpose purpose, long a, long b) {
        long salt = Philox.block(a, b, seed, 1) << 32;
        return salt | purpose.code;
    }

    /** The 64 random bits at {@code index} of the stream with that key and counter. */
    static long bits(long key, long counter, long index) {
        return Philox.block(index >>> 1, counter, key, (int) (index & 1));
    }
}
