package dev.linnet.internal.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linnet.internal.math.Team;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final int SETTLED = Pace.PERIOD - Pace.TRIAL;

    private long now;

    @Test
    void helpersThatSaveTimeAreCalledAndOthersAreNot() {
        try (Team team = Team.of(2)) {
            Pace pace = new Pace(team, () -> now);
            assertEquals(Pace.TRIAL / 2, stepsWithHelpers(pace, team, Pace.TRIAL, 10, 15));
            assertEquals(SETTLED, stepsWithHelpers(pace, team, SETTLED, 10, 15));
            assertEquals(
                    Pace.TRIAL / 2, stepsWithHelpers(pace, team, Pace.TRIAL, 15, 10)); // the machine is another now
            assertEquals(0, stepsWithHelpers(pace, team, SETTLED, 15, 10));
            assertEquals(Pace.TRIAL / 2, stepsWithHelpers(pace, team, Pace.TRIAL, 10, 15));
            assertEquals(SETTLED, stepsWithHelpers(pace, team, SETTLED, 10, 15));
        }
    }

    @Test
    void theFirstStepOfABlockDoesNotCount() {
        try (Team team = Team.of(2)) {
            Pace pace = new Pace(team, () -> now);
            for (int step = 0; step < Pace.TRIAL; step++) {
                int first = step % Pace.BLOCK == 0 ? 1_000_000 : 0;
                stepsWithHelpers(pace, team, 1, 10 + first, 15);
            }
            assertEquals(SETTLED, stepsWithHelpers(pace, team, SETTLED, 10, 15));
        }
    }

    @Test
    void betweenStepsHelpersAreThere() {
        try (Team team = Team.of(2)) {
            Pace pace = new Pace(team, () -> now);
            for (int step = 0; step < Pace.PERIOD; step++) {
                stepsWithHelpers(pace, team, 1, 15, 10);
                assertEquals(2, team.atWork());
            }
        }
    }

    /** Does steps that take so long with helpers and without, and counts those with. */
    private int stepsWithHelpers(Pace pace, Team team, int steps, int nanosWith, int nanosWithout) {
        int with = 0;
        for (int i = 0; i < steps; i++) {
            pace.begin();
            with += team.atWork() - 1;
            now += team.atWork() == 2 ? nanosWith : nanosWithout;
            pace.end();
        }
        return with;
    }
}
