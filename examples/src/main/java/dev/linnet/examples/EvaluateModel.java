package dev.linnet.examples;

import dev.linnet.Evaluation;
import dev.linnet.data.Dataset;
import dev.linnet.mnist.DigitImage;
import dev.linnet.mnist.Mnist;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells how well a model reads the test images, and shows where it errs: a page with pictures. */
@Command(
        name = "EvaluateModel",
        description =
                "Tells how well a model reads the test images, and shows where it errs: writes a page that holds all"
                        + " of it, and its pictures.%n")
public final class EvaluateModel extends Example {
    private static final int SHOWN = 100;
    private static final int MISTAKES_SHOWN = 25;

    @Mixin
    private ModelSource source;

    @Mixin
    private MnistSource images;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Where to write page and pictures (default: a folder beside these classes).")
    private Path folder;

    public static void main(String[] args) {
        launch(new EvaluateModel(), args);
    }

    @Override
    void run(PrintStream out) throws IOException {
        DigitModel model = source.load();
        Mnist mnist = images.load();
        if (mnist.rows() != DigitImage.SIZE || mnist.columns() != DigitImage.SIZE) {
            throw new IllegalArgumentException("images are %d x %d pixels, expected %d x %d"
                    .formatted(mnist.rows(), mnist.columns(), DigitImage.SIZE, DigitImage.SIZE));
        }
        Dataset test = model.prepared(mnist.test());
        Evaluation evaluation = model.network().evaluate(test);
        List<Reading> readings = Reading.all(model, test);
        List<Reading> mistakes = readings.stream()
                .filter(Reading::isWrong)
                .sorted(Comparator.comparingDouble(Reading::probability).reversed())
                .limit(MISTAKES_SHOWN)
                .toList();

        Path target = folder != null ? folder : ModelDestination.targetFolder().resolve("evaluation");
        Files.createDirectories(target);
        Reliability reliability = Reliability.of(readings);
        String accuracy = String.format(Locale.ROOT, "accuracy: %.2f %%", 100 * evaluation.accuracy());
        HtmlPage page = new HtmlPage("%s on %s".formatted(shortName(model), images))
                .paragraph("%s, %,d test images.".formatted(model.network(), test.size()))
                .paragraph(accuracy
                        + String.format(
                                Locale.ROOT,
                                "; log loss %.4f; where it was sure of p, it was right p of the time but for %.2f percentage"
                                        + " points on average.",
                                evaluation.logLoss(),
                                100 * reliability.error()))
                .preformatted(evaluation.toString());
        add(
                page,
                target,
                "confusion",
                "What was taken for what: right in blue, wrong in red",
                Charts.confusion(evaluation));
        add(page, target, "mistakes", "The mistakes that it was surest of", Pictures.mistakes(mistakes));
        add(
                page,
                target,
                "predictions",
                "The first test images, and what they were read as",
                Pictures.sheet(readings.subList(0, Math.min(SHOWN, readings.size()))));
        add(
                page,
                target,
                "reliability",
                "How often it is right when it says how sure it is",
                Charts.reliability(reliability));
        Optional<TrainingCurve> curve = source.curve();
        if (curve.isPresent()) {
            add(page, target, "training", "How it was trained", Charts.training(curve.get()));
        } else {
            page.heading("How it was trained").paragraph("There is no record of its training beside the model.");
        }
        add(
                page,
                target,
                "weights",
                "What the first layer looks for: blue for ink, red against it",
                Pictures.weights(model.network()));
        Path html = target.resolve("index.html");
        Files.writeString(html, page.toString());

        out.printf("%s on %s%n%n%s%n%n", model.name(), images, evaluation);
        out.printf("what the test images are, and what they were read as:%n%n%s%n%n", evaluation.confusionTable());
        out.printf("wrote %s and the pictures in it%n%n%s%n", html, accuracy);
    }

    private static String shortName(DigitModel model) {
        Path file = Path.of(model.name()).getFileName();
        return file == null ? model.name() : file.toString();
    }

    private static void add(HtmlPage page, Path folder, String name, String title, BufferedImage picture)
            throws IOException {
        ImageIO.write(picture, "png", folder.resolve(name + ".png").toFile());
        page.heading(title).picture(picture, title);
    }
}
