package dev.linnet.mnist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.linnet.Mlp;
import dev.linnet.Onnx;
import dev.linnet.Saving;
import dev.linnet.data.Dataset;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The models of digits that ship with the examples as ONNX, over the whole test set. */
class OnnxMnistTest {
    private static final Path SHIPPED = Path.of("../examples/src/main/resources/models");

    /** A larger model takes longer, and has no other layers. */
    private static final long MAX_BYTES = 1_000_000;

    @TempDir
    Path folder;

    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.list(SHIPPED)) {
            return files.filter(file -> file.toString().endsWith(".safetensors")
                            && file.toFile().length() <= MAX_BYTES)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void onnxRuntimeReadsTheSameDigits(Path shipped) throws IOException, OrtException {
        Mnist mnist = Mnist.load(RealMnist.directory("mnist"));
        Mlp model = Mlp.load(shipped);
        Dataset test = mnist.test();
        double[] pixels = new double[test.size() * 784];
        test.read(IntStream.range(0, test.size()).toArray(), 0, test.size(), pixels, null);
        double[][] expected = model.predict(test);

        Path file = folder.resolve("mnist.onnx");
        Onnx.save(model, file);
        double[][] found = (double[][]) run(file, DoubleBuffer.wrap(pixels), test.size());
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found[i], 1e-12 * largest(expected[i]), "row " + i);
            assertEquals(indexOfLargest(expected[i]), indexOfLargest(found[i]), "row " + i);
        }

        Onnx.save(model, file, Saving.float32());
        float[] narrow = new float[pixels.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) pixels[i];
        }
        float[][] rounded = (float[][]) run(file, FloatBuffer.wrap(narrow), test.size());
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < 10; j++) {
                assertEquals(expected[i][j], rounded[i][j], 1e-5 * largest(expected[i]), "row " + i);
            }
        }
    }

    private static Object run(Path file, Object pixels, int rows) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = {rows, 784};
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor input = pixels instanceof DoubleBuffer doubles
                        ? OnnxTensor.createTensor(environment, doubles, shape)
                        : OnnxTensor.createTensor(environment, (FloatBuffer) pixels, shape);
                OrtSession.Result result = session.run(Map.of("input", input))) {
            return result.get(0).getValue();
        }
    }

    private static double largest(double[] row) {
        return Arrays.stream(row).max().orElseThrow();
    }

    private static int indexOfLargest(double[] row) {
        return IntStream.range(0, row.length)
                .reduce((a, b) -> row[b] > row[a] ? b : a)
                .orElseThrow();
    }
}
