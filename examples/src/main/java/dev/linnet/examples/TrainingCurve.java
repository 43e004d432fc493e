package dev.linnet.examples;

import dev.linnet.training.Epoch;
import dev.linnet.training.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a training went, an entry for each epoch; kept beside a model as text, a line an epoch.
 *
 * @param learningRates at the end of the epoch
 * @param losses the mean over the epoch
 */
record TrainingCurve(List<Double> learningRates, List<Double> losses) {
    private static final String HEADER = "epoch,learning rate,loss";

    static TrainingCurve of(History history) {
        return new TrainingCurve(
                history.epochs().stream().map(Epoch::learningRate).toList(),
                history.epochs().stream().map(Epoch::loss).toList());
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static TrainingCurve parse(List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException("a training curve begins with '" + HEADER + "'");
        }
        List<Double> rates = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",", -1);
            rates.add(Double.parseDouble(values[1]));
            losses.add(Double.parseDouble(values[2]));
        }
        return new TrainingCurve(rates, losses);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (int i = 0; i < losses.size(); i++) {
            text.append(String.format(Locale.ROOT, "%d,%.8f,%.5f%n", i + 1, learningRates.get(i), losses.get(i)));
        }
        return text.toString();
    }
}
