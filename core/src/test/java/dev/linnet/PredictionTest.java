package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.internal.math.Purpose;
import dev.linnet.internal.math.RandomStream;
import dev.linnet.layer.Output;
import dev.linnet.training.Training;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PredictionTest {
    private static final int ROWS = 131;
    private static final int INPUTS = 23;
    private static final int OUTPUTS = 5;

    /** Rows of which every third is mostly zeros, as images are. */
    private static double[] rows(int count, int columns) {
        double[] values = new double[count * columns];
        RandomStream.fillNormal(values, 0, values.length, 7, Purpose.SPLIT, 0, 0);
        for (int i = 0; i < values.length; i++) {
            if (i / columns % 3 == 0 && i % 5 != 0) {
                values[i] = 0.0;
            }
        }
        return values;
    }

    private static Dataset data() {
        int[] labels = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            labels[i] = i % OUTPUTS;
        }
        return Dataset.of(rows(ROWS, INPUTS), INPUTS, labels, Labels.numbered(OUTPUTS));
    }

    private static Mlp model() {
        return trained(Mlp.builder().standardize());
    }

    private static Mlp trained(MlpBuilder builder) {
        return builder.linear(INPUTS, 37)
                .relu()
                .linear(37, 18)
                .gelu()
                .linear(18, OUTPUTS)
                .fit(data(), Training.defaults().withEpochs(2))
                .model();
    }

    @Property(tries = 60)
    @net.jqwik.api.Tag("kernel")
    void aRowsPredictionDoesNotDependOnItsBatch(
            @ForAll @IntRange(min = 1, max = 70) int inputs,
            @ForAll @IntRange(min = 1, max = 70) int hidden,
            @ForAll @IntRange(min = 1, max = 20) int outputs,
            @ForAll @IntRange(min = 1, max = 90) int batch) {
        Mlp model = Mlp.builder()
                .linear(inputs, hidden)
                .relu()
                .linear(hidden, outputs)
                .softmax()
                .build();
        int count = 97;
        double[] in = rows(count, inputs);
        double[] together = new double[count * outputs];
        model.predictor(batch).predict(in, together, count);
        Predictor alone = model.predictor();
        double[] out = new double[outputs];
        for (int i = 0; i < count; i++) {
            double[] row = Arrays.copyOfRange(in, i * inputs, (i + 1) * inputs);
            alone.predict(row, out);
            assertArrayEquals(Arrays.copyOfRange(together, i * outputs, (i + 1) * outputs), out, "row " + i);
            assertArrayEquals(out, model.predict(row), "row " + i);
        }
    }

    @Test
    @Tag("kernel")
    void allWaysToPredictGiveTheSameBits() {
        assertAllWaysAgree(trained(Mlp.builder().standardize()));
        assertAllWaysAgree(trained(Mlp.builder()));
    }

    private static void assertAllWaysAgree(Mlp model) {
        double[][] rows = new double[ROWS][];
        double[] flat = rows(ROWS, INPUTS);
        for (int i = 0; i < ROWS; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * INPUTS, (i + 1) * INPUTS);
        }
        double[][] many = model.predict(rows);
        double[][] fromData = model.predict(data());
        int[] classes = model.classify(rows);
        for (int i = 0; i < ROWS; i++) {
            assertArrayEquals(many[i], model.predict(rows[i]));
            assertArrayEquals(many[i], fromData[i]);
            assertEquals(classes[i], model.classify(rows[i]));
            assertArrayEquals(model.logits(rows)[i], model.logits(rows[i]));
            assertEquals(1.0, Arrays.stream(many[i]).sum(), 1e-15 * OUTPUTS);
        }
    }

    @Test
    @Tag("kernel")
    void aPredictorAllocatesNothing() {
        Mlp model = model();
        double[] in = rows(ROWS, INPUTS);
        double[] row = Arrays.copyOf(in, INPUTS);
        double[] out = new double[ROWS * OUTPUTS];
        double[] one = new double[OUTPUTS];
        Predictor single = model.predictor();
        Predictor batch = model.predictor(50);
        Runnable predictions = () -> {
            single.predict(row, one);
            batch.predict(in, out, ROWS);
            batch.logits(in, out, ROWS);
        };
        assertEquals(0, allocatedOnceWarm(predictions));
    }

    /** Bytes that a thousand runs allocate after the just-in-time compiler has seen enough of them. */
    static long allocatedOnceWarm(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 50 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                work.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void manyThreadsPredictWithOneModelWhileOthersTrainCopies() throws Exception {
        Mlp model = model();
        Dataset data = data();
        double[][] expected = model.predict(data);
        double[] expectedParameters =
                model.fit(data, Training.defaults().withEpochs(2)).model().parameters();
        double[] flat = rows(ROWS, INPUTS);
        Mlp untouched = model.withParameters(model.parameters()); // nobody has packed its weights yet
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                boolean trains = t % 4 == 3;
                work.add(() -> {
                    assertArrayEquals(expected, untouched.predict(data));
                    Predictor predictor = model.predictor();
                    double[] out = new double[OUTPUTS];
                    for (int round = 0; round < 5; round++) {
                        if (trains) {
                            Mlp copy = model.fit(data, Training.defaults().withEpochs(2))
                                    .model();
                            assertArrayEquals(expectedParameters, copy.parameters());
                        }
                        for (int i = 0; i < ROWS; i++) {
                            double[] row = Arrays.copyOfRange(flat, i * INPUTS, (i + 1) * INPUTS);
                            predictor.predict(row, out);
                            assertArrayEquals(expected[i], out);
                            assertArrayEquals(expected[i], model.predict(row));
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(work)) {
                done.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    /** A layer's weights are kept packed from the second lot of rows on; those within a block have numbers of their own. */
    @Test
    @Tag("kernel")
    void rowsOfAResidualModelDoNotDependOnTheirBatch() {
        Mlp model = Mlp.builder()
                .linear(INPUTS, 40)
                .residual(inner -> inner.linear(40, 300).relu().linear(300, 40))
                .linear(40, OUTPUTS)
                .build();
        double[] flat = rows(ROWS, INPUTS);
        for (int batch : new int[] {ROWS, 5, 64}) {
            double[] together = new double[ROWS * OUTPUTS];
            model.predictor(batch).predict(flat, together, ROWS);
            for (int i = 0; i < ROWS; i++) {
                double[] row = Arrays.copyOfRange(flat, i * INPUTS, (i + 1) * INPUTS);
                assertArrayEquals(Arrays.copyOfRange(together, i * OUTPUTS, (i + 1) * OUTPUTS), model.predict(row));
            }
        }
    }

    /** Of so many parameters none are kept packed. */
    @Test
    @Tag("kernel")
    void aLargeModelsRowsDoNotDependOnTheirBatchEither() {
        int inputs = 2050;
        Mlp model = Mlp.builder().linear(inputs, 2048).build();
        assertTrue(model.parameterCount() > 1 << 22);
        double[] flat = rows(5, inputs);
        double[] together = new double[5 * 2048];
        Predictor predictor = model.predictor(5);
        predictor.predict(flat, together, 5);
        Arrays.fill(together, Double.NaN);
        predictor.predict(flat, together, 5); // a smaller model would pack now
        for (int i = 0; i < 5; i++) {
            double[] row = Arrays.copyOfRange(flat, i * inputs, (i + 1) * inputs);
            assertArrayEquals(Arrays.copyOfRange(together, i * 2048, (i + 1) * 2048), model.predict(row));
        }
    }

    @Test
    void arraysOfTheWrongLengthAreRefused() {
        Mlp model = model();
        assertMessage("in has 3 values, expected 23", () -> model.predict(new double[3]));
        assertMessage(
                "row 1 has 2 values, expected 23", () -> model.predict(new double[][] {new double[23], new double[2]}));
        assertMessage("out has 4 values, expected 5", () -> model.predictor().predict(new double[23], new double[4]));
        assertMessage("in has 45 values, expected 2 x 23", () -> model.predictor()
                .predict(new double[45], new double[10], 2));
        assertMessage(
                "out has 9 values, expected 2 x 5", () -> model.predictor().logits(new double[46], new double[9], 2));
        assertMessage(
                "rows must not be negative: -1", () -> model.predictor().predict(new double[0], new double[0], -1));
        assertMessage("rows must be positive: 0", () -> model.predictor(0));
    }

    @Test
    void aRegressionDoesNotClassify() {
        Mlp model = Mlp.builder().linear(2, 3).build();
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> model.classify(new double[] {1, 2}));
        assertEquals(
                "classify needs a classifier, this model's output is identity with 3 columns: use predict",
                refused.getMessage());
    }

    @Test
    void oneSigmoidColumnClassifiesInTwo() {
        Mlp model = Mlp.builder().linear(1, 1).sigmoid().build().withParameters(new double[] {2.0, -1.0});
        assertEquals(Output.SIGMOID, model.output());
        assertEquals(0, model.classify(new double[] {0.4}));
        assertEquals(0, model.classify(new double[] {0.5}));
        assertEquals(1, model.classify(new double[] {0.6}));
        assertArrayEquals(new double[] {0.5}, model.predict(new double[] {0.5}));
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
