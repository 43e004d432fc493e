package dev.linnet.internal.score;

import java.util.Arrays;

/** Rows of two classes, each with how likely a model holds the second: what the area under the ROC curve is computed of. */
final class Ranking {
    private double[] scores;
    private double[] weights;
    private boolean[] seconds;
    private int rows;

    Ranking() {
        this(new double[0], new double[0], new boolean[0]);
    }

    private Ranking(double[] scores, double[] weights, boolean[] seconds) {
        this.scores = scores;
        this.weights = weights;
        this.seconds = seconds;
        this.rows = scores.length;
    }

    /**
     * Adds a row.
     *
     * @param score the larger, the likelier the model holds the second class; not NaN
     * @param isSecond whether it is of the second class
     */
    void add(double score, boolean isSecond, double weight) {
        if (rows == scores.length) {
            int capacity = Math.max(64, 2 * rows);
            scores = Arrays.copyOf(scores, capacity);
            weights = Arrays.copyOf(weights, capacity);
            seconds = Arrays.copyOf(seconds, capacity);
        }
        scores[rows] = score + 0.0; // a negative zero would be sorted before 0
        weights[rows] = weight;
        seconds[rows] = isSecond;
        rows++;
    }

    /** The rows so far; those to come are not among them. */
    Ranking copy() {
        return new Ranking(Arrays.copyOf(scores, rows), Arrays.copyOf(weights, rows), Arrays.copyOf(seconds, rows));
    }

    /**
     * The chance that of two rows, one of each class, that of the second has the higher score; equal ones count half. Rows are
     * drawn by their weights. NaN where one of the classes has none.
     */
    double area() {
        double[] sorted = Arrays.copyOf(scores, rows);
        Arrays.sort(sorted);
        double[] ofFirst = new double[rows]; // weight by place of the score; equal scores share one of their places
        double[] ofSecond = new double[rows];
        for (int i = 0; i < rows; i++) {
            (seconds[i] ? ofSecond : ofFirst)[Arrays.binarySearch(sorted, scores[i])] += weights[i];
        }
        CompensatedSum below = new CompensatedSum();
        CompensatedSum all = new CompensatedSum();
        CompensatedSum rightlyOrdered = new CompensatedSum();
        for (int place = 0; place < rows; place++) {
            rightlyOrdered.add(ofSecond[place] * (below.value() + 0.5 * ofFirst[place]));
            below.add(ofFirst[place]);
            all.add(ofSecond[place]);
        }
        return rightlyOrdered.value() / below.value() / all.value();
    }
}
