package dev.linnet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.FileFormatException;
import dev.linnet.data.NdArray;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NumPy's files, both ways; {@code numpy_files.py} made those that NumPy wrote, and read those that we did. */
class NumPyTest {
    private static final double[] SMALL = {-2, -1, 0, 1, 2, 3};
    private static final String[] TEXTS = {"setosa", "Äpfel", "", "🐦"};

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"f8, FLOAT64", "f4, FLOAT32", "f2, FLOAT32", "i8, INT64", "i4, INT32", "i2, INT16", "i1, INT8"})
    void numbersOfEachTypeAreRead(String name, NdArray.Type type) throws IOException {
        NdArray array = load(name + ".npy");
        assertEquals(type, array.type());
        assertEquals(type + "[2, 3]", array.toString());
        assertArrayEquals(SMALL, array.toDoubles());
        assertArrayEquals(new int[] {-2, -1, 0, 1, 2, 3}, array.toInts());
        assertArrayEquals(new double[][] {{-2, -1, 0}, {1, 2, 3}}, array.toRows());
    }

    @Test
    void bytesAreReadAsTheyAre() throws IOException {
        NdArray array = load("u1.npy");
        assertEquals(NdArray.Type.UINT8, array.type());
        assertArrayEquals(
                new byte[] {(byte) 198, (byte) 199, (byte) 200, (byte) 201, (byte) 202, (byte) 203}, array.bytes());
        assertArrayEquals(new int[] {198, 199, 200, 201, 202, 203}, array.toInts());
        assertArrayEquals(new int[] {0, 0, 0, 1, 1, 1}, load("b1.npy").toInts());
    }

    @Test
    void otherOrdersAreReadAsOurs() throws IOException {
        assertArrayEquals(
                Arrays.stream(SMALL).map(x -> x / 4).toArray(),
                load("big-endian.npy").toDoubles());
        double[] ascending = new double[24];
        Arrays.setAll(ascending, i -> i);
        assertEquals(NdArray.of(ascending, 2, 3, 4), load("fortran.npy"));
    }

    @Test
    void textsScalarsAndEmptyArraysAreRead() throws IOException {
        assertArrayEquals(TEXTS, load("text.npy").toTexts());
        assertEquals(NdArray.of(new double[] {0.1}), load("scalar.npy"));
        assertEquals(NdArray.of(new double[0], 0, 3), load("empty.npy"));
    }

    @Test
    void zipsAreReadStoredAndPacked() throws IOException {
        Map<String, NdArray> stored = loadZip("stored.npz");
        assertEquals(List.of("a", "b"), List.copyOf(stored.keySet()));
        assertEquals(NdArray.of(SMALL, 2, 3), stored.get("a"));
        assertEquals(NdArray.of(new long[] {0, 1, 2}, 3), stored.get("b"));
        Map<String, NdArray> packed = loadZip("packed.npz");
        assertEquals(NdArray.of(SMALL, 2, 3), packed.get("a"));
        assertEquals(NdArray.of(new double[1000], 1000), packed.get("zeros"));
    }

    @Test
    void aZipThatUnpacksOutOfProportionIsRefused() {
        var e = assertThrows(FileFormatException.class, () -> loadZip("bomb.npz"));
        assertTrue(e.found().endsWith(" bytes unpacked of " + e.offset()), e.getMessage());
        assertEquals("at most 32 for each byte, and 1048576 besides: load the arrays from .npy files", e.expected());
    }

    // Golden files, which numpy_files.py reads

    @Test
    void thisVersionWritesAndReadsTheGoldenFiles() throws IOException {
        Path file = folder.resolve("file");
        NumPy.save(golden().get("x"), file);
        assertArrayEquals(bytes("linnet-0.1.0.npy"), Files.readAllBytes(file));
        assertEquals(golden().get("x"), load("linnet-0.1.0.npy"));
        NumPy.saveZip(golden(), file);
        assertArrayEquals(bytes("linnet-0.1.0.npz"), Files.readAllBytes(file));
        assertEquals(golden(), loadZip("linnet-0.1.0.npz"));
    }

    private static Map<String, NdArray> golden() {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put("x", NdArray.of(Arrays.stream(SMALL).map(x -> x / 4).toArray(), 2, 3));
        arrays.put("names", NdArray.of(TEXTS, 4));
        byte[] pixels = {(byte) 198, (byte) 199, (byte) 200, (byte) 201, (byte) 202, (byte) 203};
        arrays.put("pixels", NdArray.ofBytes(NdArray.Type.UINT8, pixels, 2, 3));
        return arrays;
    }

    /** Writes the golden files anew, for a format that changed on purpose: takes their folder. */
    public static void main(String[] args) throws IOException {
        NumPy.save(golden().get("x"), Path.of(args[0], "linnet-0.1.0.npy"));
        NumPy.saveZip(golden(), Path.of(args[0], "linnet-0.1.0.npz"));
    }

    // Weights

    @Test
    void weightsTravelByName() throws IOException {
        Mlp model = Mlp.builder().linear(3, 4).batchNorm().relu().linear(4, 2).build();
        Map<String, NdArray> parameters = model.namedParameters();
        assertEquals(
                "[0.weight, 0.bias, 1.weight, 1.bias, 1.running_mean, 1.running_var, 3.weight, 3.bias]",
                parameters.keySet().toString());
        NdArray weight = parameters.get("0.weight");
        assertArrayEquals(new int[] {4, 3}, weight.shape());
        assertEquals(model.parameters()[2 * 4 + 3], weight.toRows()[3][2]);

        Path file = folder.resolve("weights.npz");
        NumPy.saveZip(parameters, file);
        Mlp other = Mlp.builder()
                .seed(7)
                .linear(3, 4)
                .batchNorm()
                .relu()
                .linear(4, 2)
                .build();
        assertArrayEquals(
                model.parameters(), other.withParameters(NumPy.loadZip(file)).parameters());
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() {
        Mlp model = Mlp.builder().linear(3, 4).build();
        Map<String, NdArray> parameters = new LinkedHashMap<>(model.namedParameters());
        parameters.put("extra", NdArray.of(new double[1], 1));
        var e = assertThrows(IllegalArgumentException.class, () -> model.withParameters(parameters));
        assertEquals("the network has no parameters [extra]", e.getMessage());
        parameters.put("0.weight", NdArray.of(new double[12], 3, 4));
        e = assertThrows(IllegalArgumentException.class, () -> model.withParameters(parameters));
        assertEquals("parameter 0.weight is FLOAT64[3, 4], expected shape [4, 3]", e.getMessage());
        parameters.remove("0.weight");
        e = assertThrows(IllegalArgumentException.class, () -> model.withParameters(parameters));
        assertEquals("parameter 0.weight is missing, expected shape [4, 3]", e.getMessage());
    }

    // Laws

    @Property(tries = 200)
    void everyArrayComesBack(@ForAll long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int[] shape = random.ints(random.nextInt(4), 0, 5).toArray();
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        short[] shorts = new short[size];
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            shorts[i] = (short) random.nextInt();
            floats[i] = (float) random.nextDouble(-1e9, 1e9);
        }
        for (NdArray array : List.of(
                NdArray.of(random.doubles(size).toArray(), shape),
                NdArray.of(random.longs(size).toArray(), shape),
                NdArray.of(random.ints(size).toArray(), shape),
                NdArray.of(shorts, shape),
                NdArray.of(floats, shape),
                NdArray.ofBytes(NdArray.Type.UINT8, bytes, shape),
                NdArray.ofBytes(NdArray.Type.INT8, bytes, shape))) {
            Path file = Files.createTempFile("linnet", ".npy");
            try {
                NumPy.save(array, file);
                assertEquals(array, NumPy.load(file));
            } finally {
                Files.delete(file);
            }
        }
    }

    // Refusals

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "<f8 ; |O8 ; elements of type \"|O8\"",
                "<f8 ; <c8 ; elements of type \"<c8\"",
                "False ; Maybe ; a malformed header",
                "(2, 3) ; (2, 9) ; the end of the file",
                "(2, 3) ; (2, 2) ; more bytes",
                "'shape' ; 'descr' ; a malformed header",
                "NUMPY ; NumPY ; no magic number"
            })
    void aMalformedFileIsRefused(String text, String other, String found) throws IOException {
        byte[] file =
                new String(bytes("f8.npy"), ISO_8859_1).replace(text, other).getBytes(ISO_8859_1);
        var e = assertThrows(FileFormatException.class, () -> NumPy.load(new ByteArrayInputStream(file), "test"));
        assertEquals(found, e.found());
    }

    @Test
    void arraysOfObjectsAreRefused() {
        var e = assertThrows(FileFormatException.class, () -> load("objects.npy"));
        assertEquals(
                "objects.npy, byte 10: found elements of type \"|O\", expected f8, f4, f2, i8, i4, i2, i1, u1, b1 or U",
                e.getMessage());
    }

    @Property(tries = 3000)
    void aFileWithAnyByteReplacedGivesArraysOrTheDocumentedException(
            @ForAll("files") String name, @ForAll @IntRange(max = 10_000) int at, @ForAll byte replacement)
            throws IOException {
        byte[] file = bytes(name);
        file[at % file.length] = replacement;
        InputStream in = new ByteArrayInputStream(file);
        try {
            if (name.endsWith("z")) {
                NumPy.loadZip(in, name);
            } else {
                NumPy.load(in, name);
            }
        } catch (FileFormatException documented) { // within an entry of a zip, an offset counts what is unpacked
            boolean within = documented.offset() <= file.length || name.endsWith("z");
            assertTrue(documented.offset() >= 0 && within, documented.getMessage());
        }
    }

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of("f8.npy", "fortran.npy", "text.npy", "b1.npy", "stored.npz", "packed.npz");
    }

    @Test
    void aSizeMayHaveAZeroInFront() throws IOException {
        byte[] file = new String(bytes("f8.npy"), ISO_8859_1)
                .replace("'<f8', ", "'<f08',")
                .getBytes(ISO_8859_1);
        assertEquals(load("f8.npy"), NumPy.load(new ByteArrayInputStream(file), "test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f8.npy", "linnet-0.1.0.npy"})
    void whatIsNoZipIsRefusedAtItsStart(String name) throws IOException {
        byte[] file = bytes(name);
        var e = assertThrows(FileFormatException.class, () -> NumPy.loadZip(new ByteArrayInputStream(file), "test"));
        assertEquals("test, byte 30: found no entry of a zip, expected a .npz file, a zip of arrays", e.getMessage());
    }

    @Test
    void aZipWithoutItsEndIsRefused() throws IOException {
        byte[] file = bytes("stored.npz");
        byte[] cut = Arrays.copyOf(file, file.length - 1);
        var e = assertThrows(FileFormatException.class, () -> NumPy.loadZip(new ByteArrayInputStream(cut), "test"));
        assertEquals(
                "test, byte " + cut.length + ": found the end of the file, expected the end of a zip's directory",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"f8.npy", "text.npy", "stored.npz", "packed.npz"})
    void aFileCutOffAnywhereGivesTheDocumentedException(String name) throws IOException {
        byte[] file = bytes(name);
        for (int length = 0; length < file.length; length++) {
            InputStream cut = new ByteArrayInputStream(file, 0, length);
            var e = assertThrows(
                    FileFormatException.class,
                    () -> {
                        if (name.endsWith("z")) {
                            NumPy.loadZip(cut, name);
                        } else {
                            NumPy.load(cut, name);
                        }
                    },
                    "after " + length + " bytes");
            assertTrue(e.offset() <= length, e.getMessage());
        }
    }

    // Helpers

    private static NdArray load(String name) throws IOException {
        return NumPy.load(new ByteArrayInputStream(bytes(name)), name);
    }

    private static Map<String, NdArray> loadZip(String name) throws IOException {
        return NumPy.loadZip(new ByteArrayInputStream(bytes(name)), name);
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = NumPyTest.class.getResourceAsStream("/numpy/" + name)) {
            return in.readAllBytes();
        }
    }
}
