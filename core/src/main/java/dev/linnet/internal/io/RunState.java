package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import dev.linnet.training.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a run stands between two steps, beside its parameters: counts, numbers and arrays by name, and the history.
 *
 * <p>Each part of a run puts what it needs to go on, and takes it out again under the same names. Arrays are laid out like the
 * parameters; they are shared, not copied.
 */
public final class RunState {
    private final String file;
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Double> numbers = new TreeMap<>();
    private final Map<String, double[]> arrays = new TreeMap<>();
    private final List<Epoch> history = new ArrayList<>();

    /** An empty state, to be filled. */
    public RunState() {
        this("a state in memory");
    }

    /** An empty state that is read from {@code file}, which messages name. */
    RunState(String file) {
        this.file = file;
    }

    /** Keeps a whole number. */
    public void put(String name, long count) {
        counts.put(name, count);
    }

    /** Keeps a number, which must be finite. */
    public void put(String name, double number) {
        numbers.put(name, number);
    }

    /** Keeps an array, laid out like the parameters; not copied. */
    public void put(String name, double[] array) {
        arrays.put(name, array);
    }

    /** Keeps the history so far. */
    public void putHistory(List<Epoch> epochs) {
        history.addAll(epochs);
    }

    /** The whole number of that name, which must be there and in {@code [least, most]}. */
    public long count(String name, long least, long most) throws FileFormatException {
        Long count = counts.get(name);
        if (count == null || count < least || count > most) {
            throw unexpected(name, count, "a whole number from " + least + " to " + most);
        }
        return count;
    }

    /** As {@link #count(String, long, long)}, for a count that is an {@code int}. */
    public int count(String name, int least, int most) throws FileFormatException {
        return (int) count(name, (long) least, (long) most);
    }

    /** The number of that name, which must be there. */
    public double number(String name) throws FileFormatException {
        Double number = numbers.get(name);
        if (number == null) {
            throw unexpected(name, null, "a number");
        }
        return number;
    }

    /** The number of that name, which must be there and not negative. */
    public double nonNegative(String name) throws FileFormatException {
        double number = number(name);
        if (!(number >= 0.0)) {
            throw unexpected(name, number, "a number of at least 0");
        }
        return number;
    }

    /** Whether there is a number of that name. */
    public boolean hasNumber(String name) {
        return numbers.containsKey(name);
    }

    /** The number of that name, which must be there, above 0 and at most 1. */
    public double share(String name) throws FileFormatException {
        double number = number(name);
        if (!(number > 0.0 && number <= 1.0)) {
            throw unexpected(name, number, "a number above 0 and at most 1");
        }
        return number;
    }

    /** Copies the array of that name, which must be there and finite, to {@code array}, as long as the parameters. */
    public void copyTo(String name, double[] array) throws FileFormatException {
        double[] found = array(name);
        for (double value : found) {
            if (!Double.isFinite(value)) {
                throw unexpected(name, value, "finite numbers");
            }
        }
        System.arraycopy(found, 0, array, 0, array.length);
    }

    /** As {@link #copyTo}, for numbers that are not negative, but may be infinite. */
    public void copySquaresTo(String name, double[] array) throws FileFormatException {
        double[] found = array(name);
        for (double value : found) {
            if (!(value >= 0.0)) {
                throw unexpected(name, value, "numbers that are not negative");
            }
        }
        System.arraycopy(found, 0, array, 0, array.length);
    }

    private double[] array(String name) throws FileFormatException {
        double[] found = arrays.get(name);
        if (found == null) {
            throw unexpected(name, null, "the tensors of " + name);
        }
        return found;
    }

    /** The epochs that are over. */
    public List<Epoch> history() {
        return List.copyOf(history);
    }

    Map<String, Long> counts() {
        return counts;
    }

    Map<String, Double> numbers() {
        return numbers;
    }

    Map<String, double[]> arrays() {
        return arrays;
    }

    /** Returns the exception for something that is not as the run needs it. */
    public FileFormatException unexpected(String name, Object found, String expected) {
        return new FileFormatException(
                file, 0, (found == null ? "no " : found + " as ") + name + " in the checkpoint", expected);
    }
}
