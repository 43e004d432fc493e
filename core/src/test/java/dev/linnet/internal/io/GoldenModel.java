package dev.linnet.internal.io;

import dev.linnet.data.Labels;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Network;
import dev.linnet.internal.nn.Standardizer;
import dev.linnet.layer.Activation;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The model in {@code models/model-0.1.0.safetensors}, which every later version must write and read like this one. */
final class GoldenModel {
    private GoldenModel() {}

    static ModelState state() {
        Network network = Network.of(List.of(
                Linear.of(3, 5),
                Activation.leakyRelu(0.2),
                Linear.of(5, 4).withoutBias(),
                Activation.tanh(),
                Linear.of(4, 2)));
        double[] parameters = new double[network.parameterCount()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (i * 37 % 101 - 50) / 70.0;
        }
        Standardizer scaler = new Standardizer(new double[] {0.1, -2.5, 0}, new double[] {1 / 3.0, 1, 0.7});
        return new ModelState(
                network,
                true,
                scaler,
                Output.SOFTMAX,
                Labels.of("Apfel", "\"Käse\""),
                -42,
                parameters,
                Map.of("author", "somebody else", "linnet.later", "unknown to this version"));
    }

    /** Writes the file anew, for a format that changed on purpose: takes its path. */
    public static void main(String[] args) throws IOException {
        ModelFile.write(state(), Path.of(args[0]), ElementType.F64, false);
    }
}
