package dev.linnet.examples;

import dev.linnet.Mlp;
import dev.linnet.data.Dataset;
import dev.linnet.training.Training;
import java.io.PrintStream;
import picocli.CommandLine.Command;

/** The smallest program that learns something: whether exactly one of two bits is set, which no straight line can tell. */
@Command(name = "Xor", description = "Learns the exclusive or of two bits, and prints what it learned.")
public final class Xor extends Example {
    public static void main(String[] args) {
        launch(new Xor(), args);
    }

    @Override
    void run(PrintStream out) {
        double[][] bits = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
        int[] xor = {0, 1, 1, 0};

        Mlp model = Mlp.builder()
                .linear(2, 4)
                .tanh()
                .linear(4, 1)
                .fit(Dataset.of(bits, xor), Training.defaults().withEpochs(200).withLearningRate(0.05))
                .model();

        for (double[] row : bits) {
            double probability = model.predict(row)[0];
            out.printf(
                    "%.0f xor %.0f = %d  (1 with probability %.3f)%n",
                    row[0], row[1], model.classify(row), probability);
        }
    }
}
