package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.layer.Activation;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.Layer;
import dev.linnet.layer.LayerNorm;
import dev.linnet.layer.Linear;
import dev.linnet.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX files: what ONNX Runtime computes with them. */
class OnnxTest {
    private static final double IN_64_BITS = 1e-12;
    private static final double IN_32_BITS = 1e-5;

    @TempDir
    Path folder;

    static List<Activation> activations() {
        return List.of(
                Activation.relu(),
                Activation.leakyRelu(),
                Activation.leakyRelu(0.3),
                Activation.elu(),
                Activation.elu(0.7),
                Activation.selu(),
                Activation.gelu(),
                Activation.silu(),
                Activation.sigmoid(),
                Activation.tanh(),
                Activation.softplus(),
                Activation.hardTanh(),
                Activation.identity());
    }

    static Stream<Layer> layers() {
        return Stream.concat(
                activations().stream(),
                Stream.of(
                        Linear.of(7, 7),
                        Linear.of(7, 1),
                        Linear.of(7, 3).withoutBias(),
                        BatchNorm.of(7),
                        BatchNorm.of(7).withEpsilon(1e-3),
                        LayerNorm.of(7),
                        LayerNorm.of(7).withEpsilon(0.2)));
    }

    /** Each result is compared with its own size: small ones have as many right digits as large ones. */
    @ParameterizedTest
    @MethodSource("activations")
    void anActivationComputesTheSameIn64Bits(Activation activation) throws IOException {
        Mlp model = Mlp.builder().linear(1, 1).layer(activation).build().withParameters(new double[] {1, 0});
        double[][] rows = arguments();
        double[][] found = OnnxRuntime.run(saved(model, Saving.float64()), rows);
        double[][] expected = model.predict(rows);
        for (int i = 0; i < rows.length; i++) {
            double y = expected[i][0];
            assertEquals(y, found[i][0], IN_64_BITS * Math.abs(y), "of " + rows[i][0]);
        }
    }

    /** In 32 bits ONNX Runtime itself computes the small results of some functions to no more than an absolute error. */
    @ParameterizedTest
    @MethodSource("activations")
    void anActivationComputesTheSameIn32Bits(Activation activation) throws IOException {
        Mlp model = Mlp.builder().linear(1, 1).layer(activation).build().withParameters(new double[] {1, 0});
        double[][] rows = arguments();
        double[][] found = OnnxRuntime.runRounded(saved(model, Saving.float32()), rows);
        double[][] expected = model.predict(rows);
        for (int i = 0; i < rows.length; i++) {
            double y = expected[i][0];
            assertEquals(y, found[i][0], IN_32_BITS * Math.max(1, Math.abs(y)), "of " + rows[i][0]);
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aLayerWithinANetworkComputesTheSame(Layer layer) throws IOException {
        Mlp model = Mlp.builder().linear(5, 7).layer(layer).softmax().build();
        assertSamePredictions(withAnyParameters(model, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aWholeNetworkComputesTheSame(int seed) throws IOException {
        List<Activation> activations = activations();
        MlpBuilder builder = Mlp.builder().linear(5, 11);
        for (int i = 0; i < 3; i++) {
            builder.layer(activations.get((4 * seed + i) % activations.size()))
                    .dropout(0.2)
                    .batchNorm()
                    .residual(block -> block.layerNorm().linear(11, 13).gelu().linear(13, 11));
        }
        assertSamePredictions(withAnyParameters(builder.linear(11, 3).softmax().build(), seed));
    }

    @Test
    void eachOutputComputesTheSame() throws IOException {
        assertSamePredictions(withAnyParameters(Mlp.builder().linear(5, 4).build(), 2));
        assertSamePredictions(
                withAnyParameters(Mlp.builder().linear(5, 4).softmax().build(), 3));
        assertSamePredictions(
                withAnyParameters(Mlp.builder().linear(5, 4).sigmoid().build(), 4));
        assertSamePredictions(
                withAnyParameters(Mlp.builder().linear(5, 1).sigmoid().build(), 5));
    }

    @Test
    void scalerAndLabelsTravelAlong() throws IOException {
        double[][] rows = rows(100, 5, 1);
        for (double[] row : rows) {
            row[0] = 1000 + 50 * row[0];
            row[3] = 0.25; // a column that never changes
        }
        int[] classes = new int[100];
        Arrays.setAll(classes, i -> i % 2);
        Mlp model = Mlp.builder()
                .standardize()
                .linear(5, 8)
                .tanh()
                .linear(8, 2)
                .fit(
                        Dataset.of(rows, classes, Labels.of("Äpfel", "\"Käse\"")),
                        Training.defaults().withEpochs(2))
                .model();
        assertSamePredictions(model, rows);
        Map<String, String> metadata = OnnxRuntime.metadata(saved(model, Saving.float32()));
        assertEquals(Map.of("linnet.labels", "[\"Äpfel\",\"\\\"Käse\\\"\"]"), metadata);
    }

    @Test
    void equalModelsGiveEqualBytes() throws IOException {
        Mlp model = Mlp.builder().linear(3, 4).gelu().linear(4, 2).elu().build();
        byte[] once = Files.readAllBytes(saved(model, Saving.float64()));
        assertArrayEquals(once, Files.readAllBytes(saved(model, Saving.float64())));
    }

    @Test
    void anActivationOfOnesOwnIsRefused() {
        Activation own = new Activation() {
            @Override
            public String name() {
                return "swish";
            }

            @Override
            public void value(double[] x, double[] y, int from, int to) {
                System.arraycopy(x, from, y, from, to - from);
            }

            @Override
            public void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to) {
                System.arraycopy(dY, from, dX, from, to - from);
            }

            @Override
            public String toString() {
                return name();
            }
        };
        Mlp model = Mlp.builder().linear(1, 1).layer(own).build();
        var e = assertThrows(IllegalArgumentException.class, () -> saved(model, Saving.float64()));
        assertEquals("layer 1 (swish): an activation that is not built in cannot be written as ONNX", e.getMessage());
        assertFalse(Files.exists(folder.resolve("model.onnx")));
    }

    @Test
    void aScalerThatIsNotFittedIsRefused() {
        Mlp model = Mlp.builder().standardize().linear(1, 1).build();
        var e = assertThrows(IllegalStateException.class, () -> saved(model, Saving.float64()));
        assertEquals("the model's scaler is not fitted yet: fit the model first", e.getMessage());
    }

    @Test
    void numbersThat32BitsCannotHoldAreRefused() {
        Mlp model = Mlp.builder().linear(1, 1).build().withParameters(new double[] {0, -1e300});
        var e = assertThrows(IllegalArgumentException.class, () -> saved(model, Saving.float32()));
        assertEquals("0.bias holds -1.0E300, too large for 32 bits: save it with 64", e.getMessage());
        Mlp steep = Mlp.builder().linear(1, 1).layer(Activation.elu(1e300)).build();
        e = assertThrows(IllegalArgumentException.class, () -> saved(steep, Saving.float32()));
        assertEquals("1.elu holds 1.0E300, too large for 32 bits: save it with 64", e.getMessage());
    }

    // Helpers

    private void assertSamePredictions(Mlp model) throws IOException {
        assertSamePredictions(model, rows(23, model.inputs(), 7));
        assertSamePredictions(model, rows(1, model.inputs(), 8));
    }

    private void assertSamePredictions(Mlp model, double[][] rows) throws IOException {
        double[][] expected = model.predict(rows);
        assertClose(expected, OnnxRuntime.run(saved(model, Saving.float64()), rows), IN_64_BITS);
        assertClose(expected, OnnxRuntime.runRounded(saved(model, Saving.float32()), rows), IN_32_BITS);
    }

    /** Compares with the largest value of each row. */
    private static void assertClose(double[][] expected, double[][] found, double tolerance) {
        assertEquals(expected.length, found.length);
        for (int i = 0; i < expected.length; i++) {
            double size = Arrays.stream(expected[i]).map(Math::abs).max().orElseThrow();
            assertTrue(size > 0);
            assertArrayEquals(expected[i], found[i], tolerance * size, "row " + i);
        }
    }

    private Path saved(Mlp model, Saving saving) throws IOException {
        Path file = folder.resolve("model.onnx");
        Onnx.save(model, file, saving);
        return file;
    }

    private static Mlp withAnyParameters(Mlp model, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] parameters = model.parameters();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += random.nextDouble(0.0, 0.5); // running variances stay positive
        }
        return model.withParameters(parameters);
    }

    private static double[][] rows(int count, int columns, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[count][columns];
        for (double[] row : rows) {
            Arrays.setAll(row, j -> random.nextDouble(-3, 3));
        }
        return rows;
    }

    /** From -37, below which a normal distribution's tail is not a normal number, to 37; exactly what 32 bits hold. */
    private static double[][] arguments() {
        double[][] rows = new double[8001][1];
        for (int i = 0; i < rows.length; i++) {
            rows[i][0] = (float) ((i - 4000) / 4000.0 * 37);
        }
        return rows;
    }
}
