package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.training.Epoch;
import dev.linnet.training.History;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aLineTellsLossSpeedAndTimeLeft() {
        Epoch epoch = Epoch.of(3, 0.002, 0.07123).withTimes(60_000, Duration.ofMillis(2_500), Duration.ZERO);
        assertEquals("epoch  3/10  loss 0.0712   24,000 samples/s  0:18 left", Progress.line(epoch, 10));
    }

    @Test
    void validationIsShownWhereThereIsOneAndItsTimeCounts() {
        Epoch epoch = Epoch.of(1, 0.002, 0.2)
                .withValidationLoss(0.1)
                .withMetric(History.VALIDATION_ACCURACY, 0.97614)
                .withTimes(50_000, Duration.ofSeconds(50), Duration.ofSeconds(10));
        assertEquals(
                "epoch 1/2  loss 0.2000  validation 97.61 %    1,000 samples/s  1:00 left", Progress.line(epoch, 2));
    }

    @Test
    void theLastEpochLeavesNoTime() {
        Epoch epoch = Epoch.of(2, 0.002, 0.1).withTimes(60_000, Duration.ofSeconds(1), Duration.ZERO);
        assertEquals("epoch 2/2  loss 0.1000   60,000 samples/s  0:00 left", Progress.line(epoch, 2));
    }

    @Test
    void withoutATerminalThereAreOnlyLines() {
        Epoch epoch = Epoch.of(1, 0.002, 0.5).withTimes(10, Duration.ofSeconds(1), Duration.ZERO);
        try (Progress progress = Progress.on(out, 10, 1)) {
            progress.onBatch(1, 1, 1, 0.5);
            progress.onEpoch(epoch, 1);
        }
        assertEquals(List.of(Progress.line(epoch, 1)), text().lines().toList());
    }

    @Test
    void aBarGivesWayToEachLineAndIsGoneAtTheEnd() {
        Epoch epoch = Epoch.of(1, 0.002, 0.5).withTimes(10, Duration.ofSeconds(1), Duration.ZERO);
        try (Progress progress = Progress.withBar(out, 1_000, 2)) {
            progress.onBatch(1, 5, 10, 0.5);
            progress.onEpoch(epoch, 2);
        }
        String text = text();
        assertTrue(text.contains("\r\33[K" + Progress.line(epoch, 2) + System.lineSeparator()), text);
        assertTrue(text.contains("\r\33[Ksamples"), text);
        assertTrue(text.endsWith("\r\33[K"), text);
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
