package dev.linnet.internal.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TeamTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16})
    void everyTileIsDoneOnceInEveryRun(int threads) {
        try (Team team = Team.of(threads)) {
            for (int run = 0; run < 2_000; run++) {
                int tiles = run % 23;
                AtomicIntegerArray done = new AtomicIntegerArray(tiles);
                team.run((tile, worker) -> done.incrementAndGet(tile), tiles);
                for (int tile = 0; tile < tiles; tile++) {
                    assertEquals(1, done.get(tile), "tile " + tile + " of run " + run);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void whatATileWroteIsSeenByTheCallerAndByTheNextRun(int threads) {
        int tiles = 13;
        long[] sums = new long[tiles];
        try (Team team = Team.of(threads)) {
            for (int run = 0; run < 5_000; run++) {
                team.run((tile, worker) -> sums[(tile + 1) % tiles]++, tiles);
            }
        }
        long[] expected = new long[tiles];
        Arrays.fill(expected, 5_000);
        assertArrayEquals(expected, sums);
    }

    @Test
    void aWorkerBeginsWithItsOwnTiles() {
        int[] starts = {0, 1, 4, 6};
        int[] first = new int[3];
        try (Team team = Team.of(3)) {
            for (int run = 0; run < 500; run++) {
                Arrays.fill(first, -1);
                CountDownLatch all = new CountDownLatch(3);
                team.run(
                        (tile, worker) -> {
                            if (first[worker] < 0) {
                                first[worker] = tile;
                                meet(all); // so that each has begun before another takes what it has not
                            }
                        },
                        starts);
                assertArrayEquals(new int[] {0, 1, 4}, first);
            }
        }
    }

    @Test
    void tilesOfAnotherNumberOfWorkersAreRefused() {
        try (Team team = Team.of(3)) {
            assertEquals(
                    "starts has 3 values, expected 4, one a worker and one",
                    assertThrows(IllegalArgumentException.class, () -> team.run((tile, worker) -> {}, new int[3]))
                            .getMessage());
        }
    }

    @Test
    void whoHasDoneItsOwnTilesTakesThoseOfOthers() {
        int[] starts = {0, 0, 40};
        AtomicIntegerArray done = new AtomicIntegerArray(40);
        try (Team team = Team.of(2)) {
            CountDownLatch both = new CountDownLatch(2);
            AtomicIntegerArray begun = new AtomicIntegerArray(2);
            team.run(
                    (tile, worker) -> {
                        if (begun.getAndIncrement(worker) == 0) {
                            meet(both); // ends only if the caller, which owns no tile, takes one
                        }
                        done.incrementAndGet(tile);
                    },
                    starts);
        }
        for (int tile = 0; tile < 40; tile++) {
            assertEquals(1, done.get(tile));
        }
    }

    @Test
    void aWorkersNumberIsNeverUsedByTwoThreadsAtOnce() {
        try (Team team = Team.of(5)) {
            AtomicIntegerArray inside = new AtomicIntegerArray(team.workers());
            AtomicInteger clashes = new AtomicInteger();
            for (int run = 0; run < 500; run++) {
                team.run(
                        (tile, worker) -> {
                            if (inside.incrementAndGet(worker) != 1) {
                                clashes.incrementAndGet();
                            }
                            Thread.onSpinWait();
                            inside.decrementAndGet(worker);
                        },
                        40);
            }
            assertEquals(0, clashes.get());
        }
    }

    @Test
    void helpersThatAreNotCalledLeaveAllToTheCaller() {
        Thread caller = Thread.currentThread();
        try (Team team = Team.of(3)) {
            team.callHelpers(false);
            assertEquals(1, team.atWork());
            for (int run = 0; run < 100; run++) {
                team.run((tile, worker) -> assertEquals(caller, Thread.currentThread()), 50);
            }
            team.callHelpers(true);
            assertEquals(3, team.atWork());
        }
    }

    @Test
    void helpersTakePart() {
        try (Team team = Team.of(3)) {
            CountDownLatch all = new CountDownLatch(3);
            team.run((tile, worker) -> meet(all), 3); // ends only if three threads are in it at once
            assertEquals(0, all.getCount());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void theLowestFailingTileIsThrownAndTheTeamGoesOn(int threads) {
        try (Team team = Team.of(threads)) {
            for (int run = 0; run < 500; run++) {
                ArithmeticException expected = new ArithmeticException("tile 3");
                AtomicInteger running = new AtomicInteger();
                ArithmeticException thrown = assertThrows(
                        ArithmeticException.class,
                        () -> team.run(
                                (tile, worker) -> {
                                    running.incrementAndGet();
                                    try {
                                        if (tile == 3) {
                                            throw expected;
                                        }
                                        if (tile > 3) {
                                            throw new AssertionError("tile " + tile);
                                        }
                                    } finally {
                                        running.decrementAndGet();
                                    }
                                },
                                9));
                assertSame(expected, thrown);
                assertEquals(0, running.get());
                AtomicInteger done = new AtomicInteger();
                team.run((tile, worker) -> done.incrementAndGet(), 9);
                assertEquals(9, done.get());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRunWithinARunIsAnError(int threads) {
        try (Team team = Team.of(threads)) {
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class, () -> team.run((tile, worker) -> team.run((t, w) -> {}, 2), 4));
            assertEquals(
                    "This team is running a task already; runs can be neither nested nor concurrent.",
                    thrown.getMessage());
        }
    }

    @Test
    void anInterruptLosesNoWorkAndIsKept() {
        try (Team team = Team.of(4)) {
            AtomicInteger done = new AtomicInteger();
            try {
                for (int run = 0; run < 500; run++) {
                    Thread.currentThread().interrupt();
                    team.run(
                            (tile, worker) -> {
                                if (worker > 0) {
                                    Thread.currentThread().interrupt();
                                }
                                done.incrementAndGet();
                            },
                            8);
                    assertTrue(Thread.interrupted());
                }
            } finally {
                Thread.interrupted();
            }
            assertEquals(4_000, done.get());
        }
    }

    @Test
    void closingEndsTheHelpersAndARunAfterItIsAnError() {
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        Team team = Team.of(4);
        CountDownLatch all = new CountDownLatch(4);
        team.run(
                (tile, worker) -> {
                    workers.add(Thread.currentThread());
                    meet(all);
                },
                4);
        assertEquals(4, workers.size());
        team.close();
        team.close();
        workers.remove(Thread.currentThread());
        assertEquals(3, workers.size());
        for (Thread helper : workers) {
            assertFalse(helper.isAlive());
            assertTrue(helper.isDaemon());
        }
        assertEquals(
                "This team is closed.",
                assertThrows(IllegalStateException.class, () -> team.run((tile, worker) -> {}, 1))
                        .getMessage());
    }

    @Test
    void aRunAllocatesNothing() {
        ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] sums = new long[4];
        Team.Task task = (tile, worker) -> sums[worker]++;
        try (Team team = Team.of(4)) {
            for (int run = 0; run < 20_000; run++) {
                team.run(task, 8);
            }
            long thread = Thread.currentThread().getId();
            long before = bean.getThreadAllocatedBytes(thread);
            for (int run = 0; run < 1_000; run++) {
                team.run(task, 8);
            }
            assertEquals(0, bean.getThreadAllocatedBytes(thread) - before);
        }
    }

    @Test
    void aTeamOfNoThreadsIsRefused() {
        assertEquals(
                "threads must be positive: 0",
                assertThrows(IllegalArgumentException.class, () -> Team.of(0)).getMessage());
    }

    @Test
    void smallWorkStaysWithTheCaller() {
        assertEquals(1, Team.worthwhile(8, 1_000));
        assertEquals(Math.min(8, Runtime.getRuntime().availableProcessors()), Team.worthwhile(8, 1_000_000_000));
    }

    private static void meet(CountDownLatch all) {
        all.countDown();
        try {
            all.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
