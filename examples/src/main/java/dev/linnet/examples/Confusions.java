package dev.linnet.examples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Which classes a classifier confuses with one another. */
final class Confusions {
    private Confusions() {}

    /**
     * Two classes, {@code a < b}, and how often one was taken for the other.
     *
     * @param aForB the number of {@code a}s that were taken for {@code b}
     * @param bForA the number of {@code b}s that were taken for {@code a}
     */
    record Pair(int a, int b, int aForB, int bForA) {
        int total() {
            return aForB + bForA;
        }
    }

    /**
     * The pairs that were confused at all, the most often confused first; of equals, in ascending order.
     *
     * @param matrix {@code [true class][predicted class]}; not modified
     */
    static Stream<Pair> mostOften(int[][] matrix) {
        List<Pair> pairs = new ArrayList<>();
        for (int a = 0; a < matrix.length; a++) {
            for (int b = a + 1; b < matrix.length; b++) {
                pairs.add(new Pair(a, b, matrix[a][b], matrix[b][a]));
            }
        }
        return pairs.stream()
                .filter(pair -> pair.total() > 0)
                .sorted(Comparator.comparingInt(Pair::total).reversed());
    }
}
