package dev.linnet.internal.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RelayTest {
    private static final int PIECES = 11;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyPieceGoesThroughTheStagesInTheirOrder(int stages) {
        Relay relay = new Relay(stages);
        long[] history = new long[PIECES]; // what a stage writes, the next must see
        try (Team team = Team.of(stages)) {
            for (int run = 0; run < 1_000; run++) {
                Arrays.fill(history, 0);
                team.run((stage, worker) -> append(relay, stage, history), stages);
                long[] expected = new long[PIECES];
                for (int stage = 1; stage <= stages; stage++) {
                    int digit = stage;
                    Arrays.setAll(expected, i -> 10 * expected[i] + digit);
                }
                assertArrayEquals(expected, history);
            }
        }
    }

    private static void append(Relay relay, int stage, long[] history) {
        long piece = relay.passed(stage);
        for (int i = 0; i < PIECES; i++) {
            assertTrue(relay.await(stage, piece));
            history[i] = 10 * history[i] + stage + 1;
            relay.pass(stage, piece++);
        }
    }

    @Test
    void theFirstStageIsAlwaysReadyAndTheNextWhenItHasPassedAPieceOn() {
        Relay relay = new Relay(2);
        assertTrue(relay.isReady(0, 0));
        assertFalse(relay.isReady(1, 0));
        relay.pass(0, 0);
        assertEquals(1, relay.passed(0));
        assertTrue(relay.isReady(1, 0));
        assertFalse(relay.isReady(1, 1));
    }

    @Test
    void nobodyWaitsForAnAbandonedStage() {
        Relay relay = new Relay(4);
        try (Team team = Team.of(4)) {
            ArithmeticException expected = new ArithmeticException("stage 1");
            ArithmeticException thrown = assertThrows(
                    ArithmeticException.class,
                    () -> team.run(
                            (stage, worker) -> {
                                if (stage == 1) {
                                    relay.abandon();
                                    throw expected;
                                }
                                assertEquals(stage == 0, relay.await(stage, 0));
                            },
                            4));
            assertEquals(expected, thrown);
        }
    }
}
