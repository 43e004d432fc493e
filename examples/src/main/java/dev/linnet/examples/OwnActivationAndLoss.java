package dev.linnet.examples;

import dev.linnet.GradientCheck;
import dev.linnet.Mlp;
import dev.linnet.MlpBuilder;
import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.data.RandomDraws;
import dev.linnet.layer.Activation;
import dev.linnet.layer.Output;
import dev.linnet.loss.Loss;
import dev.linnet.training.Training;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;

/** An activation and a loss that Linnet does not have: how they are written, checked, learned with, saved and loaded. */
@Command(
        name = "OwnActivationAndLoss",
        description = {
            "Fits a curve through points of which one in ten is far off, with an activation and a loss that are written"
                    + " in this example: softsign, x / (1 + |x|), and Charbonnier's loss, sqrt(1 + e^2) - 1, which hardly"
                    + " heeds errors that are large.%n",
            "It checks both by finite differences, compares with the mean squared error, and saves and loads the"
                    + " model.%n"
        })
public final class OwnActivationAndLoss extends Example {
    private static final int POINTS = 600;

    public static void main(String[] args) {
        launch(new OwnActivationAndLoss(), args);
    }

    @Override
    void run(PrintStream out) throws IOException {
        Activation softsign = new Softsign();
        Loss charbonnier = new Charbonnier();
        Dataset spoilt = points(1, 0.1);
        Dataset clean = points(2, 0);
        MlpBuilder network = Mlp.builder()
                .linear(1, 24)
                .layer(softsign)
                .linear(24, 24)
                .layer(softsign)
                .linear(24, 1);

        GradientCheck check = GradientCheck.of(network.build(), spoilt.range(0, 50), charbonnier);
        out.printf("gradients agree with finite differences: %s%n%n", check.passed());

        Training training = Training.defaults().withEpochs(60).withLearningRate(0.005);
        Mlp robust = network.fit(spoilt, training.withLoss(charbonnier)).model();
        Mlp usual =
                network.fit(spoilt, training.withLoss(Loss.meanSquaredError())).model();
        out.printf(
                Locale.ROOT,
                "mean distance from the true curve:%n  learned with Charbonnier's loss: %.3f%n  with mean squared error:"
                        + "         %.3f%n%n",
                robust.evaluate(clean).mae(),
                usual.evaluate(clean).mae());

        Path file = Files.createTempFile("softsign", ".safetensors");
        try {
            robust.save(file);
            // a file names an activation, never a class: whoever loads it hands the activation in
            Mlp loaded = Mlp.load(new ByteArrayInputStream(Files.readAllBytes(file)), file.toString(), softsign);
            double[] half = {0.5};
            out.printf(
                    Locale.ROOT,
                    "at 0.5: %.4f, after saving and loading: %.4f%n",
                    robust.predict(half)[0],
                    loaded.predict(half)[0]);
        } finally {
            Files.delete(file);
        }
    }

    /** Points of a curve, some of which are far above it. */
    private static Dataset points(long seed, double spoilt) {
        double[][] x = new double[POINTS][];
        double[] y = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            RandomDraws random = RandomDraws.of(seed, 0, i);
            x[i] = new double[] {random.uniform(-2, 2)};
            y[i] = StrictMath.sin(3 * x[i][0]) + (random.chance(spoilt) ? random.uniform(4, 12) : 0);
        }
        return Dataset.of(x, y);
    }

    /** {@code x / (1 + |x|)}: between -1 and 1 as tanh is, and without an exponential. */
    static final class Softsign implements Activation {
        @Override
        public String name() {
            return "softsign";
        }

        @Override
        public void value(double[] x, double[] y, int from, int to) {
            for (int i = from; i < to; i++) {
                y[i] = x[i] / (1 + Math.abs(x[i]));
            }
        }

        /** The derivative is {@code 1 / (1 + |x|)^2 = (1 - |y|)^2}: it needs the output alone. */
        @Override
        public void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to) {
            for (int i = from; i < to; i++) {
                double slope = 1 - Math.abs(y[i]);
                dX[i] = dY[i] * slope * slope;
            }
        }

        @Override
        public boolean gradientFromOutput() {
            return true;
        }
    }

    /** {@code sqrt(1 + e^2) - 1} for an error {@code e}, the mean over a row's columns (Charbonnier et al. 1994). */
    static final class Charbonnier implements Loss {
        @Override
        public String name() {
            return "Charbonnier";
        }

        @Override
        public Output output() {
            return Output.IDENTITY;
        }

        @Override
        public void check(int outputs, int targetColumns, Labels labels) {
            if (labels != null || outputs != targetColumns) {
                throw new IllegalArgumentException(
                        "Charbonnier's loss takes as many real targets as outputs: %d outputs, %d targets%s"
                                .formatted(outputs, targetColumns, labels == null ? "" : ", which are classes"));
            }
        }

        @Override
        public void evaluate(
                double[] logits,
                double[] targets,
                int outputs,
                int targetColumns,
                int from,
                int to,
                double[] rowLoss,
                double[] gradient) {
            for (int row = from; row < to; row++) {
                double sum = 0;
                for (int i = row * outputs; i < (row + 1) * outputs; i++) {
                    double error = logits[i] - targets[i];
                    double root = Math.sqrt(1 + error * error);
                    sum += root - 1;
                    if (gradient != null) {
                        gradient[i] = error / root / outputs;
                    }
                }
                rowLoss[row] = sum / outputs;
            }
        }
    }
}
