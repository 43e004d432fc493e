package dev.linnet.data;

import java.util.Optional;

/**
 * A data set as a user writes it, computed and not stored: row {@code r} has the features {@code 10 r} and {@code 10 r +
 * 1}, in epoch {@code e} of seed {@code s} more by {@code 1000 e + s}; its target is {@code r mod 3}, its weight
 * {@code r + 1}.
 */
final class UsersDataset implements Dataset {

    private final int size;
    private final double shift;

    UsersDataset(int size) {
        this(size, 0);
    }

    private UsersDataset(int size, double shift) {
        this.size = size;
        this.shift = shift;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int features() {
        return 2;
    }

    @Override
    public int targets() {
        return 1;
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.of(Labels.numbered(3));
    }

    @Override
    public void read(int[] rows, int from, int to, double[] features, double[] targets) {
        for (int i = from; i < to; i++) {
            if (features != null) {
                features[2 * i] = 10.0 * rows[i] + shift;
                features[2 * i + 1] = 10.0 * rows[i] + 1 + shift;
            }
            if (targets != null) {
                targets[i] = rows[i] % 3;
            }
        }
    }

    @Override
    public boolean weighted() {
        return true;
    }

    @Override
    public void readWeights(int[] rows, int from, int to, double[] weights) {
        for (int i = from; i < to; i++) {
            weights[i] = rows[i] + 1.0;
        }
    }

    @Override
    public Dataset atEpoch(long seed, int epoch) {
        return new UsersDataset(size, 1000.0 * epoch + seed);
    }
}
