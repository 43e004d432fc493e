package dev.linnet.internal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Columns that workers share out, against rows. */
class SharedLinearOpTest {

    @Property(tries = 60)
    @Tag("kernel")
    void columnsGiveTheBitsThatRowsGive(
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 90) int in,
            @ForAll @IntRange(min = 1, max = 90) int out,
            @ForAll @IntRange(min = 1, max = 5) int workers,
            @ForAll boolean biased,
            @ForAll long seed) {
        LinearSides sides = new LinearSides(rows, in, out, workers, biased, true, seed);
        LinearOp byRows = sides.byRows();
        byRows.forward(0, rows, 0);
        byRows.backward(0, rows, 0);
        double[] y = sides.y.clone();
        double[] dX = sides.dX.clone();
        double[] gradient = sides.gradient(byRows, rows);

        sides.forget();
        SharedLinearOp byColumns = sides.byColumns();
        for (int tile = byColumns.forwardTiles() - 1; tile >= 0; tile--) {
            byColumns.forwardTile(tile, rows, tile % workers);
        }
        byColumns.forward(0, rows, 0);
        for (int tile = byColumns.backwardTiles() - 1; tile >= 0; tile--) {
            byColumns.backwardTile(tile, rows, tile % workers);
        }
        byColumns.backward(0, rows, 0);
        assertArrayEquals(y, sides.y);
        assertArrayEquals(dX, sides.dX);
        assertArrayEquals(gradient, sides.gradient(byColumns, rows));

        sides.forget();
        byColumns.predict(0, rows, 0);
        assertArrayEquals(y, sides.y);
    }

    @Test
    void thereAreNoMoreTilesThanWorkersAndNoneWithoutColumns() {
        assertEquals(
                2, new LinearSides(8, 90, 128, 2, true, true, 1).byColumns().forwardTiles());
        assertEquals(
                2, new LinearSides(8, 90, 128, 2, true, true, 1).byColumns().backwardTiles());
        assertEquals(1, new LinearSides(8, 5, 3, 4, true, true, 1).byColumns().forwardTiles());
        assertEquals(3, new LinearSides(8, 5, 20, 5, true, true, 1).byColumns().forwardTiles());
    }

    @Test
    void whereNobodyWantsTheInputsGradientThereIsNothingToShare() {
        assertEquals(
                0, new LinearSides(8, 90, 128, 2, true, false, 1).byColumns().backwardTiles());
    }

    @Test
    void itPaysForManyWeightsAndSeveralWorkers() {
        Parameter large = new Parameter("0.weight", 0, Parameter.Kind.WEIGHT, 256, 256, 0);
        Parameter small = new Parameter("0.weight", 0, Parameter.Kind.WEIGHT, 256, 255, 0);
        assertTrue(SharedLinearOp.pays(large, 2));
        assertFalse(SharedLinearOp.pays(large, 1));
        assertFalse(SharedLinearOp.pays(small, 2));
    }
}
