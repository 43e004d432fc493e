package dev.linnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.linnet.internal.math.Purpose;
import dev.linnet.internal.math.RandomStream;
import dev.linnet.internal.math.RowsInPlace;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the batch loop relies on: any slices, any threads, no garbage. */
class ReadingTest {

    private static final int ROWS = 200;
    private static final int BATCH = 64;

    /** Each kind of data set and view that promises not to allocate. */
    static Stream<Named<Dataset>> kinds() {
        byte[] bytes = new byte[ROWS * 17];
        double[] values = new double[ROWS * 17];
        int[] labels = new int[ROWS];
        double[] weights = new double[ROWS];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (31 * i);
            values[i] = RandomStream.normal(1, Purpose.INITIAL_WEIGHTS, 0, 0, i);
        }
        for (int i = 0; i < ROWS; i++) {
            labels[i] = i % 5;
            weights[i] = 1 + i % 3;
        }
        Dataset doubles = Dataset.of(values, 17, labels, Labels.numbered(5));
        Dataset pixels = Dataset.ofBytes(bytes, 17, v -> v / 255.0, labels, Labels.numbered(5));
        Dataset users = new UsersDataset(ROWS);
        RowFunction half = (v, from, to) -> {
            for (int i = from; i < to; i++) {
                v[i] *= 0.5;
            }
        };
        Augmentation noise = (v, from, to, random) -> {
            for (int i = from; i < to; i++) {
                v[i] += random.uniform();
            }
        };
        return Stream.of(
                Named.of("doubles", doubles),
                Named.of("several targets", Dataset.of(values, 17, values, 17)),
                Named.of("bytes", pixels),
                Named.of("a subset of bytes", pixels.shuffled(1).range(10, 190)),
                Named.of("a subset of a user's", users.shuffled(1).range(10, 190)),
                Named.of("weighted", doubles.withWeights(weights).shuffled(2)),
                Named.of("mapped", pixels.map(half).shuffled(3).map(half)),
                Named.of(
                        "augmented",
                        pixels.map(half).augmented(noise).atEpoch(6, 1).shuffled(3)),
                Named.of("one-hot", users.oneHot().shuffled(4)),
                Named.of("a split", pixels.stratifiedSplit(0.25, 5).train().oneHot()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readingAllocatesNothingOnceWarm(Dataset data) {
        int[] rows = new int[BATCH];
        double[] features = new double[BATCH * data.features()];
        double[] targets = new double[BATCH * data.targets()];
        double[] weights = new double[BATCH];
        int[] starts = new int[BATCH];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Runnable thousandBatches = () -> {
            for (int batch = 0; batch < 1000; batch++) {
                for (int i = 0; i < BATCH; i++) {
                    rows[i] = (batch + 3 * i) % data.size();
                }
                data.read(rows, 0, BATCH / 2, features, targets);
                data.read(rows, BATCH / 2, BATCH, features, targets);
                data.readWeights(rows, 0, BATCH, weights);
                if (data instanceof RowsInPlace inPlace) {
                    inPlace.locate(rows, BATCH, starts);
                }
            }
        };
        long allocated = Long.MAX_VALUE;
        for (int round = 0; allocated >= 1000 && round < 100; round++) { // until it is compiled
            long start = threads.getCurrentThreadAllocatedBytes();
            thousandBatches.run();
            allocated = threads.getCurrentThreadAllocatedBytes() - start;
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        thousandBatches.run();
        allocated += threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(0, allocated / 1000, "bytes per batch; " + allocated + " in all");
    }

    @Property(tries = 100)
    void howRowsAreCutIntoSlicesDoesNotMatter(@ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int slice) {
        kinds().map(Named::getPayload).forEach(data -> {
            int[] rows = new int[50];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (int) (data.size() * RandomStream.uniform(seed, Purpose.SHUFFLE, 0, 0, i));
            }
            double[] features = new double[rows.length * data.features()];
            double[] targets = new double[rows.length * data.targets()];
            for (int from = 0; from < rows.length; from += slice) {
                data.read(rows, from, Math.min(from + slice, rows.length), features, targets);
            }
            for (int i = 0; i < rows.length; i++) {
                assertArrayEquals(
                        Read.features(data, rows[i]),
                        Arrays.copyOfRange(features, i * data.features(), (i + 1) * data.features()));
                assertArrayEquals(
                        Read.targets(data, rows[i]),
                        Arrays.copyOfRange(targets, i * data.targets(), (i + 1) * data.targets()));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void threadsMayFillSlicesOfTheSameArraysAtOnce(Dataset data) throws Exception {
        int workers = 8;
        int[] rows = IntStream.range(0, workers * 500)
                .map(i -> (int) (31L * i % data.size()))
                .toArray();
        double[] features = new double[rows.length * data.features()];
        double[] targets = new double[rows.length * data.targets()];
        double[] weights = new double[rows.length];
        CyclicBarrier start = new CyclicBarrier(workers);
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int w = 0; w < workers; w++) {
                int worker = w;
                tasks.add(() -> {
                    start.await();
                    for (int from = 10 * worker; from < rows.length; from += 10 * workers) {
                        data.read(rows, from, from + 10, features, targets);
                        data.readWeights(rows, from, from + 10, weights);
                    }
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            pool.shutdown();
        }
        assertArrayEquals(Read.features(data, rows), features);
        assertArrayEquals(Read.targets(data, rows), targets);
        assertArrayEquals(Read.weights(data, rows), weights);
    }
}
