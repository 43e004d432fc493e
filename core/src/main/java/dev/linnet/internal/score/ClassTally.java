package dev.linnet.internal.score;

import dev.linnet.data.Labels;
import dev.linnet.layer.Output;
import dev.linnet.loss.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts of a classification in which each row belongs to exactly one class. */
final class ClassTally extends Tally {

    private final Labels labels;
    private final int[][] confusion; // number of rows by [true class][predicted class]
    private final double[][] weightedConfusion;
    private final double[] weightAtRank; // by the number of classes that the model ranks above the true one
    private final CompensatedSum logLoss = new CompensatedSum();
    private final Ranking ranking; // null unless there are two classes
    private final boolean probabilities;
    private final Loss loss;
    private double[] rowLoss = new double[0];

    ClassTally(Output output, int outputs, int targetColumns, Labels labels) {
        super(outputs, targetColumns);
        int classes = labels.size();
        this.labels = labels;
        this.confusion = new int[classes][classes];
        this.weightedConfusion = new double[classes][classes];
        this.weightAtRank = new double[classes];
        this.ranking = classes == 2 ? new Ranking() : null;
        this.probabilities = output != Output.IDENTITY;
        this.loss = outputs == 1 ? Loss.binaryCrossEntropy() : Loss.softmaxCrossEntropy();
    }

    @Override
    void addRows(double[] logits, double[] targets, double[] weights, int from, int to) {
        for (int r = from; r < to; r++) {
            int actual = trueClass(targets, r);
            int rank = rank(logits, r, actual);
            int predicted = predictedClass(logits, r);
            double w = weight(weights, r);
            confusion[actual][predicted]++;
            weightedConfusion[actual][predicted] += w;
            weightAtRank[rank] += w;
            if (ranking != null) {
                int z = r * outputs;
                ranking.add(outputs == 1 ? logits[z] : logits[z + 1] - logits[z], actual == 1, w);
            }
        }
        if (probabilities) {
            if (rowLoss.length < to) {
                rowLoss = new double[to];
            }
            loss.evaluate(logits, targets, outputs, targetColumns, from, to, rowLoss, null);
            for (int r = from; r < to; r++) {
                logLoss.add(weight(weights, r) * rowLoss[r]);
            }
        }
    }

    /** A class index as it stands; of probabilities the most likely class; of a single one, whether it is above 0.5. */
    private int trueClass(double[] targets, int row) {
        if (targetColumns > 1) {
            return largest(targets, row * targetColumns, targetColumns);
        }
        return outputs == 1 ? above(targets[row], 0.5) : (int) targets[row];
    }

    private int predictedClass(double[] logits, int row) {
        return outputs == 1 ? above(logits[row], 0.0) : largest(logits, row * outputs, outputs);
    }

    /** How many classes come before {@code actual} when the model sorts them; of equals, the lower index comes first. */
    private int rank(double[] logits, int row, int actual) {
        if (outputs == 1) {
            return above(logits[row], 0.0) == actual ? 0 : 1;
        }
        int base = row * outputs;
        int rank = 0;
        for (int j = 0; j < outputs; j++) {
            double difference = logits[base + j] - logits[base + actual];
            if (difference > 0 || (difference == 0 && j < actual)) {
                rank++;
            }
        }
        return rank;
    }

    private static int above(double value, double threshold) {
        return value > threshold ? 1 : 0;
    }

    private static int largest(double[] values, int from, int count) {
        int best = 0;
        for (int j = 1; j < count; j++) {
            if (values[from + j] > values[from + best]) {
                best = j;
            }
        }
        return best;
    }

    @Override
    Scores scores(double totalWeight) {
        List<ClassCounts> counts = new ArrayList<>();
        for (int c = 0; c < labels.size(); c++) {
            counts.add(counts(c));
        }
        double[] topK = weightAtRank.clone();
        for (int rank = 1; rank < topK.length; rank++) {
            topK[rank] += topK[rank - 1];
        }
        double all = topK[topK.length - 1];
        Arrays.setAll(topK, rank -> topK[rank] / all);
        int[][] matrix = Arrays.stream(confusion).map(int[]::clone).toArray(int[][]::new);
        double meanLogLoss = probabilities ? logLoss.value() / totalWeight : Double.NaN;
        return Scores.of(
                rows,
                new ClassScores(labels, counts, matrix, topK, meanLogLoss, ranking == null ? null : ranking.copy()));
    }

    private ClassCounts counts(int c) {
        double predicted = 0;
        double actual = 0;
        int actualRows = 0;
        int predictedRows = 0;
        for (int other = 0; other < labels.size(); other++) {
            predicted += weightedConfusion[other][c];
            actual += weightedConfusion[c][other];
            predictedRows += confusion[other][c];
            actualRows += confusion[c][other];
        }
        return new ClassCounts(weightedConfusion[c][c], predicted, actual, actualRows, actualRows + predictedRows > 0);
    }
}
