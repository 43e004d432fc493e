package dev.linnet.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * Times calls one by one. Their median is what is reported: an interruption by another process makes one call long.
 *
 * <p>With {@code PEERS_CLOCK=cpu} in the environment, for a machine that others use too, the time for which the calling
 * thread had a processor is what counts.
 */
final class PeerClock {
    private static final int MOST_CALLS = 1 << 20;
    private static final ThreadMXBean THREADS =
            "cpu".equals(System.getenv("PEERS_CLOCK")) ? ManagementFactory.getThreadMXBean() : null;

    private PeerClock() {}

    /** A call that is timed; told how many went before. */
    interface Call {
        void run(int number);
    }

    /** Nanoseconds, of which only differences mean something. */
    static long nanos() {
        return THREADS == null ? System.nanoTime() : THREADS.getCurrentThreadCpuTime();
    }

    /** Median nanoseconds of a call, repeated for so long, but done once at least. */
    static double medianNanos(Call call, double seconds) {
        long[] nanos = new long[MOST_CALLS];
        long end = nanos() + (long) (seconds * 1e9);
        int calls = 0;
        do {
            long before = nanos();
            call.run(calls);
            nanos[calls++] = nanos() - before;
        } while (calls < MOST_CALLS && nanos() < end);
        Arrays.sort(nanos, 0, calls);
        return nanos[calls / 2];
    }
}
