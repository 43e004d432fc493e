package dev.linnet.internal.train;

import dev.linnet.training.StopSignal;
import dev.linnet.training.Training;
import java.time.Duration;

/** Tells whether a run is to end before it has done all: its time is over, or a signal was given. */
final class RunEnd {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final StopSignal signal; // or null
    private final long begin = System.nanoTime();
    private final long nanos;

    /** The time begins now. */
    RunEnd(Training training) {
        this.signal = training.stop().orElse(null);
        this.nanos = nanos(training.timeLimit().orElse(LONGEST));
    }

    /** Whether the run is to end after the step that it is in. */
    boolean isDue() {
        return (signal != null && signal.isGiven()) || System.nanoTime() - begin >= nanos;
    }

    /** Nanoseconds of {@code time}; of more than 292 years, as many as there can be. */
    static long nanos(Duration time) {
        return time.compareTo(LONGEST) < 0 ? time.toNanos() : Long.MAX_VALUE;
    }
}
