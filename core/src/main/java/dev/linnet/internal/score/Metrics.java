package dev.linnet.internal.score;

import dev.linnet.training.Metric;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Reads metrics off scores. */
public final class Metrics {
    private Metrics() {}

    /**
     * Refuses metrics that the scores of {@code tally}, which has no rows yet, will say nothing of.
     *
     * @throws IllegalArgumentException if there is one
     */
    public static void check(Tally tally, List<Metric> metrics) {
        Scores none = tally.scores(1.0);
        metrics.forEach(metric -> of(none, metric));
    }

    /**
     * What {@code scores} say of {@code metric}.
     *
     * @throws IllegalArgumentException if they say nothing of it: it needs classes, or values, or other classes
     */
    public static double of(Scores scores, Metric metric) {
        return switch (metric) {
            case ACCURACY -> classes(scores, metric).accuracy();
            case TOP_2 -> topK(scores, metric, 2);
            case TOP_3 -> topK(scores, metric, 3);
            case TOP_5 -> topK(scores, metric, 5);
            case PRECISION -> ofSecond(scores, metric, ClassCounts::precision);
            case RECALL -> ofSecond(scores, metric, ClassCounts::recall);
            case F1 -> ofSecond(scores, metric, ClassCounts::f1);
            case ROC_AUC -> two(scores, metric, "").rocAuc();
            case MACRO_PRECISION -> classes(scores, metric).macro(ClassCounts::precision);
            case MACRO_RECALL -> classes(scores, metric).macro(ClassCounts::recall);
            case MACRO_F1 -> classes(scores, metric).macro(ClassCounts::f1);
            case WEIGHTED_F1 -> classes(scores, metric).weighted(ClassCounts::f1);
            case LOG_LOSS -> logLoss(scores, metric);
            case MSE -> error(scores, metric, ColumnErrors::mse);
            case RMSE -> Math.sqrt(error(scores, metric, ColumnErrors::mse));
            case MAE -> error(scores, metric, ColumnErrors::mae);
            case R2 -> error(scores, metric, ColumnErrors::r2);
        };
    }

    private static ClassScores classes(Scores scores, Metric metric) {
        require(scores.isClassification(), metric, "classes: targets are values");
        return scores.classes();
    }

    private static double topK(Scores scores, Metric metric, int k) {
        ClassScores classes = classes(scores, metric);
        require(classes.isExclusive(), metric, "one class per row: here a row may have several labels");
        int count = classes.labels().size();
        require(k <= count, metric, "at least " + k + " classes: there are " + count);
        return classes.topK(k);
    }

    private static double ofSecond(Scores scores, Metric metric, ToDoubleFunction<ClassCounts> score) {
        ClassScores classes = two(scores, metric, "; take \"macro " + metric + "\"");
        return score.applyAsDouble(classes.counts().get(1));
    }

    private static ClassScores two(Scores scores, Metric metric, String otherwise) {
        ClassScores classes = classes(scores, metric);
        String what = classes.isExclusive() ? "" : " labels a row may have";
        require(
                classes.areTwo(),
                metric,
                "two classes: there are " + classes.labels().size() + what + otherwise);
        return classes;
    }

    private static double logLoss(Scores scores, Metric metric) {
        double logLoss = classes(scores, metric).logLoss();
        require(!Double.isNaN(logLoss), metric, "probabilities: the model's output are plain values");
        return logLoss;
    }

    private static double error(Scores scores, Metric metric, ToDoubleFunction<ColumnErrors> error) {
        require(!scores.isClassification(), metric, "real-valued targets: these are classes");
        return scores.mean(error);
    }

    private static void require(boolean holds, Metric metric, String what) {
        if (!holds) {
            throw new IllegalArgumentException("metric \"" + metric + "\" needs " + what);
        }
    }
}
