package dev.linnet.data;

import java.util.Arrays;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;

/** Checks what the factories of {@link Dataset} are given, and copies it. */
final class Inputs {

    private static final int BYTE_VALUES = 256;

    private Inputs() {}

    /** Rows of equal, positive width and finite values, copied; {@code what} is "feature" or "target". */
    static Columns rows(double[][] values, String what) {
        Objects.requireNonNull(values, what + "s");
        atLeastOneRow(values.length);
        int width = Objects.requireNonNull(values[0], "row 0").length;
        positiveWidth(width, what);
        if ((long) values.length * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    values.length + " rows of " + width + " " + what + "s are more than an array holds");
        }
        double[] flat = new double[values.length * width];
        for (int i = 0; i < values.length; i++) {
            double[] row = Objects.requireNonNull(values[i], "row " + i);
            if (row.length != width) {
                throw new IllegalArgumentException(
                        "row " + i + " has " + row.length + " " + what + "s, expected " + width);
            }
            System.arraycopy(row, 0, flat, i * width, width);
        }
        return Columns.ofDoubles(finite(flat, width, what), width);
    }

    /** Rows that stand one after another in one array, copied. */
    static Columns rows(double[] values, int width, String what) {
        Objects.requireNonNull(values, what + "s");
        wholeRows(values.length, width, what);
        return Columns.ofDoubles(finite(values.clone(), width, what), width);
    }

    /** Rows of bytes that stand one after another in one array, which is kept. */
    static Columns rows(byte[] values, int width, IntToDoubleFunction value) {
        Objects.requireNonNull(values, "features");
        wholeRows(values.length, width, "feature");
        double[] table = new double[BYTE_VALUES];
        for (int i = 0; i < BYTE_VALUES; i++) {
            table[i] = value.applyAsDouble(i);
            if (!Double.isFinite(table[i])) {
                throw new IllegalArgumentException("byte value " + i + " becomes " + table[i]);
            }
        }
        return Columns.ofBytes(values, width, table);
    }

    /** Class indices, copied. */
    static Columns classes(int[] classes, Labels labels) {
        Objects.requireNonNull(labels, "labels");
        for (int i = 0; i < classes.length; i++) {
            known(i, classes[i], labels);
        }
        return Columns.ofInts(classes.clone());
    }

    /** Class indices, copied; they stay bytes. */
    static Columns classes(byte[] classes, Labels labels) {
        Objects.requireNonNull(labels, "labels");
        for (int i = 0; i < classes.length; i++) {
            known(i, classes[i] & 0xff, labels);
        }
        return Columns.ofBytes(classes.clone());
    }

    /** Class indices from class names. */
    static Columns classes(String[] classes, Labels labels) {
        int[] indices = new int[classes.length];
        for (int i = 0; i < classes.length; i++) {
            indices[i] = labels.indexOf(classes[i]);
            if (indices[i] < 0) {
                throw new IllegalArgumentException("labels[" + i + "] = " + classes[i] + ", expected one of " + labels);
            }
        }
        return Columns.ofInts(indices);
    }

    /** Numbered labels from 0 to the largest class, each of which occurs. */
    static Labels inferred(int[] classes) {
        atLeastOneRow(classes.length);
        int largest = 0;
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] < 0) {
                throw new IllegalArgumentException("labels[" + i + "] = " + classes[i] + ", expected 0 or more");
            }
            largest = Math.max(largest, classes[i]);
        }
        int[] distinct = Arrays.stream(classes).distinct().sorted().toArray();
        for (int c = 0; c < distinct.length; c++) {
            if (distinct[c] != c) {
                throw new IllegalArgumentException("no row has label " + c + ", though labels reach " + largest
                        + "; give Labels.numbered(" + (largest + 1L) + ") if that is meant");
            }
        }
        return Labels.numbered(distinct.length);
    }

    /** The names that occur, sorted. */
    static Labels inferred(String[] classes) {
        atLeastOneRow(classes.length);
        TreeSet<String> names = new TreeSet<>();
        for (int i = 0; i < classes.length; i++) {
            names.add(Objects.requireNonNull(classes[i], "labels[" + i + "]"));
        }
        return Labels.of(names.toArray(new String[0]));
    }

    /** A data set of columns with equally many rows. */
    static Dataset dataset(Columns features, Columns targets, Labels labelsOrNull) {
        if (features.rows != targets.rows) {
            throw new IllegalArgumentException(features.rows + " rows of features, but " + targets.rows + " rows of "
                    + (labelsOrNull == null ? "targets" : "labels"));
        }
        return new InMemory(features, targets, labelsOrNull);
    }

    private static void known(int row, int index, Labels labels) {
        if (index < 0 || index >= labels.size()) {
            throw new IllegalArgumentException(
                    "labels[" + row + "] = " + index + ", expected 0.." + (labels.size() - 1));
        }
    }

    private static void atLeastOneRow(int rows) {
        if (rows == 0) {
            throw new IllegalArgumentException("a data set needs at least one row");
        }
    }

    private static void positiveWidth(int width, String what) {
        if (width <= 0) {
            throw new IllegalArgumentException("rows of " + width + " " + what + "s, expected at least one");
        }
    }

    private static void wholeRows(int values, int width, String what) {
        positiveWidth(width, what);
        atLeastOneRow(values);
        if (values % width != 0) {
            throw new IllegalArgumentException(
                    values + " values are not a whole number of rows of " + width + " " + what + "s");
        }
    }

    private static double[] finite(double[] values, int width, String what) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "row " + i / width + ", " + what + " " + i % width + " is " + values[i]);
            }
        }
        return values;
    }
}
