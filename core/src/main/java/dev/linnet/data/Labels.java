package dev.linnet.data;

import dev.linnet.internal.math.Checks;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The classes of a classification: their number, their order and their names.
 *
 * <p>Class {@code i} is column {@code i} of a model's output. Immutable; two are equal when they hold the same names in
 * the same order.
 */
public final class Labels {

    private final List<String> names;
    private final Map<String, Integer> indices;

    private Labels(List<String> names) {
        this.names = List.copyOf(names);
        this.indices = new HashMap<>();
        if (this.names.isEmpty()) {
            throw new IllegalArgumentException("labels need at least one name");
        }
        for (int i = 0; i < this.names.size(); i++) {
            Integer earlier = indices.put(this.names.get(i), i);
            if (earlier != null) {
                throw new IllegalArgumentException(
                        "labels " + earlier + " and " + i + " have the same name: " + this.names.get(i));
            }
        }
    }

    /**
     * Labels with the given names, in the given order.
     *
     * @throws IllegalArgumentException if there is no name, or the same name twice
     */
    public static Labels of(String... names) {
        return new Labels(Arrays.asList(names));
    }

    /**
     * Labels with the given names, in the given order.
     *
     * @throws IllegalArgumentException if there is no name, or the same name twice
     */
    public static Labels of(List<String> names) {
        return new Labels(names);
    }

    /**
     * Labels named by their numbers: {@code "0"}, {@code "1"} … {@code "count - 1"}.
     *
     * @throws IllegalArgumentException if {@code count} is not positive
     */
    public static Labels numbered(int count) {
        String[] names = new String[Checks.positive(count, "count")];
        Arrays.setAll(names, Integer::toString);
        return of(names);
    }

    /** The number of classes. */
    public int size() {
        return names.size();
    }

    /**
     * The name of class {@code index}.
     *
     * @throws IndexOutOfBoundsException if {@code index} is not in {@code 0..size() - 1}
     */
    public String name(int index) {
        return names.get(Objects.checkIndex(index, names.size()));
    }

    /** All names in the order of the classes; unmodifiable. */
    public List<String> names() {
        return names;
    }

    /** The class of that name, or -1 if no class has it. */
    public int indexOf(String name) {
        return indices.getOrDefault(name, -1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels that && names.equals(that.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    /** The names in brackets, as a list prints them. */
    @Override
    public String toString() {
        return names.toString();
    }
}
