package dev.linnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.linnet.Mlp;
import dev.linnet.MlpBuilder;
import dev.linnet.PartialFit;
import dev.linnet.internal.math.RowsInPlace;
import dev.linnet.optim.Optimizer;
import dev.linnet.training.Training;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that a network reads where a data set keeps them are those that it would copy, and it learns the same from them. */
class RowsInPlaceTest {
    private static final int ROWS = 150;
    private static final int FEATURES = 30;
    private static final RowFunction NO_CHANGE = (values, from, to) -> {};

    private static Dataset data() {
        SplittableRandom random = new SplittableRandom(5);
        double[] x = random.doubles(ROWS * FEATURES, -1.0, 1.0).toArray();
        int[] labels = IntStream.range(0, ROWS).map(i -> i % 3).toArray();
        return Dataset.of(x, FEATURES, labels, Labels.of("a", "b", "c"));
    }

    @Test
    void viewsThatChangeNoFeatureFindWhatTheyWouldRead() {
        double[] weights = new SplittableRandom(2).doubles(ROWS).toArray();
        assertFinds(data());
        assertFinds(data().range(20, 90).shuffled(3).subset(11, 0, 11, 5));
        assertFinds(data().withWeights(weights).range(7, 70));
        assertFinds(data().oneHot().shuffled(1));
        assertFinds(data().withLabels(Labels.of("c", "b", "a")));
        assertFinds(data().split(0.3, 4).test());
    }

    private static void assertFinds(Dataset data) {
        int[] rows =
                IntStream.range(0, data.size()).map(i -> data.size() - 1 - i).toArray();
        int[] starts = new int[rows.length];
        double[] array = ((RowsInPlace) data).locate(rows, rows.length, starts);
        assertNotNull(array, data.toString());
        double[] read = Read.features(data, rows);
        for (int i = 0; i < rows.length; i++) {
            double[] found = Arrays.copyOfRange(array, starts[i], starts[i] + FEATURES);
            assertArrayEquals(Arrays.copyOfRange(read, i * FEATURES, (i + 1) * FEATURES), found);
        }
    }

    @Test
    void othersHaveTheirRowsRead() {
        byte[] bytes = new byte[ROWS * FEATURES];
        int[] labels = new int[ROWS];
        Dataset ofBytes = Dataset.ofBytes(bytes, FEATURES, v -> v, labels, Labels.numbered(1));
        assertReads(ofBytes);
        assertReads(ofBytes.range(1, 4));
        assertReads(data().map(NO_CHANGE));
        assertReads(data().map(NO_CHANGE).withWeights(labelsAsWeights()).range(0, 9));
        assertReads(data().map(2, row -> new double[] {row[0], row[1]}));
        assertReads(
                data().augmented((values, from, to, draws) -> {}).atEpoch(1, 1).shuffled(2));
        assertReads(new UsersDataset(12).range(0, 3));
    }

    private static double[] labelsAsWeights() {
        return IntStream.range(0, ROWS).mapToDouble(i -> i % 3).toArray();
    }

    private static void assertReads(Dataset data) {
        int[] starts = {-1, -1};
        double[] array = data instanceof RowsInPlace inPlace ? inPlace.locate(new int[] {1, 0}, 2, starts) : null;
        assertNull(array, data.toString());
        assertArrayEquals(new int[] {-1, -1}, starts);
    }

    @Test
    void aRowThatDoesNotExistIsNotFound() {
        RowsInPlace data = (RowsInPlace) data();
        assertThrows(IndexOutOfBoundsException.class, () -> data.locate(new int[] {ROWS}, 1, new int[1]));
        assertThrows(IndexOutOfBoundsException.class, () -> data.locate(new int[] {-1}, 1, new int[1]));
    }

    @ParameterizedTest
    @CsvSource({"1, 64, 8", "2, 64, 8", "1, 7, 40", "2, 150, 300", "2, 64, 2200"}) // the last is shared out by columns
    void theSameIsLearnedFromRowsInPlaceAsFromCopies(int threads, int batchSize, int hidden) {
        Training training = Training.defaults()
                .withEpochs(2)
                .withBatchSize(batchSize)
                .withThreads(threads)
                .withValidation(0.2);
        assertLearnsTheSame(Mlp.builder().linear(FEATURES, hidden).relu().linear(hidden, 3), training);
    }

    @Test
    void norDoOtherWaysOfLearningTellThemApart() {
        MlpBuilder narrow = Mlp.builder().linear(FEATURES, 8).relu().linear(8, 3);
        MlpBuilder norms = Mlp.builder().linear(FEATURES, 8).batchNorm().relu().linear(8, 3);
        Training training = Training.defaults().withEpochs(2);
        assertLearnsTheSame(narrow, training.withBatchSize(16).withAccumulation(3));
        assertLearnsTheSame(narrow, training.withOptimizer(Optimizer.lbfgs()));
        assertLearnsTheSame(narrow.standardize(), training);
        assertLearnsTheSame(norms, training.withThreads(2));
    }

    private static void assertLearnsTheSame(MlpBuilder builder, Training training) {
        Dataset data = data().withWeights(labelsAsWeights());
        double[] copied = builder.fit(data.map(NO_CHANGE), training).model().parameters();
        assertSameBits(copied, builder.fit(data, training).model().parameters());
    }

    /** Where the rows of one batch were read must not matter to the next. */
    @Test
    void rowsInPlaceAndCopiesMayAlternate() {
        MlpBuilder builder = Mlp.builder().linear(FEATURES, 8).relu().linear(8, 3);
        Dataset others = data().shuffled(3).range(0, 40);
        Training training = Training.defaults().withEpochs(3);
        double[] copied = builder.fit(data().map(NO_CHANGE), training.withValidation(others.map(NO_CHANGE)))
                .model()
                .parameters();
        assertSameBits(
                copied,
                builder.fit(data(), training.withValidation(others.map(NO_CHANGE)))
                        .model()
                        .parameters());
        assertSameBits(
                copied,
                builder.fit(data().map(NO_CHANGE), training.withValidation(others))
                        .model()
                        .parameters());

        PartialFit start = builder.build().partialFit(Labels.of("a", "b", "c"), Training.defaults());
        Dataset[] chunks = {data().range(0, 60), data().range(60, 110), data().range(110, 150)};
        PartialFit streamed = start.partialFit(Stream.of(chunks[0], chunks[1].map(NO_CHANGE), chunks[2]));
        assertSameBits(
                start.partialFit(Stream.of(chunks).map(chunk -> chunk.map(NO_CHANGE)))
                        .model()
                        .parameters(),
                streamed.model().parameters());
    }

    @Test
    void theSameIsPredictedFromRowsInPlaceAsFromCopies() {
        Mlp model = Mlp.builder().linear(FEATURES, 8).relu().linear(8, 3).build();
        double[][] copied = model.predict(data().map(NO_CHANGE));
        double[][] inPlace = model.predict(data());
        for (int i = 0; i < ROWS; i++) {
            assertSameBits(copied[i], inPlace[i]);
        }
    }

    private static void assertSameBits(double[] expected, double[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(Double.doubleToRawLongBits(expected[i]), Double.doubleToRawLongBits(actual[i]));
        }
    }
}
