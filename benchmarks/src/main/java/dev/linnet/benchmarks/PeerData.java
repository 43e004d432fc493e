package dev.linnet.benchmarks;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.mnist.Mnist;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What the libraries are compared on: {@code mnist}, in Linnet's hands bytes, and {@code dense}, the same rows
 * standardized, in memory as doubles.
 */
final class PeerData {
    /** Rows of the test set that are predicted. */
    static final int TEST_ROWS = 1_000;

    private static final String MNIST = "mnist";
    private static final int COLUMNS = 784;

    private final Path mnistDirectory;
    private final Path denseDirectory;
    private final Map<String, Dataset> sets = new HashMap<>();
    private Mnist mnist;

    /**
     * Reads nothing yet.
     *
     * @param mnistDirectory holds the four files of MNIST
     * @param denseDirectory holds {@code train.f64} and {@code test.f64}, rows of little-endian doubles
     */
    PeerData(Path mnistDirectory, Path denseDirectory) {
        this.mnistDirectory = mnistDirectory;
        this.denseDirectory = denseDirectory;
    }

    /** All rows to train on. */
    Dataset train(String set) throws IOException {
        Dataset train = sets.get(set);
        if (train == null) {
            train = set.equals(MNIST) ? mnist().train() : dense("train.f64", mnist().train());
            sets.put(set, train);
        }
        return train;
    }

    /** The rows that are predicted. */
    Dataset test(String set) throws IOException {
        Dataset test = mnist().test().range(0, TEST_ROWS);
        return set.equals(MNIST) ? test : dense("test.f64", test);
    }

    /** The features of {@link #test}, one row after another. */
    double[] testBatch(String set) throws IOException {
        double[] rows = new double[TEST_ROWS * COLUMNS];
        test(set).read(numbers(TEST_ROWS), 0, TEST_ROWS, rows, null);
        return rows;
    }

    /** The features of {@link #test}, each row by itself. */
    double[][] testRows(String set) throws IOException {
        double[] batch = testBatch(set);
        double[][] rows = new double[TEST_ROWS][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(batch, i * COLUMNS, (i + 1) * COLUMNS));
        return rows;
    }

    private Mnist mnist() throws IOException {
        if (mnist == null) {
            mnist = Mnist.load(mnistDirectory);
        }
        return mnist;
    }

    /** The rows in {@code file} with the labels of {@code same}. */
    private Dataset dense(String file, Dataset same) throws IOException {
        int size = same.size();
        double[] features = new double[size * COLUMNS];
        try (FileChannel channel = FileChannel.open(denseDirectory.resolve(file))) {
            channel.map(MapMode.READ_ONLY, 0, 8L * features.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer()
                    .get(features);
        }
        double[] targets = new double[size];
        same.read(numbers(size), 0, size, null, targets);
        int[] labels = Arrays.stream(targets).mapToInt(target -> (int) target).toArray();
        return Dataset.of(features, COLUMNS, labels, Labels.numbered(10));
    }

    private static int[] numbers(int size) {
        int[] numbers = new int[size];
        Arrays.setAll(numbers, i -> i);
        return numbers;
    }
}
