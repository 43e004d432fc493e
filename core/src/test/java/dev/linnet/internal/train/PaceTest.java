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
        int period = Pace.FIRST_PERIOD;
        int withHelpers = 0; // the first trial comes at once
        for (int trial = 0; trial < 8; trial++) {
            int nanosWith = trial % 2 == 0 ? 11 : 10; // the machine is another each time
            int nanosWithout = 21 - nanosWith;
            assertEquals(withHelpers, untilTrial(period, nanosWith, nanosWithout));
            assertEquals(Pace.TRIAL / 2, steps(Pace.TRIAL, nanosWith, nanosWithout));
            period = Math.min(Pace.MOST_PERIOD, Pace.GROWTH * period);
            withHelpers = nanosWith < nanosWithout ? period - Pace.TRIAL : 0;
        }
    }

    @Test
    void halfATrialIsEnoughWhereItLeavesNoDoubt() {
        int period = Pace.FIRST_PERIOD;
        int withHelpers = 0;
        for (int trial = 0; trial < 8; trial++) {
            int nanosWith = trial % 2 == 0 ? 125 : 100;
            int nanosWithout = 225 - nanosWith;
            assertEquals(withHelpers, untilTrial(period, nanosWith, nanosWithout));
            assertEquals(Pace.BLOCK, steps(Pace.TRIAL / 2, nanosWith, nanosWithout));
            period = Math.min(Pace.MOST_PERIOD, Pace.GROWTH * period);
            withHelpers = nanosWith < nanosWithout ? period - Pace.TRIAL : 0;
        }
    }

    @Test
    void aFewStepsThatSomethingElseDisturbedDoNotCount() {
        for (int step = 0; step < Pace.TRIAL; step++) {
            boolean first = step % Pace.BLOCK == 0; // of a block
            boolean disturbed = step % Pace.BLOCK == 3;
            steps(1, first || disturbed ? 1_000_000 : 13, disturbed ? 1 : 15);
        }
        assertEquals(Pace.GROWTH * Pace.FIRST_PERIOD - Pace.TRIAL, untilTrial(Pace.GROWTH * Pace.FIRST_PERIOD, 10, 15));
    }

    @Test
    void stepsThatBecomeFasterAllTheTimeFavourNeither() {
        for (int step = 0; step < Pace.TRIAL; step++) {
            int more = Pace.TRIAL - step;
            steps(1, 1000 + more, 1003 + more);
        }
        assertEquals(Pace.GROWTH * Pace.FIRST_PERIOD - Pace.TRIAL, untilTrial(Pace.GROWTH * Pace.FIRST_PERIOD, 10, 15));
    }

    @Test
    void betweenStepsHelpersAreThere() {
        for (int step = 0; step < Pace.GROWTH * Pace.FIRST_PERIOD; step++) {
            steps(1, 15, 10);
            assertEquals(2, team.atWork());
        }
    }

    private int untilTrial(int period, int nanosWith, int nanosWithout) {
        return steps(period - Pace.TRIAL, nanosWith, nanosWithout);
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
