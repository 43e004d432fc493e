package dev.linnet.examples;

import dev.linnet.Mlp;
import dev.linnet.data.Dataset;
import dev.linnet.data.RandomDraws;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Schedule;
import dev.linnet.training.Training;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Regression that says how sure it is: a median and the bounds that hold four values of five. */
@Command(
        name = "QuantileBand",
        description = {
            "Learns from points that scatter around a wave, here more and there less, between which bounds four of five"
                    + " lie, and draws points, median and bounds.%n",
            "The network has three outputs, and a loss that pulls each to its quantile.%n"
        })
public final class QuantileBand extends Example {
    private static final double[] QUANTILES = {0.1, 0.5, 0.9};
    private static final int POINTS = 2_000;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "80",
            description = "How often each point is learned (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Mixin
    private final PictureDestination picture = new PictureDestination("quantile-band.png");

    public static void main(String[] args) {
        launch(new QuantileBand(), args);
    }

    @Override
    void run(PrintStream out) throws IOException {
        Sample learned = Sample.draw(POINTS, 1);
        Training training = Training.defaults()
                .withLoss(Loss.quantile(QUANTILES))
                .withEpochs(epochs)
                .withLearningRate(0.005)
                .withSchedule(Schedule.cosine());
        Mlp model = Mlp.builder()
                .standardize()
                .linear(1, 32)
                .silu()
                .linear(32, 32)
                .silu()
                .linear(32, QUANTILES.length)
                .fit(learned.asDataset(), training)
                .model();

        Sample others = Sample.draw(POINTS, 2);
        int below = 0;
        int above = 0;
        for (int i = 0; i < POINTS; i++) {
            double[] bounds = model.predict(new double[] {others.x[i]});
            below += others.y[i] < bounds[0] ? 1 : 0;
            above += others.y[i] > bounds[2] ? 1 : 0;
        }
        for (double x : new double[] {1, 5, 9}) {
            double[] band = model.predict(new double[] {x});
            out.printf(
                    Locale.ROOT,
                    "x = %.0f: median %6.2f, four of five between %6.2f and %6.2f%n",
                    x,
                    band[1],
                    band[0],
                    band[2]);
        }
        ImageIO.write(draw(model, learned), "png", picture.prepare().toFile());
        out.printf("%nwrote %s%n", picture.file());
        out.printf(
                Locale.ROOT,
                "%nof %,d points never seen, %.1f %% lie below the band (meant: 10 %%), %.1f %% in it (80 %%), %.1f %% above"
                        + " (10 %%)%n",
                POINTS,
                100.0 * below / POINTS,
                100.0 * (POINTS - below - above) / POINTS,
                100.0 * above / POINTS);
    }

    private static java.awt.image.BufferedImage draw(Mlp model, Sample points) {
        double[] x = IntStream.rangeClosed(0, 200).mapToDouble(i -> i / 20.0).toArray();
        double[][] band = new double[QUANTILES.length][x.length];
        for (int i = 0; i < x.length; i++) {
            double[] bounds = model.predict(new double[] {x[i]});
            for (int q = 0; q < bounds.length; q++) {
                band[q][i] = bounds[q];
            }
        }
        return Charts.band(points.x, points.y, x, band[0], band[1], band[2]);
    }

    /** Points around a wave; they scatter the more, the farther to the right. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sample(double[] x, double[] y) {

        static Sample draw(int count, long seed) {
            Sample sample = new Sample(new double[count], new double[count]);
            for (int i = 0; i < count; i++) {
                RandomDraws random = RandomDraws.of(seed, 0, i);
                sample.x[i] = random.uniform(0, 10);
                double noise = 0.1 + 0.12 * sample.x[i];
                sample.y[i] = 2 * StrictMath.sin(sample.x[i]) + noise * random.normal();
            }
            return sample;
        }

        Dataset asDataset() {
            double[][] rows = new double[x.length][];
            for (int i = 0; i < x.length; i++) {
                rows[i] = new double[] {x[i]};
            }
            return Dataset.of(rows, y);
        }
    }
}
