package dev.linnet.training;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A number that says how well a model predicts, chosen by its name: {@code Training.withMetrics("accuracy", "macro f1")}.
 *
 * <p>Each is what the {@code Evaluation} of the same rows says, bit for bit.
 */
public enum Metric {
    /** The share of rows whose class was predicted. */
    ACCURACY("accuracy", true),
    /** The share of rows whose class is among the 2 that are held most likely. */
    TOP_2("top-2 accuracy", true),
    /** The share of rows whose class is among the 3 that are held most likely. */
    TOP_3("top-3 accuracy", true),
    /** The share of rows whose class is among the 5 that are held most likely. */
    TOP_5("top-5 accuracy", true),
    /** Of two classes, the precision of the second. */
    PRECISION("precision", true),
    /** Of two classes, the recall of the second. */
    RECALL("recall", true),
    /** Of two classes, the F1 of the second. */
    F1("f1", true),
    /** Of two classes, the area under the ROC curve: no value where the rows are of one class alone. */
    ROC_AUC("roc auc", true),
    /** The mean of the classes' precisions. */
    MACRO_PRECISION("macro precision", true),
    /** The mean of the classes' recalls. */
    MACRO_RECALL("macro recall", true),
    /** The mean of the classes' F1. */
    MACRO_F1("macro f1", true),
    /** The mean of the classes' F1, each counting as much as its rows. */
    WEIGHTED_F1("weighted f1", true),
    /** The mean of {@code -ln p} of the true classes, for models whose output is probabilities. */
    LOG_LOSS("log loss", false),
    /** The mean squared error of a regression. */
    MSE("mse", false),
    /** The square root of the mean squared error of a regression. */
    RMSE("rmse", false),
    /** The mean absolute error of a regression. */
    MAE("mae", false),
    /** The coefficient of determination of a regression. */
    R2("r2", true);

    private static final Map<String, Metric> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Metric::title, Function.identity()));

    private final String title;
    private final boolean higherIsBetter;

    Metric(String title, boolean higherIsBetter) {
        this.title = title;
        this.higherIsBetter = higherIsBetter;
    }

    /**
     * The metric of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Metric named(String name) {
        Metric metric = BY_NAME.get(Objects.requireNonNull(name, "name"));
        if (metric == null) {
            String known = Arrays.stream(values()).map(Metric::title).collect(Collectors.joining(", "));
            throw new IllegalArgumentException("no metric is named \"" + name + "\"; there are " + known);
        }
        return metric;
    }

    /** Its name: {@code macro f1}. */
    public String title() {
        return title;
    }

    /** Whether a larger value is a better one. */
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** Its name among the metrics of an epoch where it was taken of the validation rows: {@code validation macro f1}. */
    public String ofValidation() {
        return "validation " + title;
    }

    /** Its name among the metrics of an epoch where it was taken of the training rows: {@code training macro f1}. */
    public String ofTraining() {
        return "training " + title;
    }

    /** Its {@linkplain #title name}. */
    @Override
    public String toString() {
        return title;
    }
}
