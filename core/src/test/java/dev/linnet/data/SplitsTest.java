package dev.linnet.data;

import static dev.linnet.data.DatasetTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.internal.math.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SplitsTest {

    /** As many rows of each class as said, in random order; the only feature of a row is its number. */
    private static Dataset labelled(int... rowsOfClass) {
        int[] labels = IntStream.range(0, rowsOfClass.length)
                .flatMap(c -> IntStream.generate(() -> c).limit(rowsOfClass[c]))
                .toArray();
        RandomStream.shuffle(labels, 5, 0);
        return Dataset.of(numbers(labels.length), 1, labels, Labels.numbered(rowsOfClass.length));
    }

    private static Dataset real(int rows) {
        return Dataset.of(numbers(rows), 1, numbers(rows), 1);
    }

    private static double[] numbers(int count) {
        return IntStream.range(0, count).asDoubleStream().toArray();
    }

    private static int[] countsOfClasses(Dataset data) {
        int[] counts = new int[data.labels().orElseThrow().size()];
        for (double c : Read.targets(data)) {
            counts[(int) c]++;
        }
        return counts;
    }

    private static void assertEachRowInOnePart(Dataset data, Split split) {
        double[] rows = DoubleStream.concat(
                        Arrays.stream(Read.features(split.train())), Arrays.stream(Read.features(split.test())))
                .sorted()
                .toArray();
        assertArrayEquals(numbers(data.size()), rows);
        assertAscending(Read.features(split.train()));
        assertAscending(Read.features(split.test()));
    }

    private static void assertAscending(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        assertArrayEquals(sorted, values);
    }

    @Property
    void aSplitPutsEachRowIntoOnePart(
            @ForAll @IntRange(min = 2, max = 300) int rows,
            @ForAll @DoubleRange(min = 0.3, max = 0.7) double fraction,
            @ForAll long seed) {
        Dataset data = real(rows);
        Split split = data.split(fraction, seed);
        assertEachRowInOnePart(data, split);
        assertEquals(Math.round(fraction * rows), split.test().size());
    }

    @Property
    void aStratifiedSplitKeepsTheProportionsOfTheClasses(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 40) Integer> rowsOfClass,
            @ForAll @DoubleRange(min = 0.02, max = 0.98) double fraction,
            @ForAll long seed) {
        int[] rows = rowsOfClass.stream().mapToInt(n -> n).toArray();
        rows[0] += 60;
        Dataset data = labelled(rows);
        Split split = data.stratifiedSplit(fraction, seed);
        assertEachRowInOnePart(data, split);
        int[] test = countsOfClasses(split.test());
        int[] train = countsOfClasses(split.train());
        for (int c = 0; c < rows.length; c++) {
            assertTrue(Math.abs(test[c] - fraction * rows[c]) < 1, "class " + c);
            assertTrue(rows[c] == 0 || train[c] > 0, "class " + c + " has no row to train on");
        }
        if (fraction <= 0.5 && IntStream.of(rows).noneMatch(n -> n == 1)) {
            assertEquals(Math.round(fraction * data.size()), split.test().size());
        }
    }

    @Property
    void foldsShareOutTheRows(
            @ForAll @IntRange(min = 2, max = 12) int k,
            @ForAll @IntRange(min = 0, max = 100) int moreRows,
            @ForAll long seed) {
        Dataset data = real(k + moreRows);
        assertFoldsShareOutTheRows(data, data.kFold(k, seed), k);
    }

    @Property
    void stratifiedFoldsShareOutTheRowsAndTheClasses(
            @ForAll @IntRange(min = 2, max = 7) int k,
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 0, max = 30) Integer> moreRows,
            @ForAll long seed) {
        int[] rows = moreRows.stream().mapToInt(n -> k + n).toArray();
        Dataset data = labelled(rows);
        List<Split> folds = data.stratifiedKFold(k, seed);
        assertFoldsShareOutTheRows(data, folds, k);
        for (Split fold : folds) {
            int[] counts = countsOfClasses(fold.test());
            for (int c = 0; c < rows.length; c++) {
                assertTrue(counts[c] == rows[c] / k || counts[c] == (rows[c] + k - 1) / k, "class " + c);
            }
        }
    }

    private static void assertFoldsShareOutTheRows(Dataset data, List<Split> folds, int k) {
        assertEquals(k, folds.size());
        double[] tested = folds.stream()
                .flatMapToDouble(fold -> Arrays.stream(Read.features(fold.test())))
                .sorted()
                .toArray();
        assertArrayEquals(numbers(data.size()), tested);
        for (Split fold : folds) {
            assertEachRowInOnePart(data, fold);
            int size = fold.test().size();
            assertTrue(size == data.size() / k || size == (data.size() + k - 1) / k);
        }
    }

    @Property
    void shufflingKeepsEachRow(@ForAll @IntRange(min = 1, max = 100) int rows, @ForAll long seed) {
        double[] shuffled = Read.features(real(rows).shuffled(seed));
        Arrays.sort(shuffled);
        assertArrayEquals(numbers(rows), shuffled);
    }

    @Test
    void theSeedDecides() {
        Dataset data = labelled(40, 40);
        for (Function<Long, Dataset> part : List.<Function<Long, Dataset>>of(
                data::shuffled,
                seed -> data.split(0.25, seed).test(),
                seed -> data.stratifiedSplit(0.25, seed).test(),
                seed -> data.kFold(4, seed).get(1).test(),
                seed -> data.stratifiedKFold(4, seed).get(1).test())) {
            assertArrayEquals(Read.features(part.apply(7L)), Read.features(part.apply(7L)));
            assertFalse(Arrays.equals(Read.features(part.apply(7L)), Read.features(part.apply(8L))));
            assertFalse(Arrays.equals(Read.features(part.apply(0L)), Read.features(part.apply(1L))));
        }
    }

    /** These orders are what a seed means: they may change only with a note in the changelog. */
    @Test
    void aSeedMeansTheSameInEveryVersion() {
        assertArrayEquals(new double[] {0, 3, 2, 4, 1}, Read.features(real(5).shuffled(42)));
        assertArrayEquals(
                new double[] {4, 6, 8}, Read.features(real(10).split(0.3, 42).test()));
        assertArrayEquals(
                new double[] {2, 3, 5, 6},
                Read.features(real(10).kFold(3, 42).get(0).test()));
    }

    @Test
    void aClassWithASingleRowIsTrainedOn() {
        Dataset data = labelled(19, 1);
        for (long seed = 0; seed < 50; seed++) {
            assertArrayEquals(
                    new int[] {9, 1},
                    countsOfClasses(data.stratifiedSplit(0.49, seed).train()));
        }
    }

    @Test
    void aSplitSaysWhatItIs() {
        assertEquals(
                "train: 15 rows, 1 feature, 2 classes; test: 5 rows, 1 feature, 2 classes",
                labelled(10, 10).stratifiedSplit(0.25, 1).toString());
    }

    @Test
    void aSplitOfASplitIsASplitOfTheRows() {
        Dataset data = labelled(32, 32);
        Split outer = data.stratifiedSplit(0.25, 1);
        Split inner = outer.train().stratifiedSplit(0.25, 2);
        assertArrayEquals(new int[] {18, 18}, countsOfClasses(inner.train()));
        assertArrayEquals(new int[] {6, 6}, countsOfClasses(inner.test()));
        double[] rows = Stream.of(outer.test(), inner.test(), inner.train())
                .flatMapToDouble(part -> Arrays.stream(Read.features(part)))
                .sorted()
                .toArray();
        assertArrayEquals(numbers(64), rows);
    }

    @Test
    void impossibleSplitsAreRefused() {
        Dataset data = labelled(3, 3);
        assertRefused("testFraction must be above 0 and below 1: 1.0", () -> data.split(1.0, 1));
        assertRefused("testFraction must be above 0 and below 1: NaN", () -> data.stratifiedSplit(Double.NaN, 1));
        assertRefused("a split of 6 rows that leaves the test part empty", () -> data.split(0.01, 1));
        assertRefused("a split of 6 rows that leaves the training part empty", () -> data.split(0.99, 1));
        assertRefused("a split of 3 rows that leaves the test part empty", () -> labelled(1, 1, 1)
                .stratifiedSplit(0.5, 1));
        assertEquals(
                "stratifiedSplit needs class labels, but the targets are real values",
                assertThrows(IllegalStateException.class, () -> real(4).stratifiedSplit(0.5, 1))
                        .getMessage());
    }

    @Test
    void impossibleFoldsAreRefused() {
        Dataset data = labelled(10, 3, 1);
        assertRefused("k = 1, expected 2..14, the number of rows", () -> data.kFold(1, 1));
        assertRefused("k = 15, expected 2..14, the number of rows", () -> data.kFold(15, 1));
        assertRefused("k = 15, expected 2..14, the number of rows", () -> data.stratifiedKFold(15, 1));
        assertRefused("k = 5, but class 1 has 3 rows", () -> data.stratifiedKFold(5, 1));
        assertRefused("k = 2, but class 2 has 1 row", () -> data.stratifiedKFold(2, 1));
        assertEquals(
                "stratifiedKFold needs class labels, but the targets are real values",
                assertThrows(IllegalStateException.class, () -> real(4).stratifiedKFold(2, 1))
                        .getMessage());
    }

    @Test
    void losingAClassIsRefused() {
        assertRefused("class 1 has no row in the training part; stratifiedKFold would keep some", () -> labelled(9, 1)
                .kFold(5, 1));
        assertRefused("class 1 has no row in the training part; stratifiedSplit would keep some", () -> {
            for (long seed = 0; seed < 50; seed++) {
                labelled(9, 1).split(0.5, seed);
            }
        });
    }
}
