package dev.linnet.internal.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.FileFormatException;
import dev.linnet.data.Labels;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Network;
import dev.linnet.internal.nn.Parameter;
import dev.linnet.internal.nn.Standardizer;
import dev.linnet.layer.Activation;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.Dropout;
import dev.linnet.layer.Layer;
import dev.linnet.layer.LayerNorm;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Output;
import dev.linnet.layer.Residual;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
    private static final String GOLDEN = "model-0.1.0.safetensors";

    @TempDir
    Path folder;

    // Golden files

    @Test
    void thisVersionWritesTheGoldenBytes() throws IOException {
        assertArrayEquals(golden(), bytes(GoldenModel.state()));
        Path file = folder.resolve("model");
        ModelFile.write(GoldenModel.state(), file, ElementType.F64, false);
        assertArrayEquals(golden(), Files.readAllBytes(file));
    }

    @Test
    void thisVersionReadsTheGoldenBytes() throws IOException {
        assertSameModel(GoldenModel.state(), ModelFile.read(resource(GOLDEN), List.of(), false));
        try (InputStream stream = Files.newInputStream(resource(GOLDEN))) {
            assertSameModel(GoldenModel.state(), ModelFile.read(stream, "stream", List.of(), false));
        }
    }

    @Test
    void aFileThatIsLoadedAndSavedHasTheSameBytes() throws IOException {
        assertArrayEquals(golden(), bytes(read(golden())));
    }

    // PyTorch

    @Test
    void pyTorchComputesWithOurFileWhatWeDo() throws IOException {
        Map<String, double[]> pytorch = numbers("model-0.1.0.pytorch.txt");
        ModelState model = ModelFile.read(resource(GOLDEN), List.of(), false);
        double[] inputs = pytorch.get("inputs");
        double[] logits = pytorch.get("logits");
        assertEquals(6, inputs.length / 3);
        for (int row = 0; row < 6; row++) {
            double[] ours = logits(model, Arrays.copyOfRange(inputs, row * 3, row * 3 + 3));
            for (int j = 0; j < 2; j++) {
                assertEquals(logits[row * 2 + j], ours[j], 1e-14 + 1e-12 * Math.abs(ours[j]));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f64", "f32", "f16", "bf16"})
    void whatPyTorchSavesIsReadExactly(String type) throws IOException {
        Map<String, double[]> pytorch = numbers("pytorch.txt");
        Network network = Network.of(List.of(Linear.of(4, 3), Activation.relu(), Linear.of(3, 2)));
        double[] parameters = ModelFile.readParameters(resource("pytorch-" + type + ".safetensors"), network, false);
        for (var parameter : network.parameters()) {
            double[] expected = pytorch.get(type + " " + parameter.name());
            assertEquals(parameter.size(), expected.length);
            for (int i = 0; i < parameter.rows(); i++) {
                for (int j = 0; j < parameter.columns(); j++) {
                    assertEquals(
                            expected[j * parameter.rows() + i],
                            parameters[parameter.offset() + i * parameter.columns() + j],
                            parameter.name());
                }
            }
        }
    }

    @Test
    void aFileThatPyTorchSavedIsNotAModelByItself() {
        Path file = resource("pytorch-f64.safetensors");
        var e = assertThrows(FileFormatException.class, () -> ModelFile.read(file, List.of(), false));
        assertEquals(
                file
                        + ", byte 0: found a safetensors file without the metadata \"linnet.format\", expected a model saved"
                        + " by Linnet, which says what network the tensors belong to",
                e.getMessage());
    }

    @Test
    void aFileWrittenByHandAsTheSpecificationSaysIsRead() throws IOException {
        ModelState model = ModelFile.read(resource("by-hand.safetensors"), List.of(), false);
        assertEquals(Map.of("author", "a Pythoniste, écrit à la main"), model.metadata());
        assertEquals(0, logits(model, new double[] {0, 0})[0]);
        assertEquals(1, logits(model, new double[] {0, 2})[0]);
        assertEquals(1, logits(model, new double[] {2, 0})[0]);
        assertEquals(0, logits(model, new double[] {2, 2})[0]);
    }

    // Round trips

    @Property(tries = 300)
    void everyModelComesBack(@ForAll long seed) throws IOException {
        ModelState model = anyModel(new SplittableRandom(seed));
        byte[] file = bytes(model);
        ModelState copy = read(file);
        assertSameModel(model, copy);
        assertArrayEquals(file, bytes(copy));
    }

    @ParameterizedTest
    @EnumSource(names = {"F64", "F32"})
    void tensorsOfOneTypeStandInTheOrderOfTheLayers(ElementType type) throws IOException {
        Network network = Network.of(List.of(Linear.of(2, 3), BatchNorm.of(3), Linear.of(3, 1)));
        Path file = folder.resolve("model");
        ModelFile.write(plain(network), file, type, false);
        try (TensorReader reader = TensorReader.open(file)) {
            List<TensorEntry> tensors = List.copyOf(reader.tensors().values());
            assertEquals(
                    List.of(
                            "0.weight",
                            "0.bias",
                            "1.weight",
                            "1.bias",
                            "1.running_mean",
                            "1.running_var",
                            "2.weight",
                            "2.bias"),
                    tensors.stream().map(TensorEntry::name).toList());
            for (int i = 1; i < tensors.size(); i++) {
                TensorEntry before = tensors.get(i - 1);
                assertEquals(before.offset() + before.bytes(), tensors.get(i).offset());
                assertEquals(type, tensors.get(i).type());
            }
        }
    }

    @Test
    void aModelSavedIn32BitsComesBackRounded() throws IOException {
        ModelState model = GoldenModel.state();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelFile.write(model, Channels.newChannel(out), ElementType.F32, false);
        double[] copy = read(out.toByteArray()).parameters();
        for (int i = 0; i < copy.length; i++) {
            assertEquals((float) model.parameters()[i], copy[i]);
        }
        assertTrue(out.size() < golden().length);
    }

    @Test
    void everyBuiltInActivationComesBack() throws IOException {
        for (Activation activation : builtIn()) {
            Network network = Network.of(List.of(Linear.of(1, 1), activation));
            assertEquals(network.layers(), read(bytes(plain(network))).network().layers());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOutputComesBack(Output output) throws IOException {
        Network network = Network.of(List.of(Linear.of(2, 1)));
        ModelState model = new ModelState(network, false, null, output, null, 0, new double[3], Map.of());
        assertEquals(output, read(bytes(model)).output());
    }

    @Test
    void aScalerThatIsYetToBeFittedComesBack() throws IOException {
        Network network = Network.of(List.of(Linear.of(2, 1)));
        ModelState model = new ModelState(network, true, null, Output.IDENTITY, null, 0, new double[3], Map.of());
        ModelState copy = read(bytes(model));
        assertTrue(copy.standardize());
        assertNull(copy.standardizer());
    }

    @Test
    void weightsThatAreNotFiniteComeBackWhereTheyAreAllowed() throws IOException {
        Network network = Network.of(List.of(Linear.of(3, 1)));
        double[] odd = {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, -0.0};
        ModelState model = plain(network).withParameters(odd);
        for (ElementType type : List.of(ElementType.F64, ElementType.F32)) {
            Path file = folder.resolve("model");
            ModelFile.write(model, file, type, true);
            assertArrayEquals(odd, ModelFile.read(file, List.of(), true).parameters());
            assertArrayEquals(odd, ModelFile.readParameters(file, network, true));
            assertThrows(FileFormatException.class, () -> ModelFile.read(file, List.of(), false));
        }
    }

    // Activations of the user's own

    @Test
    void anActivationOfOnesOwnIsFoundByNameAndParameters() throws IOException {
        Own one = new Own("swish", Map.of("beta", 1.0));
        Own two = new Own("swish", Map.of("beta", 2.0));
        byte[] file = bytes(plain(Network.of(List.of(Linear.of(1, 1), two, one))));
        List<Layer> layers =
                read(file, one, new Own("other", Map.of()), two).network().layers();
        assertSame(two, layers.get(1));
        assertSame(one, layers.get(2));
    }

    @Test
    void anActivationThatWasNotHandedInIsNamed() throws IOException {
        byte[] file = bytes(plain(Network.of(List.of(Linear.of(1, 1), new Own("swish", Map.of())))));
        var e = assertThrows(FileFormatException.class, () -> read(file));
        assertEquals(
                "test, byte 8: found the activation \"swish\" at byte 64 of the metadata \"linnet.network\", expected one"
                        + " that is built in or was handed in when loading, by the same name",
                e.getMessage());
    }

    @Test
    void anActivationWithOtherParametersIsRefused() throws IOException {
        byte[] file = bytes(plain(Network.of(List.of(Linear.of(1, 1), new Own("swish", Map.of("beta", 2.0))))));
        var e = assertThrows(FileFormatException.class, () -> read(file, new Own("swish", Map.of("beta", 1.0))));
        assertEquals(
                "test, byte 8: found the activation \"swish\" with parameters {beta=2.0} at byte 64 of the metadata"
                        + " \"linnet.network\", expected those handed in when loading: [{beta=1.0}]",
                e.getMessage());
    }

    @Test
    void anActivationOfOnesOwnCannotTakeTheNameOfABuiltInOne() {
        for (Own own : List.of(new Own("relu", Map.of()), new Own("elu", Map.of("beta", 1.0)))) {
            ModelState model = plain(Network.of(List.of(Linear.of(1, 1), own)));
            var e = assertThrows(IllegalArgumentException.class, () -> bytes(model));
            assertEquals(
                    "an activation of your own cannot be saved under the name of a built-in one: " + own.name(),
                    e.getMessage());
        }
    }

    // Saving never harms

    @Test
    void aModelThatCannotBeSavedLeavesTheOldFileWhole() throws IOException {
        Path file = folder.resolve("model");
        ModelFile.write(GoldenModel.state(), file, ElementType.F64, false);
        double[] parameters = GoldenModel.state().parameters();
        parameters[17] = Double.NaN;
        ModelState diverged = GoldenModel.state().withParameters(parameters);
        var e = assertThrows(
                IllegalArgumentException.class, () -> ModelFile.write(diverged, file, ElementType.F64, false));
        assertEquals(
                "0.bias holds NaN: a model is saved only if all its parameters are finite, unless that is allowed",
                e.getMessage());
        assertArrayEquals(golden(), Files.readAllBytes(file));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void metadataMayNotUseAKeyOfOurs() {
        ModelState model = new ModelState(
                Network.of(List.of(Linear.of(1, 1))),
                false,
                null,
                Output.IDENTITY,
                null,
                0,
                new double[2],
                Map.of("linnet.seed", "1"));
        var e = assertThrows(IllegalArgumentException.class, () -> bytes(model));
        assertEquals("the metadata key linnet.seed is Linnet's own", e.getMessage());
    }

    // Refusals

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "linnet.format  | 2.0   | version 2.0 | 1.x, which this version of Linnet reads: a later one wrote this file, and can read it",
                "linnet.format  | 0.9   | version 0.9 | 1.x, which this version of Linnet reads: a later one wrote this file, and can read it",
                "linnet.format  | 1     | `\"1\"`     | a version such as 1.0",
                "linnet.format  | 1.0.0 | `\"1.0.0\"` | a version such as 1.0",
                "linnet.format  | ` 1.0` | `\" 1.0\"` | a version such as 1.0",
                "linnet.output  | Softmax | `\"Softmax\"` | identity, softmax or sigmoid",
                "linnet.labels  | []    | 0 names     | 2",
                "linnet.labels  | `[\"a\",\"b\",\"c\"]` | 3 names | 2",
                "linnet.labels  | `[\"a\",\"a\"]` | labels 0 and 1 have the same name: a | a different name for each class",
                "linnet.scaler  | `{\"mean\":[\"0x1p0\",\"0x1p0\",\"0x1p0\"]}` | mean or factor alone | both, or neither if it is yet to be fitted",
            })
    void metadataThatCannotBeAreRefused(String key, String value, String found, String expected) {
        var e = assertThrows(FileFormatException.class, () -> read(goldenWith(key, value)));
        assertEquals(
                "test, byte 8: found " + found + " in the metadata \"" + key + "\", expected " + expected,
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "linnet.seed    | x     | 0 | 'x'                    | a whole number",
                "linnet.seed    | 1 2   | 2 | a number               | nothing after the end of the JSON text",
                "linnet.labels  | {}    | 0 | an object              | an array",
                "linnet.labels  | [1]   | 1 | a number               | a string",
                "linnet.scaler  | {`std`:[]} | 1 | the name `std`   | mean and factor",
                "linnet.scaler  | {`mean`:[]} | 8 | 0 numbers        | 3, one for each input",
                "linnet.scaler  | {`mean`:[1]} | 9 | a number        | a string",
                "linnet.scaler  | {`mean`:[`0.5`]} | 9 | \"0.5\"       | a finite number in hexadecimal text, such as `0x1.8p0`",
                "linnet.network | []    | 0 | an array               | an object",
                "linnet.network | {}    | 0 | a network starts with a linear layer: it has no layers | layers that make up a network",
                "linnet.network | {`blocks`:[]} | 1 | the name `blocks` | layers",
                "linnet.network | {`layers`:[{`kind`:`linear`,`inputs`:3,`outputs`:2,`bias`:true,`groups`:2}]} | 63 | the name `groups` | what this version knows of layers",
                "linnet.network | {`layers`:[{`kind`:`linear`,`inputs`:3,`outputs`:0,`bias`:true}]} | 49 | 0 | a number from 1 to 2147483647",
                "linnet.network | {`layers`:[{`kind`:`linear`,`inputs`:2147483648}]} | 37 | 2147483648 | a number from 1 to 2147483647",
                "linnet.network | {`layers`:[{`kind`:`activation`,`name`:`elu`,`parameters`:{`alpha`:1}}]} | 67 | a number | a string",
            })
    void malformedMetadataAreRefused(String key, String value, int at, String found, String expected) {
        var e = assertThrows(FileFormatException.class, () -> read(goldenWith(key, value.replace('`', '"'))));
        assertEquals(
                "test, byte 8: found " + found.replace('`', '"') + " at byte " + at + " of the metadata \"" + key
                        + "\", expected " + expected.replace('`', '"'),
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'kind':'linear','inputs':3,'outputs':2} | of kind 'linear' with [inputs, outputs] | [bias, inputs, outputs]",
                "{'kind':'linear','outputs':2,'bias':true} | of kind 'linear' with [bias, outputs] | [bias, inputs, outputs]",
                "{'kind':'linear','inputs':3,'outputs':2,'bias':true,'name':'relu'} | of kind 'linear' with [bias, inputs, name, outputs] | [bias, inputs, outputs]",
                "{'kind':'activation'} | of kind 'activation' with [] | [name]",
                "{'kind':'activation','name':'relu','bias':true} | of kind 'activation' with [bias, name] | [name]",
                "{'kind':'dropout'} | of kind 'dropout' with [] | [rate]",
                "{'kind':'batchNorm','columns':2} | of kind 'batchNorm' with [columns] | [columns, epsilon, momentum]",
                "{'kind':'layerNorm','columns':2} | of kind 'layerNorm' with [columns] | [columns, epsilon]",
                "{'kind':'residual'} | of kind 'residual' with [] | [layers]",
                "{'kind':'convolution','inputs':3} | of kind 'convolution' | one of the kinds [activation, batchNorm, dropout, layerNorm, linear, residual]",
                "{} | without a kind | one of the kinds [activation, batchNorm, dropout, layerNorm, linear, residual]",
            },
            quoteCharacter = '`')
    void layersWithOtherKeysThanTheirKindHasAreRefused(String layer, String found, String expected) {
        var e = assertThrows(
                FileFormatException.class,
                () -> read(goldenWith("linnet.network", "{\"layers\":[" + layer.replace('\'', '"') + "]}")));
        assertEquals(
                "test, byte 8: found a layer " + found.replace('\'', '"')
                        + " at byte 11 of the metadata \"linnet.network\", expected " + expected,
                e.getMessage());
    }

    @Test
    void layersOfEveryKindAreLoadedAsTheyWereSaved() throws IOException {
        Network network = Network.of(List.of(
                Linear.of(3, 4),
                BatchNorm.of(4).withMomentum(0.3).withEpsilon(1e-3),
                Dropout.of(0.25),
                Residual.of(List.of(
                        LayerNorm.of(4).withEpsilon(1e-4),
                        Linear.of(4, 2).withoutBias(),
                        Residual.of(List.of(Activation.elu(0.5))),
                        Linear.of(2, 4))),
                Linear.of(4, 2)));
        ModelState state = GoldenModel.state();
        ModelState saved = new ModelState(
                network, false, null, state.output(), state.labels(), 7, network.initialParameters(7), Map.of());
        ModelState loaded = read(bytes(saved));
        assertSameModel(saved, loaded);
        assertEquals(
                List.of(
                        "0.weight",
                        "0.bias",
                        "1.weight",
                        "1.bias",
                        "1.running_mean",
                        "1.running_var",
                        "3.0.weight",
                        "3.0.bias",
                        "3.1.weight",
                        "3.3.weight",
                        "3.3.bias",
                        "4.weight",
                        "4.bias"),
                loaded.network().parameters().stream().map(Parameter::name).toList());
    }

    @Test
    void blocksInTooManyBlocksAreRefused() {
        Layer layer = Activation.relu();
        for (int i = 0; i < 17; i++) {
            layer = Residual.of(List.of(layer));
        }
        Network network = Network.of(List.of(Linear.of(1, 1), layer));
        ModelState state = new ModelState(network, false, null, Output.IDENTITY, null, 0, new double[2], Map.of());
        var e = assertThrows(IllegalArgumentException.class, () -> bytes(state));
        assertEquals("residual blocks stand more than 16 deep in one another", e.getMessage());
    }

    @Test
    void impossibleHyperParametersAreRefused() {
        String layers = "{\"layers\":[{\"kind\":\"linear\",\"inputs\":3,\"outputs\":2,\"bias\":true},"
                + "{\"kind\":\"activation\",\"name\":\"elu\",\"parameters\":{\"alpha\":\"-0x1p0\"}}]}";
        var e = assertThrows(FileFormatException.class, () -> read(goldenWith("linnet.network", layers)));
        assertEquals(
                "test, byte 8: found alpha must be positive and finite: -1.0 at byte 64 of the metadata"
                        + " \"linnet.network\", expected the parameters of the activation \"elu\"",
                e.getMessage());
    }

    @Test
    void layersThatDoNotChainAreRefused() {
        String layers = "{\"layers\":[{\"kind\":\"linear\",\"inputs\":3,\"outputs\":2,\"bias\":true},"
                + "{\"kind\":\"linear\",\"inputs\":5,\"outputs\":2,\"bias\":true}]}";
        var e = assertThrows(FileFormatException.class, () -> read(goldenWith("linnet.network", layers)));
        assertTrue(e.getMessage().contains("input has 2 columns, expected 5"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linnet.network", "linnet.output", "linnet.seed"})
    void metadataThatAreMissingAreNamed(String key) {
        var e = assertThrows(FileFormatException.class, () -> read(goldenWith(key, null)));
        assertEquals("test, byte 0: found no metadata \"" + key + "\", expected it in every model", e.getMessage());
    }

    @Test
    void tensorsOfAnotherNetworkAreRefused() throws IOException {
        Path file = resource("pytorch-f64.safetensors");
        long size = Files.size(file);
        assertRefused(
                file,
                Network.of(List.of(Linear.of(4, 3), Linear.of(3, 2))),
                size + ": found no tensor \"1.weight\", expected one of shape [2, 3]");
        assertRefused(
                file,
                Network.of(List.of(Linear.of(3, 4), Activation.relu(), Linear.of(4, 2))),
                (size - 20 * 8) + ": found the tensor \"0.weight\" of shape [3, 4], expected shape [4, 3]");
        assertRefused(
                file,
                Network.of(List.of(Linear.of(4, 3).withoutBias(), Activation.relu(), Linear.of(3, 2))),
                (size - 23 * 8) + ": found the tensor \"0.bias\", expected the tensors of the network alone");
    }

    @Test
    void aNetworkLargerThanItsFileTakesNoMemory() throws IOException {
        String layers = "{\"layers\":[{\"kind\":\"linear\",\"inputs\":40000,\"outputs\":40000,\"bias\":true}]}";
        byte[] file = goldenWith("linnet.network", layers);
        assertThrows(FileFormatException.class, () -> read(file));
        long allocated = Allocation.of(() -> assertThrows(FileFormatException.class, () -> read(file)));
        assertTrue(allocated < 200_000, allocated + " bytes");
    }

    @Test
    void weightsThatAreNotFiniteAreRefused() throws IOException {
        byte[] file = golden();
        int last = file.length - 8;
        Arrays.fill(file, last + 6, last + 8, (byte) 0xff);
        var e = assertThrows(FileFormatException.class, () -> read(file));
        assertEquals(
                "test, byte " + last + ": found NaN in the tensor \"4.bias\", expected a finite number",
                e.getMessage());
    }

    @Property(tries = 3000)
    void aFileWithAnyByteReplacedGivesAModelOrTheDocumentedException(
            @ForAll @IntRange(max = 10_000) int at, @ForAll byte replacement) throws IOException {
        byte[] file = golden();
        file[at % file.length] = replacement;
        try {
            bytes(read(file));
        } catch (FileFormatException documented) {
            assertTrue(documented.offset() >= 0 && documented.offset() <= file.length, documented.getMessage());
        }
    }

    @Test
    void aFileCutOffAnywhereGivesTheDocumentedException() throws IOException {
        byte[] file = golden();
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThrows(FileFormatException.class, () -> read(cut), "after " + length + " bytes");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F64", "F32"})
    void loadingTakesAsMuchHeapAsTheParametersAndHalfAMegabyte(ElementType type) throws IOException {
        Network network = Network.of(List.of(
                Linear.of(784, 512), Activation.relu(), Linear.of(512, 512), Activation.relu(), Linear.of(512, 10)));
        Path file = folder.resolve("large");
        ModelFile.write(plain(network), file, type, false);
        byte[] bytes = Files.readAllBytes(file);
        assertHeap(network, 0, () -> ModelFile.read(file, List.of(), false));
        assertHeap(
                network, bytes.length, () -> ModelFile.read(new ByteArrayInputStream(bytes), "test", List.of(), false));
    }

    // Helpers

    /** Asserts that loading a network takes its parameters, half a megabyte, and {@code besides}, garbage included. */
    private static void assertHeap(Network network, long besides, Callable<ModelState> load) {
        Runnable unchecked = () -> assertDoesNotThrow(load::call);
        unchecked.run(); // classes are loaded
        long allocated = Allocation.of(unchecked);
        long parameters = (long) Double.BYTES * network.parameterCount();
        assertTrue(
                allocated < parameters + besides + 600_000,
                allocated + " bytes for " + parameters + " of parameters and " + besides + " besides");
    }

    private static void assertRefused(Path file, Network network, String message) {
        var e = assertThrows(FileFormatException.class, () -> ModelFile.readParameters(file, network, false));
        assertEquals(file + ", byte " + message, e.getMessage());
    }

    /** The logits of one row, computed as the mathematics says. */
    private static double[] logits(ModelState model, double[] row) {
        double[] x = row.clone();
        double[] mean = model.standardizer().mean();
        double[] factor = model.standardizer().factor();
        for (int i = 0; i < x.length; i++) {
            x[i] = (x[i] - mean[i]) * factor[i];
        }
        for (int layer = 0; layer < model.network().layers().size(); layer++) {
            if (model.network().layers().get(layer) instanceof Activation activation) {
                activation.value(x, x, 0, x.length);
                continue;
            }
            double[] y = null;
            for (var parameter : model.network().place(layer).parameters()) {
                if (y == null) {
                    y = new double[parameter.columns()];
                }
                for (int i = 0; i < parameter.rows(); i++) {
                    for (int j = 0; j < parameter.columns(); j++) {
                        double w = model.parameters()[parameter.offset() + i * parameter.columns() + j];
                        y[j] += parameter.name().endsWith("weight") ? x[i] * w : w;
                    }
                }
            }
            x = y;
        }
        return x;
    }

    private static ModelState plain(Network network) {
        double[] parameters = new double[network.parameterCount()];
        return new ModelState(network, false, null, Output.IDENTITY, null, 42, parameters, Map.of());
    }

    private static List<Activation> builtIn() {
        return List.of(
                Activation.relu(),
                Activation.leakyRelu(),
                Activation.leakyRelu(0.3),
                Activation.elu(),
                Activation.elu(0.1),
                Activation.selu(),
                Activation.gelu(),
                Activation.silu(),
                Activation.sigmoid(),
                Activation.tanh(),
                Activation.softplus(),
                Activation.hardTanh(),
                Activation.identity());
    }

    private static ModelState anyModel(SplittableRandom random) {
        List<Layer> layers = new ArrayList<>();
        int inputs = random.nextInt(1, 9);
        int columns = inputs;
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            int outputs = random.nextInt(1, 9);
            Linear linear = Linear.of(columns, outputs);
            layers.add(random.nextBoolean() ? linear : linear.withoutBias());
            for (int j = random.nextInt(0, 3); j > 0; j--) {
                layers.add(builtIn().get(random.nextInt(builtIn().size())));
            }
            columns = outputs;
        }
        Network network = Network.of(layers);
        boolean standardize = random.nextBoolean();
        return new ModelState(
                network,
                standardize,
                standardize ? new Standardizer(finite(random, inputs), finite(random, inputs)) : null,
                random.nextBoolean() ? Output.SOFTMAX : Output.IDENTITY,
                random.nextBoolean() ? Labels.numbered(columns) : null,
                random.nextLong(),
                finite(random, network.parameterCount()),
                random.nextBoolean() ? Map.of() : Map.of("a", "1", "\"", "{}", "", "\u0000\ud83d\ude00"));
    }

    private static double[] finite(SplittableRandom random, int length) {
        return random.longs()
                .mapToDouble(Double::longBitsToDouble)
                .filter(Double::isFinite)
                .limit(length)
                .toArray();
    }

    private static void assertSameModel(ModelState expected, ModelState found) {
        assertEquals(expected.network().layers(), found.network().layers());
        assertEquals(expected.standardize(), found.standardize());
        assertEquals(expected.standardizer(), found.standardizer());
        assertEquals(expected.output(), found.output());
        assertEquals(expected.labels(), found.labels());
        assertEquals(expected.seed(), found.seed());
        assertEquals(expected.metadata(), found.metadata());
        assertArrayEquals(
                Arrays.stream(expected.parameters())
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray(),
                Arrays.stream(found.parameters())
                        .mapToLong(Double::doubleToRawLongBits)
                        .toArray());
    }

    private static byte[] bytes(ModelState model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelFile.write(model, Channels.newChannel(out), ElementType.F64, false);
        return out.toByteArray();
    }

    private static ModelState read(byte[] file, Activation... own) throws IOException {
        return ModelFile.read(new ByteArrayInputStream(file), "test", List.of(own), false);
    }

    private static Path resource(String name) {
        try {
            return Path.of(ModelFileTest.class.getResource("/models/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] golden() throws IOException {
        return Files.readAllBytes(resource(GOLDEN));
    }

    /** The golden file with another value, or none, under one metadata key. */
    private static byte[] goldenWith(String key, String value) throws IOException {
        TensorReader file = TensorReader.open(resource(GOLDEN));
        Map<String, String> metadata = new HashMap<>(file.metadata());
        if (value == null) {
            metadata.remove(key);
        } else {
            metadata.put(key, value);
        }
        List<TensorWriter.Tensor> tensors = new ArrayList<>();
        for (TensorEntry entry : file.tensors().values()) {
            double[] values = new double[(int) entry.bytes() / 8];
            TensorView view = TensorView.vector(values, 0, values.length);
            file.read(entry, view, true);
            List<Integer> shape = entry.shape().stream().map(Long::intValue).toList();
            tensors.add(new TensorWriter.Tensor(entry.name(), shape, view));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TensorWriter.write(Channels.newChannel(out), metadata, ElementType.F64, tensors);
        return out.toByteArray();
    }

    /** Reads a file of {@code key = values}. */
    private static Map<String, double[]> numbers(String name) throws IOException {
        Map<String, double[]> numbers = new HashMap<>();
        for (String line : Files.readAllLines(resource(name), UTF_8)) {
            if (!line.startsWith("#")) {
                int equals = line.indexOf(" = ");
                double[] values = Arrays.stream(line.substring(equals + 3).split(" ", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                numbers.put(line.substring(0, equals), values);
            }
        }
        assertFalse(numbers.isEmpty());
        return numbers;
    }

    /** An activation that a user wrote: x plus a little. */
    private record Own(String name, Map<String, Double> parameters) implements Activation {
        @Override
        public void value(double[] x, double[] y, int from, int to) {
            for (int i = from; i < to; i++) {
                y[i] = x[i] + 1;
            }
        }

        @Override
        public void gradient(double[] x, double[] y, double[] dY, double[] dX, int from, int to) {
            System.arraycopy(dY, from, dX, from, to - from);
        }
    }
}
