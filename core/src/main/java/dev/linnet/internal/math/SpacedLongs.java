package dev.linnet.internal.math;

import java.util.concurrent.atomic.AtomicLongArray;

/** Numbers that threads tell one another, each with two lines of a cache to itself: who writes one does not slow down who reads its neighbour. */
final class SpacedLongs {
    private static final int SPACING = 16;

    private final AtomicLongArray numbers;

    /** So many zeros. */
    SpacedLongs(int count) {
        numbers = new AtomicLongArray((count + 1) * SPACING);
    }

    long get(int i) {
        return numbers.get(index(i));
    }

    void set(int i, long value) {
        numbers.set(index(i), value);
    }

    boolean compareAndSet(int i, long expected, long value) {
        return numbers.compareAndSet(index(i), expected, value);
    }

    /** The first is as far from the array's length, which all read, as from the second. */
    private static int index(int i) {
        return (i + 1) * SPACING;
    }
}
