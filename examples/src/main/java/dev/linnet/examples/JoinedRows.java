package dev.linnet.examples;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import java.util.Optional;

/** The rows of one data set followed by those of another with the same columns. */
final class JoinedRows implements Dataset {
    private final Dataset first;
    private final Dataset second;

    JoinedRows(Dataset first, Dataset second) {
        if (first.features() != second.features()
                || first.targets() != second.targets()
                || !first.labels().equals(second.labels())) {
            throw new IllegalArgumentException("first has " + first + ", second " + second);
        }
        this.first = first;
        this.second = second;
    }

    @Override
    public Dataset atEpoch(long seed, int epoch) {
        return new JoinedRows(first.atEpoch(seed, epoch), second.atEpoch(seed, epoch));
    }

    @Override
    public void read(int[] rows, int from, int to, double[] features, double[] targets) {
        int[] rowsOfSecond = new int[to];
        for (int i = from; i < to; i++) {
            if (rows[i] < first.size()) {
                first.read(rows, i, i + 1, features, targets);
            } else {
                rowsOfSecond[i] = rows[i] - first.size();
                second.read(rowsOfSecond, i, i + 1, features, targets);
            }
        }
    }

    @Override
    public int size() {
        return first.size() + second.size();
    }

    @Override
    public int features() {
        return first.features();
    }

    @Override
    public int targets() {
        return first.targets();
    }

    @Override
    public Optional<Labels> labels() {
        return first.labels();
    }
}
