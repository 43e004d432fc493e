package dev.linnet.internal.score;

import dev.linnet.data.Labels;
import dev.linnet.loss.Loss;
import java.util.ArrayList;
import java.util.List;

/** Counts of a classification in which each row may have any number of labels, one column each. */
final class MultiLabelTally extends Tally {

    private final double[] hits; // weight of the rows that have the label and are given it
    private final double[] predicted; // weight of the rows that are given the label
    private final double[] actual; // weight of the rows that have the label
    private final int[] actualRows;
    private final CompensatedSum allRight = new CompensatedSum();
    private final CompensatedSum logLoss = new CompensatedSum();
    private double[] rowLoss = new double[0];

    MultiLabelTally(int outputs) {
        super(outputs, outputs);
        hits = new double[outputs];
        predicted = new double[outputs];
        actual = new double[outputs];
        actualRows = new int[outputs];
    }

    @Override
    void addRows(double[] logits, double[] targets, double[] weights, int from, int to) {
        if (rowLoss.length < to) {
            rowLoss = new double[to];
        }
        Loss.binaryCrossEntropy().evaluate(logits, targets, outputs, targetColumns, from, to, rowLoss, null);
        for (int r = from; r < to; r++) {
            double w = weight(weights, r);
            logLoss.add(w * rowLoss[r]);
            allRight.add(addRow(logits, targets, r, w) ? w : 0);
        }
    }

    private boolean addRow(double[] logits, double[] targets, int row, double w) {
        boolean right = true;
        for (int j = 0; j < outputs; j++) {
            boolean given = logits[row * outputs + j] > 0;
            boolean has = targets[row * outputs + j] > 0.5;
            predicted[j] += given ? w : 0;
            actual[j] += has ? w : 0;
            actualRows[j] += has ? 1 : 0;
            hits[j] += given && has ? w : 0;
            right &= given == has;
        }
        return right;
    }

    @Override
    Scores scores(double totalWeight) {
        List<ClassCounts> counts = new ArrayList<>();
        for (int j = 0; j < outputs; j++) {
            counts.add(new ClassCounts(hits[j], predicted[j], actual[j], actualRows[j], true));
        }
        double[] accuracy = {allRight.value() / totalWeight};
        return Scores.of(
                rows,
                new ClassScores(Labels.numbered(outputs), counts, null, accuracy, logLoss.value() / totalWeight, null));
    }
}
