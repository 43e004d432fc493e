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

    /** The same in the first trial: short, so that a run of 100 steps of a large network does few without helpers. The second trial corrects it. */
    static final int FIRST_BLOCK = 4;

    /** Blocks of a trial: without helpers, twice with them, and without. */
    static final int BLOCKS = 4;

    /** If steps of one kind take so many times as long as those of the other, half a trial is enough. */
    static final double CLEARLY = 1.25;

    /** Steps from the end of the first trial, which comes at once, to the end of the second, if that takes all its steps. Code that is still being compiled may deceive the first. */
    static final int SECOND_PERIOD = 128;

    /**
     * Steps from then to the end of the next trial, and so on: what steps of the slower kind lose is about a hundredth. (A run of 900 has 24 of them, 12 with half trials. With a third trial after
     * 512 steps it had half as many again.)
     */
    static final int PERIOD = 1024;

    private final Team team;
    private final LongSupplier nanoTime;

    /** Nanoseconds of the trial's steps of either kind. */
    private final long[] withHelpers = new long[BLOCKS / 2 * (BLOCK - 1)];

    private final long[] without = new long[BLOCKS / 2 * (BLOCK - 1)];
    private int block = FIRST_BLOCK;
    private int period = BLOCKS * FIRST_BLOCK;

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
        int trialStep = trialStep();
        team.callHelpers(trialStep < 0 ? helpersHelp : isWithHelpers(trialStep));
        start = nanoTime.getAsLong();
    }

    /** Called after each step. What is done between steps is always done with the helpers. */
    void end() {
        int trialStep = trialStep();
        int counted = block - 1;
        if (trialStep >= 0 && trialStep % block != 0) {
            long[] times = isWithHelpers(trialStep) ? withHelpers : without;
            times[trialStep / (2 * block) * counted + trialStep % block - 1] = nanoTime.getAsLong() - start;
        }
        step++;
        if (trialStep == BLOCKS / 2 * block - 1) {
            decide(counted, CLEARLY);
        } else if (step == period) {
            decide(BLOCKS / 2 * counted, 1.0);
        }
        team.callHelpers(true);
    }

    /** Number of the step in the trial; negative before it. */
    private int trialStep() {
        return step - (period - BLOCKS * block);
    }

    /** Decides by the first times of either kind, if they differ so much, and begins the next period. */
    private void decide(int count, double factor) {
        long with = twiceTheMedian(withHelpers, count);
        long alone = twiceTheMedian(without, count);
        if (Math.max(with, alone) >= factor * Math.min(with, alone)) {
            helpersHelp = with < alone;
            step = 0;
            period = period < SECOND_PERIOD ? SECOND_PERIOD : PERIOD;
            block = BLOCK;
        }
    }

    private boolean isWithHelpers(int trialStep) {
        int number = trialStep / block;
        return number == 1 || number == 2;
    }

    /** Of all of a trial, an even number, it is between two: so times that become shorter all along favour neither kind. */
    private static long twiceTheMedian(long[] times, int count) {
        Arrays.sort(times, 0, count);
        return times[(count - 1) / 2] + times[count / 2];
    }
}
