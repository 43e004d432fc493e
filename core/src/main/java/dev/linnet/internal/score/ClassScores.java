package dev.linnet.internal.score;

import dev.linnet.data.Labels;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How well classes were predicted. Immutable. */
public final class ClassScores {

    private final Labels labels;
    private final List<ClassCounts> counts;
    private final int[][] confusion;
    private final double[] topK;
    private final double logLoss;
    private final Ranking ranking;

    /**
     * Scores; the arrays are kept.
     *
     * @param counts by class
     * @param confusion number of rows by [true class][predicted class]; null where a row may have several
     * @param topK share of the rows whose class is among the first 1, 2, 3 ...; [0] is the accuracy
     * @param logLoss NaN when the model's output is no probability
     * @param ranking null unless there are two exclusive classes
     */
    ClassScores(
            Labels labels,
            List<ClassCounts> counts,
            int[][] confusion,
            double[] topK,
            double logLoss,
            Ranking ranking) {
        this.labels = labels;
        this.counts = List.copyOf(counts);
        this.confusion = confusion;
        this.topK = topK;
        this.logLoss = logLoss;
        this.ranking = ranking;
    }

    /** The classes. */
    public Labels labels() {
        return labels;
    }

    /** How often each was predicted, and how often rightly. */
    public List<ClassCounts> counts() {
        return counts;
    }

    /** Number of rows by [true class][predicted class], not a copy; null where a row may have several classes. */
    public int[][] confusion() {
        return confusion;
    }

    /** Whether each row has exactly one class. */
    public boolean isExclusive() {
        return confusion != null;
    }

    /** Whether each row has one of two classes. */
    public boolean areTwo() {
        return ranking != null;
    }

    /** Share of the rows that were predicted rightly. */
    public double accuracy() {
        return topK[0];
    }

    /** Share of the rows whose class is among the first {@code k}, from 1; for exclusive classes. */
    public double topK(int k) {
        return topK[k - 1];
    }

    /** Mean of {@code -ln p} of the true classes; NaN when the model's output is no probability. */
    public double logLoss() {
        return logLoss;
    }

    /** Area under the ROC curve of two exclusive classes; NaN where one of them has no weight. */
    public double rocAuc() {
        return ranking.area();
    }

    /** The mean of {@code score} over the classes that occur. */
    public double macro(ToDoubleFunction<ClassCounts> score) {
        return mean(score, count -> count.occurs() ? 1 : 0);
    }

    /** The {@code score} of all classes taken as one. */
    public double micro(ToDoubleFunction<ClassCounts> score) {
        return score.applyAsDouble(counts.stream().reduce(ClassCounts.NONE, ClassCounts::plus));
    }

    /** The mean of {@code score} over the classes, each counting as much as the rows that truly belong to it. */
    public double weighted(ToDoubleFunction<ClassCounts> score) {
        return mean(score, ClassCounts::actual);
    }

    private double mean(ToDoubleFunction<ClassCounts> score, ToDoubleFunction<ClassCounts> weight) {
        double sum = 0;
        double weights = 0;
        for (ClassCounts count : counts) {
            double w = weight.applyAsDouble(count);
            sum += w * score.applyAsDouble(count);
            weights += w;
        }
        return ClassCounts.ratio(sum, weights);
    }
}
