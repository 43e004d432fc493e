package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.linnet.data.FileFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user does with model files, seen from the front door. */
class FilesTest {
    private static final String GOLDEN = "/models/model-0.1.0.safetensors";

    @TempDir
    Path folder;

    @Test
    void aModelIsLoadedFromTheClassPath() throws IOException {
        try (InputStream in = FilesTest.class.getResourceAsStream(GOLDEN)) {
            Mlp model = Mlp.load(in, GOLDEN);
            assertEquals("Mlp 3-5-4-2 (50 parameters)", model.toString());
            assertEquals(-1, in.read());
        }
    }

    @Test
    void aStreamThatIsNoModelIsNamed() {
        var e = assertThrows(
                FileFormatException.class, () -> Mlp.load(InputStream.nullInputStream(), "the resource mnist"));
        assertEquals(
                "the resource mnist, byte 0: found the end of the file, expected a header, whose length takes the first 8"
                        + " bytes",
                e.getMessage());
    }

    @Test
    void aFolderIsNamed() {
        for (Executable reading : List.<Executable>of(
                () -> Mlp.load(folder),
                () -> Onnx.load(folder),
                () -> NumPy.load(folder),
                () -> NumPy.loadZip(folder))) {
            var e = assertThrows(FileFormatException.class, reading);
            assertEquals(folder + ", byte 0: found a folder, expected a file", e.getMessage());
        }
    }

    @Test
    void aFileOfOnnxBeyondTheLongestArrayIsRefused() throws IOException {
        Path large = folder.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(1L << 31); // a hole, where the system has them
        }
        var e = assertThrows(FileFormatException.class, () -> Onnx.load(large));
        assertEquals(large + ", byte 0: found 2147483648 bytes, expected at most 2147483639", e.getMessage());
    }

    @Test
    void aModelSavedIn32BitsTakesHalfTheSpaceAndIsRounded() throws IOException {
        Mlp model = Mlp.builder().linear(50, 20).build();
        Path large = folder.resolve("large");
        Path small = folder.resolve("small");
        model.save(large);
        model.save(small, Saving.float32());
        assertEquals(4L * model.parameterCount(), Files.size(large) - Files.size(small)); // their headers: padded alike
        double[] rounded = Arrays.stream(model.parameters()).map(x -> (float) x).toArray();
        assertArrayEquals(rounded, Mlp.load(small).parameters());
    }

    @Test
    void aWeightTooLargeFor32BitsIsRefused() {
        Mlp model = Mlp.builder().linear(1, 1).build().withParameters(new double[] {1e39, 0});
        var e = assertThrows(
                IllegalArgumentException.class, () -> model.save(folder.resolve("model"), Saving.float32()));
        assertEquals("the tensor 0.weight holds 1.0E39, too large for 32 bits: save it with 64", e.getMessage());
    }

    @Test
    void weightsThatAreNotFiniteAreLoadedAndSavedWhereThatIsAllowed() throws IOException {
        Path file = folder.resolve("broken");
        Mlp.builder().linear(1, 1).build().withParameters(new double[] {1, 2}).save(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 2] = (byte) 0xff;
        bytes[bytes.length - 1] = 0x7f;
        Files.write(file, bytes);
        assertThrows(FileFormatException.class, () -> Mlp.load(file));

        Mlp broken = Mlp.load(file, Loading.strict().allowNonFinite());
        assertArrayEquals(new double[] {1, Double.NaN}, broken.parameters());
        var e = assertThrows(IllegalArgumentException.class, () -> broken.save(file));
        assertEquals(
                "0.bias holds NaN: a model is saved only if all its parameters are finite, unless that is allowed",
                e.getMessage());
        assertArrayEquals(bytes, Files.readAllBytes(file));
        broken.save(file, Saving.float64().allowNonFinite());
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f64", "f32", "f16", "bf16"})
    void whatPyTorchTrainedIsTakenIntoANetworkDescribedHere(String type) throws IOException, URISyntaxException {
        String name = "/models/pytorch-" + type + ".safetensors";
        Mlp model = Mlp.builder().linear(4, 3).relu().linear(3, 2).softmax().build();
        Mlp same = model.withParametersFrom(
                Path.of(FilesTest.class.getResource(name).toURI()));
        try (InputStream in = FilesTest.class.getResourceAsStream(name)) {
            assertArrayEquals(
                    same.parameters(), model.withParametersFrom(in, name).parameters());
        }
        assertEquals(model.output(), same.output());
        assertEquals(model.layers(), same.layers());
        double[] bias = Arrays.copyOfRange(same.parameters(), 12, 15); // 0, -0, 1e-7, as the script set them
        assertArrayEquals(new double[] {0, -0.0, 1e-7}, bias, 3e-8);
    }
}
