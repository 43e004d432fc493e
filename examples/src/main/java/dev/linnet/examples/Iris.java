package dev.linnet.examples;

import dev.linnet.CrossValidation;
import dev.linnet.Evaluation;
import dev.linnet.Mlp;
import dev.linnet.MlpBuilder;
import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.training.Training;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells three kinds of iris apart by the size of their petals and sepals: tabular data, cross-validation, a scaler in the model. */
@Command(
        name = "Iris",
        description = {
            "Learns to tell three kinds of iris apart by four lengths in centimetres, and estimates by cross-validation"
                    + " how well.%n",
            "The data are R. A. Fisher's of 1936: 150 flowers.%n"
        })
public final class Iris extends Example {
    private static final String FILE = "/iris/iris.csv";
    private static final int MEASURES = 4;

    @Option(
            names = "--folds",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "5",
            description = "Parts, each of which is tested once (default: ${DEFAULT-VALUE}).")
    private int folds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = Values.Seed.class,
            defaultValue = "42",
            description = "Draws the parts, and all else (default: ${DEFAULT-VALUE}).")
    private long seed;

    public static void main(String[] args) {
        launch(new Iris(), args);
    }

    @Override
    void run(PrintStream out) throws IOException {
        Dataset flowers = flowers();
        if (folds < 2 || folds > flowers.size()) {
            throw badOption("Invalid value for option '--folds': expected 2 to %d, found '%d'"
                    .formatted(flowers.size(), folds));
        }
        // the scaler is part of the model: each fold fits it on what it learns from, and predict() applies it
        MlpBuilder network = Mlp.builder()
                .seed(seed)
                .standardize()
                .linear(MEASURES, 16)
                .relu()
                .linear(16, 3);
        Training training =
                Training.defaults().withEpochs(60).withLearningRate(0.01).withSeed(seed);

        CrossValidation cross = CrossValidation.of(network, flowers, training, folds);
        int fold = 0;
        for (Evaluation evaluation : cross.evaluations()) {
            fold++;
            out.printf(
                    Locale.ROOT,
                    "fold %d: %d of %d right%n",
                    fold,
                    Math.round(evaluation.accuracy() * evaluation.rows()),
                    evaluation.rows());
        }
        out.printf(
                Locale.ROOT,
                "%naccuracy by cross-validation: %.1f %% +- %.1f%n%n",
                100 * cross.mean(Evaluation::accuracy),
                100 * cross.deviation(Evaluation::accuracy));

        Mlp model = network.fit(flowers, training).model(); // the one to keep learns from all flowers
        double[] flower = {6.1, 2.9, 4.7, 1.4}; // in centimetres, as they were measured
        String name = model.labels().orElseThrow().name(model.classify(flower));
        out.printf("%s cm: %s%n", Arrays.toString(flower), name);
    }

    /** The flowers: a line with their numbers and names, then four lengths and the number of the name for each. */
    private static Dataset flowers() throws IOException {
        try (InputStream in = Iris.class.getResourceAsStream(FILE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            List<String[]> lines =
                    reader.lines().map(line -> line.split(",", -1)).toList();
            String[] head = lines.get(0);
            Labels names = Labels.of(Arrays.copyOfRange(head, 2, head.length));
            List<String[]> rows = lines.subList(1, lines.size());
            double[][] lengths = rows.stream()
                    .map(row -> Arrays.stream(row, 0, MEASURES)
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new);
            int[] kinds = rows.stream()
                    .mapToInt(row -> Integer.parseInt(row[MEASURES]))
                    .toArray();
            return Dataset.of(lengths, kinds, names);
        }
    }
}
