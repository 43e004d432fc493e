package dev.linnet.examples;

import dev.linnet.Evaluation;
import dev.linnet.Mlp;
import dev.linnet.MlpBuilder;
import dev.linnet.data.Dataset;
import dev.linnet.layer.Activation;
import dev.linnet.mnist.Mnist;
import dev.linnet.training.Training;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network to read handwritten digits, tells how well it reads digits that it has never seen, and saves it. */
@Command(
        name = "TrainMnist",
        description = "Trains a network to read handwritten digits, tells how well it reads digits that it has never"
                + " seen, and saves it.%n")
public final class TrainMnist extends Example {
    private static final int CONFUSIONS_SHOWN = 5;

    @Mixin
    private MnistSource source;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            split = ",",
            splitSynopsisLabel = ",",
            converter = Values.Count.class,
            defaultValue = "128,128",
            description = "Width of each hidden layer (default: ${DEFAULT-VALUE}).")
    private List<Integer> hidden;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            converter = Values.Activations.class,
            completionCandidates = Values.Activations.class,
            defaultValue = "relu",
            description = "What follows a hidden layer: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Activation activation;

    @Mixin
    private TrainingOptions options;

    @Mixin
    private final ModelDestination destination = new ModelDestination("mnist.safetensors");

    public static void main(String[] args) {
        launch(new TrainMnist(), args);
    }

    @Override
    void run(PrintStream out) throws IOException {
        Path file = destination.prepare();
        Mnist mnist = source.load();
        Dataset train = options.learned(mnist.train());
        Training training = options.training(mnist.train());
        Mlp network = network(train);
        out.printf(
                Locale.ROOT,
                "%s: %,d images to learn, %,d to test%n%s, %s%n%s%n%n",
                source,
                train.size(),
                mnist.test().size(),
                network,
                activation,
                training.optimizer());

        Mlp model;
        try (Progress progress = Progress.on(out, train.size(), training.epochs())) {
            model = network.fit(train, training.withListener(progress)).model();
        }

        Evaluation test = model.evaluate(mnist.test());
        out.printf("%nwhat the test images are, and what they were read as:%n%n%s%n", test.confusionTable());
        printConfusions(test, out);
        ModelDestination.save(model, file, out);
        out.printf(Locale.ROOT, "%ntest accuracy: %.2f %%%n", 100 * test.accuracy());
    }

    private Mlp network(Dataset data) {
        MlpBuilder network = Mlp.builder().seed(options.seed());
        int columns = data.features();
        for (int width : hidden) {
            network.linear(columns, width).layer(activation);
            columns = width;
        }
        return network.linear(columns, data.labels().orElseThrow().size()).build();
    }

    private static void printConfusions(Evaluation test, PrintStream out) {
        out.printf("%nmost often mistaken for one another:%n%n");
        Confusions.mostOften(test.confusionMatrix()).limit(CONFUSIONS_SHOWN).forEach(pair -> {
            String a = test.labels().name(pair.a());
            String b = test.labels().name(pair.b());
            out.printf(
                    "  %s and %s: %d times (%s as %s: %d, %s as %s: %d)%n",
                    a, b, pair.total(), a, b, pair.aForB(), b, a, pair.bForA());
        });
    }
}
