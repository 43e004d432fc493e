package dev.linnet.examples;

import dev.linnet.Evaluation;
import dev.linnet.Fit;
import dev.linnet.Mlp;
import dev.linnet.Saving;
import dev.linnet.data.Dataset;
import dev.linnet.mnist.Mnist;
import dev.linnet.training.Training;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains the models that ship with the examples, each from its recipe, and writes its card. */
@Command(
        name = "TrainZoo",
        description = {
            "Trains the models that ship with this program, each from its recipe, to the same bytes wherever it runs, and"
                    + " writes a card beside each.%n",
            "With --choose it trains on the first 50,000 images and tells the accuracy on the other 10,000, for several"
                    + " seeds; nothing is saved, and the test images are not touched.%n"
        })
public final class TrainZoo extends Example {
    private static final int KEPT = 10_000;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            splitSynopsisLabel = ",",
            converter = Recipes.class,
            completionCandidates = Recipes.class,
            description = "Which: ${COMPLETION-CANDIDATES} (default: all).")
    private List<Recipe> only;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            defaultValue = "models",
            description = "Where to save models and cards (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Option(names = "--choose", description = "Measure on images that are kept from being learned.")
    private boolean choose;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "1",
            description = "With --choose, how many seeds to try (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = Values.Count.class,
            description = "Train that long, not as long as the recipe says.")
    private Integer epochs;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Values.Count.class,
            description = "Threads; they do not change the result (default: as many as help).")
    private Integer threads;

    public static void main(String[] args) {
        launch(new TrainZoo(), args);
    }

    /** The recipes, by name. */
    static final class Recipes extends Values.Choice<Recipe> {
        Recipes() {
            super(Recipe.ALL.stream().collect(Collectors.toMap(Recipe::name, recipe -> recipe)));
        }
    }

    @Override
    void run(PrintStream out) throws IOException {
        Mnist mnist = MnistSource.bundled();
        for (Recipe listed : only == null ? Recipe.ALL : only) {
            Recipe recipe = epochs == null ? listed : listed.withEpochs(epochs);
            if (choose) {
                measure(recipe, mnist.train(), out);
            } else {
                make(recipe, mnist, out);
            }
        }
    }

    /** Accuracy on images that were not learned, for several seeds. */
    private void measure(Recipe recipe, Dataset images, PrintStream out) {
        int learned = images.size() - KEPT;
        Dataset kept = new DigitModel(recipe.name(), null, recipe.blackAndWhite())
                .prepared(images.range(learned, images.size()));
        List<Double> accuracies = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            Recipe seeded = recipe.withSeed(recipe.seed() + i);
            Mlp model = fit(seeded, images.range(0, learned), out).model();
            double accuracy = 100 * model.evaluate(kept).accuracy();
            accuracies.add(accuracy);
            out.printf(Locale.ROOT, "%s, seed %d: %.2f %%%n", recipe.name(), seeded.seed(), accuracy);
        }
        double mean = accuracies.stream().mapToDouble(a -> a).average().orElseThrow();
        double squares =
                accuracies.stream().mapToDouble(a -> (a - mean) * (a - mean)).sum();
        double deviation = seeds == 1 ? 0 : Math.sqrt(squares / (seeds - 1));
        out.printf(
                Locale.ROOT, "%s: %d seeds, mean %.2f %%, deviation %.2f%n%n", recipe.name(), seeds, mean, deviation);
    }

    private Fit fit(Recipe recipe, Dataset images, PrintStream out) {
        Dataset data = recipe.training(images);
        Training training = recipe.training();
        if (threads != null) {
            training = training.withThreads(threads);
        }
        out.printf("%n%s: %s%n", recipe.name(), recipe.network());
        try (Progress progress = Progress.on(out, data.size(), recipe.epochs())) {
            return recipe.network().fit(data, training.withListener(progress));
        }
    }

    private void make(Recipe recipe, Mnist mnist, PrintStream out) throws IOException {
        Files.createDirectories(folder);
        long start = System.nanoTime();
        Fit fit = fit(recipe, mnist.train(), out);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        Path file = folder.resolve(recipe.name() + ShippedModels.SUFFIX);
        fit.model().save(file, Saving.float32());
        DigitModel saved = new DigitModel(recipe.name(), Mlp.load(file), recipe.blackAndWhite());
        Evaluation test = saved.network().evaluate(saved.prepared(mnist.test()));
        Path card = folder.resolve(recipe.name() + ".md");
        Files.writeString(card, ModelCard.of(recipe, saved, test, time, file));
        Path curve = folder.resolve(recipe.name() + ShippedModels.CURVE_SUFFIX);
        Files.writeString(curve, TrainingCurve.of(fit.history()).toString());
        out.printf(
                Locale.ROOT,
                "%s: test accuracy %.2f %%, %d s%n",
                recipe.name(),
                100 * test.accuracy(),
                time.toSeconds());
    }
}
