package dev.linnet.examples;

import dev.linnet.data.Dataset;
import dev.linnet.mnist.Idx;
import dev.linnet.mnist.IdxArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** A folder with the first images of MNIST, enough to learn something in a moment. */
final class SmallMnist {
    static final int TRAIN = 2_000;
    static final int TEST = 500;
    private static final int SIDE = 28;

    private SmallMnist() {}

    static Path writeTo(Path folder) throws IOException {
        write(MnistSource.bundled().train().range(0, TRAIN), folder, "train");
        write(MnistSource.bundled().test().range(0, TEST), folder, "t10k");
        return folder;
    }

    static void write(Dataset data, Path folder, String part) throws IOException {
        int[] rows = IntStream.range(0, data.size()).toArray();
        double[] features = new double[rows.length * data.features()];
        double[] targets = new double[rows.length];
        data.read(rows, 0, rows.length, features, targets);
        byte[] pixels = new byte[features.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round(255 * features[i]);
        }
        byte[] labels = new byte[targets.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) targets[i];
        }
        Idx.write(IdxArray.ofUnsigned(pixels, rows.length, SIDE, SIDE), folder.resolve(part + "-images-idx3-ubyte"));
        Idx.write(IdxArray.ofUnsigned(labels, rows.length), folder.resolve(part + "-labels-idx1-ubyte"));
    }
}
