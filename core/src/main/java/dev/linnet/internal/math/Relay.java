package dev.linnet.internal.math;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Stages that do the same pieces of work one after the other: each does a piece when the stage before has passed it on, and meanwhile that one does the next.
 *
 * <p>Stages are tiles of one run of a {@link Team}, numbered alike. They may be taken up in any order in which a team's workers take tiles: there is always one that need
 * not wait. What a stage wrote before it passed a piece on is seen by the next. All stages do as many pieces in a run; counts go on from run to run, so nothing is
 * set back between them. After a stage was abandoned, the relay is of no more use.
 */
public final class Relay {
    /** Counts are so many numbers apart, two lines of a cache. */
    private static final int APART = 16;

    /** So often a stage looks for its piece before it offers its processor to others. */
    private static final int SPINS = 1_000;

    /** For each stage, the number of pieces that it has passed on, in all runs. */
    private final AtomicLongArray passed;

    private volatile boolean isAbandoned;

    /** For so many stages. */
    public Relay(int stages) {
        passed = new AtomicLongArray((stages + 1) * APART);
    }

    /** Returns the number of pieces that {@code stage} has passed on in all runs: what {@link #await} and {@link #pass} count from. */
    public long passed(int stage) {
        return passed.get(index(stage));
    }

    /** Whether {@code stage} may do its piece number {@code piece}, from 0 on, without waiting. */
    public boolean isReady(int stage, long piece) {
        return stage == 0 || passed.get(index(stage - 1)) > piece;
    }

    /** Waits until {@code stage} may do its piece; returns whether it may, for the stage before may have been abandoned. */
    public boolean await(int stage, long piece) {
        for (int spins = 0; !isReady(stage, piece); spins++) {
            if (isAbandoned) {
                return false;
            }
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        return true;
    }

    /** Passes a piece of {@code stage} on to the next. */
    public void pass(int stage, long piece) {
        passed.setRelease(index(stage), piece + 1);
    }

    /** Called where a stage ends before its time: none waits for it any more. */
    public void abandon() {
        isAbandoned = true;
    }

    private static int index(int stage) {
        return (stage + 1) * APART;
    }
}
