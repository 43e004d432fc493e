package dev.linnet.examples;

import dev.linnet.Evaluation;
import dev.linnet.Mlp;
import dev.linnet.mnist.DownloadException;
import dev.linnet.mnist.Mnist;
import dev.linnet.mnist.MnistVariant;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Schedule;
import dev.linnet.training.Training;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Learns ten kinds of clothes from pictures in the format of MNIST, which are harder to tell apart than digits. */
@Command(
        name = "FashionMnist",
        description = {
            "Learns to tell ten kinds of clothes apart by their pictures: Fashion-MNIST, by Xiao, Rasul and Vollgraf.%n",
            "These 30 MB do not ship with this program. They are downloaded once, unless --data names a folder that has"
                    + " the four files already.%n"
        })
public final class FashionMnist extends Example {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with the four files, packed or not (default: downloaded into the target folder of"
                    + " the examples).")
    private Path folder;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "12",
            description = "How often each picture is learned (default: ${DEFAULT-VALUE}).")
    private int epochs;

    public static void main(String[] args) {
        launch(new FashionMnist(), args);
    }

    @Override
    void run(PrintStream out) throws IOException {
        Mnist clothes = folder == null ? downloaded(out) : given();
        int pixels = clothes.rows() * clothes.columns();
        Training training = Training.defaults()
                .withEpochs(epochs)
                .withBatchSize(128)
                .withOptimizer(Optimizer.adamW(1.5e-3, 0.02))
                .withSchedule(Schedule.cosine());
        Mlp model;
        try (Progress progress = Progress.on(out, clothes.train().size(), epochs)) {
            model = Mlp.builder()
                    .linear(pixels, 256)
                    .relu()
                    .dropout(0.2)
                    .linear(256, 128)
                    .relu()
                    .linear(128, 10)
                    .fit(clothes.train(), training.withListener(progress))
                    .model();
        }
        Evaluation test = model.evaluate(clothes.test());
        out.printf("%n%s%n%nmost often mistaken for one another:%n%n", test);
        Confusions.mostOften(test.confusionMatrix()).limit(5).forEach(pair -> {
            out.printf(
                    "  %s and %s: %d times%n",
                    test.labels().name(pair.a()), test.labels().name(pair.b()), pair.total());
        });
        out.printf(Locale.ROOT, "%ntest accuracy: %.2f %%%n", 100 * test.accuracy());
    }

    private Mnist given() {
        if (!Files.isDirectory(folder)) {
            throw badOption("Invalid value for option '--data': there is no folder " + folder.toAbsolutePath());
        }
        try {
            return Mnist.load(folder, MnistVariant.FASHION_MNIST);
        } catch (FileNotFoundException e) {
            throw badOption("Invalid value for option '--data': "
                    + e.getMessage().lines().findFirst().orElseThrow());
        } catch (IOException e) {
            throw badOption("Invalid value for option '--data': " + e.getMessage());
        }
    }

    private static Mnist downloaded(PrintStream out) throws IOException {
        Path cache = ModelDestination.targetFolder().resolve("fashion-mnist").toAbsolutePath();
        try {
            out.println("Fashion-MNIST: in " + cache + ", or downloaded to there");
            return Mnist.download(MnistVariant.FASHION_MNIST, cache);
        } catch (DownloadException e) {
            throw new IOException(
                    "Fashion-MNIST cannot be downloaded; put its four files into a folder and name it with --data", e);
        }
    }
}
