package dev.linnet.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linnet.ReferenceNumbers;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Schedules against the factors that PyTorch's schedulers printed, one epoch a step. */
class ScheduleReferenceTest {
    private static final ReferenceNumbers REFERENCE = ReferenceNumbers.read("reference_numbers.txt");

    private static final ReferenceNumbers LATER = ReferenceNumbers.read("reference_numbers_2.txt");

    @Test
    void schedulesHavePyTorchsFactors() {
        assertFactors("constant", Schedule.constant());
        assertFactors("step.5.0.3", Schedule.step(5, 0.3));
        assertFactors("cosine.24", Schedule.cosine());
        assertFactors("cosine.24.floor.0.1", Schedule.cosine(0.1));
    }

    @Test
    void schedulesBehindAWarmUpHavePyTorchsFactors() {
        assertFactors("warmUp.4.constant", Schedule.constant().withWarmup(4));
        assertFactors("warmUp.4.step.5.0.3", Schedule.step(5, 0.3).withWarmup(4));
        assertFactors("warmUp.4.cosine.20", Schedule.cosine().withWarmup(4));
    }

    @Test
    void laterSchedulesHavePyTorchsFactors() {
        assertLater("exponential.0.9", Schedule.exponential(0.9), 24);
        assertLater("cosineRestarts.6", Schedule.cosineRestarts(6), 24);
        assertLater("cosineRestarts.4.2", Schedule.cosineRestarts(4, 2, 0.0), 24);
        assertLater("cosineRestarts.4.2.floor.0.1", Schedule.cosineRestarts(4, 2, 0.1), 24);
        assertLater("oneCycle.25", Schedule.oneCycle(), 25);
        assertLater("warmUp.4.exponential.0.9", Schedule.exponential(0.9).withWarmup(4), 24);
    }

    /** Where the peak falls on the first step, PyTorch divides by zero. */
    @Test
    void oneCycleMayBeginAtItsPeak() {
        assertEquals(1.0, Schedule.oneCycle(0.1).factor(0, 10, 10));
        assertEquals(1.0, Schedule.oneCycle(0.25).factor(0, 4, 4));
        assertEquals(4e-6, Schedule.oneCycle(0.1).factor(9, 10, 10));
    }

    private static void assertLater(String name, Schedule schedule, int steps) {
        double[] factors = LongStream.range(0, 24)
                .mapToDouble(step -> schedule.factor(step, steps, 1))
                .toArray();
        LATER.assertAgrees("schedule." + name, factors, 1e-13, 2e-16);
    }

    /** PyTorch gets from one factor to the next by multiplying; a few roundings gather on the way. */
    private static void assertFactors(String name, Schedule schedule) {
        int steps = REFERENCE.numbers("schedule." + name).length;
        assertEquals(24, steps);
        double[] factors = LongStream.range(0, steps)
                .mapToDouble(step -> schedule.factor(step, steps, 1))
                .toArray();
        REFERENCE.assertAgrees("schedule." + name, factors, 1e-14, 2e-16);
    }
}
