package dev.linnet.internal.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * Tiles of parameters, shared out among workers. Each gets those that it owns and some of the others, neighbours, so that all have about as many parameters.
 *
 * <p>What a worker moves in every step stays in its cache. Neighbours should be one worker's as well: a processor fetches in advance what lies behind what it reads, and so
 * takes from another what that one needs.
 */
final class Shares {
    /** The tiles, worker by worker. */
    final List<Op.Tile> tiles = new ArrayList<>();

    /** For each worker, the number of its first tile; last, the number of tiles. */
    final int[] starts;

    private final List<List<Op.Tile>> ofWorkers = new ArrayList<>();
    private final long[] parameters;

    Shares(List<? extends Op.Tile> all, int workers) {
        parameters = new long[workers];
        for (int worker = 0; worker < workers; worker++) {
            ofWorkers.add(new ArrayList<>());
        }
        for (Op.Tile tile : all) {
            if (tile.owner() != Op.Tile.ANYBODY) {
                give(tile, tile.owner());
            }
        }
        giveOthers(all);
        starts = new int[workers + 1];
        for (int worker = 0; worker < workers; worker++) {
            tiles.addAll(ofWorkers.get(worker));
            starts[worker + 1] = tiles.size();
        }
    }

    /** Gives the tiles that nobody owns to the first worker until it has its part of all parameters, and then to the next. */
    private void giveOthers(List<? extends Op.Tile> all) {
        long sum = all.stream().mapToLong(Shares::count).sum();
        int workers = parameters.length;
        int worker = 0;
        for (Op.Tile tile : all) {
            if (tile.owner() == Op.Tile.ANYBODY) {
                while (worker < workers - 1 && (parameters[worker] + count(tile) / 2) * workers > sum) {
                    worker++;
                }
                give(tile, worker);
            }
        }
    }

    private void give(Op.Tile tile, int worker) {
        ofWorkers.get(worker).add(tile);
        parameters[worker] += count(tile);
    }

    private static int count(Op.Tile tile) {
        return tile.to() - tile.from();
    }
}
