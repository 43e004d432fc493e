package dev.linnet;

import dev.linnet.data.Labels;
import dev.linnet.internal.score.ClassCounts;
import dev.linnet.internal.score.ClassScores;
import dev.linnet.internal.score.ColumnErrors;
import dev.linnet.internal.score.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/**
 * How well a model predicts the targets of a data set.
 *
 * <p>Of a classification it tells {@link #accuracy}, {@link #topK}, {@link #confusionMatrix}, {@link #precision(int)
 * precision}, {@link #recall(int) recall}, {@link #f1(int) F1}, {@link #rocAuc} and {@link #logLoss}; of a regression {@link #mse()},
 * {@link #mae()} and {@link #r2()}. All are means over the rows in which a row counts as much as its weight, and mean
 * what they mean in scikit-learn ({@code sklearn.metrics}, with {@code sample_weight} and default settings) unless said
 * otherwise. A quotient whose divisor is 0 counts as 0.
 *
 * <p>The predicted class is the one of the largest output, of equals the first. A model with a single sigmoid predicts
 * class 1 when its probability is above 0.5. A model with several predicts each label for itself, in the same way.
 *
 * <p>Immutable. Asking for what an evaluation does not have, such as the accuracy of a regression, throws
 * {@link IllegalStateException}.
 */
public final class Evaluation {

    /** How the scores of several classes are put together. */
    public enum Average {
        /** The mean over the classes, each counting the same; over those that occur, if a row has just one class. */
        MACRO,
        /** The score of all classes' hits and misses counted together. */
        MICRO,
        /** The mean over the classes, each counting as much as the rows that truly belong to it. */
        WEIGHTED
    }

    private final Scores scores;

    Evaluation(Scores scores) {
        this.scores = scores;
    }

    /** The number of rows that were evaluated. */
    public int rows() {
        return scores.rows();
    }

    /** Whether the model was evaluated as a classifier; if not, as a regression. */
    public boolean isClassification() {
        return scores.isClassification();
    }

    // ---------------------------------------------------------------- classification

    /** The classes; where each row may have several labels, those are numbered by their columns. */
    public Labels labels() {
        return classification("labels").labels();
    }

    /** The share of rows whose class was predicted; where each may have several, of rows with all of them right. */
    public double accuracy() {
        return classification("accuracy").accuracy();
    }

    /**
     * The share of rows whose class is among the {@code k} that the model holds most likely.
     *
     * <p>Of classes that it holds equally likely, the first come first.
     *
     * @param k from 1 to the number of classes
     * @throws IllegalArgumentException if it is not
     */
    public double topK(int k) {
        ClassScores classes = exclusive("topK");
        if (k < 1 || k > classes.labels().size()) {
            throw new IllegalArgumentException(
                    "k = " + k + ", expected 1.." + classes.labels().size());
        }
        return classes.topK(k);
    }

    /**
     * The number of rows by class: {@code [true class][predicted class]}.
     *
     * <p>Rows are counted, whatever their weights. A new array each time.
     */
    public int[][] confusionMatrix() {
        return Arrays.stream(exclusive("the confusion matrix").confusion())
                .map(int[]::clone)
                .toArray(int[][]::new);
    }

    /** The share that truly belongs to class {@code c} of the rows predicted to; 0 if none was. */
    public double precision(int c) {
        return score(ClassCounts::precision, c, "precision");
    }

    /** The precision of all classes together. */
    public double precision(Average average) {
        return score(ClassCounts::precision, average, "precision");
    }

    /** The share that was predicted to of the rows that truly belong to class {@code c}; 0 if none does. */
    public double recall(int c) {
        return score(ClassCounts::recall, c, "recall");
    }

    /** The recall of all classes together. */
    public double recall(Average average) {
        return score(ClassCounts::recall, average, "recall");
    }

    /** The harmonic mean of precision and recall of class {@code c}; 0 if no row belongs to it or was predicted to. */
    public double f1(int c) {
        return score(ClassCounts::f1, c, "F1");
    }

    /** The F1 of all classes together. */
    public double f1(Average average) {
        return score(ClassCounts::f1, average, "F1");
    }

    /**
     * The mean of {@code -ln p}, where {@code p} is the probability that the model gives to a row's true class.
     *
     * <p>It is computed from the logits and not from probabilities, so it stays finite and exact where those are rounded
     * to 0 or 1 (scikit-learn clips them). Where the targets are probabilities, it is their cross-entropy; where each row
     * may have several labels, the mean over these.
     */
    public double logLoss() {
        double logLoss = classification("log loss").logLoss();
        if (Double.isNaN(logLoss)) {
            throw new IllegalStateException("log loss needs probabilities, but the model's output are plain values");
        }
        return logLoss;
    }

    /**
     * The area under the ROC curve, of two classes: the chance that of two rows, one of each class, the model holds the second
     * class likelier of that which is of it; 1/2 for guessing.
     *
     * <p>Rows are compared by their logits, which differ where probabilities are rounded to the same number. NaN where the
     * rows are of one class alone.
     *
     * @throws IllegalStateException if there are not two classes, of which each row has one
     */
    public double rocAuc() {
        ClassScores classes = exclusive("ROC AUC");
        if (!classes.areTwo()) {
            throw new IllegalStateException(
                    "ROC AUC needs two classes: there are " + classes.labels().size());
        }
        return classes.rocAuc();
    }

    private double score(ToDoubleFunction<ClassCounts> score, int c, String what) {
        List<ClassCounts> counts = classification(what).counts();
        return score.applyAsDouble(counts.get(Objects.checkIndex(c, counts.size())));
    }

    private double score(ToDoubleFunction<ClassCounts> score, Average average, String what) {
        ClassScores classes = classification(what);
        return switch (average) {
            case MACRO -> classes.macro(score);
            case MICRO -> classes.micro(score);
            case WEIGHTED -> classes.weighted(score);
        };
    }

    private ClassScores classification(String what) {
        if (!scores.isClassification()) {
            throw new IllegalStateException(
                    what + " needs classes, but this evaluates a regression, which has mse, mae and r2");
        }
        return scores.classes();
    }

    private ClassScores exclusive(String what) {
        if (!classification(what).isExclusive()) {
            throw new IllegalStateException(what + " needs one class per row, but here a row may have several labels");
        }
        return scores.classes();
    }

    // ---------------------------------------------------------------- regression

    /** The mean squared error, averaged over the target columns. */
    public double mse() {
        return mean(ColumnErrors::mse, "mse");
    }

    /** The mean squared error of one target column. */
    public double mse(int column) {
        return error(ColumnErrors::mse, column, "mse");
    }

    /** The mean absolute error, averaged over the target columns. */
    public double mae() {
        return mean(ColumnErrors::mae, "mae");
    }

    /** The mean absolute error of one target column. */
    public double mae(int column) {
        return error(ColumnErrors::mae, column, "mae");
    }

    /** The {@linkplain #r2(int) coefficient of determination}, averaged over the target columns. */
    public double r2() {
        return mean(ColumnErrors::r2, "r2");
    }

    /**
     * The coefficient of determination of one target column: 1 minus the squared errors' sum over that of the targets'
     * distances from their mean.
     *
     * <p>It is 1 for perfect predictions, 0 for predicting the mean, and negative for worse. Where all targets are equal
     * it is 1 if all predictions are right, and otherwise 0.
     */
    public double r2(int column) {
        return error(ColumnErrors::r2, column, "r2");
    }

    private double mean(ToDoubleFunction<ColumnErrors> error, String what) {
        regression(what);
        return scores.mean(error);
    }

    private double error(ToDoubleFunction<ColumnErrors> error, int column, String what) {
        List<ColumnErrors> columns = regression(what);
        return error.applyAsDouble(columns.get(Objects.checkIndex(column, columns.size())));
    }

    private List<ColumnErrors> regression(String what) {
        if (scores.isClassification()) {
            throw new IllegalStateException(
                    what + " needs real-valued targets, but this evaluates a classification, which has accuracy");
        }
        return scores.errors();
    }

    // ---------------------------------------------------------------- text

    /** A readable table: of a classification the scores of each class, of a regression the errors of each column. */
    @Override
    public String toString() {
        return scores.isClassification() ? classTable() : regressionTable();
    }

    private String classTable() {
        ClassScores classes = scores.classes();
        StringBuilder text = new StringBuilder(rowCount());
        text.append(String.format(Locale.ROOT, ", accuracy %.2f %%", 100 * accuracy()));
        if (!Double.isNaN(classes.logLoss())) {
            text.append(String.format(Locale.ROOT, ", log loss %.4f", classes.logLoss()));
        }
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"", "precision", "recall", "F1", "rows"});
        for (int c = 0; c < classes.labels().size(); c++) {
            lines.add(new String[] {
                labels().name(c),
                decimals(precision(c)),
                decimals(recall(c)),
                decimals(f1(c)),
                Integer.toString(classes.counts().get(c).rows())
            });
        }
        for (Average average : Average.values()) {
            if (average == Average.MICRO && classes.isExclusive()) {
                continue; // with one class per row it is the accuracy, three times
            }
            lines.add(new String[] {
                average.name().toLowerCase(Locale.ROOT),
                decimals(precision(average)),
                decimals(recall(average)),
                decimals(f1(average)),
                ""
            });
        }
        return text.append("\n\n").append(table(lines)).toString();
    }

    private String rowCount() {
        return rows() + (rows() == 1 ? " row" : " rows");
    }

    private String regressionTable() {
        int columns = scores.errors().size();
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {rowCount(), "MSE", "MAE", "R2"});
        for (int j = 0; j < columns && columns > 1; j++) {
            lines.add(new String[] {"target " + j, decimals(mse(j)), decimals(mae(j)), decimals(r2(j))});
        }
        lines.add(new String[] {columns > 1 ? "mean" : "target", decimals(mse()), decimals(mae()), decimals(r2())});
        return table(lines);
    }

    /** The confusion matrix as a readable table: a line per true class, a column per predicted one. */
    public String confusionTable() {
        int[][] counts = exclusive("the confusion matrix").confusion();
        IntFunction<String> name = labels()::name;
        List<String[]> lines = new ArrayList<>();
        lines.add(line("true \\ predicted", counts.length, name));
        for (int i = 0; i < counts.length; i++) {
            int[] row = counts[i];
            lines.add(line(name.apply(i), row.length, j -> Integer.toString(row[j])));
        }
        return table(lines);
    }

    private static String[] line(String title, int columns, IntFunction<String> cell) {
        String[] line = new String[columns + 1];
        line[0] = title;
        Arrays.setAll(line, j -> j == 0 ? title : cell.apply(j - 1));
        return line;
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** Lines of cells as text: the first column flush left, the others flush right. */
    private static String table(List<String[]> lines) {
        int columns = lines.get(0).length;
        int[] widths = new int[columns];
        for (String[] line : lines) {
            for (int j = 0; j < columns; j++) {
                widths[j] = Math.max(widths[j], line[j].length());
            }
        }
        List<String> texts = new ArrayList<>();
        for (String[] line : lines) {
            StringBuilder text = new StringBuilder(line[0]).append(" ".repeat(widths[0] - line[0].length()));
            for (int j = 1; j < columns; j++) {
                text.append(" ".repeat(widths[j] - line[j].length() + 2)).append(line[j]);
            }
            texts.add(text.toString().stripTrailing());
        }
        return String.join("\n", texts);
    }
}
