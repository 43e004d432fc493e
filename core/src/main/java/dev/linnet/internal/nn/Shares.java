package dev.linnet.internal.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * Tiles of parameters shared out among workers: to each those that it owns, and of the others so many, one behind the other, that all have about as many parameters.
 *
 * <p>What a worker moves in every step stays in its cache. Neighbours should be one worker's as well: a processor fetches in advance what lies behind what it reads, and so
 * takes from another what that one needs.
 */
final class Shares {
    /** The tiles, worker by worker. */
    final List<Op.Tile> tiles = new ArrayList<>();

    /** For each worker, the number of its first tile; last, the number of tiles. */
    final int[] starts;

    Shares(List<? extends Op.Tile> all, int workers) {
        List<List<Op.Tile>> shares = new ArrayList<>();
        long[] parameters = new long[workers];
        for (int worker = 0; worker < workers; worker++) {
            shares.add(new ArrayList<>());
        }
        long sum = 0;
        for (Op.Tile tile : all) {
            sum += tile.to() - tile.from();
            if (tile.owner() != Op.Tile.ANYBODY) {
                shares.get(tile.owner()).add(tile);
                parameters[tile.owner()] += tile.to() - tile.from();
            }
        }
        int worker = 0;
        for (Op.Tile tile : all) {
            if (tile.owner() == Op.Tile.ANYBODY) {
                int count = tile.to() - tile.from();
                while (worker < workers - 1 && (parameters[worker] + count / 2) * workers > sum) {
                    worker++;
                }
                shares.get(worker).add(tile);
                parameters[worker] += count;
            }
        }
        starts = new int[workers + 1];
        for (worker = 0; worker < workers; worker++) {
            tiles.addAll(shares.get(worker));
            starts[worker + 1] = tiles.size();
        }
    }
}
