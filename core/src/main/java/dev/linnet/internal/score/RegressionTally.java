package dev.linnet.internal.score;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Sums of a regression's errors, per target column. */
final class RegressionTally extends Tally {

    private final CompensatedSum[] squaredErrors;
    private final CompensatedSum[] absoluteErrors;
    private final double[] first; // target of the first row; distances from it lose no digits to a large mean
    private final double[] mean; // of the targets' distances from the first
    private final double[] variation; // weighted sum of the squared distances of the targets from their mean
    private double weightSoFar;

    RegressionTally(int outputs) {
        super(outputs, outputs);
        squaredErrors = sums(outputs);
        absoluteErrors = sums(outputs);
        variation = new double[outputs];
        first = new double[outputs];
        mean = new double[outputs];
    }

    private static CompensatedSum[] sums(int count) {
        return Stream.generate(CompensatedSum::new).limit(count).toArray(CompensatedSum[]::new);
    }

    @Override
    void addRows(double[] logits, double[] targets, double[] weights, int from, int to) {
        for (int r = from; r < to; r++) {
            double w = weight(weights, r);
            if (w > 0) {
                if (weightSoFar == 0) {
                    System.arraycopy(targets, r * outputs, first, 0, outputs);
                }
                weightSoFar += w;
                for (int j = 0; j < outputs; j++) {
                    add(j, logits[r * outputs + j], targets[r * outputs + j], w);
                }
            }
        }
    }

    /** Mean and variation go on as West (1979) gives them for weighted data, without a difference of large sums. */
    private void add(int column, double prediction, double target, double w) {
        double error = prediction - target;
        squaredErrors[column].add(w * error * error);
        absoluteErrors[column].add(w * Math.abs(error));
        double distance = target - first[column];
        double before = distance - mean[column];
        mean[column] += w / weightSoFar * before;
        variation[column] += w * before * (distance - mean[column]);
    }

    @Override
    Scores scores(double totalWeight) {
        List<ColumnErrors> errors = new ArrayList<>();
        for (int j = 0; j < outputs; j++) {
            double unexplained = squaredErrors[j].value();
            double r2 = variation[j] > 0 ? 1 - unexplained / variation[j] : unexplained == 0 ? 1 : 0;
            errors.add(new ColumnErrors(unexplained / totalWeight, absoluteErrors[j].value() / totalWeight, r2));
        }
        return Scores.of(rows, errors);
    }
}
