package dev.linnet.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class HistoryTest {

    private static final Epoch FIRST = Epoch.of(1, 1e-3, 0.5)
            .withValidationLoss(0.4)
            .withMetric("validation accuracy", 0.875)
            .withTimes(54_000, Duration.ofMillis(500), Duration.ofMillis(100));

    private static final Epoch SECOND = Epoch.of(2, 5e-4, 0.25).withValidationLoss(0.45);

    @Test
    void anEpochSaysWhatItWasTold() {
        assertEquals(1, FIRST.number());
        assertEquals(1e-3, FIRST.learningRate());
        assertEquals(0.5, FIRST.loss());
        assertEquals(OptionalDouble.of(0.4), FIRST.validationLoss());
        assertEquals(Map.of("validation accuracy", 0.875), FIRST.metrics());
        assertEquals(OptionalDouble.of(0.875), FIRST.metric("validation accuracy"));
        assertEquals(OptionalDouble.empty(), FIRST.metric("F1"));
        assertEquals(Duration.ofMillis(500), FIRST.trainingTime());
        assertEquals(Duration.ofMillis(100), FIRST.validationTime());
        assertEquals(108_000.0, FIRST.samplesPerSecond());
        assertEquals("epoch 1: loss 0.5000, validation loss 0.4000, validation accuracy 0.8750", FIRST.toString());
    }

    @Test
    void anEpochHasOnlyWhatItWasTold() {
        Epoch epoch = Epoch.of(3, 0, 1e-7);
        assertEquals(OptionalDouble.empty(), epoch.validationLoss());
        assertEquals(Map.of(), epoch.metrics());
        assertEquals(0.0, epoch.samplesPerSecond());
        assertEquals("epoch 3: loss 1.000e-07", epoch.toString());
    }

    @Test
    void metricsKeepTheOrderInWhichTheyWereAskedFor() {
        Epoch epoch =
                Epoch.of(1, 1, 1).withMetric("z", 1).withMetric("a", Double.NaN).withMetric("z", 2);
        assertEquals(List.of("z", "a"), List.copyOf(epoch.metrics().keySet()));
        assertEquals(OptionalDouble.of(2), epoch.metric("z"));
        assertThrows(UnsupportedOperationException.class, () -> epoch.metrics().put("b", 1.0));
    }

    @Test
    void timesDoNotMatterToEqualityAndAllElseDoes() {
        Epoch slower = FIRST.withTimes(54_000, Duration.ofSeconds(5), Duration.ofSeconds(1));
        assertEquals(FIRST, slower);
        assertEquals(FIRST.hashCode(), slower.hashCode());
        assertEquals(new History(42, List.of(FIRST)), new History(42, List.of(slower)));
        assertEquals(new History(42, List.of(FIRST)).hashCode(), new History(42, List.of(slower)).hashCode());
        assertNotEquals(new History(42, List.of(FIRST)), new History(0, List.of(FIRST)));
        assertNotEquals(new History(42, List.of(FIRST)), new History(42, List.of(FIRST, SECOND)));
        Epoch epoch = Epoch.of(1, 0.1, 0.5);
        assertNotEquals(epoch, Epoch.of(2, 0.1, 0.5));
        assertNotEquals(epoch, Epoch.of(1, 0.2, 0.5));
        assertNotEquals(epoch, Epoch.of(1, 0.1, Math.nextUp(0.5)));
        assertNotEquals(epoch, epoch.withValidationLoss(0.5));
        assertNotEquals(epoch, epoch.withMetric("F1", 0.5));
        assertEquals(epoch.withMetric("F1", Double.NaN), epoch.withMetric("F1", Double.NaN));
    }

    @Test
    void theBestEpochHasTheLowestValidationLoss() {
        History history = new History(42, List.of(FIRST, SECOND));
        assertSame(FIRST, history.best());
        assertSame(SECOND, history.last());
        assertEquals(42, history.seed());
    }

    @Test
    void withoutValidationTheBestEpochHasTheLowestLoss() {
        Epoch equal = Epoch.of(3, 0.1, 0.25);
        History history = new History(42, List.of(Epoch.of(1, 0.1, 0.5), Epoch.of(2, 0.1, 0.25), equal));
        assertEquals(2, history.best().number());
    }

    @Test
    void aHistoryIsACopy() {
        List<Epoch> epochs = new ArrayList<>(List.of(FIRST));
        History history = new History(42, epochs);
        epochs.clear();
        assertEquals(List.of(FIRST), history.epochs());
    }

    @Test
    void aHistoryReadsAsATable() {
        assertEquals("""
                      seed 42
                        epoch     loss  validation loss  validation accuracy  learning rate  samples/s
                            1   0.5000           0.4000               0.8750        0.00100    108,000
                            2   0.2500           0.4500                    -       0.000500          0\
                      """, new History(42, List.of(FIRST, SECOND)).toString());
        assertEquals("""
                      seed 0
                        epoch     loss  learning rate
                            1   0.5000          0.100\
                      """, new History(0, List.of(Epoch.of(1, 0.1, 0.5))).toString());
    }

    @Test
    void anEmptyHistoryHasNeitherLastNorBest() {
        History history = new History(42, List.of());
        assertEquals("seed 42\n  epoch     loss  learning rate", history.toString());
        assertEquals(
                "the history has no epoch",
                assertThrows(NoSuchElementException.class, history::last).getMessage());
        assertThrows(NoSuchElementException.class, history::best);
    }

    @Test
    void impossibleEpochsAreRefused() {
        assertRefused("number must be positive: 0", () -> Epoch.of(0, 0.1, 0.5));
        assertRefused("learningRate must be finite and not negative: NaN", () -> Epoch.of(1, Double.NaN, 0.5));
        assertRefused("loss must be finite: Infinity", () -> Epoch.of(1, 0.1, Double.POSITIVE_INFINITY));
        assertRefused("validationLoss must be finite: NaN", () -> Epoch.of(1, 0.1, 0.5)
                .withValidationLoss(Double.NaN));
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
