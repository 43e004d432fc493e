package dev.linnet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.FileFormatException;
import dev.linnet.data.Labels;
import dev.linnet.layer.Activation;
import dev.linnet.layer.Dropout;
import dev.linnet.layer.Layer;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX files that other programs wrote; {@code onnx_files.py} made them, and ran them. */
class OnnxImportTest {
    private static final Map<String, double[]> NUMBERS = new HashMap<>();
    private static final Loading NON_FINITE = Loading.strict().allowNonFinite();

    @TempDir
    Path folder;

    @BeforeAll
    static void readNumbers() throws IOException {
        try (InputStream in = OnnxImportTest.class.getResourceAsStream("/onnx/numbers.txt")) {
            new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> NUMBERS.put(
                            line.substring(0, line.indexOf(" = ")),
                            Arrays.stream(line.substring(line.indexOf(" = ") + 3)
                                            .split(" ", -1))
                                    .mapToDouble(Double::parseDouble)
                                    .toArray()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "torch-script-14.onnx, 1e-5",
        "torch-script-17.onnx, 1e-5",
        "torch-script-20.onnx, 1e-5",
        "torch-18.onnx, 1e-5",
        "torch-20.onnx, 1e-5",
        "torch-images.onnx, 1e-5",
        "torch-view.onnx, 1e-5",
        "torch-64.onnx, 1e-14",
        "skl-three-classes.onnx, 1e-5",
        "skl-scaler-zipmap.onnx, 1e-5",
        "skl-two-classes.onnx, 1e-5",
        "skl-two-classes-zipmap.onnx, 1e-5",
        "skl-multilabel.onnx, 1e-5",
        "skl-regressor.onnx, 1e-14",
        "skl-two-results.onnx, 1e-5",
        "tf-dense.onnx, 1e-5",
        "tf-layers.onnx, 1e-5",
        "keras-images.onnx, 1e-5"
    })
    void aFileOfAnotherProgramPredictsTheSame(String name, double tolerance) throws IOException {
        Mlp model = load(name);
        double[] inputs = NUMBERS.get(name + " inputs");
        double[] outputs = NUMBERS.get(name + " outputs");
        int rows = inputs.length / model.inputs();
        assertTrue(rows > 1);
        for (int i = 0; i < rows; i++) {
            double[] predicted =
                    model.predict(Arrays.copyOfRange(inputs, i * model.inputs(), (i + 1) * model.inputs()));
            int columns = outputs.length / rows;
            for (int j = 0; j < columns; j++) {
                // Of two columns that say 1 - p and p, we have the second.
                double found = predicted.length == columns ? predicted[j] : j == 1 ? predicted[0] : 1 - predicted[0];
                assertEquals(outputs[i * columns + j], found, tolerance * Math.max(1, Math.abs(found)), "row " + i);
            }
        }
    }

    @Test
    void layersComeInTheirOrder() throws IOException {
        for (String name : List.of("torch-script-14.onnx", "torch-script-17.onnx", "torch-18.onnx", "torch-20.onnx")) {
            Mlp model = load(name);
            assertEquals(Output.SOFTMAX, model.output());
            String layers = model.layers().toString();
            String expected = "[Linear 5 -> 7, gelu, Linear 7 -> 7 without bias, silu, BatchNorm 7,"
                    + " leakyRelu(negativeSlope=0.25), LayerNorm 7, elu(alpha=0.75), selu, Residual [Linear 7 -> 4,"
                    + " softplus, Residual [Linear 4 -> 4, tanh], Linear 4 -> 7], hardTanh, sigmoid, relu,"
                    + " Linear 7 -> 3]";
            assertEquals(expected, layers, name);
        }
    }

    @Test
    void kerassLayersComeInTheirOrder() throws IOException {
        Mlp images = load("keras-images.onnx");
        assertEquals(
                "[Linear 6 -> 5, relu, BatchNorm 5, Linear 5 -> 4, silu, Linear 4 -> 3]",
                images.layers().toString());
        assertEquals(Output.SOFTMAX, images.output());
        assertTrue(images.summary().contains("standardize"), "a scaler");
        assertEquals(
                "[Linear 4 -> 6, gelu, Linear 6 -> 5, silu, BatchNorm 5, Linear 5 -> 4, leakyRelu(negativeSlope="
                        + (double) 0.2f + "), Linear 4 -> 1]",
                load("tf-layers.onnx").layers().toString());
    }

    @Test
    void labelsAndScalersComeAlong() throws IOException {
        assertEquals(
                Optional.of(Labels.of("setosa", "versicolor", "virginica")),
                load("skl-scaler-zipmap.onnx").labels());
        assertTrue(load("skl-scaler-zipmap.onnx").summary().contains("standardize"), "a scaler");
        assertEquals(
                Optional.of(Labels.numbered(3)), load("skl-three-classes.onnx").labels());
        Mlp binary = load("skl-two-classes.onnx");
        assertEquals(Optional.of(Labels.of("no", "yes")), binary.labels());
        assertEquals(Output.SIGMOID, binary.output());
        assertEquals(1, binary.outputs());
        assertEquals(
                Optional.of(Labels.of("7", "8")),
                load("skl-two-classes-zipmap.onnx").labels());
        Mlp multilabel = load("skl-multilabel.onnx");
        assertEquals(Optional.empty(), multilabel.labels());
        assertEquals(Output.SIGMOID, multilabel.output());
        assertTrue(multilabel.summary().contains("standardize"), "a scaler that divides");
        assertEquals(Output.IDENTITY, load("skl-regressor.onnx").output());
    }

    @Test
    void metadataOfOthersAreKeptForTheModelsOwnFile() throws IOException {
        ByteArrayOutputStream onnx = new ByteArrayOutputStream();
        onnx.writeBytes(bytes("tf-dense.onnx"));
        onnx.writeBytes(metadata("author", "somebody else"));
        onnx.writeBytes(metadata("linnet.later", "unknown here"));
        Path file = folder.resolve("model.safetensors");
        Onnx.load(new ByteArrayInputStream(onnx.toByteArray()), "test").save(file);
        String saved = Files.readString(file, ISO_8859_1);
        assertTrue(saved.contains("\"author\":\"somebody else\""));
        assertFalse(saved.contains("linnet.later"));
    }

    /** An entry of a model's metadata in protobuf: field 14, of fields 1 and 2. */
    private static byte[] metadata(String key, String value) {
        String entry = "\n" + (char) key.length() + key + "\u0012" + (char) value.length() + value;
        return ("r" + (char) entry.length() + entry).getBytes(ISO_8859_1);
    }

    static List<Layer> layers() {
        return OnnxTest.layers().toList();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void ourOwnFilesComeBack(Layer layer) throws IOException {
        Mlp model = Mlp.builder()
                .linear(5, 7)
                .layer(layer)
                .layer(Linear.of(layer instanceof Linear linear ? linear.outputs() : 7, 3))
                .layer(Activation.tanh())
                .sigmoid()
                .build();
        Path file = folder.resolve("model.onnx");
        Onnx.save(model, file);
        Mlp same = Onnx.load(file);
        if (!layer.equals(Activation.identity())) { // which leaves no trace
            assertEquals(plain(model), plain(same));
        }
        assertEquals(model.output(), same.output());
        assertArrayEquals(
                model.parameters(), same.parameters(), 1e-9); // a running variance makes up for epsilon's 32 bits

        Onnx.save(model, file, Saving.float32());
        double[][] rows = {{1, 2, 3, 4, 5}};
        assertArrayEquals(model.predict(rows)[0], Onnx.load(file).predict(rows)[0], 1e-5);
    }

    /** Epsilons are attributes of 32 bits. */
    private static String plain(Mlp model) {
        return model.layers().stream()
                .filter(layer -> !(layer instanceof Dropout))
                .toList()
                .toString();
    }

    @Test
    void aStreamIsNamed() throws IOException {
        var e = assertThrows(
                FileFormatException.class,
                () -> Onnx.load(new ByteArrayInputStream(new byte[] {8, 8}), "the resource"));
        assertEquals("the resource, byte 0: found 0 graphs, expected an ONNX file, which has one", e.getMessage());
    }

    @Test
    void theFirstNodeThatIsNotSupportedIsNamed() throws IOException {
        byte[] file = bytes("tf-dense.onnx");
        assertRefused(
                replaced(file, "Softmax", "Hardmax"),
                "the node \"Hardmax\" called \"Hardmax8\"",
                "a node of a multi-layer perceptron: Gemm or MatMul and Add; Relu, LeakyRelu, Elu, Selu, Gelu, Sigmoid,"
                        + " Tanh, Softplus or Clip to [-1, 1]; BatchNormalization, LayerNormalization, Dropout, Add around"
                        + " a block, sums and products by column; a matrix in front, Softmax at the end");
        assertRefused(
                replaced(replaced(file, "Softmax", "Hardmax"), "Relu", "Sqrt"),
                "the node \"Sqrt\" called \"Sqrt2\"",
                null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"torch-18.onnx", "skl-scaler-zipmap.onnx", "tf-dense.onnx"})
    void aFileCutOffAnywhereGivesTheDocumentedException(String name) throws IOException {
        byte[] file = bytes(name);
        for (int length = 0; length < file.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(file, length));
            try {
                Onnx.load(cut); // what is cut off may be a comment, or the versions
            } catch (FileFormatException documented) {
                assertTrue(documented.offset() >= 0 && documented.offset() <= length, documented.getMessage());
            }
        }
    }

    @Property(tries = 3000)
    void aFileWithAnyByteReplacedGivesAModelOrTheDocumentedException(
            @ForAll("files") String name, @ForAll @IntRange(max = 10_000) int at, @ForAll byte replacement)
            throws IOException {
        byte[] file = bytes(name);
        file[at % file.length] = replacement;
        try {
            Onnx.load(new ByteArrayInputStream(file), name);
        } catch (FileFormatException documented) {
            assertTrue(documented.offset() >= 0 && documented.offset() <= file.length, documented.getMessage());
        }
    }

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of("torch-18.onnx", "torch-script-17.onnx", "skl-scaler-zipmap.onnx", "tf-dense.onnx");
    }

    @Test
    void weightsThatAreNotFiniteAreReadWhereThatIsAllowed() throws IOException {
        Path file = folder.resolve("broken");
        Mlp broken = Mlp.builder().linear(1, 1).build().withParametersFrom(brokenWeights(), "weights", NON_FINITE);
        assertArrayEquals(new double[] {1, Double.NaN}, broken.parameters());
        Onnx.save(broken, file, Saving.float64().allowNonFinite());
        var e = assertThrows(FileFormatException.class, () -> Onnx.load(file));
        assertEquals("NaN among the weights", e.found());
        assertArrayEquals(broken.parameters(), Onnx.load(file, NON_FINITE).parameters());
    }

    /** A file with a weight of 1 and a bias of NaN, which nobody takes by default. */
    private InputStream brokenWeights() throws IOException {
        Path file = folder.resolve("weights");
        Mlp sound = Mlp.builder().linear(1, 1).build().withParameters(new double[] {1, 2});
        sound.save(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 2] = (byte) 0xff;
        bytes[bytes.length - 1] = 0x7f;
        Files.write(file, bytes);
        assertThrows(FileFormatException.class, () -> sound.withParametersFrom(file));
        assertArrayEquals(
                new double[] {1, Double.NaN},
                sound.withParametersFrom(file, NON_FINITE).parameters());
        return new ByteArrayInputStream(bytes);
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = OnnxImportTest.class.getResourceAsStream("/onnx/" + name)) {
            return in.readAllBytes();
        }
    }

    /** Replaces every occurrence by a text of the same length. */
    private static byte[] replaced(byte[] file, String text, String other) {
        String bytes = new String(file, ISO_8859_1);
        assertTrue(bytes.contains(text));
        return bytes.replace(text, other).getBytes(ISO_8859_1);
    }

    private static void assertRefused(byte[] file, String found, String expected) {
        var e = assertThrows(FileFormatException.class, () -> Onnx.load(new ByteArrayInputStream(file), "test"));
        if (found != null) {
            assertEquals(found, e.found());
        }
        if (expected != null) {
            assertEquals(expected, e.expected());
        }
    }

    private static Mlp load(String name) throws IOException {
        try (InputStream in = OnnxImportTest.class.getResourceAsStream("/onnx/" + name)) {
            return Onnx.load(in, name);
        }
    }
}
