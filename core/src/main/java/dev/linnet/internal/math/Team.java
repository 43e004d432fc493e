package dev.linnet.internal.math;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A few threads that share the tiles of one task after the other.
 *
 * <p>The caller of {@link #run} is one of the workers, and every worker claims the next tile when it is done with the last,
 * so the caller never waits for a helper that has not started: such a helper merely finds nothing left to do. Between two
 * runs a helper spins for a moment, then parks. A run allocates nothing.
 *
 * <p>A team is used by one thread at a time, starts its helpers when it is made, and ends them in {@link #close}. They are
 * daemons of its own; no shared pool is touched.
 *
 * <p>How a run goes. {@link #claims} holds the number of the run in its upper half and the unclaimed tiles in its lower.
 * Task and tiles are plain fields, written before the volatile write that opens a run; they cannot change as long as a tile is
 * unclaimed. So a worker reads the claims, then task and tiles, then takes a tile by compare-and-set: if that succeeds, what it
 * read belongs to this run.
 */
public final class Team implements AutoCloseable {
    /** Work that can be divided into tiles, done in any order and at the same time. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does one tile.
         *
         * @param tile from 0 to the number of tiles minus one
         * @param worker from 0 to {@link Team#workers()} minus one; no two tiles are done at the same time under one number
         */
        void run(int tile, int worker);
    }

    /** How long a worker without work spins before it parks: longer than the serial part of a training step. */
    private static final long SPIN_NANOS = 20_000;

    /** Work that a helper must have before it, in fused multiply-adds, to be worth waking. */
    private static final long MULTIPLY_ADDS_PER_HELPER = 100_000;

    private static final long TILES = 0xFFFF_FFFFL;

    private final Helper[] helpers;
    private final long spinNanos;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicLong claims = new AtomicLong();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final Object failureLock = new Object();

    private boolean callsHelpers = true;
    private Task task;
    private int tiles;
    private volatile int failedTile;
    private Throwable failure;
    private volatile Thread waitingCaller;
    private volatile boolean closed;

    private Team(int threads) {
        helpers = new Helper[threads - 1];
        spinNanos = threads <= Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0;
    }

    /**
     * Returns a team of so many workers, the caller among them, but of no more than {@link #limit()}.
     *
     * @throws IllegalArgumentException if {@code threads} is not positive
     */
    public static Team of(int threads) {
        Team team = new Team(Math.min(Checks.positive(threads, "threads"), limit()));
        for (int i = 0; i < team.helpers.length; i++) {
            team.helpers[i] = team.new Helper(i + 1);
        }
        for (Helper helper : team.helpers) {
            helper.start();
        }
        return team;
    }

    /**
     * Returns the upper bound that the system property {@code linnet.threads} sets for every team; without it there is none.
     *
     * @throws IllegalArgumentException if the property is not a positive number
     */
    public static int limit() {
        String limit = System.getProperty("linnet.threads");
        if (limit == null) {
            return Integer.MAX_VALUE;
        }
        try {
            return Checks.positive(Integer.parseInt(limit), "linnet.threads");
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("linnet.threads must be a positive number: " + limit, e);
        }
    }

    /**
     * Returns how many threads can shorten a run: one per processor, and none whose share would not pay for waking it.
     *
     * @param threads the most that may be used
     * @param multiplyAdds work of the smaller runs, in fused multiply-adds
     */
    public static int worthwhile(int threads, long multiplyAdds) {
        long fed = 1 + multiplyAdds / MULTIPLY_ADDS_PER_HELPER;
        int processors = Runtime.getRuntime().availableProcessors();
        return (int) Math.min(Math.min(threads, limit()), Math.min(processors, fed));
    }

    /** Says whether helpers take part in the runs that follow, as they do until told otherwise, or the caller does them alone. */
    public void callHelpers(boolean call) {
        callsHelpers = call;
    }

    /** Returns how many threads take part in a run, the caller included: {@link #workers()}, or 1 while no helpers are called. */
    public int atWork() {
        return callsHelpers ? workers() : 1;
    }

    /** Returns the number of threads that can work on a task, the caller included. */
    public int workers() {
        return helpers.length + 1;
    }

    /**
     * Runs all tiles of the task and returns when they are done; what they wrote is then visible to the caller.
     *
     * <p>If tiles throw, tiles with higher numbers may be left out, and what the lowest failing tile threw is thrown here
     * once no tile is running any more. An interrupt does not end the run; the caller is still interrupted after it.
     *
     * @throws IllegalStateException if the team is running already, in another thread or in this one, or is closed
     */
    public void run(Task task, int tiles) {
        enter();
        try {
            if (atWork() == 1 || tiles <= 1) {
                for (int tile = 0; tile < tiles; tile++) {
                    task.run(tile, 0);
                }
            } else {
                share(task, tiles);
            }
        } finally {
            busy.set(false);
        }
    }

    private void enter() {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "This team is running a task already; runs can be neither nested nor concurrent.");
        }
        if (closed) {
            busy.set(false);
            throw new IllegalStateException("This team is closed.");
        }
    }

    private void share(Task task, int tiles) {
        this.task = task;
        this.tiles = tiles;
        failedTile = Integer.MAX_VALUE;
        unfinished.set(tiles);
        claims.set(((claims.get() >>> 32) + 1) << 32 | tiles);
        for (int i = 0; i < helpers.length && i < tiles - 1; i++) {
            helpers[i].wake();
        }
        work(0);
        awaitHelpers();
        this.task = null;
        if (failure != null) {
            Throwable thrown = failure;
            failure = null;
            rethrow(thrown);
        }
    }

    /** Claims and does tiles until none is left. */
    private void work(int worker) {
        for (; ; ) {
            long open = claims.get();
            int left = (int) (open & TILES);
            if (left == 0) {
                return;
            }
            Task current = task;
            int tile = tiles - left;
            if (claims.compareAndSet(open, open - 1)) {
                attempt(current, tile, worker);
                if (unfinished.decrementAndGet() == 0) {
                    LockSupport.unpark(waitingCaller);
                }
            }
        }
    }

    /** Tiles are claimed in ascending order, so the lowest one that fails is always run, and is the same on any number of threads. */
    private void attempt(Task current, int tile, int worker) {
        if (tile > failedTile) {
            return;
        }
        try {
            current.run(tile, worker);
        } catch (Throwable e) { // whatever it is, the caller gets it
            synchronized (failureLock) {
                if (tile < failedTile) {
                    failedTile = tile;
                    failure = e;
                }
            }
        }
    }

    /** Waits for tiles that helpers have claimed. */
    private void awaitHelpers() {
        long deadline = System.nanoTime() + spinNanos;
        while (unfinished.get() != 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        if (unfinished.get() == 0) {
            return;
        }
        boolean interrupted = false;
        waitingCaller = Thread.currentThread();
        while (unfinished.get() != 0) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted(); // or park would return at once, again and again
        }
        waitingCaller = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws what a task threw: as it declares nothing, an unchecked exception or an error, unless a compiler was deceived. */
    private static void rethrow(Throwable thrown) {
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException("A task threw a checked exception.", thrown);
    }

    private boolean hasUnclaimedTiles() {
        return (claims.get() & TILES) != 0;
    }

    /**
     * Ends the helpers and waits until they have ended. An interrupt does not cut this short; the caller is still interrupted
     * after it. A closed team may be closed again.
     */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper);
        }
        for (Helper helper : helpers) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Helper extends Thread {
        private final int worker;
        private final AtomicBoolean parked = new AtomicBoolean();

        Helper(int worker) {
            super(null, null, "linnet-" + worker, 0, false);
            this.worker = worker;
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!closed) {
                work(worker);
                awaitWork();
            }
        }

        /** Returns when a run has opened, or the team has closed, or at times for no reason. */
        private void awaitWork() {
            long deadline = System.nanoTime() + spinNanos;
            while (System.nanoTime() < deadline) {
                if (hasUnclaimedTiles() || closed) {
                    return;
                }
                Thread.onSpinWait();
            }
            parked.set(true);
            while (parked.get() && !hasUnclaimedTiles() && !closed) {
                LockSupport.park(Team.this);
                Thread.interrupted(); // cleared: an interrupted thread can not park
            }
            parked.set(false);
        }

        /** Called after a run has opened: the helper either sees it before it parks, or is seen here to be parked. */
        void wake() {
            if (parked.get() && parked.compareAndSet(true, false)) {
                LockSupport.unpark(this);
            }
        }
    }
}
