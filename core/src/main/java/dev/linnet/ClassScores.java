package dev.linnet;

import dev.linnet.data.Labels;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What an {@link Evaluation} says of a classification. */
final class ClassScores {

    final Labels labels;
    final List<ClassCounts> counts; // by class
    final int[][] confusion; // number of rows by [true class][predicted class]; null where a row may have several
    final double[] topK; // share of the rows whose class is among the first 1, 2, 3 ...; [0] is the accuracy
    final double logLoss; // NaN when the model's output is no probability

    /** The arrays are kept. */
    ClassScores(Labels labels, List<ClassCounts> counts, int[][] confusion, double[] topK, double logLoss) {
        this.labels = labels;
        this.counts = List.copyOf(counts);
        this.confusion = confusion;
        this.topK = topK;
        this.logLoss = logLoss;
    }

    /** The average over the classes of {@code score}: precision, recall or F1. */
    double average(ToDoubleFunction<ClassCounts> score, Evaluation.Average average) {
        return switch (average) {
            case MACRO -> mean(score, count -> count.occurs() ? 1 : 0);
            case MICRO -> score.applyAsDouble(counts.stream().reduce(ClassCounts.NONE, ClassCounts::plus));
            case WEIGHTED -> mean(score, ClassCounts::actual);
        };
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
