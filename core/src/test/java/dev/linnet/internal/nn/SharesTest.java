package dev.linnet.internal.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SharesTest {
    @Test
    void aWorkerGetsItsOwnTilesAndNeighboursOfTheOthersUntilAllHaveAsMuch() {
        Tile a = new Tile(0, 100, 1);
        Tile b = new Tile(100, 200, 0);
        Tile c = new Tile(200, 240, Op.Tile.ANYBODY);
        Tile d = new Tile(240, 280, Op.Tile.ANYBODY);
        Tile e = new Tile(280, 360, Op.Tile.ANYBODY);
        Shares shares = new Shares(List.of(a, b, c, d, e), 2);
        assertEquals(List.of(b, c, d, a, e), shares.tiles);
        assertArrayEquals(new int[] {0, 3, 5}, shares.starts);
    }

    @Test
    void tilesWithoutOwnersAreCutWhereTheHalvesMeet() {
        List<Tile> tiles = List.of(
                new Tile(0, 10, Op.Tile.ANYBODY),
                new Tile(10, 20, Op.Tile.ANYBODY),
                new Tile(20, 30, Op.Tile.ANYBODY),
                new Tile(30, 40, Op.Tile.ANYBODY));
        assertArrayEquals(new int[] {0, 2, 4}, new Shares(tiles, 2).starts);
        assertArrayEquals(new int[] {0, 4}, new Shares(tiles, 1).starts);
        assertArrayEquals(new int[] {0, 1, 2, 3, 4}, new Shares(tiles, 4).starts);
        assertEquals(tiles, new Shares(tiles, 3).tiles);
    }

    @Test
    void whoOwnsTooMuchGetsNothingElse() {
        Tile a = new Tile(0, 90, 0);
        Tile b = new Tile(90, 100, Op.Tile.ANYBODY);
        assertArrayEquals(new int[] {0, 1, 2}, new Shares(List.of(a, b), 2).starts);
    }

    private record Tile(int from, int to, int owner) implements Op.Tile {
        @Override
        public void gradient(double[] gradients, int at, boolean adds, int rows, int worker) {
            throw new AssertionError("not asked for");
        }

        @Override
        public boolean decays() {
            return true;
        }
    }
}
