package dev.linnet.benchmarks;

import java.util.Arrays;

/** Times calls one by one. Their median is what is reported: an interruption by another process makes one call long. */
final class PeerClock {
    private static final int MOST_CALLS = 1 << 20;

    private PeerClock() {}

    /** A call that is timed; told how many went before. */
    interface Call {
        void run(int number);
    }

    /** Median nanoseconds of a call, repeated for so long, but done once at least. */
    static double medianNanos(Call call, double seconds) {
        long[] nanos = new long[MOST_CALLS];
        long end = System.nanoTime() + (long) (seconds * 1e9);
        int calls = 0;
        do {
            long before = System.nanoTime();
            call.run(calls);
            nanos[calls++] = System.nanoTime() - before;
        } while (calls < MOST_CALLS && System.nanoTime() < end);
        Arrays.sort(nanos, 0, calls);
        return nanos[calls / 2];
    }
}
