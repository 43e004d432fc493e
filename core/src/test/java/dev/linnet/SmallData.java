package dev.linnet;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The small data sets among the test resources; NOTICE.md beside them says where they come from. */
final class SmallData {
    private SmallData() {}

    static Dataset iris() {
        return classes("iris.csv", 1, 3);
    }

    static Dataset wine() {
        return classes("wine.csv", 1, 3);
    }

    static Dataset breastCancer() {
        return classes("breast_cancer.csv", 1, 2);
    }

    static Dataset digits() {
        return classes("digits.csv.gz", 0, 10);
    }

    /** Targets are divided by 100. */
    static Dataset diabetes() {
        List<double[]> rows = rows("diabetes.txt", " ", 0);
        return Dataset.of(
                features(rows), rows.stream().mapToDouble(row -> row[10] / 100).toArray());
    }

    private static Dataset classes(String file, int skipped, int count) {
        List<double[]> rows = rows(file, ",", skipped);
        int[] labels = rows.stream().mapToInt(row -> (int) row[row.length - 1]).toArray();
        return Dataset.of(features(rows), labels, Labels.numbered(count));
    }

    private static double[][] features(List<double[]> rows) {
        return rows.stream().map(row -> Arrays.copyOf(row, row.length - 1)).toArray(double[][]::new);
    }

    private static List<double[]> rows(String file, String separator, int skipped) {
        try (InputStream bytes = SmallData.class.getResourceAsStream("/data/" + file);
                InputStream text = file.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .skip(skipped)
                    .map(line -> Arrays.stream(line.split(separator))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
