package dev.linnet.examples;

import dev.linnet.layer.Activation;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options; an error says what was expected and what was found. */
final class Values {
    private Values() {}

    /** A whole number of at least 1. */
    static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            try {
                int count = Integer.parseInt(value);
                if (count >= 1) {
                    return count;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw unexpected("a whole number of at least 1", value);
        }
    }

    /** Any whole number. */
    static final class Seed implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw unexpected("a whole number", value);
            }
        }
    }

    /** A finite number above 0. */
    static final class Rate implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            try {
                double rate = Double.parseDouble(value);
                if (rate > 0 && rate < Double.POSITIVE_INFINITY) {
                    return rate;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw unexpected("a number above 0", value);
        }
    }

    /** A share of the rows, above 0 and below 1, or a whole number of them. */
    static final class Part implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            try {
                double part = Double.parseDouble(value);
                if (part > 0 && (part < 1 || part == (int) part)) {
                    return part;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw unexpected("a share below 1 such as 0.1, or a number of images such as 10000", value);
        }
    }

    /** One of a few things, by its name in upper or lower case; also lists the names for {@code --help}. */
    abstract static class Choice<T> implements ITypeConverter<T>, Iterable<String> {
        private final Map<String, T> choices = new TreeMap<>();

        Choice(Map<String, T> choices) {
            this.choices.putAll(choices);
        }

        @Override
        public T convert(String value) {
            for (Map.Entry<String, T> choice : choices.entrySet()) {
                if (choice.getKey().equalsIgnoreCase(value)) {
                    return choice.getValue();
                }
            }
            throw unexpected("one of " + String.join(", ", this), value);
        }

        @Override
        public Iterator<String> iterator() {
            return choices.keySet().iterator();
        }
    }

    /** The activations of Linnet. */
    static final class Activations extends Choice<Activation> {
        private static final List<String> NAMES = List.of(
                "relu",
                "leakyRelu",
                "elu",
                "selu",
                "gelu",
                "silu",
                "sigmoid",
                "tanh",
                "softplus",
                "hardTanh",
                "identity");

        Activations() {
            super(NAMES.stream().collect(Collectors.toMap(name -> name, name -> Activation.byName(name, Map.of())
                    .orElseThrow())));
        }
    }

    private static TypeConversionException unexpected(String expected, String found) {
        return new TypeConversionException(String.format(Locale.ROOT, "expected %s, found '%s'", expected, found));
    }
}
