package dev.linnet.examples;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What a training took.
 *
 * @param time from its beginning to its end
 * @param processorTime of all threads; it counts where other programs share the machine
 */
record Effort(Duration time, Duration processorTime) {

    /** Measures what is done between this call and {@link #toNow}. */
    static Effort start() {
        return new Effort(Duration.ofNanos(System.nanoTime()), usedByNow());
    }

    /** What was used since a {@link #start}. */
    Effort toNow() {
        return new Effort(
                Duration.ofNanos(System.nanoTime()).minus(time), usedByNow().minus(processorTime));
    }

    private static Duration usedByNow() {
        return Duration.ofNanos(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime());
    }

    @Override
    public String toString() {
        boolean waited = processorTime.toMillis() < 0.9 * time.toMillis();
        return "%d s, in which %d s of processor time were used%s; %d processors, %s, Java %d"
                .formatted(
                        time.toSeconds(),
                        processorTime.toSeconds(),
                        waited ? " (other programs had the rest)" : "",
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.arch"),
                        Runtime.version().feature());
    }
}
