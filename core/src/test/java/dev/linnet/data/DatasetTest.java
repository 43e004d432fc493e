package dev.linnet.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the factories make of arrays, and what they refuse. */
class DatasetTest {

    private static final double[][] X = {{1, 2}, {3, 4}, {5, 6}};
    private static final Labels AB = Labels.of("a", "b");

    @Test
    void rowsWithClassIndices() {
        Dataset data = Dataset.of(X, new int[] {1, 0, 1});
        assertEquals(3, data.size());
        assertEquals(2, data.features());
        assertEquals(1, data.targets());
        assertEquals(Optional.of(Labels.numbered(2)), data.labels());
        assertFalse(data.weighted());
        assertEquals("3 rows, 2 features, 2 classes", data.toString());
        assertArrayEquals(new double[] {5, 6, 1, 2, 3, 4}, Read.features(data, 2, 0, 1));
        assertArrayEquals(new double[] {1, 1, 0}, Read.targets(data, 2, 0, 1));
        assertArrayEquals(new double[] {1, 1, 1}, Read.weights(data, 2, 0, 1));
        assertEquals(data, data.atEpoch(7, 3));
    }

    @Test
    void rowsWithClassNames() {
        Dataset sorted = Dataset.of(X, new String[] {"owl", "cat", "owl"});
        assertEquals(Optional.of(Labels.of("cat", "owl")), sorted.labels());
        assertArrayEquals(new double[] {1, 0, 1}, Read.targets(sorted));
        Dataset given = Dataset.of(X, new String[] {"b", "a", "b"}, Labels.of("b", "c", "a"));
        assertArrayEquals(new double[] {0, 2, 0}, Read.targets(given));
    }

    @Test
    void rowsWithRealTargets() {
        Dataset one = Dataset.of(X, new double[] {0.5, -1, 2});
        assertEquals(Optional.empty(), one.labels());
        assertEquals("3 rows, 2 features, 1 target", one.toString());
        assertArrayEquals(new double[] {2, 0.5}, Read.targets(one, 2, 0));
        Dataset two = Dataset.of(X, new double[][] {{1, 2}, {3, 4}, {5, 6}});
        assertEquals(2, two.targets());
        assertArrayEquals(new double[] {5, 6, 1, 2}, Read.targets(two, 2, 0));
    }

    @Test
    void rowsInOneArray() {
        double[] values = {1, 2, 3, 4, 5, 6};
        assertArrayEquals(
                new double[] {4, 5, 6, 1, 2, 3}, Read.features(Dataset.of(values, 3, new int[] {0, 1}, AB), 1, 0));
        Dataset real = Dataset.of(values, 2, values, 2);
        assertArrayEquals(new double[] {5, 6}, Read.targets(real, 2));
    }

    @Test
    void bytesAreUnsignedAndBecomeExactlyWhatTheFunctionSays() {
        byte[] pixels = new byte[256];
        for (int i = 0; i < 256; i++) {
            pixels[i] = (byte) i;
        }
        Dataset data =
                Dataset.ofBytes(pixels, 64, v -> v / 255.0, new byte[] {0, 1, (byte) 255, 3}, Labels.numbered(256));
        assertEquals(4, data.size());
        double[] values = Read.features(data);
        for (int i = 0; i < 256; i++) {
            assertEquals(i / 255.0, values[i]);
        }
        assertArrayEquals(new double[] {255, 0}, Read.targets(data, 2, 0));
        Dataset ints = Dataset.ofBytes(pixels, 128, v -> v - 128.0, new int[] {1, 0}, AB);
        assertArrayEquals(new double[] {1, 0}, Read.targets(ints));
        assertEquals(127.0, Read.features(ints, 1)[127]);
    }

    @Test
    void arraysAreCopiedButNotBytes() {
        double[][] x = {{1}, {2}};
        int[] labels = {0, 1};
        Dataset copied = Dataset.of(x, labels);
        x[0][0] = 99;
        labels[0] = 1;
        assertArrayEquals(new double[] {1, 2}, Read.features(copied));
        assertArrayEquals(new double[] {0, 1}, Read.targets(copied));
        byte[] pixels = {1, 2};
        Dataset kept = Dataset.ofBytes(pixels, 1, v -> v, new byte[2], AB);
        pixels[0] = 99;
        assertArrayEquals(new double[] {99, 2}, Read.features(kept));
    }

    @Test
    void onlyTheWantedSliceIsWritten() {
        double[] features = {-1, -1, -1, -1, -1, -1};
        double[] targets = {-1, -1, -1};
        Dataset.of(X, new int[] {1, 0, 1}).read(new int[] {0, 2, 1}, 1, 2, features, targets);
        assertArrayEquals(new double[] {-1, -1, 5, 6, -1, -1}, features);
        assertArrayEquals(new double[] {-1, 1, -1}, targets);
    }

    @Test
    void rowsThatDoNotExistCannotBeRead() {
        Dataset data = Dataset.of(X, new int[] {1, 0, 1});
        assertThrows(IndexOutOfBoundsException.class, () -> Read.features(data, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> Read.targets(data, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> Read.features(data.range(0, 2), 2));
    }

    @Test
    void raggedRowsAreRefused() {
        double[][] ragged = {{1, 2}, {3}};
        assertRefused("row 1 has 1 features, expected 2", () -> Dataset.of(ragged, new int[] {0, 1}));
        assertRefused("row 1 has 1 targets, expected 2", () -> Dataset.of(new double[2][3], ragged));
        assertRefused(
                "5 values are not a whole number of rows of 2 features",
                () -> Dataset.of(new double[5], 2, new int[2], AB));
        assertRefused(
                "5 values are not a whole number of rows of 2 features",
                () -> Dataset.ofBytes(new byte[5], 2, v -> v, new byte[2], AB));
    }

    @Test
    void valuesThatAreNotFiniteAreRefused() {
        double[][] x = new double[5000][13];
        x[4711][12] = Double.NaN;
        assertRefused("row 4711, feature 12 is NaN", () -> Dataset.of(x, new double[5000]));
        assertRefused(
                "row 1, target 0 is -Infinity",
                () -> Dataset.of(new double[2][1], new double[] {0, Double.NEGATIVE_INFINITY}));
        assertRefused(
                "byte value 0 becomes Infinity", () -> Dataset.ofBytes(new byte[2], 2, v -> 1.0 / v, new byte[1], AB));
    }

    @Test
    void labelsOutOfRangeAreRefused() {
        int[] labels = new int[20];
        labels[17] = 12;
        assertRefused(
                "labels[17] = 12, expected 0..9", () -> Dataset.of(new double[20][1], labels, Labels.numbered(10)));
        assertRefused(
                "labels[1] = 200, expected 0..1",
                () -> Dataset.ofBytes(new byte[2], 1, v -> v, new byte[] {0, (byte) 200}, AB));
        assertRefused("labels[0] = -1, expected 0 or more", () -> Dataset.of(X, new int[] {-1, 0, 1}));
        assertRefused(
                "labels[1] = dog, expected one of [a, b]", () -> Dataset.of(X, new String[] {"a", "dog", "b"}, AB));
    }

    @Test
    void skippedClassesAreRefusedUnlessTheLabelsAreGiven() {
        assertRefused(
                "no row has label 0, though labels reach 3; give Labels.numbered(4) if that is meant",
                () -> Dataset.of(X, new int[] {1, 2, 3}));
        assertRefused(
                "no row has label 1, though labels reach 2147483647; give Labels.numbered(2147483648) if that is meant",
                () -> Dataset.of(X, new int[] {0, 0, Integer.MAX_VALUE}));
        assertEquals(
                "3 rows, 2 features, 4 classes",
                Dataset.of(X, new int[] {1, 2, 3}, Labels.numbered(4)).toString());
    }

    @Test
    void sizesThatDifferAreRefused() {
        assertRefused("3 rows of features, but 2 rows of labels", () -> Dataset.of(X, new int[] {0, 1}));
        assertRefused("3 rows of features, but 4 rows of targets", () -> Dataset.of(X, new double[4]));
    }

    @Test
    void nothingIsRefused() {
        assertRefused("a data set needs at least one row", () -> Dataset.of(new double[0][], new double[0]));
        assertRefused("a data set needs at least one row", () -> Dataset.of(X, new int[0]));
        assertRefused("rows of 0 features, expected at least one", () -> Dataset.of(new double[3][0], new double[3]));
        assertRefused(
                "rows of -1 features, expected at least one", () -> Dataset.of(new double[3], -1, new double[3], 1));
    }

    @Test
    void missingArraysAreNamed() {
        assertMissing("targets", () -> Dataset.of(X, (double[]) null));
        assertMissing("features", () -> Dataset.of(null, new double[3]));
        assertMissing("row 1", () -> Dataset.of(new double[][] {{1}, null}, new double[2]));
        assertMissing("labels[1]", () -> Dataset.of(X, new String[] {"a", null, "b"}));
        assertMissing("features", () -> Dataset.ofBytes(null, 1, v -> v, new byte[1], AB));
    }

    private static void assertMissing(String name, Executable call) {
        assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
    }

    static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
