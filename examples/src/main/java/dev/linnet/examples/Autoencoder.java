package dev.linnet.examples;

import dev.linnet.Mlp;
import dev.linnet.data.Dataset;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Schedule;
import dev.linnet.training.Training;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Squeezes pictures of digits through a few numbers and back: a network whose targets are its inputs. */
@Command(
        name = "Autoencoder",
        description = {
            "Teaches a network to give back the picture of a digit that it was given, though in its middle the picture is"
                    + " only a few numbers, and draws test images and below each what came back.%n",
            "No label is used.%n"
        })
public final class Autoencoder extends Example {
    private static final int COLUMNS = 10;
    private static final int SHOWN = 3 * COLUMNS;

    @Mixin
    private MnistSource source;

    @Option(
            names = "--code",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "24",
            description = "How many numbers a picture becomes (default: ${DEFAULT-VALUE}).")
    private int code;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "8",
            description = "How often each image is learned (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Mixin
    private final PictureDestination picture = new PictureDestination("autoencoder.png");

    public static void main(String[] args) {
        launch(new Autoencoder(), args);
    }

    @Override
    void run(PrintStream out) throws IOException {
        var target = picture.prepare();
        var images = source.load();
        Dataset train = new Itself(images.train());
        Dataset test = new Itself(images.test());
        int pixels = train.features();

        Training training = Training.defaults()
                .withLoss(Loss.binaryCrossEntropy()) // of each pixel: ink or none, or a share of it
                .withEpochs(epochs)
                .withBatchSize(128)
                .withLearningRate(2e-3)
                .withSchedule(Schedule.cosine());
        Mlp model;
        try (Progress progress = Progress.on(out, train.size(), epochs)) {
            model = Mlp.builder()
                    .linear(pixels, 256)
                    .relu()
                    .linear(256, code) // the code: all that is known of a picture here
                    .linear(code, 256)
                    .relu()
                    .linear(256, pixels)
                    .fit(train, training.withListener(progress))
                    .model();
        }

        List<double[]> pictures = new ArrayList<>();
        double squares = 0;
        for (int row = 0; row < test.size(); row++) {
            double[] original = new double[pixels];
            test.read(new int[] {row}, 0, 1, original, null);
            double[] back = model.predict(original);
            for (int i = 0; i < pixels; i++) {
                squares += (back[i] - original[i]) * (back[i] - original[i]);
            }
            if (row < SHOWN) { // a row of originals, a row of what came back, and so on
                pictures.add(row / COLUMNS * 2 * COLUMNS + row % COLUMNS, original);
                pictures.add(back);
            }
        }
        ImageIO.write(Pictures.plain(pictures, COLUMNS), "png", target.toFile());
        out.printf("%nwrote %s%n", target);
        out.printf(
                Locale.ROOT,
                "%d pixels through %d numbers; root mean square error of a pixel of the test images: %.4f%n",
                pixels,
                code,
                Math.sqrt(squares / ((double) test.size() * pixels)));
    }

    /** Images whose targets are the images. */
    private record Itself(Dataset images) implements Dataset {
        @Override
        public void read(int[] rows, int from, int to, double[] features, double[] targets) {
            if (features != null) {
                images.read(rows, from, to, features, null);
            }
            if (targets != null) {
                images.read(rows, from, to, targets, null);
            }
        }

        @Override
        public int size() {
            return images.size();
        }

        @Override
        public int features() {
            return images.features();
        }

        @Override
        public int targets() {
            return images.features();
        }
    }
}
