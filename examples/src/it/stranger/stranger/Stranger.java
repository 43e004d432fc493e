package stranger;

import dev.linnet.Mlp;
import dev.linnet.data.Dataset;
import dev.linnet.mnist.Idx;
import dev.linnet.mnist.IdxArray;
import dev.linnet.training.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Learns XOR, and prints what a saved and loaded model answers and which parameters it has. */
public final class Stranger {
    private Stranger() {}

    /** Takes the directory to work in. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        double[][] inputs = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
        Mlp model = Mlp.builder()
                .linear(2, 8)
                .tanh()
                .linear(8, 2)
                .fit(
                        Dataset.of(inputs, new int[] {0, 1, 1, 0}),
                        Training.defaults().withEpochs(200).withLearningRate(0.05))
                .model();
        Path file = directory.resolve("xor.safetensors");
        model.save(file);
        Mlp loaded = Mlp.load(file);
        System.out.println(Arrays.toString(loaded.classify(inputs)));
        System.out.println(Arrays.hashCode(loaded.parameters()));

        Path idx = directory.resolve("labels.idx");
        Idx.write(IdxArray.ofUnsigned(new byte[] {0, 1, 1, 0}, 4), idx);
        System.out.println(Arrays.toString(Idx.read(idx).shape()));
    }
}
