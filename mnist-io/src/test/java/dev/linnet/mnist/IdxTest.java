package dev.linnet.mnist;

import static dev.linnet.mnist.IdxFiles.concat;
import static dev.linnet.mnist.IdxFiles.gzip;
import static dev.linnet.mnist.IdxFiles.hex;
import static dev.linnet.mnist.IdxFiles.packed;
import static dev.linnet.mnist.IdxFiles.plain;
import static dev.linnet.mnist.IdxFiles.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    private static final byte[] TWO_LABELS = hex("00000801 00000002 0709");

    @TempDir
    Path directory;

    // Golden files, written by hand from the format's description.

    @Test
    void unsignedBytesAreWrittenAndReadAsTheFormatSays() throws IOException {
        assertFile(
                IdxArray.ofUnsigned(new byte[] {0, 1, 127, (byte) 128, (byte) 255, 7}, 1, 2, 3),
                "00000803 00000001 00000002 00000003 00017f80ff07");
    }

    @Test
    void signedBytesAreWrittenAndReadAsTheFormatSays() throws IOException {
        assertFile(IdxArray.of(new byte[] {-128, -1, 127}, 3), "00000901 00000003 80ff7f");
    }

    @Test
    void shortsAreWrittenAndReadAsTheFormatSays() throws IOException {
        assertFile(IdxArray.of(new short[] {-32768, 258}, 2, 1), "00000b02 00000002 00000001 8000 0102");
    }

    @Test
    void intsAreWrittenAndReadAsTheFormatSays() throws IOException {
        assertFile(IdxArray.of(new int[] {-2, 0x01020304}, 2), "00000c01 00000002 fffffffe 01020304");
    }

    @Test
    void floatsAreWrittenAndReadAsTheFormatSays() throws IOException {
        assertFile(IdxArray.of(new float[] {1f, -0f, Float.NaN}, 3), "00000d01 00000003 3f800000 80000000 7fc00000");
    }

    @Test
    void doublesAreWrittenAndReadAsTheFormatSays() throws IOException {
        assertFile(
                IdxArray.of(new double[] {-1.5, Double.MIN_VALUE}, 1, 2),
                "00000e02 00000001 00000002 bff8000000000000 0000000000000001");
    }

    @Test
    void aSingleNumberHasNoDimensions() throws IOException {
        assertFile(IdxArray.of(new int[] {5}), "00000c00 00000005");
    }

    @Test
    void aDimensionOfZeroMeansNoElementsHoweverLargeTheOthers() throws IOException {
        assertFile(
                IdxArray.of(new double[0], Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 0),
                "00000e04 7fffffff 7fffffff 7fffffff 00000000");
    }

    @Test
    void theLargestRankIs255() throws IOException {
        int[] shape = new int[255];
        Arrays.fill(shape, 1);
        IdxArray array = IdxArray.ofUnsigned(new byte[] {9}, shape);
        assertEquals(array, read(plain(array)));
    }

    private static void assertFile(IdxArray array, String expected) throws IOException {
        assertArrayEquals(hex(expected), plain(array));
        assertEquals(array, read(hex(expected)));
        assertEquals(array, read(gzip(hex(expected))));
    }

    // Gzip.

    @Test
    void gzipIsToldByContentNotByName() throws IOException {
        IdxArray array = IdxArray.ofUnsigned(new byte[] {7, 9}, 2);
        assertEquals(array, Idx.read(file("packed-without-suffix", packed(array))));
        assertEquals(array, Idx.read(file("plain.gz", plain(array))));
    }

    @Test
    void aGzipHeaderMayHoldEveryOptionalField() throws IOException {
        // FHCRC, FEXTRA, FNAME, FCOMMENT; three extra bytes; name "a", comment "b"
        byte[] header = hex("1f8b 08 1e 00000000 00 ff 0300 010203 6100 6200");
        CRC32 crc = new CRC32();
        crc.update(header);
        byte[] headerCrc = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
        byte[] member = gzip(TWO_LABELS);
        byte[] body = Arrays.copyOfRange(member, 10, member.length);
        assertArrayEquals(
                new byte[] {7, 9}, read(concat(header, headerCrc, body)).bytes());

        headerCrc[0] ^= 1;
        assertRefused(
                concat(header, headerCrc, body),
                "test.idx, offset 19 of the packed data: found header checksum 0x%02x%02x, expected 0x%04x"
                        .formatted(headerCrc[1], headerCrc[0], crc.getValue() & 0xffff));
    }

    @Test
    void aGzipFileMayHaveSeveralMembers() throws IOException {
        byte[] first = gzip(Arrays.copyOf(TWO_LABELS, 5));
        byte[] second = gzip(Arrays.copyOfRange(TWO_LABELS, 5, TWO_LABELS.length));
        byte[] empty = gzip(new byte[0]);
        assertArrayEquals(
                new byte[] {7, 9},
                read(concat(empty, first, empty, second, empty)).bytes());
    }

    @Test
    void bytesBehindAGzipMemberAreRefused() {
        byte[] file = gzip(TWO_LABELS);
        assertRefused(
                concat(file, hex("0000")),
                "test.idx, offset %d of the packed data: found 0x0000, expected 0x1f8b (a gzip member) or the end"
                        .formatted(file.length));
        assertRefused(
                concat(file, hex("1f")),
                "test.idx, offset %d of the packed data: found the end of the file, expected more of a gzip member"
                        .formatted(file.length + 1));
    }

    @Test
    void aGzipThatUnpacksToMoreThanItsHeaderPromisesIsRefused() {
        byte[] zeros = new byte[100_000_000];
        System.arraycopy(hex("00000801 00000002"), 0, zeros, 0, 8);
        byte[] bomb = gzip(zeros);
        long before = allocatedBytes();
        assertRefused(bomb, "test.idx, offset 10: found more bytes, expected the end of 10 bytes (ubyte[2])");
        assertTrue(allocatedBytes() - before < 1_000_000);
    }

    @Test
    void aGzipThatUnpacksOutOfProportionIsRefused() {
        byte[] bomb = packed(IdxArray.ofUnsigned(new byte[100_000_000], 100_000_000));
        long before = allocatedBytes();
        IdxFormatException refusal = assertThrows(IdxFormatException.class, () -> read(bomb));
        assertTrue(
                refusal.getMessage()
                        .matches("test\\.idx, offset [0-9]+ of the packed data: found [0-9]+ bytes unpacked of [0-9]+,"
                                + " expected at most 32 for each byte, and 1048576 besides: unpack it first"),
                refusal.getMessage());
        assertTrue(allocatedBytes() - before < 40L * bomb.length + 3_000_000);
    }

    @Test
    void aMegabyteMayBePackedIntoNextToNothing() throws IOException {
        IdxArray zeros = IdxArray.ofUnsigned(new byte[1_000_000], 1_000_000);
        assertEquals(zeros, read(packed(zeros)));
    }

    @Test
    void aGzipInsideAGzipIsRefused() {
        assertRefused(
                gzip(gzip(TWO_LABELS)),
                "test.idx, offset 0: found 0x1f8b, expected 0x0000, with which every IDX file begins");
    }

    @Test
    void damagedGzipIsRefused() {
        byte[] file = gzip(TWO_LABELS);
        int length = file.length;

        assertRefused(
                changed(file, 2, 7),
                "test.idx, offset 2 of the packed data: found compression method 7, expected 8 (deflate)");
        assertRefused(
                changed(file, 3, 0x20),
                "test.idx, offset 3 of the packed data: found flags 0x20, expected the reserved bits 0xe0 to be zero");
        assertRefused(
                changed(file, 10, 0xff),
                "test.idx, offset 10 of the packed data: found damaged data (invalid block type), expected deflate"
                        + " data");
        assertRefused(
                changed(file, length - 1, 0x80),
                "test.idx, offset %d of the packed data: found unpacked length 2147483658, expected 10"
                        .formatted(length - 4));
        CRC32 crc = new CRC32();
        crc.update(TWO_LABELS);
        assertRefused(
                concat(Arrays.copyOf(file, length - 8), hex("00000000"), Arrays.copyOfRange(file, length - 4, length)),
                "test.idx, offset %d of the packed data: found CRC-32 0x00000000, expected 0x%08x"
                        .formatted(length - 8, crc.getValue()));
        assertRefused(
                Arrays.copyOf(file, length - 9),
                "test.idx, offset %d of the packed data: found the end of the file, expected more deflate data"
                        .formatted(length - 9));
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] copy = bytes.clone();
        copy[at] = (byte) value;
        return copy;
    }

    // What a header may say.

    @Test
    void aFileThatIsNotIdxIsRefused() {
        assertRefused(
                hex("89504e47 0d0a1a0a"),
                "test.idx, offset 0: found 0x8950, expected 0x0000, with which every IDX file begins");
    }

    @Test
    void anUnknownElementTypeIsRefused() {
        assertRefused(
                hex("00000a01 00000000"),
                "test.idx, offset 2: found element type 0x0a, expected 0x08 (ubyte), 0x09 (byte), 0x0b (short), "
                        + "0x0c (int), 0x0d (float), 0x0e (double)");
    }

    @Test
    void aDimensionAboveTheIntegersIsRefused() {
        assertRefused(
                hex("00000802 00000001 80000000"),
                "test.idx, offset 8: found dimension 1 = 2147483648, expected 0..2147483647");
    }

    @Test
    void aProductOfDimensionsAboveTheLongestArrayIsRefused() {
        assertRefused(
                hex("00000802 00010000 00010000"),
                "test.idx, offset 4: found shape [65536, 65536], expected at most 2147483639 elements");
        assertRefused( // 2^64 wraps to 0 in a long
                hex("00000804 00010000 00010000 00010000 00010000"),
                "test.idx, offset 4: found shape [65536, 65536, 65536, 65536], expected at most 2147483639 elements");
        assertRefused(
                hex("00000801 7ffffff8"),
                "test.idx, offset 4: found shape [2147483640], expected at most 2147483639 elements");
    }

    @Test
    void aFileThatEndsTooSoonIsRefused() {
        assertRefused(hex(""), "test.idx, offset 0: found the end, expected 4 bytes (the magic number)");
        assertRefused(hex("000008"), "test.idx, offset 3: found the end, expected 4 bytes (the magic number)");
        assertRefused(
                hex("00000801 0000"), "test.idx, offset 6: found the end, expected 8 bytes (a header of 1 dimension)");
        assertRefused(
                hex("00000803 00000001"),
                "test.idx, offset 8: found the end, expected 16 bytes (a header of 3 dimensions)");
        assertRefused(
                hex("00000b02 00000002 00000003 0102 0304 05"),
                "test.idx, offset 17: found the end, expected 24 bytes (short[2, 3])");
        assertRefused(
                gzip(hex("00000801 00000003 0102")),
                "test.idx, offset 10: found the end, expected 11 bytes (ubyte[3])");
    }

    @Test
    void bytesBehindTheLastElementAreRefused() {
        assertRefused(
                hex("00000801 00000002 0709 00"),
                "test.idx, offset 10: found more bytes, expected the end of 10 bytes (ubyte[2])");
    }

    @Test
    void anErrorKnowsItsOffset() {
        assertEquals(
                8,
                assertThrows(IdxFormatException.class, () -> read(hex("00000802 00000001 80000000")))
                        .offset());
    }

    @Test
    void aHeaderThatPromisesTwoGigabytesAllocatesAlmostNothing() {
        byte[] promise = hex("00000801 7ffffff7 0102030405060708");
        assertThrows(IdxFormatException.class, () -> read(promise)); // loads classes
        long before = allocatedBytes();
        assertRefused(promise, "test.idx, offset 16: found the end, expected 2147483647 bytes (ubyte[2147483639])");
        assertTrue(allocatedBytes() - before < 300_000);
    }

    private static void assertRefused(byte[] file, String message) {
        assertEquals(
                message,
                assertThrows(IdxFormatException.class, () -> read(file)).getMessage());
    }

    static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    // Streams and files.

    @Test
    void aStreamThatGivesSingleBytesIsReadWhole() throws IOException {
        IdxArray array = IdxArray.of(new double[] {1, 2, 3}, 3);
        for (byte[] bytes : List.of(plain(array), packed(array))) {
            InputStream trickle = new ByteArrayInputStream(bytes) {
                @Override
                public synchronized int read(byte[] b, int off, int len) {
                    return super.read(b, off, Math.min(len, 1));
                }
            };
            assertEquals(array, Idx.read(trickle, "trickle"));
        }
    }

    @Test
    void streamsStayOpen() throws IOException {
        boolean[] closed = new boolean[1];
        try (InputStream in = new ByteArrayInputStream(gzip(TWO_LABELS)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        }) {
            Idx.read(in, "stream");
            assertFalse(closed[0]);
        }
    }

    @Test
    void anErrorNamesTheFile() throws IOException {
        Path file = file("labels.idx", hex("00000801 00000001"));
        assertEquals(
                file + ", offset 8: found the end, expected 9 bytes (ubyte[1])",
                assertThrows(IdxFormatException.class, () -> Idx.read(file)).getMessage());
        assertThrows(NoSuchFileException.class, () -> Idx.read(directory.resolve("absent")));
        assertEquals(
                directory + ", offset 0: found a folder, expected a file",
                assertThrows(IdxFormatException.class, () -> Idx.read(directory))
                        .getMessage());
    }

    @Test
    void aWrittenFileIsPlainOrPackedAsAsked() throws IOException {
        IdxArray array = IdxArray.of(new int[] {1, 2, 3, 4}, 2, 2);
        Path file = directory.resolve("array.idx");
        Idx.write(array, file);
        assertArrayEquals(plain(array), Files.readAllBytes(file));
        Idx.writeGzip(array, file);
        assertEquals((byte) 0x1f, Files.readAllBytes(file)[0]);
        assertEquals(array, Idx.read(file));
        assertEquals(List.of("array.idx"), namesIn(directory));
    }

    @Test
    void aFailedWriteLeavesTheOldFileWholeAndNothingElse() throws IOException {
        Path file = file("array.idx", TWO_LABELS);
        IOException failure = new IOException("disk full");
        IOException thrown = assertThrows(
                IOException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write(1);
                    throw failure;
                }));
        assertSame(failure, thrown);
        assertArrayEquals(TWO_LABELS, Files.readAllBytes(file));
        assertEquals(List.of("array.idx"), namesIn(directory));
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
