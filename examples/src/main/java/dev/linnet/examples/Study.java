package dev.linnet.examples;

import dev.linnet.Mlp;
import dev.linnet.MlpBuilder;
import dev.linnet.data.Dataset;
import dev.linnet.mnist.DigitImage;
import dev.linnet.mnist.Mnist;
import dev.linnet.optim.Optimizer;
import dev.linnet.training.Epoch;
import dev.linnet.training.History;
import dev.linnet.training.Training;
import dev.linnet.training.TrainingListener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures whether depth or width pays, where returns diminish, and what black-and-white pixels cost. */
@Command(
        name = "Study",
        description = {
            "Trains networks of several depths and widths on the first 50,000 images, with grey pixels and with black and"
                    + " white ones, and measures after every epoch how many of the other 10,000 they misread.%n",
            "Writes the measurements, and pictures of what they say. The errors are the same wherever it runs, the"
                    + " seconds are not.%n"
        })
public final class Study extends Example {
    private static final int LEARNED = 50_000;
    private static final List<Integer> WIDTHS = List.of(16, 32, 64, 128, 256, 512);
    private static final int DEEPEST = 3;

    /** Black and white are compared with grey at this depth. */
    private static final int COMPARED_DEPTH = 2;

    /** And up to this width: what is dear to train teaches nothing more. */
    private static final int WIDEST_COMPARED = 128;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Where to write (default: the folder 'study' beside these classes).")
    private Path folder;

    @Option(names = "--from", paramLabel = "FILE", description = "Draw what was measured before; train nothing.")
    private Path measured;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "3",
            description = "How often each network is trained (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "6",
            description = "How long each network is trained (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--widest",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "256",
            description = "Leave out wider networks (default: ${DEFAULT-VALUE}).")
    private int widest;

    public static void main(String[] args) {
        launch(new Study(), args);
    }

    @Override
    void run(PrintStream out) throws IOException {
        Path to = folder == null ? ModelDestination.targetFolder().resolve("study") : folder;
        Files.createDirectories(to);
        Path file = to.resolve("measurements.csv");
        if (measured == null) {
            measure(file, out);
        }
        List<String> lines = Files.readAllLines(measured == null ? file : measured);
        StudyResults results = new StudyResults(Measurement.parse(lines));
        Files.write(file, lines);
        Map<String, BufferedImage> pictures = Map.of(
                "depth-and-width.png", StudyCharts.depthAndWidth(results),
                "epochs.png", StudyCharts.epochs(results),
                "black-and-white.png", StudyCharts.blackAndWhite(results));
        for (Map.Entry<String, BufferedImage> picture : pictures.entrySet()) {
            ImageIO.write(
                    picture.getValue(), "png", to.resolve(picture.getKey()).toFile());
        }
        out.println(results.table());
        out.println("wrote " + to.toAbsolutePath().normalize());
    }

    /**
     * All networks once, then all of them with the next seed: what slows the machine for a while slows them all. The file
     * holds what is known so far.
     */
    private void measure(Path file, PrintStream out) throws IOException {
        Mnist mnist = MnistSource.bundled();
        warmUp(mnist.train());
        List<Measurement> all = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            for (int depth = 1; depth <= DEEPEST; depth++) {
                for (int width : WIDTHS) {
                    if (width <= widest) {
                        all.addAll(run(mnist.train(), Measurement.GREY, depth, width, seed, out));
                    }
                    if (width <= Math.min(widest, WIDEST_COMPARED) && depth == COMPARED_DEPTH) {
                        all.addAll(run(mnist.train(), Measurement.BLACK_AND_WHITE, depth, width, seed, out));
                    }
                    Files.writeString(file, Measurement.csv(all));
                }
            }
        }
    }

    /** Lets the virtual machine compile what the first measurement would wait for. */
    private static void warmUp(Dataset images) {
        network(2, WIDTHS.get(0), 1).fit(images, training(1, 1));
    }

    private List<Measurement> run(Dataset images, String pixels, int depth, int width, long seed, PrintStream out) {
        Dataset prepared = DigitModel.prepared(images, pixels.equals(Measurement.BLACK_AND_WHITE));
        List<Measurement> measurements = new ArrayList<>();
        Stopwatch stopwatch = new Stopwatch((epoch, seconds) -> measurements.add(new Measurement(
                pixels,
                depth,
                width,
                seed,
                epoch.number(),
                seconds,
                100 - 100 * epoch.metric(History.VALIDATION_ACCURACY).orElseThrow())));
        Training training = training(epochs, seed)
                .withValidation(prepared.range(LEARNED, prepared.size()))
                .withListener(stopwatch);
        network(depth, width, seed).fit(prepared.range(0, LEARNED), training);
        out.println(measurements.get(measurements.size() - 1));
        return measurements;
    }

    private static Training training(int epochs, long seed) {
        return Training.defaults()
                .withEpochs(epochs)
                .withOptimizer(Optimizer.adamW(1e-3, 0.01))
                .withAveraging(0.99) // spares a schedule, which would have to know the last epoch
                .withThreads(1)
                .withSeed(seed);
    }

    private static Mlp network(int depth, int width, long seed) {
        MlpBuilder network = Mlp.builder().seed(seed);
        int columns = DigitImage.PIXELS;
        for (int layer = 0; layer < depth; layer++) {
            network.linear(columns, width).relu();
            columns = width;
        }
        return network.linear(columns, 10).build();
    }

    /** Counts the processor time that this thread, the only one of the training, spends on batches. */
    private static final class Stopwatch implements TrainingListener {
        private final Reader reader;
        private double seconds;
        private double start = now();

        interface Reader {
            void read(Epoch epoch, double seconds);
        }

        Stopwatch(Reader reader) {
            this.reader = reader;
        }

        @Override
        public void onBatch(int epoch, int batch, int batches, double loss) {
            if (batch == batches) {
                seconds += now() - start;
            }
        }

        @Override
        public void onEpoch(Epoch epoch, int epochs) {
            reader.read(epoch, seconds);
            start = now();
        }

        private static double now() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
        }
    }
}
