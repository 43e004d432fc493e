package dev.linnet.internal.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linnet.internal.math.Team;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Team team = Team.of(2);
    private long now;
    private final Pace pace = new Pace(team, () -> now);

    @AfterEach
    void close() {
        team.close();
    }

    @Test
    void helpersThatSaveTimeAreCalledAndOthersAreNot() {
        int withHelpers = 0; // the first trial comes at once
        for (int trial = 0; trial < 8; trial++) {
            int nanosWith = trial % 2 == 0 ? 11 : 10; // the machine is another each time
            int nanosWithout = 21 - nanosWith;
            assertEquals(withHelpers, steps(untilTrial(trial), nanosWith, nanosWithout));
            int block = block(trial);
            assertEquals(Pace.BLOCKS / 2 * block, steps(Pace.BLOCKS * block, nanosWith, nanosWithout));
            withHelpers = nanosWith < nanosWithout ? untilTrial(trial + 1) : 0;
        }
    }

    @Test
    void halfATrialIsEnoughWhereItLeavesNoDoubt() {
        int withHelpers = 0;
        for (int trial = 0; trial < 8; trial++) {
            int nanosWith = trial % 2 == 0 ? 125 : 100;
            int nanosWithout = 225 - nanosWith;
            assertEquals(withHelpers, steps(untilTrial(trial), nanosWith, nanosWithout));
            int block = block(trial);
            assertEquals(block, steps(Pace.BLOCKS / 2 * block, nanosWith, nanosWithout));
            withHelpers = nanosWith < nanosWithout ? untilTrial(trial + 1) : 0;
        }
    }

    @Test
    void aFewStepsThatSomethingElseDisturbedDoNotCount() {
        for (int trial = 0; trial < 3; trial++) {
            int block = block(trial);
            for (int step = 0; step < Pace.BLOCKS * block; step++) {
                boolean first = step % block == 0;
                boolean disturbed = step % block == 3;
                steps(1, first || disturbed ? 1_000_000 : 13, disturbed ? 1 : 15);
            }
            assertEquals(untilTrial(trial + 1), steps(untilTrial(trial + 1), 10, 15));
        }
    }

    @Test
    void stepsThatBecomeFasterAllTheTimeFavourHelpersOnlyIfTheyHelp() {
        becomeFaster(1000, 1003);
        assertEquals(untilTrial(1), steps(untilTrial(1), 10, 15));
    }

    @Test
    void stepsThatBecomeFasterAllTheTimeFavourTheCallerAloneOnlyIfHelpersDoNotHelp() {
        becomeFaster(1003, 1000);
        assertEquals(0, steps(untilTrial(1), 10, 15));
    }

    /** The first trial, in which steps of both kinds become faster by one all the time. */
    private void becomeFaster(int nanosWith, int nanosWithout) {
        int trial = Pace.BLOCKS * block(0);
        for (int step = 0; step < trial; step++) {
            int more = trial - step;
            steps(1, nanosWith + more, nanosWithout + more);
        }
    }

    @Test
    void aRunOfAHundredStepsDoesWithoutHelpersForFour() {
        assertEquals(96, steps(100, 10, 15));
    }

    @Test
    void betweenStepsHelpersAreThere() {
        for (int step = 0; step < 2 * Pace.SECOND_PERIOD; step++) {
            steps(1, 15, 10);
            assertEquals(2, team.atWork());
        }
    }

    private static int block(int trial) {
        return trial == 0 ? Pace.FIRST_BLOCK : Pace.BLOCK;
    }

    /** Steps from the last trial to this one. */
    private static int untilTrial(int trial) {
        return switch (trial) {
            case 0 -> 0;
            case 1 -> Pace.SECOND_PERIOD - Pace.BLOCKS * Pace.BLOCK;
            default -> Pace.PERIOD - Pace.BLOCKS * Pace.BLOCK;
        };
    }

    /** Does steps that take so long with helpers and without, and counts those with. */
    private int steps(int steps, int nanosWith, int nanosWithout) {
        int with = 0;
        for (int i = 0; i < steps; i++) {
            pace.begin();
            boolean helpers = team.atWork() == 2;
            with += helpers ? 1 : 0;
            now += helpers ? nanosWith : nanosWithout;
            pace.end();
        }
        return with;
    }
}
