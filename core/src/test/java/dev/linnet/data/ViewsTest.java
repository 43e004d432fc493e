package dev.linnet.data;

import static dev.linnet.data.DatasetTest.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ViewsTest {

    /** The same twelve rows: held in memory, as bytes, and computed by a user's own data set. */
    static Stream<Dataset> twelveRows() {
        double[][] x = new double[12][2];
        byte[] bytes = new byte[24];
        int[] labels = new int[12];
        double[] weights = new double[12];
        for (int r = 0; r < 12; r++) {
            x[r][0] = 10 * r;
            x[r][1] = 10 * r + 1;
            bytes[2 * r] = (byte) (10 * r);
            bytes[2 * r + 1] = (byte) (10 * r + 1);
            labels[r] = r % 3;
            weights[r] = r + 1;
        }
        return Stream.of(
                Dataset.of(x, labels).withWeights(weights),
                Dataset.ofBytes(bytes, 2, v -> v, labels, Labels.numbered(3)).withWeights(weights),
                new UsersDataset(12));
    }

    @ParameterizedTest
    @MethodSource("twelveRows")
    void aSubsetHasTheGivenRowsInTheGivenOrder(Dataset data) {
        Dataset subset = data.subset(7, 1, 7);
        assertEquals(3, subset.size());
        assertEquals(2, subset.features());
        assertEquals(1, subset.targets());
        assertEquals(data.labels(), subset.labels());
        assertArrayEquals(new double[] {70, 71, 10, 11, 70, 71}, Read.features(subset));
        assertArrayEquals(new double[] {1, 1, 1}, Read.targets(subset));
        assertArrayEquals(new double[] {8, 2, 8}, Read.weights(subset));
        assertEquals("3 rows, 2 features, 3 classes, weighted", subset.toString());
    }

    @ParameterizedTest
    @MethodSource("twelveRows")
    void aRangeHasTheRowsFromOneToBeforeTheOther(Dataset data) {
        assertArrayEquals(new double[] {3, 4, 5}, Read.weights(data.range(2, 5)));
    }

    @ParameterizedTest
    @MethodSource("twelveRows")
    void aViewOfAViewReadsWhatTheViewWouldRead(Dataset data) {
        Dataset nested = data.subset(11, 9, 7, 5, 3, 1).range(1, 5).subset(3, 0);
        assertArrayEquals(new double[] {30, 31, 90, 91}, Read.features(nested));
        assertArrayEquals(new double[] {4, 10}, Read.weights(nested));
        Dataset shifted = data.map((v, from, to) -> Arrays.fill(v, from, to, v[from] + 0.5))
                .subset(4, 2, 0)
                .map((v, from, to) -> v[to - 1] *= 2)
                .range(0, 2);
        assertArrayEquals(new double[] {40.5, 81, 20.5, 41}, Read.features(shifted));
        assertArrayEquals(new double[] {1, 2}, Read.targets(shifted));
        assertArrayEquals(new double[] {5, 3}, Read.weights(shifted));
    }

    @ParameterizedTest
    @MethodSource("twelveRows")
    void featuresAreMappedInPlaceAndTheRestIsLeft(Dataset data) {
        Dataset mapped = data.map((v, from, to) -> {
            for (int i = from; i < to; i++) {
                v[i] = -v[i];
            }
        });
        double[] features = {7, 7, 7, 7, 7, 7};
        double[] targets = {7, 7, 7};
        mapped.read(new int[] {5, 4, 3}, 1, 2, features, targets);
        assertArrayEquals(new double[] {7, 7, -40, -41, 7, 7}, features);
        assertArrayEquals(new double[] {7, 1, 7}, targets);
        assertArrayEquals(new double[] {1, 2}, Read.targets(mapped, 4, 5));
        assertArrayEquals(new double[] {5, 6}, Read.weights(mapped, 4, 5));
    }

    @ParameterizedTest
    @MethodSource("twelveRows")
    void featuresAreReplacedByAsManyAsSaid(Dataset data) {
        Dataset mapped = data.map(3, row -> new double[] {row[0], row[1], row[0] * row[1]});
        assertEquals(3, mapped.features());
        assertArrayEquals(new double[] {20, 21, 420, 10, 11, 110}, Read.features(mapped.range(1, 3), 1, 0));
        assertArrayEquals(new double[] {2, 1}, Read.targets(mapped, 2, 1));
        double[] features = new double[3];
        double[] targets = new double[1];
        mapped.read(new int[] {1}, 0, 1, features, targets);
        assertArrayEquals(new double[] {10, 11, 110}, features);
        assertArrayEquals(new double[] {1}, targets);
        assertRefused(
                "map: the function returned 2 features, expected 3", () -> Read.features(data.map(3, row -> row)));
        assertRefused("features must be positive: 0", () -> data.map(0, row -> row));
    }

    @ParameterizedTest
    @MethodSource("twelveRows")
    void oneHotTargetsHaveAOneInTheirClass(Dataset data) {
        Dataset oneHot = data.oneHot();
        assertEquals(3, oneHot.targets());
        assertEquals(Optional.empty(), oneHot.labels());
        assertArrayEquals(new double[] {0, 0, 1, 1, 0, 0, 0, 1, 0}, Read.targets(oneHot, 2, 3, 4));
        assertArrayEquals(new double[] {20, 21}, Read.features(oneHot, 2));
        double[] targets = {7, 7, 7, 7, 7, 7, 7, 7, 7};
        oneHot.subset(4, 3, 2).read(new int[] {0, 1, 2}, 1, 2, new double[6], targets);
        assertArrayEquals(new double[] {7, 7, 7, 1, 0, 0, 7, 7, 7}, targets);
    }

    @ParameterizedTest
    @MethodSource("twelveRows")
    void weightsReplaceThoseThatWereThere(Dataset data) {
        double[] weights = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        Dataset weighted = data.withWeights(weights);
        weights[0] = 99;
        assertTrue(weighted.weighted());
        assertArrayEquals(new double[] {0, 1}, Read.weights(weighted, 0, 1));
        assertArrayEquals(new double[] {5, 4}, Read.weights(weighted.subset(5, 4)));
        assertArrayEquals(new double[] {50, 51}, Read.features(weighted, 5));
    }

    @Test
    void classesAreFoundByNameAmongOtherLabels() {
        Dataset pets = Dataset.of(new double[][] {{1}, {2}, {3}}, new String[] {"dog", "cat", "dog"});
        Labels all = Labels.of("eel", "dog", "cat");
        Dataset same = pets.withLabels(all);
        assertEquals(all, same.labels().orElseThrow());
        assertArrayEquals(new double[] {1, 2, 1}, Read.targets(same));
        assertArrayEquals(new double[] {1, 1}, Read.targets(same.subset(2, 0)));
        assertArrayEquals(new double[] {3, 1}, Read.features(same.subset(2, 0)));
        assertSame(same, same.withLabels(all));
        assertRefused("class dog is not among the labels [cat]", () -> pets.withLabels(Labels.of("cat")));
    }

    @Test
    void whatVariesByEpochVariesInItsViewsToo() {
        Dataset views = new UsersDataset(12)
                .map((v, from, to) -> v[from] = -v[from])
                .oneHot()
                .subset(5, 3)
                .withWeights(new double[] {1, 2})
                .map(1, row -> new double[] {row[0]});
        assertArrayEquals(new double[] {-50, -30}, Read.features(views));
        assertArrayEquals(new double[] {-2057, -2037}, Read.features(views.atEpoch(7, 2)));
        assertArrayEquals(new double[] {1, 2}, Read.weights(views.atEpoch(7, 2)));
        assertArrayEquals(new double[] {-50, -30}, Read.features(views), "the view itself stays as it was");
    }

    @Test
    void whatDoesNotVaryByEpochIsTheSameDataSet() {
        Dataset data = Dataset.of(new double[][] {{1}, {2}}, new int[] {0, 1});
        Dataset views = data.subset(1, 0).oneHot().map((v, from, to) -> {});
        assertSame(views, views.atEpoch(7, 2));
    }

    @Test
    void impossibleViewsAreRefused() {
        Dataset data = twelveRows().findFirst().orElseThrow();
        assertRefused("rows[1] = 12, expected 0..11", () -> data.subset(3, 12));
        assertRefused("rows[0] = -1, expected 0..11", () -> data.subset(-1));
        assertRefused("a subset needs at least one row", data::subset);
        assertRefused("rows [3, 13) of 12, expected a range of at least one row", () -> data.range(3, 13));
        assertRefused("rows [3, 3) of 12, expected a range of at least one row", () -> data.range(3, 3));
        assertRefused("rows [-1, 3) of 12, expected a range of at least one row", () -> data.range(-1, 3));
        assertRefused("weights has 11 entries, expected one per row: 12", () -> data.withWeights(new double[11]));
        double[] weights = new double[12];
        assertRefused("all weights are 0", () -> data.withWeights(weights));
        weights[7] = -1;
        assertRefused("weights[7] = -1.0, expected finite and >= 0", () -> data.withWeights(weights));
        weights[7] = Double.NaN;
        assertRefused("weights[7] = NaN, expected finite and >= 0", () -> data.withWeights(weights));
    }

    @Test
    void oneHotNeedsLabels() {
        Dataset real = Dataset.of(new double[2][1], new double[2]);
        assertFalse(real.labels().isPresent());
        assertEquals(
                "oneHot needs class labels, but the targets are real values",
                assertThrows(IllegalStateException.class, real::oneHot).getMessage());
    }
}
