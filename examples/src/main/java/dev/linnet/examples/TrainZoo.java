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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            completionCandidates = Names.class,
            description = "Which: ${COMPLETION-CANDIDATES} (default: all).")
    private List<String> names = Names.ALL;

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
            description = "With --choose, how many seeds to try, from 1 on (default: ${DEFAULT-VALUE}).")
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

    /** The names of the recipes, for {@code --help}. */
    static final class Names implements Iterable<String> {
        static final List<String> ALL = Recipe.ALL.stream().map(Recipe::name).toList();

        @Override
        public Iterator<String> iterator() {
            return ALL.iterator();
        }
    }

    @Override
    void run(PrintStream out) throws IOException {
        for (String name : names) {
            if (!Names.ALL.contains(name)) {
                throw badOption("there is no model '%s', only %s".formatted(name, String.join(", ", Names.ALL)));
            }
        }
        Mnist mnist = MnistSource.bundled();
        for (String name : names) {
            Recipe listed = Recipe.named(name);
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
        Dataset kept = DigitModel.prepared(
                images.range(learned, images.size()), recipe.lessons().blackAndWhite());
        List<Double> accuracies = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            Mlp model =
                    fit(recipe.withSeed(seed), images.range(0, learned), out).model();
            double accuracy = 100 * model.evaluate(kept).accuracy();
            accuracies.add(accuracy);
            out.printf(Locale.ROOT, "%s, seed %d: %.2f %%%n", recipe.name(), seed, accuracy);
        }
        Choice choice = Choice.of(recipe.choice().recipe(), accuracies);
        out.printf("%s, seeds: %s%n%n", recipe.name(), choice.seedInWords());
    }

    private Fit fit(Recipe recipe, Dataset images, PrintStream out) {
        Training training = recipe.training();
        if (threads != null) {
            training = training.withThreads(threads);
        }
        Dataset lessons = recipe.lessons().from(images, training.seed());
        out.printf("%n%s: %s%n", recipe.name(), recipe.network());
        try (Progress progress = Progress.on(out, lessons.size(), training.epochs())) {
            return recipe.network().fit(lessons, training.withListener(progress));
        }
    }

    private void make(Recipe recipe, Mnist mnist, PrintStream out) throws IOException {
        Files.createDirectories(folder);
        Effort start = Effort.start();
        Fit fit = fit(recipe, mnist.train(), out);
        Effort effort = start.toNow();
        Path file = folder.resolve(recipe.name() + ShippedModels.SUFFIX);
        fit.model().save(file, Saving.float32());
        Path curve = folder.resolve(recipe.name() + ShippedModels.CURVE_SUFFIX);
        Files.writeString(curve, TrainingCurve.of(fit.history()).toString());
        Evaluation test = Mlp.load(file)
                .evaluate(DigitModel.prepared(mnist.test(), recipe.lessons().blackAndWhite()));
        Path card = folder.resolve(recipe.name() + ".md");
        Files.writeString(card, ModelCard.of(recipe, test, effort, file));
        out.printf(Locale.ROOT, "%s: test accuracy %.2f %%, %s%n", recipe.name(), 100 * test.accuracy(), effort);
    }
}
