package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linnet.examples.Confusions.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionsTest {
    @Test
    void bothDirectionsCountAndTheMostOftenConfusedComeFirst() {
        int[][] matrix = {
            {90, 1, 5, 0},
            {2, 80, 0, 0},
            {1, 4, 70, 3},
            {0, 0, 0, 60}
        };
        assertEquals(
                List.of(new Pair(0, 2, 5, 1), new Pair(1, 2, 0, 4), new Pair(0, 1, 1, 2), new Pair(2, 3, 3, 0)),
                Confusions.mostOften(matrix).toList());
    }

    @Test
    void ofPairsConfusedEquallyOftenTheSmallerClassesComeFirst() {
        int[][] matrix = {
            {0, 0, 1},
            {1, 0, 1},
            {0, 0, 0}
        };
        assertEquals(
                List.of(new Pair(0, 1, 0, 1), new Pair(0, 2, 1, 0), new Pair(1, 2, 1, 0)),
                Confusions.mostOften(matrix).toList());
    }

    @Test
    void nothingIsConfusedByAPerfectClassifierOrWithOneClass() {
        assertEquals(
                List.of(), Confusions.mostOften(new int[][] {{7, 0}, {0, 9}}).toList());
        assertEquals(List.of(), Confusions.mostOften(new int[][] {{7}}).toList());
    }
}
