package dev.linnet.data;

import java.util.stream.IntStream;

/** Reads rows of a data set into new arrays; all of them where none are named. */
final class Read {

    private Read() {}

    static double[] features(Dataset data, int... rows) {
        int[] wanted = orAll(data, rows);
        double[] features = new double[wanted.length * data.features()];
        data.read(wanted, 0, wanted.length, features, null);
        return features;
    }

    static double[] targets(Dataset data, int... rows) {
        int[] wanted = orAll(data, rows);
        double[] targets = new double[wanted.length * data.targets()];
        data.read(wanted, 0, wanted.length, null, targets);
        return targets;
    }

    static double[] weights(Dataset data, int... rows) {
        int[] wanted = orAll(data, rows);
        double[] weights = new double[wanted.length];
        data.readWeights(wanted, 0, wanted.length, weights);
        return weights;
    }

    private static int[] orAll(Dataset data, int[] rows) {
        return rows.length > 0 ? rows : IntStream.range(0, data.size()).toArray();
    }
}
