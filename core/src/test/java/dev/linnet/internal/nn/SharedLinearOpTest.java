package dev.linnet.internal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.internal.math.GemmScratch;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
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
        Sides sides = new Sides(rows, in, out, workers, biased, true, seed);
        LinearOp byRows = sides.byRows();
        byRows.forward(0, rows, 0);
        byRows.backward(0, rows, 0);
        double[] y = sides.y.clone();
        double[] dX = sides.dX.clone();
        double[] gradient = sides.gradient(byRows);

        sides.forget();
        SharedLinearOp byColumns = sides.byColumns();
        for (int tile = byColumns.forwardTiles() - 1; tile >= 0; tile--) {
            byColumns.forwardColumns(tile, rows, tile % workers);
        }
        byColumns.forward(0, rows, 0);
        for (int tile = byColumns.backwardTiles() - 1; tile >= 0; tile--) {
            byColumns.backwardColumns(tile, rows, tile % workers);
        }
        byColumns.backward(0, rows, 0);
        assertArrayEquals(y, sides.y);
        assertArrayEquals(dX, sides.dX);
        assertArrayEquals(gradient, sides.gradient(byColumns));

        sides.forget();
        byColumns.predict(0, rows, 0);
        assertArrayEquals(y, sides.y);
    }

    @Test
    void thereAreNoMoreTilesThanWorkersAndNoneWithoutColumns() {
        assertEquals(2, new Sides(8, 90, 128, 2, true, true, 1).byColumns().forwardTiles());
        assertEquals(2, new Sides(8, 90, 128, 2, true, true, 1).byColumns().backwardTiles());
        assertEquals(1, new Sides(8, 5, 3, 4, true, true, 1).byColumns().forwardTiles());
        assertEquals(3, new Sides(8, 5, 20, 5, true, true, 1).byColumns().forwardTiles());
    }

    @Test
    void whereNobodyWantsTheInputsGradientThereIsNothingToShare() {
        assertEquals(0, new Sides(8, 90, 128, 2, true, false, 1).byColumns().backwardTiles());
    }

    @Test
    void itPaysForManyWeightsAndSeveralWorkers() {
        Parameter large = new Parameter("0.weight", 0, Parameter.Kind.WEIGHT, 256, 256, 0);
        Parameter small = new Parameter("0.weight", 0, Parameter.Kind.WEIGHT, 256, 255, 0);
        assertTrue(SharedLinearOp.pays(large, 2));
        assertFalse(SharedLinearOp.pays(large, 1));
        assertFalse(SharedLinearOp.pays(small, 2));
    }

    /** A layer's arrays, filled at random. */
    private static final class Sides {
        private final int rows;
        private final Parameter weight;
        private final Parameter bias;
        private final double[] parameters;
        private final double[] x;
        private final double[] y;
        private final double[] dX;
        private final double[] dY;
        private final GemmScratch[] scratch;

        Sides(int rows, int in, int out, int workers, boolean biased, boolean wanted, long seed) {
            this.rows = rows;
            this.weight = new Parameter("0.weight", 0, Parameter.Kind.WEIGHT, in, out, 0);
            this.bias = biased ? new Parameter("0.bias", 0, Parameter.Kind.BIAS, 1, out, in * out) : null;
            Random random = new Random(seed);
            this.parameters = random.doubles((in + 1L) * out, -1.0, 1.0).toArray();
            this.x = random.doubles((long) rows * in, -1.0, 1.0)
                    .map(v -> random.nextInt(3) == 0 ? 0.0 : v)
                    .toArray();
            this.y = new double[rows * out];
            this.dX = wanted ? new double[rows * in] : null;
            this.dY = random.doubles((long) rows * out, -1.0, 1.0).toArray();
            this.scratch = Stream.generate(GemmScratch::new).limit(workers).toArray(GemmScratch[]::new);
            forget();
        }

        void forget() {
            Arrays.fill(y, Double.NaN);
            if (dX != null) {
                Arrays.fill(dX, Double.NaN);
            }
        }

        LinearOp byRows() {
            return new LinearOp(weight, bias, parameters, x, y, dX, dY, rows, scratch);
        }

        SharedLinearOp byColumns() {
            return new SharedLinearOp(weight, bias, parameters, x, y, dX, dY, rows, scratch);
        }

        double[] gradient(LinearOp op) {
            double[] gradient = new double[parameters.length];
            for (Op.Tile tile : op.tiles()) {
                tile.gradient(gradient, tile.from(), false, rows, 0);
            }
            return gradient;
        }
    }
}
