package dev.linnet.internal.train;

import dev.linnet.internal.math.Team;
import java.util.function.LongSupplier;

/**
 * Finds out whether the team's helpers make steps faster, and does without them where they do not: what one processor has
 * computed another must fetch, and how long that takes is a matter of the machine and of what else it does. Results are the
 * same either way.
 *
 * <p>Of every {@link #PERIOD} steps the first are a trial, block by block with the helpers and without. What took less time is
 * done for the others. For one thread.
 */
final class Pace {
    /** Steps from one trial to the next: what the slower steps of a trial lose is then about a hundredth. */
    static final int PERIOD = 1024;

    /** Steps of a block. The first, which finds everything where the block before left it, does not count. */
    static final int BLOCK = 8;

    /** Steps of a trial: two blocks of each kind, by turns. */
    static final int TRIAL = 4 * BLOCK;

    private final Team team;
    private final LongSupplier nanoTime;
    private int step;
    private long start;

    /** Nanoseconds that the helpers saved in the last trial. */
    private long saved;

    Pace(Team team) {
        this(team, System::nanoTime);
    }

    /** With a clock of its own, to test it. */
    Pace(Team team, LongSupplier nanoTime) {
        this.team = team;
        this.nanoTime = nanoTime;
    }

    /** Called before each step. */
    void begin() {
        if (step == 0) {
            saved = 0;
        }
        team.callHelpers(step < TRIAL ? isWithHelpers() : saved > 0);
        start = nanoTime.getAsLong();
    }

    /** Called after each step. */
    void end() {
        if (step < TRIAL && step % BLOCK != 0) {
            long nanos = nanoTime.getAsLong() - start;
            saved += isWithHelpers() ? -nanos : nanos;
        }
        step = (step + 1) % PERIOD;
        team.callHelpers(true);
    }

    private boolean isWithHelpers() {
        return step / BLOCK % 2 == 0;
    }
}
