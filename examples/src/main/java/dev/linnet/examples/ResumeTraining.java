package dev.linnet.examples;

import dev.linnet.Fit;
import dev.linnet.Mlp;
import dev.linnet.data.Dataset;
import dev.linnet.mnist.Mnist;
import dev.linnet.optim.Schedule;
import dev.linnet.training.Checkpoints;
import dev.linnet.training.Training;
import dev.linnet.training.TrainingListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network, may be killed at any moment, and goes on where it was when it is started again. */
@Command(
        name = "ResumeTraining",
        description = {
            "Trains a network to read handwritten digits. Stop it with Ctrl-C, kill it, pull the plug, and start it again: it"
                    + " goes on where it was, and ends in the same bytes as if it had never been interrupted.%n",
            "Started after its end, it gives its result again; delete the folder to begin anew.%n"
        })
public final class ResumeTraining extends Example {
    private static final int HIDDEN = 128;

    @Mixin
    private MnistSource source;

    @Option(
            names = "--checkpoints",
            paramLabel = "DIR",
            description = "Where the run is kept (default: in the target folder of the examples).")
    private Path folder = ModelDestination.targetFolder().resolve("resume-training");

    @Option(
            names = "--every",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "100",
            description = "After how many steps it is written down where the run stands (default: ${DEFAULT-VALUE}).")
    private int every;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "10",
            description = "How often each image is learned (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Mixin
    private final ModelDestination destination = new ModelDestination("resumed.safetensors");

    public static void main(String[] args) {
        launch(new ResumeTraining(), args);
    }

    @Override
    void run(PrintStream out) throws IOException {
        Path file = destination.prepare();
        Mnist mnist = source.load();
        Dataset train = mnist.train();

        // All that differs from any other training is the line with the checkpoints.
        Training training = Training.defaults()
                .withEpochs(epochs)
                .withSchedule(Schedule.cosine())
                .withCheckpoints(Checkpoints.in(folder).everyBatches(every).resuming());

        Fit fit;
        try (Progress progress = Progress.on(out, train.size(), epochs)) {
            fit = Mlp.builder()
                    .linear(train.features(), HIDDEN)
                    .relu()
                    .dropout(0.2)
                    .linear(HIDDEN, train.labels().orElseThrow().size())
                    .fit(train, training.withListener(new Start(out)).withListener(progress));
        }

        fit.model().save(file);
        out.printf("%n%s%n%nsaved %s, SHA-256 %s%n", fit.history(), file, sha256(file));
        double accuracy = fit.model().evaluate(mnist.test()).accuracy();
        out.printf(Locale.ROOT, "test accuracy: %.2f %%%n", 100 * accuracy);
    }

    /** Says where the run starts, or goes on. */
    private static final class Start implements TrainingListener {
        private final PrintStream out;
        private boolean said;

        Start(PrintStream out) {
            this.out = out;
        }

        @Override
        public void onBatch(int epoch, int batch, int batches, double loss) {
            if (!said) {
                said = true;
                boolean first = epoch == 1 && batch == 1;
                out.println(first ? "the run begins" : "the run goes on in epoch " + epoch + ", step " + batch);
            }
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
