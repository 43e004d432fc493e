package dev.linnet.internal.train;

import dev.linnet.internal.math.Team;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Finds out whether the team's helpers make steps faster, and does without them where they do not: what one processor has
 * computed another must fetch, and how long that takes is a matter of the machine and of what else it does. Results are the
 * same either way.
 *
 * <p>The first steps are a trial, in blocks without them, with, with and without them; if the median step took less time with them, they
 * are called until the next trial. Where the first two blocks leave no doubt the others are left out: while code is still being compiled, that favours helpers, which
 * costs little where they do not help, for steps are short there. For one thread.
 */
final class Pace {
    /** Steps of a block. The first, which finds everything where the block before left it, does not count. */
    static final int BLOCK = 8;

    /** Steps of a trial. */
    static final int TRIAL = 4 * BLOCK;

    /** If steps of one kind take so many times as long as those of the other, half a trial is enough. */
    static final double CLEARLY = 1.25;

    /** Steps until the first trial is over: it comes at once. Code that is still being compiled may deceive it; so the next is not far ... */
    static final int FIRST_PERIOD = TRIAL;

    /** ... but each is so many times as far as the last. (Twice, a run of 900 steps had 80 of the slower kind where helpers do not help; then it had 48, and 24 with half trials.) */
    static final int GROWTH = 4;

    /** Up to so many steps: what the slower ones lose is then about a hundredth. */
    static final int MOST_PERIOD = 1024;

    private final Team team;
    private final LongSupplier nanoTime;

    /** Nanoseconds of the trial's steps of either kind. */
    private final long[] withHelpers = new long[TRIAL / 2 - 2];

    private final long[] without = new long[TRIAL / 2 - 2];
    private int period = FIRST_PERIOD;

    /** Number of the step in its period, at the end of which there is a trial. */
    private int step;

    private boolean helpersHelp;
    private long start;

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
        int trialStep = step - (period - TRIAL);
        team.callHelpers(trialStep < 0 ? helpersHelp : isWithHelpers(trialStep));
        start = nanoTime.getAsLong();
    }

    /** Called after each step. What is done between steps is always done with the helpers. */
    void end() {
        int trialStep = step - (period - TRIAL);
        if (trialStep >= 0 && trialStep % BLOCK != 0) {
            long[] times = isWithHelpers(trialStep) ? withHelpers : without;
            times[trialStep / (2 * BLOCK) * (BLOCK - 1) + trialStep % BLOCK - 1] = nanoTime.getAsLong() - start;
        }
        step++;
        if (trialStep == TRIAL / 2 - 1) {
            decide(BLOCK - 1, CLEARLY);
        } else if (step == period) {
            decide(2 * (BLOCK - 1), 1.0);
        }
        team.callHelpers(true);
    }

    /** Decides by the first times of either kind, if they differ so much, and begins the next period. */
    private void decide(int count, double factor) {
        long with = twiceTheMedian(withHelpers, count);
        long alone = twiceTheMedian(without, count);
        if (Math.max(with, alone) >= factor * Math.min(with, alone)) {
            helpersHelp = with < alone;
            step = 0;
            period = Math.min(MOST_PERIOD, GROWTH * period);
        }
    }

    private static boolean isWithHelpers(int trialStep) {
        int block = trialStep / BLOCK;
        return block == 1 || block == 2;
    }

    /** Of all of a trial, an even number, it is between two: so times that become shorter all along favour neither kind. */
    private static long twiceTheMedian(long[] times, int count) {
        Arrays.sort(times, 0, count);
        return times[(count - 1) / 2] + times[count / 2];
    }
}
