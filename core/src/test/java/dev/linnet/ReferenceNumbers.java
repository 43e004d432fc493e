package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The numbers printed by PyTorch and mpmath that {@code core/src/test/python/reference_numbers.py} keeps. */
public final class ReferenceNumbers {
    private final Map<String, String> values;

    private ReferenceNumbers(Map<String, String> values) {
        this.values = values;
    }

    /** Reads {@code key = values} lines of a test resource: {@code "reference_numbers.txt"}. */
    public static ReferenceNumbers read(String resource) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                ReferenceNumbers.class.getResourceAsStream("/" + resource), StandardCharsets.US_ASCII))) {
            return new ReferenceNumbers(lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" = ", 2))
                    .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no reference number is called " + key);
        }
        return value;
    }

    public List<String> words(String key) {
        return List.of(text(key).split(" "));
    }

    public double[] numbers(String key) {
        return words(key).stream().mapToDouble(Double::parseDouble).toArray();
    }

    public int integer(String key) {
        return Integer.parseInt(text(key));
    }

    /** The number of keys; a test that walks over the file asserts that there was something to walk over. */
    public int size() {
        return values.size();
    }

    /** Every element is within {@code absolute + relative * |reference|} of what stands at {@code key}. */
    public void assertAgrees(String key, double[] actual, double relative, double absolute) {
        double[] expected = numbers(key);
        assertEquals(expected.length, actual.length, () -> "number of values of " + key);
        for (int i = 0; i < expected.length; i++) {
            boolean agrees = Double.compare(expected[i], actual[i]) == 0
                    || Math.abs(expected[i] - actual[i]) <= absolute + relative * Math.abs(expected[i]);
            if (!agrees) {
                fail(key + "[" + i + "]: expected " + expected[i] + ", was " + actual[i] + " in "
                        + Arrays.toString(actual));
            }
        }
    }
}
