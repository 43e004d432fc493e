package dev.linnet.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * How a training run went, epoch by epoch.
 *
 * <p>Immutable. Two are equal when seed and epochs are, times left out: the same run done again, on whatever machine,
 * has an equal history.
 */
public final class History {
    /** What a classifier's run with a validation records in every epoch unless told otherwise: {@value}. */
    public static final String VALIDATION_ACCURACY = "validation accuracy";

    private final long seed;
    private final List<Epoch> epochs;

    /**
     * The history of a run.
     *
     * @param seed the seed of the training
     * @param epochs in the order in which they were run, none if nothing was trained; copied
     */
    public History(long seed, List<Epoch> epochs) {
        this.seed = seed;
        this.epochs = List.copyOf(epochs);
    }

    /** The seed of the training. */
    public long seed() {
        return seed;
    }

    /** The epochs in the order in which they were run; unmodifiable. */
    public List<Epoch> epochs() {
        return epochs;
    }

    /**
     * The last epoch.
     *
     * @throws NoSuchElementException if nothing was trained
     */
    public Epoch last() {
        if (epochs.isEmpty()) {
            throw new NoSuchElementException("the history has no epoch");
        }
        return epochs.get(epochs.size() - 1);
    }

    /**
     * The epoch of the lowest validation loss, or of the lowest loss if there was no validation; the first of equals.
     *
     * @throws NoSuchElementException if nothing was trained
     */
    public Epoch best() {
        boolean validated = last().validationLoss().isPresent();
        return epochs.stream()
                .min(Comparator.comparingDouble(
                        epoch -> validated ? epoch.validationLoss().orElse(Double.POSITIVE_INFINITY) : epoch.loss()))
                .orElseThrow();
    }

    /**
     * The epoch with the best value of a metric: of the validation rows, or of the training rows if there was no validation;
     * the first of equals.
     *
     * @param metric the name of a {@link Metric}, such as {@code macro f1}
     * @throws IllegalArgumentException if there is no such metric, or no epoch has recorded it
     */
    public Epoch best(String metric) {
        Metric wanted = Metric.named(metric);
        for (String column : List.of(wanted.ofValidation(), wanted.ofTraining())) {
            Comparator<Epoch> worstFirst = Comparator.comparingDouble(
                    epoch -> wanted.higherIsBetter() ? value(epoch, column) : -value(epoch, column));
            Optional<Epoch> best = epochs.stream()
                    .filter(epoch -> !Double.isNaN(value(epoch, column)))
                    .min(worstFirst.reversed());
            if (best.isPresent()) {
                return best.get();
            }
        }
        throw new IllegalArgumentException(
                "no epoch has recorded \"" + metric + "\": add withMetrics(\"" + metric + "\")");
    }

    private static double value(Epoch epoch, String column) {
        return epoch.metric(column).orElse(Double.NaN);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof History that && seed == that.seed && epochs.equals(that.epochs);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(seed) + epochs.hashCode();
    }

    /** A table with a line per epoch; columns that no epoch has a value for are left out. */
    @Override
    public String toString() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("epoch", epoch -> Integer.toString(epoch.number())));
        columns.add(new Column("loss", epoch -> decimals(epoch.loss())));
        if (epochs.stream().anyMatch(epoch -> epoch.validationLoss().isPresent())) {
            columns.add(new Column("validation loss", epoch -> decimals(epoch.validationLoss())));
        }
        Set<String> metrics = new LinkedHashSet<>();
        epochs.forEach(epoch -> metrics.addAll(epoch.metrics().keySet()));
        for (String name : metrics) {
            columns.add(new Column(name, epoch -> decimals(epoch.metric(name))));
        }
        columns.add(new Column("learning rate", epoch -> String.format(Locale.ROOT, "%.3g", epoch.learningRate())));
        if (epochs.stream().anyMatch(epoch -> epoch.samplesPerSecond() > 0)) {
            columns.add(
                    new Column("samples/s", epoch -> String.format(Locale.ROOT, "%,.0f", epoch.samplesPerSecond())));
        }
        StringBuilder table = new StringBuilder("seed " + seed);
        table.append('\n').append(line(columns, column -> column.title));
        for (Epoch epoch : epochs) {
            table.append('\n').append(line(columns, column -> column.value.apply(epoch)));
        }
        return table.toString();
    }

    private static String line(List<Column> columns, Function<Column, String> text) {
        List<String> cells = new ArrayList<>();
        for (Column column : columns) {
            cells.add(String.format(Locale.ROOT, "%" + Math.max(column.title.length(), 7) + "s", text.apply(column)));
        }
        return String.join("  ", cells);
    }

    private static String decimals(OptionalDouble value) {
        return value.isPresent() ? decimals(value.getAsDouble()) : "-";
    }

    /** Four decimals, or the exponent where they would say little. */
    static String decimals(double value) {
        boolean plain = value == 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6);
        return String.format(Locale.ROOT, plain ? "%.4f" : "%.3e", value);
    }

    /** A column of the table. */
    private record Column(String title, Function<Epoch, String> value) {}
}
