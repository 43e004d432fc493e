package dev.linnet.internal.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Kernels that run at first, and those that take over from them, once they are compiled, for good.
 *
 * <p>Any number of threads may ask and rehearse; one rehearses at a time.
 */
final class Succession {
    /** Rehearsals may take one part in so many of the time. */
    private static final int SHARE = 10;

    /** Rounds at a time: a call takes milliseconds, and where batches are long, some of them do. */
    private static final int MOST_ROUNDS = 5;

    /** Whoever has rehearsed for so long will never be compiled. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final Kernels chosen;
    private final long begin = System.nanoTime();
    private final AtomicBoolean rehearses = new AtomicBoolean();
    private volatile Kernels running;
    private volatile long next = begin;
    private volatile boolean isOver;
    private long spent; // guarded by rehearses

    /** At first {@code first}, which may be those {@code chosen}. */
    Succession(Kernels first, Kernels chosen) {
        this.running = first;
        this.chosen = chosen;
        this.isOver = first == chosen;
    }

    /** Those that run now. */
    Kernels running() {
        return running;
    }

    /** Those that run in the end. */
    Kernels chosen() {
        return chosen;
    }

    /** Lets the chosen ones rehearse, unless they run already, have had their share of the time, or are at it in another thread. */
    void rehearse() {
        if (!isOver && System.nanoTime() - next >= 0 && rehearses.compareAndSet(false, true)) {
            try {
                rehearseRounds();
            } finally {
                rehearses.set(false);
            }
        }
    }

    private void rehearseRounds() {
        long now = System.nanoTime();
        for (int round = 0; round < MOST_ROUNDS && !isOver && now - next >= 0; round++) {
            boolean compiled = chosen.rehearse();
            long end = System.nanoTime();
            spent += end - now;
            next = begin + SHARE * spent;
            now = end;
            if (compiled) {
                running = chosen;
            }
            isOver = compiled || spent > PATIENCE_NANOS;
        }
        if (isOver) {
            Logger logger = System.getLogger("dev.linnet");
            if (running == chosen) {
                logger.log(Level.DEBUG, "Linnet''s {0} kernel has taken over.", chosen.name());
            } else {
                logger.log(
                        Level.INFO,
                        "Linnet stays with its {0} kernel: the JVM has not compiled the other, which is called {1}.",
                        running.name(),
                        chosen.name());
            }
        }
    }
}
