package dev.linnet.internal.math;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A few threads that share the tiles of one task after the other.
 *
 * <p>The caller of {@link #run} is one of the workers. Each begins with tiles of its own, the same in every run of as many, so that it finds in its cache what it left there;
 * then it takes what others have not begun. So the caller never waits for a helper that has not started: such a helper merely finds nothing left to do. Between two
 * runs a helper spins for a moment, then parks. A run allocates nothing.
 *
 * <p>A team is used by one thread at a time, starts its helpers when it is made, and ends them in {@link #close}. They are
 * daemons of its own; no shared pool is touched.
 *
 * <p>How a run goes. {@link #claims} hold for each worker the number of the run in the upper half and the worker's unclaimed tiles in the lower.
 * Task and starts are plain fields, written before the volatile writes that open a run; they cannot change as long as a tile is
 * unclaimed. So a worker reads a claim, then task and starts, then takes a tile by compare-and-set: if that succeeds, what it
 * read belongs to this run. What a worker is done with it counts by itself, and says so once: a word that several processors write is slow.
 */
public final class Team implements AutoCloseable {
    /**
     * Work that can be divided into tiles, done in any order and at the same time. A tile may wait for lower ones, as in a {@link Relay}: the caller takes those that
     * are left in ascending order.
     */
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

    /**
     * How long a worker without work spins before it parks, or a stage of a {@link Relay} before it sleeps: a little longer than waking takes, 20 to 40 microseconds. Who waits longer has lost
     * little, and another run may need the processor: with 100 and 200, two runs at once of 784-128-128-10 on two threads each took 1.13 times as long.
     */
    private static final long SPIN_NANOS = 50_000;

    /** Work that a helper must have before it, in fused multiply-adds, to be worth waking. */
    private static final long MULTIPLY_ADDS_PER_HELPER = 100_000;

    private static final long TILES = 0xFFFF_FFFFL;

    private final Helper[] helpers;
    private final long spinNanos;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** For each worker, the run and its tiles that are not taken; last, the number of the run that was opened last. */
    private final SpacedLongs claims;

    /** {@link #starts} of tiles that are shared out evenly. */
    private final int[] even;

    private final AtomicInteger unfinished = new AtomicInteger();
    private final Object failureLock = new Object();

    private boolean callsHelpers = true;
    private Task task;

    /** For each worker, the number of its first tile; last, the number of tiles. */
    private int[] starts;

    private volatile int failedTile;
    private Throwable failure;
    private volatile Thread waitingCaller;
    private volatile boolean closed;

    private Team(int threads) {
        helpers = new Helper[threads - 1];
        claims = new SpacedLongs(threads + 1);
        even = new int[threads + 1];
        spinNanos = spinNanos(threads);
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

    /** How long one of so many workers spins before it sleeps: not at all where another needs its processor. */
    static long spinNanos(int workers) {
        return workers <= Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0;
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
     * Runs all tiles of the task, evenly shared out, and returns when they are done; what they wrote is then visible to the caller.
     *
     * <p>If tiles throw, tiles with higher numbers may be left out, and what the lowest failing tile threw is thrown here
     * once no tile is running any more. An interrupt does not end the run; the caller is still interrupted after it.
     *
     * @throws IllegalStateException if the team is running already, in another thread or in this one, or is closed
     */
    public void run(Task task, int tiles) {
        enter();
        try {
            int sharers = Math.min(workers(), tiles);
            for (int worker = 1; worker <= workers(); worker++) {
                even[worker] = worker >= sharers ? tiles : (int) ((long) tiles * worker / sharers);
            }
            run(task, even, tiles);
        } finally {
            busy.set(false);
        }
    }

    /**
     * Runs all tiles as {@link #run(Task, int)} does, but says whose they are.
     *
     * @param starts for each worker, the number of its first tile, from 0 on and ascending; last, the number of tiles. Not modified
     * @throws IllegalArgumentException if {@code starts} is of another number of workers
     */
    public void run(Task task, int[] starts) {
        if (starts.length != workers() + 1) {
            throw new IllegalArgumentException(
                    "starts has " + starts.length + " values, expected " + (workers() + 1) + ", one a worker and one");
        }
        enter();
        try {
            run(task, starts, starts[workers()]);
        } finally {
            busy.set(false);
        }
    }

    private void run(Task task, int[] starts, int tiles) {
        if (atWork() == 1 || tiles <= 1) {
            for (int tile = 0; tile < tiles; tile++) {
                task.run(tile, 0);
            }
        } else {
            share(task, starts, tiles);
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

    private void share(Task task, int[] starts, int tiles) {
        this.task = task;
        this.starts = starts;
        failedTile = Integer.MAX_VALUE;
        unfinished.set(tiles);
        long run = opened() + 1;
        for (int worker = 0; worker < workers(); worker++) {
            claims.set(worker, (run << 32) + (starts[worker + 1] - starts[worker]));
        }
        claims.set(workers(), run);
        for (int i = 0; i < helpers.length && i < tiles - 1; i++) {
            helpers[i].wake();
        }
        work(0, run);
        awaitHelpers();
        this.task = null;
        if (failure != null) {
            Throwable thrown = failure;
            failure = null;
            rethrow(thrown);
        }
    }

    /**
     * Claims and does the run's tiles until none is left: first the worker's own, then those of the workers behind it. So the caller, worker 0, takes what is left in ascending
     * order, as {@link Relay} needs it.
     */
    private void work(int worker, long run) {
        int done = 0;
        for (int i = 0; i < workers(); i++) {
            int owner = worker + i < workers() ? worker + i : worker + i - workers();
            done += work(worker, owner, run);
        }
        if (done > 0 && unfinished.addAndGet(-done) == 0) {
            LockSupport.unpark(waitingCaller);
        }
    }

    /** Claims and does what is left of the owner's tiles; returns how many. */
    private int work(int worker, int owner, long run) {
        int done = 0;
        for (; ; ) {
            long open = claims.get(owner);
            int left = (int) (open & TILES);
            if (left == 0 || open >>> 32 != (run & TILES)) {
                return done;
            }
            Task current = task;
            int tile = starts[owner + 1] - left;
            if (claims.compareAndSet(owner, open, open - 1)) {
                attempt(current, tile, worker);
                done++;
            }
        }
    }

    private long opened() {
        return claims.get(workers());
    }

    /** The lowest tile that fails is always run, since only a lower one that failed could have it left out: it is the same on any number of threads. */
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
        while (unfinished.get() != 0 && System.nanoTime() - deadline < 0) {
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

        /** The last run that it knows of. */
        private long seen;

        Helper(int worker) {
            super(null, null, "linnet-" + worker, 0, false);
            this.worker = worker;
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!closed) {
                seen = opened();
                work(worker, seen);
                awaitRun();
            }
        }

        /** Returns when a run has opened, or the team has closed, or at times for no reason. */
        private void awaitRun() {
            long deadline = System.nanoTime() + spinNanos;
            while (System.nanoTime() - deadline < 0) {
                if (opened() != seen || closed) {
                    return;
                }
                Thread.onSpinWait();
            }
            parked.set(true);
            while (parked.get() && opened() == seen && !closed) {
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
