package dev.linnet.internal.score;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a tally of all rows gives: of a classification {@code classes}, of a regression {@code errors}; the other is null.
 *
 * @param rows number of rows
 * @param errors by target column
 */
public record Scores(int rows, ClassScores classes, List<ColumnErrors> errors) {
    static Scores of(int rows, ClassScores classes) {
        return new Scores(rows, classes, null);
    }

    static Scores of(int rows, List<ColumnErrors> errors) {
        return new Scores(rows, null, List.copyOf(errors));
    }

    /** Whether classes were predicted, and not values. */
    public boolean isClassification() {
        return classes != null;
    }

    /** The mean of {@code error} over the target columns of a regression. */
    public double mean(ToDoubleFunction<ColumnErrors> error) {
        double sum = 0;
        for (ColumnErrors column : errors) {
            sum += error.applyAsDouble(column);
        }
        return sum / errors.size();
    }
}
