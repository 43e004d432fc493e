package dev.linnet.internal.train;

import dev.linnet.internal.math.Team;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Finds out whether the team's helpers make steps faster, and does without them where they do not: what one processor has
 * computed another must fetch, and how long that takes is a matter of the machine and of what else it does. Results are the
 * same either way.
 *
 * <p>The first steps are a trial, in blocks with them, without, without and with them; if the median step took less time with them, they
 * are called until the next trial. For one thread.
 */
final class Pace {
    /** Steps of a block. The first, which finds everything where the block before left it, does not count. */
    static final int BLOCK = 8;

    /** Steps of a trial. */
    static final int TRIAL = 4 * BLOCK;

    /** Steps until the first trial is over: it comes at once. Code that is still being compiled may deceive it; so the next is not far ... */
    static final int FIRST_PERIOD = TRIAL;

    /** ... but each is so many times as far as the last. (Twice, a run of 900 steps had 80 of the slower kind where helpers do not help; now it has 48.) */
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
        if (step == period) {
            helpersHelp = twiceTheMedian(withHelpers) < twiceTheMedian(without);
            step = 0;
            period = Math.min(MOST_PERIOD, GROWTH * period);
        }
        team.callHelpers(true);
    }

    private static boolean isWithHelpers(int trialStep) {
        int block = trialStep / BLOCK;
        return block == 0 || block == 3;
    }

    /** Of an even number: so times that become shorter all along favour neither kind. */
    private static long twiceTheMedian(long[] times) {
        Arrays.sort(times);
        return times[times.length / 2 - 1] + times[times.length / 2];
    }
}
