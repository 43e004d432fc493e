package dev.linnet.internal.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.FileFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link TensorReader} and {@link TensorWriter}: the safetensors format. */
class TensorFileTest {
    private static final String ONE = "{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}}";

    @TempDir
    Path folder;

    // Examples

    @Test
    void aFileHasExactlyTheseBytes() throws IOException {
        double[] array = {1, 2, 3, 4, 5, 6, -0.5};
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("z", "last");
        metadata.put("a", "first");
        byte[] file = write(
                metadata,
                new TensorWriter.Tensor("0.weight", List.of(2, 3), TensorView.transposed(array, 0, 2, 3)),
                new TensorWriter.Tensor("0.bias", List.of(1), TensorView.vector(array, 6, 1)));

        String header = "{\"__metadata__\":{\"a\":\"first\",\"z\":\"last\"},"
                + "\"0.weight\":{\"dtype\":\"F64\",\"shape\":[2,3],\"data_offsets\":[0,48]},"
                + "\"0.bias\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[48,56]}}    ";
        assertEquals(0, header.length() % 8);
        ByteBuffer expected = ByteBuffer.allocate(8 + header.length() + 56).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(header.length()).put(header.getBytes(UTF_8));
        for (double x : new double[] {1, 3, 5, 2, 4, 6, -0.5}) { // [3, 2] in the array is [2, 3] in the file
            expected.putDouble(x);
        }
        assertArrayEquals(expected.array(), file);
    }

    @Test
    void headerAndTensorsAreRead() throws IOException {
        TensorReader reader = reader(file(
                "{\"b\":{\"data_offsets\":[8,10],\"shape\":[],\"dtype\":\"BF16\"},"
                        + "\"__metadata__\":{\"format\":\"pt\",\"note\":\"\"},"
                        + "\"empty\":{\"dtype\":\"F32\",\"shape\":[7,0],\"data_offsets\":[8,8]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}",
                0,
                0,
                0x80,
                0x3f,
                0,
                0,
                0,
                0xc0,
                0x40,
                0xc1));
        assertEquals(Map.of("format", "pt", "note", ""), reader.metadata());
        assertEquals(List.of("b", "empty", "a"), List.copyOf(reader.tensors().keySet()));
        assertEquals(List.of(1L, 2L), reader.tensors().get("a").shape());
        assertEquals(List.of(), reader.tensors().get("b").shape());
        assertArrayEquals(new double[] {1, -2}, vector(reader, "a"));
        assertArrayEquals(new double[] {-12}, vector(reader, "b"));
        assertArrayEquals(new double[0], vector(reader, "empty"));
    }

    @Test
    void aFileMayHoldNothing() throws IOException {
        assertTrue(reader(file("{}")).tensors().isEmpty());
        assertTrue(reader(file("{} \n\t ")).metadata().isEmpty());
        assertEquals(Map.of(), reader(write(Map.of())).metadata());
    }

    @Test
    void tensorsOfOtherTypesStandInNobodysWay() throws IOException {
        byte[] file = file(
                "{\"1.num_batches_tracked\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                        + "\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[8,10]}}",
                5,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0x00,
                0x3c);
        TensorReader reader = reader(file);
        assertArrayEquals(new double[] {1}, vector(reader, "a"));
        var e = assertThrows(FileFormatException.class, () -> vector(reader, "1.num_batches_tracked"));
        assertEquals(
                "test, byte " + (file.length - 10)
                        + ": found the tensor \"1.num_batches_tracked\" of type I64, expected type F64, F32, F16 or BF16",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "0x0000, 0x0p0", "0x8000, -0x0p0", "0x0001, 0x1p-24", "0x03ff, 0x3ffp-24", "0x0400, 0x1p-14",
                "0x3555, 0x1.554p-2",
        "0x3bff, 0x1.ffcp-1", "0x3c00, 0x1p0", "0xc000, -0x2p0", "0x7bff, 65504", "0xfbff, -65504", "0x7c00, Infinity",
        "0xfc00, -Infinity", "0x7c01, NaN", "0xfe00, NaN"
    })
    void halvesAreReadExactly(String bits, String value) {
        assertEquals(Double.parseDouble(value), element(ElementType.F16, Integer.decode(bits)));
    }

    @Test
    void everyHalfIsReadExactly() {
        double last = -1;
        for (int bits = 0; bits < 0x7c00; bits++) {
            double x = element(ElementType.F16, bits);
            // a float has the same fraction with 13 bits more, and an exponent whose bias is larger by 112
            float oracle = bits < 0x400 ? bits * 0x1p-24f : Float.intBitsToFloat((bits << 13) + (112 << 23));
            assertEquals(oracle, x);
            assertEquals(-x, element(ElementType.F16, bits | 0x8000));
            assertTrue(x > last);
            last = x;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x0000, 0x0p0",
        "0x8000, -0x0p0",
        "0x0001, 0x1p-133",
        "0x3f80, 0x1p0",
        "0xc040, -0x3p0",
        "0x3eab, 0x1.56p-2",
        "0x7f7f, 0x1.fep127",
        "0x7f80, Infinity",
        "0x7fc0, NaN"
    })
    void bfloatsAreReadExactly(String bits, String value) {
        assertEquals(Double.parseDouble(value), element(ElementType.BF16, Integer.decode(bits)));
    }

    // Laws

    @Property(tries = 200)
    void whatIsWrittenIsReadWithTheSameBits(
            @ForAll @IntRange(max = 40) int rows, @ForAll @IntRange(max = 40) int columns, @ForAll long seed)
            throws IOException {
        double[] array = bits(rows * columns, seed);
        byte[] file = write(
                Map.of("seed", Long.toString(seed)),
                new TensorWriter.Tensor("w", List.of(rows, columns), TensorView.transposed(array, 0, rows, columns)));
        TensorReader reader = reader(file);
        double[] copy = new double[array.length];
        reader.read(reader.tensors().get("w"), TensorView.transposed(copy, 0, rows, columns), false);
        assertArrayEquals(toBits(array), toBits(copy));
        double[] asInTheFile = vector(reader, "w");
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                assertEquals(
                        Double.doubleToRawLongBits(array[c * rows + r]),
                        Double.doubleToRawLongBits(asInTheFile[r * columns + c]));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,100000", "100000,1", "3,40000", "517,131", "32768,1", "32769,1", "1,32769", "2,32768"})
    void tensorsLargerThanOneTransferComeBack(int rows, int columns) throws IOException {
        int offset = 5;
        double[] array = bits(offset + rows * columns, 7);
        Path path = folder.resolve("large");
        AtomicFile.write(
                path,
                out -> TensorWriter.write(
                        out,
                        Map.of(),
                        ElementType.F64,
                        List.of(new TensorWriter.Tensor(
                                "w", List.of(rows, columns), TensorView.transposed(array, offset, rows, columns)))));
        double[] copy = array.clone();
        Arrays.fill(copy, offset, copy.length, 0);
        try (TensorReader reader = TensorReader.open(path)) {
            reader.read(reader.tensors().get("w"), TensorView.transposed(copy, offset, rows, columns), false);
            reader.checkUnchanged();
        }
        assertArrayEquals(toBits(array), toBits(copy));
    }

    @Property
    void numbersOf32BitsComeBackRounded(@ForAll double[] array) throws IOException {
        for (double x : array) {
            if (Float.isInfinite((float) x) && Double.isFinite(x)) {
                assertThrows(IllegalArgumentException.class, () -> writeFloats(array));
                return;
            }
        }
        double[] copy = vector(reader(writeFloats(array)), "w");
        for (int i = 0; i < array.length; i++) {
            assertEquals((float) array[i], copy[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32767, 32768, 32769, 100003})
    void numbersOf32BitsLargerThanOneTransferComeBack(int length) throws IOException {
        double[] array = IntStream.range(0, length).mapToDouble(i -> i).toArray();
        assertArrayEquals(array, vector(reader(writeFloats(array)), "w"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32599, 32600, 32767, 32768, 99999})
    void whereANumberIsNotFiniteIsSaidWhicheverTransferItCameWith(int at) throws IOException {
        double[] array = new double[100_000];
        array[at] = Double.NaN;
        TensorReader reader = reader(
                write(Map.of(), new TensorWriter.Tensor("w", List.of(500, 200), TensorView.vector(array, 0, 100_000))));
        TensorEntry entry = reader.tensors().get("w");
        for (TensorView view : List.of(
                TensorView.vector(new double[100_000], 0, 100_000),
                TensorView.transposed(new double[100_000], 0, 500, 200))) {
            var e = assertThrows(FileFormatException.class, () -> reader.read(entry, view, true));
            assertEquals(
                    "test, byte " + (entry.offset() + 8L * at)
                            + ": found NaN in the tensor \"w\", expected a finite number",
                    e.getMessage());
        }
    }

    @Test
    void aNumberTooLargeFor32BitsIsNotWritten() {
        var e = assertThrows(IllegalArgumentException.class, () -> writeFloats(1, 1e300));
        assertEquals("the tensor w holds 1.0E300, too large for 32 bits: save it with 64", e.getMessage());
    }

    @Property(tries = 2000)
    void aFileWithAnyByteReplacedGivesAValueOrTheDocumentedException(
            @ForAll @IntRange(max = 1000) int at, @ForAll byte replacement) throws IOException {
        byte[] file = anyFile();
        file[at % file.length] = replacement;
        readAllOf(file);
    }

    @Test
    void aFileCutOffAnywhereGivesTheDocumentedException() throws IOException {
        byte[] file = anyFile();
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThrows(FileFormatException.class, () -> reader(cut), "after " + length + " bytes");
        }
    }

    @Test
    void memoryGrowsWithTheBytesThatAreThere() throws IOException {
        List<byte[]> hostile = new ArrayList<>(List.of(
                file(Long.MAX_VALUE, "{}"),
                file(TensorReader.MAX_HEADER, "{}"),
                file("{\"a\":{\"dtype\":\"F64\",\"shape\":[1000000000,100],\"data_offsets\":[0,800000000000]}}"),
                file("{\"a\":{\"dtype\":\"F64\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}"),
                file("[".repeat(100_000)),
                file("{\"a\":".repeat(100_000)),
                file("{\"a\":{\"shape\":[" + "0,".repeat(100_000)),
                file("{\"a\":{\"dtype\":\"F64\",\"shape\":[" + "1,".repeat(100_000) + "2],\"data_offsets\":[0,8]}}"),
                file("{\"__metadata__\":{\"" + "\\n".repeat(100_000))));
        StringBuilder metadata = new StringBuilder("{\"__metadata__\":{");
        StringBuilder tensors = new StringBuilder("{");
        for (int i = 0; i < 20_000; i++) {
            metadata.append('"').append(Integer.toString(i, 36)).append("\":\"\",");
            tensors.append('"').append(Integer.toString(i, 36));
            tensors.append("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},");
        }
        hostile.add(file(metadata.toString()));
        hostile.add(file(tensors.toString()));
        for (byte[] file : hostile) {
            assertThrows(FileFormatException.class, () -> reader(file));
        }
        for (byte[] file : hostile) {
            long allocated = Allocation.of(() -> assertThrows(FileFormatException.class, () -> reader(file)));
            assertTrue(allocated < 32L * file.length + 40_000, allocated + " bytes for a file of " + file.length);
        }
    }

    // Refusals

    @Test
    void aFileShorterThanTheLengthIsRefused() {
        for (int length : new int[] {0, 1, 7}) {
            assertRefused(
                    new byte[length], length, "the end of the file", "a header, whose length takes the first 8 bytes");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100000001            | 100000001            | 100000000, as in every safetensors file",
                "9223372036854775807  | 9223372036854775807  | 100000000, as in every safetensors file",
                "-1                   | 18446744073709551615 | 100000000, as in every safetensors file",
                "-9223372036854775808 | 9223372036854775808  | 100000000, as in every safetensors file",
                "100000000            | 100000000            | 2 in a file of 10 bytes",
                "3                    | 3                    | 2 in a file of 10 bytes"
            })
    void aHeaderLengthThatCannotBeIsRefused(long length, String found, String most) {
        assertRefused(file(length, "{}"), 0, "a header length of " + found, "at most " + most);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " {}", "[]", "\ufeff{}", "1"})
    void aHeaderThatDoesNotBeginWithABraceIsRefused(String header) {
        assertRefused(file(header), 8, "no opening brace", "a header in JSON, which begins with '{'");
    }

    @Test
    void whatFollowsTheHeadersObjectIsRefused() {
        assertRefused(file("{}  x"), 12, "'x'", "nothing after the end of the JSON text");
        assertRefused(file("{}\0"), 10, "byte 0x00", "nothing after the end of the JSON text");
        assertRefused(file(2, "{}x"), 10, "1 bytes after the last tensor", "the end of the file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{`a`:1}                                      | 13 | a number                         | an object",
                "{`a`:{}}                                     | 13 | the tensor `a` incomplete        | dtype, shape and data_offsets",
                "{`a`:{`dtype`:`F64`,`shape`:[1]}}            | 13 | the tensor `a` incomplete        | dtype, shape and data_offsets",
                "{`a`:{`dtype`:`F64`,`stride`:[1]}}           | 28 | the name `stride`                | dtype, shape and data_offsets",
                "{`a`:{`shape`:[1],`shape`:[1]}}              | 26 | the name `shape` for the second time | every name once",
                "{`a`:{`shape`:[-1]}}                         | 23 | -1                               | a number of at least 0",
                "{`a`:{`shape`:[1.0]}}                        | 23 | a number with a fraction or an exponent | a whole number",
                "{`a`:{`shape`:1}}                            | 22 | a number                         | an array",
                "{`__metadata__`:[]}                          | 24 | an array                         | an object",
                "{`__metadata__`:{`a`:1}}                     | 29 | a number                         | a string",
                "{`__metadata__`:{`a`:`1`,`a`:`1`}}           | 33 | the name `a` for the second time | every name once",
                "{`__metadata__`:{},`__metadata__`:{}}        | 27 | the name `__metadata__` for the second time | every name once",
            })
    void aMalformedHeaderIsRefused(String header, int at, String found, String expected) {
        assertRefused(file(header.replace('`', '"')), at, found.replace('`', '"'), expected.replace('`', '"'));
    }

    @Test
    void anUnknownElementTypeIsRefused() {
        assertRefused(
                file("{\"a\":{\"dtype\":\"F128\",\"shape\":[],\"data_offsets\":[0,16]}}"),
                22,
                "the dtype \"F128\"",
                "one of [F64, F32, F16, BF16, BOOL, U8, I8, F8_E4M3, F8_E5M2, F8_E8M0, I16, U16, I32, U32, I64, U64, C64]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // bytes of data | type | shape | data_offsets | expected
                "16 | F64 | [2]   | [0]       | [begin, end]",
                "16 | F64 | [2]   | [0, 16, 16] | [begin, end]",
                "16 | F64 | [2]   | [16, 0]   | [begin, end]",
                "16 | F64 | [2]   | [0, 24]   | at most 16, the length of the data in a file of",
                "16 | F64 | [2]   | [8, 24]   | at most 16, the length of the data in a file of",
                "16 | F64 | [2]   | [9223372036854775799, 9223372036854775807] | at most 16, the length of the data in a file of",
                "16 | F64 | [1]   | [0, 16]   | 8 bytes for F64[1]",
                "16 | F64 | [3]   | [0, 16]   | 24 bytes for F64[3]",
                "16 | F32 | [2]   | [0, 16]   | 8 bytes for F32[2]",
                "16 | F64 | []    | [0, 16]   | 8 bytes for F64[]",
                "16 | F64 | [0, 9223372036854775807] | [0, 16] | 0 bytes for F64[0, 9223372036854775807]",
                "16 | F64 | [9223372036854775807, 2] | [0, 16] | a shape with less than 2^63 bytes, not F64[9223372036854775807, 2]",
                "0  | F64 | [4294967296, 4294967296] | [0, 0]  | a shape with less than 2^63 bytes, not F64[4294967296, 4294967296]",
                "0  | F64 | [2305843009213693952]    | [0, 0]  | a shape with less than 2^63 bytes, not F64[2305843009213693952]",
                "20 | F64 | [2]   | [4, 20]   | a multiple of 8 for elements of type F64",
            })
    void aTensorWhosePlaceCannotBeIsRefused(int bytes, String type, String shape, String offsets, String expected) {
        byte[] file = file(
                "{\"a\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}",
                new int[bytes]);
        assertRefused(
                file,
                13,
                "the tensor \"a\" with data_offsets " + offsets,
                expected + (expected.endsWith("of") ? " " + file.length + " bytes" : ""));
    }

    @Test
    void aShapeOfManyDimensionsIsNotRepeatedInTheMessage() {
        assertRefused(
                file("{\"a\":{\"dtype\":\"U8\",\"shape\":[1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,0]}}"),
                13,
                "the tensor \"a\" with data_offsets [0, 0]",
                "1 bytes for U8[9 dimensions]");
    }

    @Test
    void tensorsThatOverlapAreRefused() {
        byte[] file = two("[0,16]", "[8,24]", 24);
        assertRefused(
                file,
                file.length - 16,
                "the start of the tensor \"b\"",
                "byte " + (file.length - 8) + ", where the one before it ends (they overlap)");
    }

    @Test
    void tensorsWithAHoleBetweenThemAreRefused() {
        byte[] file = two("[24,40]", "[0,16]", 40);
        assertRefused(
                file,
                file.length - 16,
                "the start of the tensor \"a\"",
                "byte " + (file.length - 24) + ", where the one before it ends (there is a hole)");
        byte[] late = two("[8,24]", "[24,40]", 40);
        assertRefused(
                late,
                late.length - 32,
                "the start of the tensor \"a\"",
                "byte " + (late.length - 40) + ", where the one before it ends (there is a hole)");
    }

    @Test
    void bytesThatBelongToNoTensorAreRefused() {
        byte[] file = file(ONE, new int[19]);
        assertRefused(file, file.length - 3, "3 bytes after the last tensor", "the end of the file");
    }

    @Test
    void infinitiesAndNansAreRefusedWhereAsked() throws IOException {
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            byte[] file = write(
                    Map.of(),
                    new TensorWriter.Tensor("w", List.of(3), TensorView.vector(new double[] {0, wrong, 0}, 0, 3)));
            TensorReader reader = reader(file);
            assertArrayEquals(new double[] {0, wrong, 0}, vector(reader, "w"));
            var e = assertThrows(
                    FileFormatException.class,
                    () -> reader.read(reader.tensors().get("w"), TensorView.vector(new double[3], 0, 3), true));
            assertEquals(
                    "test, byte " + (file.length - 16) + ": found " + wrong
                            + " in the tensor \"w\", expected a finite number",
                    e.getMessage());
        }
    }

    @Test
    void aFileThatGrowsOrShrinksWhileReadIsRefused() throws IOException {
        Path path = Files.write(folder.resolve("f"), file(ONE, new int[16]));
        long size = Files.size(path);
        try (TensorReader reader = TensorReader.open(path)) {
            Files.write(path, new byte[3], StandardOpenOption.APPEND);
            vector(reader, "a");
            var grown = assertThrows(FileFormatException.class, reader::checkUnchanged);
            assertEquals(
                    path + ", byte " + size + ": found a file of " + (size + 3) + " bytes, expected " + size
                            + " as at the start of reading",
                    grown.getMessage());
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(size - 5);
            }
            var cut = assertThrows(FileFormatException.class, () -> vector(reader, "a"));
            assertEquals(
                    path + ", byte " + (size - 5) + ": found the end of the file, expected the " + size
                            + " bytes that it had at the start of reading",
                    cut.getMessage());
            assertThrows(FileFormatException.class, reader::checkUnchanged);
        }
    }

    @Test
    void aMissingFileIsReportedAsTheSystemDoes() {
        Path path = folder.resolve("missing");
        var e = assertThrows(NoSuchFileException.class, () -> TensorReader.open(path));
        assertEquals(path.toString(), e.getMessage());
    }

    @Test
    void aFileThatIsRefusedIsClosed() throws IOException {
        FileChannel channel = FileChannel.open(Files.write(folder.resolve("f"), new byte[3]));
        assertThrows(FileFormatException.class, () -> TensorReader.open("test", channel));
        assertFalse(channel.isOpen());
    }

    @Test
    void textFromAFileIsMadeFitForAMessage() {
        assertEquals("\"a\\u000ab\\u001b[31m\\u202e\"", Quoted.of("a\nb\u001b[31m\u202e"));
        assertEquals("\"" + "x".repeat(60) + "…\"", Quoted.of("x".repeat(1000)));
        assertEquals("\"" + "x".repeat(60) + "\"", Quoted.of("x".repeat(60)));
    }

    // Helpers

    /** A file with metadata, several types and an odd number of bytes. */
    private static byte[] anyFile() throws IOException {
        return file(
                "{\"__metadata__\":{\"format\":\"pt\",\"n\":\"\\u00e4\"},"
                        + "\"w\":{\"dtype\":\"F64\",\"shape\":[1,2],\"data_offsets\":[0,16]},"
                        + "\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[16,24]},"
                        + "\"y\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[24,26]},"
                        + "\"z\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[26,27]}}",
                new int[27]);
    }

    private static void readAllOf(byte[] file) throws IOException {
        try {
            TensorReader reader = reader(file);
            for (TensorEntry entry : reader.tensors().values()) {
                if (entry.type().isReal()) {
                    vector(reader, entry.name());
                }
            }
        } catch (FileFormatException documented) {
            assertTrue(documented.offset() >= 0 && documented.offset() <= file.length, documented.getMessage());
        }
    }

    private static void assertRefused(byte[] file, long offset, String found, String expected) {
        var e = assertThrows(FileFormatException.class, () -> reader(file));
        assertEquals("test, byte " + offset + ": found " + found + ", expected " + expected, e.getMessage());
        assertEquals("test", e.file());
        assertEquals(offset, e.offset());
        assertEquals(found, e.found());
        assertEquals(expected, e.expected());
    }

    private static TensorReader reader(byte[] file) throws IOException {
        return TensorReader.open("test", new ByteArrayInputStream(file));
    }

    private static double[] vector(TensorReader reader, String name) throws IOException {
        TensorEntry entry = reader.tensors().get(name);
        double[] values = new double[(int) (entry.bytes() / entry.type().bytes())];
        reader.read(entry, TensorView.vector(values, 0, values.length), false);
        return values;
    }

    private static byte[] write(Map<String, String> metadata, TensorWriter.Tensor... tensors) throws IOException {
        return write(metadata, ElementType.F64, tensors);
    }

    private static byte[] write(Map<String, String> metadata, ElementType type, TensorWriter.Tensor... tensors)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TensorWriter.write(Channels.newChannel(bytes), metadata, type, List.of(tensors));
        return bytes.toByteArray();
    }

    private static byte[] writeFloats(double... array) throws IOException {
        return write(
                Map.of(),
                ElementType.F32,
                new TensorWriter.Tensor("w", List.of(array.length), TensorView.vector(array, 0, array.length)));
    }

    private static byte[] two(String offsetsOfA, String offsetsOfB, int bytes) {
        return file(
                "{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":" + offsetsOfA + "},"
                        + "\"b\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":" + offsetsOfB + "}}",
                new int[bytes]);
    }

    private static byte[] file(String header, int... data) {
        return file(header.getBytes(UTF_8).length, header, data);
    }

    private static byte[] file(long length, String header, int... data) {
        byte[] text = header.getBytes(UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(length).put(text);
        for (int b : data) {
            file.put((byte) b);
        }
        return file.array();
    }

    private static double element(ElementType type, int bits) {
        double[] x = new double[1];
        type.read(ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(0, (short) bits), x, 1);
        return x[0];
    }

    /** Doubles of any bits; NaNs, too. */
    private static double[] bits(int length, long seed) {
        var random = new java.util.SplittableRandom(seed);
        return random.longs(length).mapToDouble(Double::longBitsToDouble).toArray();
    }

    private static long[] toBits(double[] array) {
        return Arrays.stream(array).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
