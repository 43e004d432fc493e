package dev.linnet.internal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.internal.math.Team;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Terms that workers share out, against rows. */
class RelayLinearOpTest {

    @Property(tries = 60)
    @Tag("kernel")
    void termsOfSeveralWorkersGiveTheBitsThatRowsGive(
            @ForAll @IntRange(min = 1, max = 70) int rows,
            @ForAll @IntRange(min = 128, max = 700) int in,
            @ForAll @IntRange(min = 64, max = 500) int out,
            @ForAll @IntRange(min = 1, max = 4) int workers,
            @ForAll boolean biased,
            @ForAll long seed) {
        assertTermsGiveTheBitsOfRows(rows, in, out, workers, biased, seed);
    }

    @ParameterizedTest
    @Tag("kernel")
    @CsvSource({"70, 1100, 300, 2, true", "9, 1100, 300, 2, false", "70, 1700, 260, 3, true", "16, 1701, 259, 3, false"
    })
    void norDoesItMatterInHowManyPiecesColumnsCome(int rows, int in, int out, int workers, boolean biased) {
        assertTermsGiveTheBitsOfRows(rows, in, out, workers, biased, 1);
    }

    private static void assertTermsGiveTheBitsOfRows(
            int rows, int in, int out, int workers, boolean biased, long seed) {
        LinearSides sides = new LinearSides(rows, in, out, workers, biased, true, seed);
        RelayLinearOp byTerms = sides.byTerms();
        try (Team team = Team.of(workers)) {
            for (int few : new int[] {rows, (rows + 1) / 2, rows}) { // each finds what the one before has left
                LinearOp byRows = sides.byRows();
                sides.nextBatch();
                sides.forget();
                byRows.forward(0, few, 0);
                byRows.backward(0, few, 0);
                double[] y = sides.y.clone();
                double[] dX = sides.dX.clone();
                double[] gradient = sides.gradient(byRows, few);

                sides.forget();
                team.run((tile, worker) -> byTerms.forwardTile(tile, few, worker), byTerms.forwardTiles());
                byTerms.forward(0, few, 0);
                team.run((tile, worker) -> byTerms.backwardTile(tile, few, worker), byTerms.backwardTiles());
                byTerms.backward(0, few, 0);
                assertArrayEquals(y, sides.y);
                assertArrayEquals(dX, sides.dX);
                assertArrayEquals(gradient, sides.gradient(byTerms, few));

                sides.forget();
                byTerms.predict(0, few, 0);
                assertArrayEquals(y, sides.y);
                if (few < rows) {
                    byTerms.changeKernels(); // as if others had taken over
                }
            }
        }
    }

    @Test
    void eachWorkerOwnsTheWeightsThatItGoesForwardWith() {
        RelayLinearOp byTerms = new LinearSides(64, 90, 70, 2, true, true, 1).byTerms();
        assertEquals(2, byTerms.forwardTiles());
        assertEquals(2, byTerms.backwardTiles());
        List<Op.Tile> tiles = byTerms.tiles();
        assertEquals(
                List.of(0, 1, Op.Tile.ANYBODY),
                tiles.stream().map(Op.Tile::owner).toList());
        assertEquals(40 * 70, tiles.get(1).from());
        assertEquals(90 * 70, tiles.get(1).to());
    }

    @Test
    void whereNobodyWantsTheInputsGradientThereIsNothingToShare() {
        assertEquals(0, new LinearSides(8, 90, 128, 2, true, false, 1).byTerms().backwardTiles());
    }

    @Test
    @Timeout(60)
    void nobodyWaitsForAWorkerThatFailed() {
        LinearSides sides = new LinearSides(8, 90, 70, 3, true, true, 1);
        RelayLinearOp byTerms = sides.byTerms();
        try (Team team = Team.of(3)) {
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> team.run(
                            (tile, worker) ->
                                    byTerms.forwardTile(tile, 8, tile == 0 ? 3 : worker), // there is no worker 3
                            byTerms.forwardTiles()));
        }
    }

    @Test
    void itPaysForManyWeightsFewWorkersAndManyRows() {
        Parameter large = weight(784, 128);
        assertTrue(RelayLinearOp.pays(large, 2, 64));
        assertFalse(RelayLinearOp.pays(large, 1, 64));
        assertFalse(RelayLinearOp.pays(
                large, 2, 56)); // seven pieces: the second worker would wait for a seventh of the time
        assertFalse(RelayLinearOp.pays(large, 3, 64));
        assertTrue(RelayLinearOp.pays(large, 3, 128));
        assertTrue(RelayLinearOp.pays(weight(784, 512), 3, 64)); // two pieces side by side
        assertFalse(RelayLinearOp.pays(weight(512, 127), 2, 64));
        assertFalse(RelayLinearOp.pays(weight(2_000, 63), 2, 64));
        assertFalse(RelayLinearOp.pays(weight(48, 2_000), 2, 64));
        assertFalse(RelayLinearOp.pays(weight(100_000, 100), 2, 64)); // a panel as high does not fit into a cache
    }

    private static Parameter weight(int rows, int columns) {
        return new Parameter("0.weight", 0, Parameter.Kind.WEIGHT, rows, columns, 0);
    }
}
