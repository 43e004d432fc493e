package dev.linnet.data;

import dev.linnet.internal.math.Checks;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * Rows of features with their targets, read in bulk.
 *
 * <p>The factories make data sets from arrays; whoever keeps rows elsewhere implements this interface. The targets of a
 * row are either one class index (then {@link #labels()} is present) or one or more real values. What a data set says
 * of itself never changes, and any number of threads may read it at once.
 *
 * <p>Views ({@link #subset}, {@link #split}, {@link #kFold}, {@link #map(RowFunction)}, {@link #augmented} …) hold row numbers, never
 * copies of rows. They nest without cost: a subset of a subset reads the original directly. Random choices depend on
 * the seed and the number of rows alone.
 *
 * <p>Sizes are not checked for a match with a network here, but when one is trained or evaluated.
 */
public interface Dataset {

    /** The number of rows; at least one. */
    int size();

    /** The number of features of each row; at least one. */
    int features();

    /** The number of target columns: 1 when the targets are class indices. */
    int targets();

    /**
     * The classes, if the targets are class indices {@code 0..labels.size() - 1} in one column.
     *
     * <p>Absent by default: the targets are real values.
     */
    default Optional<Labels> labels() {
        return Optional.empty();
    }

    /**
     * Copies rows: for each {@code i} in {@code [from, to)}, the features of row {@code rows[i]} go to
     * {@code features[i * features()]} and the places after it, its targets to {@code targets[i * targets()]} and the
     * places after it.
     *
     * <p>Everything outside of these places is left alone, so threads may fill slices of the same arrays together. The
     * data sets of this package allocate nothing here once warm, unless said otherwise.
     *
     * @param rows row numbers in {@code 0..size() - 1}; not modified
     * @param from first index into {@code rows}
     * @param to index after the last one
     * @param features modified; null when no features are wanted
     * @param targets modified; null when no targets are wanted
     * @throws IndexOutOfBoundsException if a row does not exist or an array is too short
     */
    void read(int[] rows, int from, int to, double[] features, double[] targets);

    /** Whether rows differ in weight; if not, each counts 1. */
    default boolean weighted() {
        return false;
    }

    /**
     * Copies weights: for each {@code i} in {@code [from, to)}, the weight of row {@code rows[i]} goes to
     * {@code weights[i]}.
     *
     * <p>Weights are finite and not negative. All are 1 by default.
     *
     * @param rows row numbers in {@code 0..size() - 1}; not modified
     * @param from first index into {@code rows}
     * @param to index after the last one
     * @param weights modified
     */
    default void readWeights(int[] rows, int from, int to, double[] weights) {
        Arrays.fill(weights, from, to, 1.0);
    }

    /**
     * What the rows look like in one epoch of training.
     *
     * <p>The same rows in the same order, with the same targets' meaning and widths; their content may vary, and depends
     * on the seed, the epoch and the row alone. By default, this data set itself.
     *
     * @param seed the seed of the training run
     * @param epoch counted from 1
     */
    default Dataset atEpoch(long seed, int epoch) {
        return this;
    }

    // ---------------------------------------------------------------- from arrays

    /**
     * Rows with class indices; the classes are numbered from 0 to the largest index.
     *
     * @param features {@code [rows][features]}, finite; copied
     * @param labels one per row; each number from 0 to the largest must occur; copied
     * @throws IllegalArgumentException if rows differ in length, a value is not finite, sizes differ, there is no row, or
     *     a class is skipped
     */
    static Dataset of(double[][] features, int[] labels) {
        return of(features, labels, Inputs.inferred(labels));
    }

    /**
     * Rows with class indices.
     *
     * @param features {@code [rows][features]}, finite; copied
     * @param labels one per row, in {@code 0..names.size() - 1}; copied
     * @throws IllegalArgumentException if rows differ in length, a value is not finite, sizes differ, there is no row, or
     *     a label is out of range
     */
    static Dataset of(double[][] features, int[] labels, Labels names) {
        return Inputs.dataset(Inputs.rows(features, "feature"), Inputs.classes(labels, names), names);
    }

    /**
     * Rows with class names; the classes are the names that occur, sorted.
     *
     * @param features {@code [rows][features]}, finite; copied
     * @param labels one per row; copied
     * @throws IllegalArgumentException if rows differ in length, a value is not finite, sizes differ, or there is no row
     */
    static Dataset of(double[][] features, String[] labels) {
        return of(features, labels, Inputs.inferred(labels));
    }

    /**
     * Rows with class names.
     *
     * @param features {@code [rows][features]}, finite; copied
     * @param labels one per row, each one of {@code names}; copied
     * @throws IllegalArgumentException if rows differ in length, a value is not finite, sizes differ, there is no row, or
     *     a label is not among the names
     */
    static Dataset of(double[][] features, String[] labels, Labels names) {
        return Inputs.dataset(Inputs.rows(features, "feature"), Inputs.classes(labels, names), names);
    }

    /**
     * Rows with one real-valued target.
     *
     * @param features {@code [rows][features]}, finite; copied
     * @param targets one per row, finite; copied
     * @throws IllegalArgumentException if rows differ in length, a value is not finite, sizes differ, or there is no row
     */
    static Dataset of(double[][] features, double[] targets) {
        return Inputs.dataset(Inputs.rows(features, "feature"), Inputs.rows(targets, 1, "target"), null);
    }

    /**
     * Rows with several real-valued targets, or with probabilities of classes, or with several labels that are 0 or 1.
     *
     * @param features {@code [rows][features]}, finite; copied
     * @param targets {@code [rows][targets]}, finite; copied
     * @throws IllegalArgumentException if rows differ in length, a value is not finite, sizes differ, or there is no row
     */
    static Dataset of(double[][] features, double[][] targets) {
        return Inputs.dataset(Inputs.rows(features, "feature"), Inputs.rows(targets, "target"), null);
    }

    /**
     * Rows that stand one after another in one array, with class indices.
     *
     * @param values {@code [rows * features]}, finite; copied
     * @param features the length of a row
     * @param labels one per row, in {@code 0..names.size() - 1}; copied
     * @throws IllegalArgumentException if a value is not finite, sizes don't match, there is no row, or a label is out of
     *     range
     */
    static Dataset of(double[] values, int features, int[] labels, Labels names) {
        return Inputs.dataset(Inputs.rows(values, features, "feature"), Inputs.classes(labels, names), names);
    }

    /**
     * Rows that stand one after another in one array, with real-valued targets in another.
     *
     * @param values {@code [rows * features]}, finite; copied
     * @param features the length of a row of features
     * @param targetValues {@code [rows * targets]}, finite; copied
     * @param targets the length of a row of targets
     * @throws IllegalArgumentException if a value is not finite, sizes don't match, or there is no row
     */
    static Dataset of(double[] values, int features, double[] targetValues, int targets) {
        return Inputs.dataset(
                Inputs.rows(values, features, "feature"), Inputs.rows(targetValues, targets, "target"), null);
    }

    /**
     * Rows of unsigned bytes, such as the pixels of images, with class indices; they stay bytes in memory.
     *
     * <p>{@code meaning} is asked once for each of the 256 bytes, and what it says is exactly what is read: with {@code v -> v / 255.0} a pixel
     * becomes that quotient. Quotients are read fastest.
     *
     * @param values {@code [rows * features]}; <b>not copied</b>, so that a large set is held once: do not change it
     *     afterwards
     * @param features the length of a row
     * @param meaning the feature that a byte 0..255 stands for; finite; called here only
     * @param labels one per row, unsigned, in {@code 0..names.size() - 1}; copied
     * @throws IllegalArgumentException if sizes don't match, there is no row, or a label is out of range
     */
    static Dataset ofBytes(byte[] values, int features, IntToDoubleFunction meaning, byte[] labels, Labels names) {
        return Inputs.dataset(Inputs.rows(values, features, meaning), Inputs.classes(labels, names), names);
    }

    /**
     * Rows of unsigned bytes with class indices, as
     * {@link #ofBytes(byte[], int, IntToDoubleFunction, byte[], Labels)}.
     *
     * @param values {@code [rows * features]}; <b>not copied</b>: do not change it afterwards
     * @param features the length of a row
     * @param meaning the feature that a byte 0..255 stands for; finite; called here only
     * @param labels one per row, in {@code 0..names.size() - 1}; copied
     * @throws IllegalArgumentException if sizes don't match, there is no row, or a label is out of range
     */
    static Dataset ofBytes(byte[] values, int features, IntToDoubleFunction meaning, int[] labels, Labels names) {
        return Inputs.dataset(Inputs.rows(values, features, meaning), Inputs.classes(labels, names), names);
    }

    // ---------------------------------------------------------------- views

    /**
     * The given rows in the given order; a row may occur more than once.
     *
     * @param rows row numbers in {@code 0..size() - 1}, at least one; copied
     * @throws IllegalArgumentException if there is none, or one that does not exist
     */
    default Dataset subset(int... rows) {
        return Views.subset(this, rows);
    }

    /**
     * The rows {@code [from, to)}.
     *
     * @throws IllegalArgumentException if that is no row, or a row that does not exist
     */
    default Dataset range(int from, int to) {
        return Views.range(this, from, to);
    }

    /** All rows in random order. */
    default Dataset shuffled(long seed) {
        return Splits.shuffled(this, seed);
    }

    /**
     * Two parts, divided at random.
     *
     * @param testFraction the share of the rows that is held out, above 0 and below 1; their number is rounded to nearest
     * @throws IllegalArgumentException if a part would be empty, or a class be left without a row to train on
     */
    default Split split(double testFraction, long seed) {
        return Splits.split(this, testFraction, seed);
    }

    /**
     * Two parts, divided at random within each class.
     *
     * <p>Of each class that share is held out, rounded down or up so that the total comes nearest to its own share; but
     * each class keeps at least one row to train on.
     *
     * @param testFraction the share of the rows that is held out, above 0 and below 1
     * @throws IllegalArgumentException if a part would be empty
     * @throws IllegalStateException if the targets are not class indices
     */
    default Split stratifiedSplit(double testFraction, long seed) {
        return Splits.stratifiedSplit(this, testFraction, seed);
    }

    /**
     * {@code k} splits whose test parts, equal in size but for one row, share out the rows at random.
     *
     * @param k from 2 to the number of rows
     * @throws IllegalArgumentException if it is not, or a class would be left without a row to train on
     */
    default List<Split> kFold(int k, long seed) {
        return Splits.kFold(this, k, seed);
    }

    /**
     * {@code k} splits as of {@link #kFold}, whose test parts have equally many rows of each class, but for one row.
     *
     * @param k from 2 to the number of rows of the smallest class
     * @throws IllegalArgumentException if it is not
     * @throws IllegalStateException if the targets are not class indices
     */
    default List<Split> stratifiedKFold(int k, long seed) {
        return Splits.stratifiedKFold(this, k, seed);
    }

    /**
     * All rows, their features changed by a function whenever they are read.
     *
     * @param function called by each thread that reads, for one row at a time
     */
    default Dataset map(RowFunction function) {
        return new MappedFeatures(this, Objects.requireNonNull(function, "function"));
    }

    /**
     * All rows, their features replaced by {@code features} others whenever they are read.
     *
     * <p>Each read makes an array per row for the function; where the number of features stays the same,
     * {@link #map(RowFunction)} makes none.
     *
     * @param features the number of features that the function returns
     * @param function gets an array of its own with the row's features, and returns the new ones, in the same array if it
     *     likes; called by each thread that reads
     */
    default Dataset map(int features, UnaryOperator<double[]> function) {
        return new ReplacedFeatures(
                this, Checks.positive(features, "features"), Objects.requireNonNull(function, "function"));
    }

    /**
     * All rows, their features changed anew in every epoch of a training.
     *
     * <p>The changes depend on the seed of the training, the epoch and the row's number here: a subset of the augmented
     * rows looks as they do. Read outside of a training, for validation say, the rows are as they were. Two augmentations
     * of one row would draw the same numbers: make one of them.
     *
     * @param augmentation called by each thread that reads, for one row at a time
     */
    default Dataset augmented(Augmentation augmentation) {
        return AugmentedRows.of(this, Objects.requireNonNull(augmentation, "augmentation"));
    }

    /**
     * All rows, with these weights in place of those they had.
     *
     * @param weights one per row, finite, not negative, not all 0; copied
     * @throws IllegalArgumentException if they are not
     */
    default Dataset withWeights(double[] weights) {
        return Views.weighted(this, weights);
    }

    /**
     * All rows, with their classes numbered as {@code labels} number them: each is found by its name. For rows that lack
     * some of the classes, or were read with their classes in another order.
     *
     * @throws IllegalArgumentException if a class of this data set is not among {@code labels}
     * @throws IllegalStateException if the targets are not class indices
     */
    default Dataset withLabels(Labels labels) {
        return RelabelledTargets.of(this, Objects.requireNonNull(labels, "labels"));
    }

    /**
     * All rows, with one target column per class in place of the class index: 1 in the row's class, 0 elsewhere.
     *
     * @throws IllegalStateException if the targets are not class indices
     */
    default Dataset oneHot() {
        return new OneHotTargets(this, Views.labelsFor("oneHot", this).size());
    }
}
