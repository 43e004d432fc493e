package dev.linnet.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linnet.ReferenceNumbers;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Schedules against the factors that PyTorch's schedulers printed, one epoch a step. */
class ScheduleReferenceTest {
    private static final ReferenceNumbers REFERENCE = ReferenceNumbers.read("reference_numbers.txt");

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
