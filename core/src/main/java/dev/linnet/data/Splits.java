package dev.linnet.data;

import dev.linnet.internal.math.Checks;
import dev.linnet.internal.math.Purpose;
import dev.linnet.internal.math.RandomStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Divides rows into parts, at random or with the classes spread evenly. */
final class Splits {

    private Splits() {}

    static Dataset shuffled(Dataset data, long seed) {
        return Views.select(data, permutation(data.size(), seed));
    }

    static Split split(Dataset data, double testFraction, long seed) {
        Checks.fraction(testFraction, "testFraction");
        long count = Math.round(testFraction * data.size());
        int[] order = permutation(data.size(), seed);
        boolean[] inTest = new boolean[order.length];
        for (int i = 0; i < count; i++) {
            inTest[order[i]] = true;
        }
        Split split = split(data, inTest);
        refuseLostClass(data, inTest, "stratifiedSplit");
        return split;
    }

    static Split stratifiedSplit(Dataset data, double testFraction, long seed) {
        Checks.fraction(testFraction, "testFraction");
        Classes classes = Classes.of(data, Views.labelsFor("stratifiedSplit", data));
        int[] wanted = testCounts(classes.counts, testFraction, data.size());
        boolean[] inTest = new boolean[data.size()];
        for (int row : permutation(data.size(), seed)) {
            inTest[row] = wanted[classes.ofRow[row]]-- > 0;
        }
        return split(data, inTest);
    }

    static List<Split> kFold(Dataset data, int k, long seed) {
        checkFolds(data, k);
        return folds(data, permutation(data.size(), seed), k);
    }

    static List<Split> stratifiedKFold(Dataset data, int k, long seed) {
        checkFolds(data, k);
        Classes classes = Classes.of(data, Views.labelsFor("stratifiedKFold", data));
        for (int c = 0; c < classes.counts.length; c++) {
            int rows = classes.counts[c];
            if (rows > 0 && rows < k) {
                throw new IllegalArgumentException("k = " + k + ", but class " + classes.labels.name(c) + " has " + rows
                        + (rows == 1 ? " row" : " rows"));
            }
        }
        return folds(data, classes.sorted(permutation(data.size(), seed)), k);
    }

    /**
     * How many rows of each class to hold out: its share, rounded down, or up where the remainder is largest, so that
     * the total comes as near to its own share as it can. Each class keeps at least one row to train on.
     */
    private static int[] testCounts(int[] counts, double testFraction, int size) {
        int[] test = new int[counts.length];
        double[] remainder = new double[counts.length];
        long missing = Math.round(testFraction * size);
        for (int c = 0; c < counts.length; c++) {
            double share = testFraction * counts[c];
            test[c] = (int) share;
            remainder[c] = share - test[c];
            missing -= test[c];
        }
        IntStream.range(0, counts.length)
                .filter(c -> remainder[c] > 0 && test[c] + 1 < counts[c])
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -remainder[c]))
                .limit(missing)
                .forEach(c -> test[c]++);
        return test;
    }

    /** Deals rows like cards, so that neither they nor, where they come sorted, their classes pile up in a fold. */
    private static List<Split> folds(Dataset data, int[] order, int k) {
        List<Split> folds = new ArrayList<>();
        for (int fold = 0; fold < k; fold++) {
            boolean[] inTest = new boolean[order.length];
            for (int i = fold; i < order.length; i += k) {
                inTest[order[i]] = true;
            }
            folds.add(split(data, inTest));
            refuseLostClass(data, inTest, "stratifiedKFold");
        }
        return List.copyOf(folds);
    }

    private static Split split(Dataset data, boolean[] inTest) {
        return new Split(
                Views.select(data, rows(inTest, false, "training")), Views.select(data, rows(inTest, true, "test")));
    }

    private static int[] rows(boolean[] inTest, boolean test, String part) {
        int[] rows = IntStream.range(0, inTest.length)
                .filter(row -> inTest[row] == test)
                .toArray();
        if (rows.length == 0) {
            throw new IllegalArgumentException("a split of " + inTest.length + (inTest.length == 1 ? " row" : " rows")
                    + " that leaves the " + part + " part empty");
        }
        return rows;
    }

    /** A network trained without any row of a class could never name it. */
    private static void refuseLostClass(Dataset data, boolean[] inTest, String remedy) {
        if (data.labels().isEmpty()) {
            return;
        }
        Classes classes = Classes.of(data, data.labels().get());
        int[] left = classes.counts.clone();
        for (int row = 0; row < inTest.length; row++) {
            if (inTest[row] && --left[classes.ofRow[row]] == 0) {
                throw new IllegalArgumentException("class "
                        + classes.labels.name(classes.ofRow[row])
                        + " has no row in the training part; " + remedy + " would keep some");
            }
        }
    }

    private static void checkFolds(Dataset data, int k) {
        if (k < 2 || k > data.size()) {
            throw new IllegalArgumentException("k = " + k + ", expected 2.." + data.size() + ", the number of rows");
        }
    }

    private static int[] permutation(int size, long seed) {
        int[] order = IntStream.range(0, size).toArray();
        RandomStream.shuffle(order, 0, size, seed, Purpose.SPLIT, 0, 0);
        return order;
    }
}
