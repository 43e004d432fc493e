package dev.linnet.internal.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.internal.math.Gemm;
import dev.linnet.internal.math.GemmScratch;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** How the weights of a layer are cut into tiles, which kernels decide about. */
@Tag("kernel")
class LinearOpTest {
    @Property(tries = 200)
    void tilesAreAllWeightsOneBehindTheOther(
            @ForAll @IntRange(min = 1, max = 900) int in,
            @ForAll @IntRange(min = 1, max = 90) int out,
            @ForAll @IntRange(min = 1, max = 9) int workers) {
        int most = Gemm.gradientRows(out, new GemmScratch());
        int next = 0;
        for (Op.Tile tile : tiles(in, out, workers)) {
            assertEquals(next, tile.from());
            assertTrue(tile.to() > tile.from());
            assertEquals(0, tile.to() % out);
            assertTrue(tile.to() - tile.from() <= most * out);
            next = tile.to();
        }
        assertEquals(in * out, next);
    }

    /** Where tiles are large there are few, and one more for one thread is much. */
    @Example
    void threadsGetAsManyTilesEachOrManySmallOnes() {
        for (int workers = 1; workers <= 4; workers++) {
            int tiles = tiles(784, 10, workers).size();
            assertTrue(tiles % workers == 0 || tiles >= 784 / 64, tiles + " tiles for " + workers);
        }
    }

    private static List<Op.Tile> tiles(int in, int out, int workers) {
        return new LinearSides(1, in, out, workers, false, true, 1).byRows().tiles();
    }
}
