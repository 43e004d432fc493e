package dev.linnet.examples;

import java.util.ArrayList;
import java.util.List;

/**
 * How often a model was right, compared with how sure it was.
 *
 * @param bins readings of similar probability together, the least sure first
 * @param error the mean difference of the two over all readings (Naeini, Cooper, Hauskrecht 2015: expected calibration
 *     error)
 */
record Reliability(List<Bin> bins, double error) {
    private static final int BINS = 10;

    /**
     * Readings of similar probability.
     *
     * @param count how many
     * @param probability the mean of what the model said
     * @param accuracy the share in which it was right
     */
    record Bin(int count, double probability, double accuracy) {}

    static Reliability of(List<Reading> readings) {
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int b = 0; b < BINS; b++) {
            int bin = b;
            List<Reading> here = readings.stream()
                    .filter(reading -> Math.min((int) (BINS * reading.probability()), BINS - 1) == bin)
                    .toList();
            if (!here.isEmpty()) {
                double probability = here.stream()
                        .mapToDouble(Reading::probability)
                        .average()
                        .orElseThrow();
                double accuracy =
                        here.stream().filter(reading -> !reading.isWrong()).count() / (double) here.size();
                bins.add(new Bin(here.size(), probability, accuracy));
                error += here.size() * Math.abs(probability - accuracy) / readings.size();
            }
        }
        return new Reliability(bins, error);
    }
}
