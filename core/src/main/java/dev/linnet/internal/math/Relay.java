package dev.linnet.internal.math;

import java.util.concurrent.locks.LockSupport;

/**
 * Stages that do the same pieces of work one after the other: each does a piece when the stage before has passed it on, and meanwhile that one does the next.
 *
 * <p>Stages are tiles of one run of a {@link Team}, numbered alike. Its caller takes them in ascending order: so it never waits for one that nobody has taken, and neither does the lowest that is
 * not done. What a stage wrote before it passed a piece on is seen by the next. All stages do as many pieces in a run; counts go on from run to run, so nothing is
 * set back between them. After a stage was abandoned, the relay is of no more use.
 *
 * <p>A stage whose predecessor has lost its processor looks for its piece at times, and sleeps in between.
 */
public final class Relay {
    /** A stage that has spun in vain sleeps for so long at a time, so that others may have its processor. */
    private static final long NAP_NANOS = 20_000;

    /** For each stage, the number of pieces that it has passed on, in all runs. */
    private final SpacedLongs passed;

    private final long spinNanos;
    private volatile boolean isAbandoned;

    /** A relay of so many stages. */
    public Relay(int stages) {
        passed = new SpacedLongs(stages);
        spinNanos = Team.spinNanos(stages);
    }

    /** Returns the number of pieces that {@code stage} has passed on in all runs: what {@link #await} and {@link #pass} count from. */
    public long passed(int stage) {
        return passed.get(stage);
    }

    /** Whether {@code stage} may do its piece number {@code piece}, from 0 on, without waiting. */
    public boolean isReady(int stage, long piece) {
        return stage == 0 || passed.get(stage - 1) > piece;
    }

    /** Waits until {@code stage} may do its piece; returns whether it may, for the stage before may have been abandoned. */
    public boolean await(int stage, long piece) {
        if (isReady(stage, piece)) {
            return true;
        }
        long deadline = System.nanoTime() + spinNanos;
        while (!isReady(stage, piece)) {
            if (isAbandoned) {
                return false;
            }
            if (System.nanoTime() - deadline < 0) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, NAP_NANOS);
            }
        }
        return true;
    }

    /** Passes a piece of {@code stage} on to the next. */
    public void pass(int stage, long piece) {
        passed.set(stage, piece + 1);
    }

    /** Called where a stage ends before its time: none waits for it any more. */
    public void abandon() {
        isAbandoned = true;
    }
}
