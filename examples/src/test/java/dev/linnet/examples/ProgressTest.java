package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.training.Epoch;
import dev.linnet.training.History;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final String CLEAR_LINE = "\r\33[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aLineTellsLossSpeedAndTimeLeft() {
        Epoch epoch = Epoch.of(3, 0.002, 0.07123).withTimes(60_000, Duration.ofMillis(2_500), Duration.ZERO);
        assertEquals("epoch  3/10  loss 0.0712   24,000 samples/s  0:18 left", shown(epoch, 10));
    }

    @Test
    void validationIsShownWhereThereIsOneAndItsTimeCounts() {
        Epoch epoch = Epoch.of(1, 0.002, 0.2)
                .withValidationLoss(0.1)
                .withMetric(History.VALIDATION_ACCURACY, 0.97614)
                .withTimes(50_000, Duration.ofSeconds(50), Duration.ofSeconds(10));
        assertEquals("epoch 1/2  loss 0.2000  validation 97.61 %    1,000 samples/s  1:00 left", shown(epoch, 2));
    }

    @Test
    void theLastEpochLeavesNoTime() {
        Epoch epoch = Epoch.of(2, 0.002, 0.1).withTimes(60_000, Duration.ofSeconds(1), Duration.ZERO);
        assertEquals("epoch 2/2  loss 0.1000   60,000 samples/s  0:00 left", shown(epoch, 2));
    }

    @Test
    void aBarGivesWayToEachLineAndIsGoneAtTheEnd() {
        Epoch epoch = Epoch.of(1, 0.002, 0.5).withTimes(1_000, Duration.ofSeconds(1), Duration.ZERO);
        try (Progress progress = Progress.withBar(out, 1_000, 2, Duration.ZERO)) {
            progress.onBatch(1, 5, 10, 0.5);
            progress.onEpoch(epoch, 2);
            progress.onBatch(2, 5, 10, 0.25);
        }
        String[] drawings = text().split("\\Q" + CLEAR_LINE, -1);
        assertEquals("", drawings[0]);
        assertTrue(
                drawings[1].matches(
                        "epoch 1/2  (#{5}\\.{15}|█{5}░{15})  loss 0\\.5000  +[\\d,]+ samples/s  \\d+:\\d\\d left"),
                drawings[1]);
        assertEquals("epoch 1/2  loss 0.5000    1,000 samples/s  0:01 left" + System.lineSeparator(), drawings[2]);
        assertTrue(
                drawings[3].matches(
                        "epoch 2/2  (#{15}\\.{5}|█{15}░{5})  loss 0\\.2500  +[\\d,]+ samples/s  \\d+:\\d\\d left"),
                drawings[3]);
        assertEquals("", drawings[4]);
        assertEquals(5, drawings.length);
    }

    @Test
    void aBarIsNotDrawnAnewBeforeItsTime() {
        try (Progress progress = Progress.withBar(out, 1_000, 1, Duration.ofDays(1))) {
            progress.onBatch(1, 5, 10, 0.5);
        }
        assertEquals(CLEAR_LINE, text());
    }

    private String shown(Epoch epoch, int epochs) {
        try (Progress progress = Progress.on(out, 1_000, epochs)) {
            progress.onBatch(epoch.number(), 1, 10, 0.5);
            progress.onEpoch(epoch, epochs);
        }
        return text().stripTrailing();
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
