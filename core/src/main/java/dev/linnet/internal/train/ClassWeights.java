package dev.linnet.internal.train;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;

/** Weights of rows by their classes. */
final class ClassWeights {
    private ClassWeights() {}

    /**
     * The same rows, each one's weight multiplied by that of its class.
     *
     * @param given one weight a class; empty for balanced ones, {@code rows / (classes * rows of the class)}
     * @throws IllegalArgumentException if the targets are not class labels, the weights not as many as classes, or all rows
     *     are of classes that weigh 0
     */
    static Dataset apply(Dataset data, double[] given) {
        Labels labels = data.labels()
                .orElseThrow(() -> new IllegalArgumentException("class weights need class labels: targets are values"));
        if (given.length > 0 && given.length != labels.size()) {
            throw new IllegalArgumentException(
                    "class weights: " + given.length + " weights, expected " + labels.size() + ", one for each class");
        }
        int size = data.size();
        int[] rows = new int[size];
        for (int i = 0; i < size; i++) {
            rows[i] = i;
        }
        double[] classes = new double[size];
        data.read(rows, 0, size, null, classes);
        double[] weights = new double[size];
        data.readWeights(rows, 0, size, weights);
        double[] ofClass = given.length > 0 ? given : balanced(classes, labels.size());
        double largest = 0.0;
        for (int i = 0; i < size; i++) {
            weights[i] *= ofClass[(int) classes[i]];
            largest = Math.max(largest, weights[i]);
        }
        if (largest == 0.0) {
            throw new IllegalArgumentException("class weights: with them all " + size + " rows weigh 0");
        }
        return data.withWeights(weights);
    }

    private static double[] balanced(double[] classes, int count) {
        double[] weights = new double[count];
        for (double c : classes) {
            weights[(int) c]++;
        }
        for (int c = 0; c < count; c++) {
            weights[c] = weights[c] == 0.0 ? 0.0 : classes.length / (count * weights[c]);
        }
        return weights;
    }
}
