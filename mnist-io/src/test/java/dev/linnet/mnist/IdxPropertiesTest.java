package dev.linnet.mnist;

import static dev.linnet.mnist.IdxFiles.concat;
import static dev.linnet.mnist.IdxFiles.gzip;
import static dev.linnet.mnist.IdxFiles.packed;
import static dev.linnet.mnist.IdxFiles.plain;
import static dev.linnet.mnist.IdxFiles.read;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

class IdxPropertiesTest {
    /** Arrays of every type, of ranks 0 to 6, with elements of random bits. */
    @Provide
    Arbitrary<IdxArray> arrays() {
        Arbitrary<List<Integer>> shapes =
                Arbitraries.integers().between(0, 7).list().ofMinSize(0).ofMaxSize(6);
        return Combinators.combine(Arbitraries.of(IdxType.class), shapes, Arbitraries.longs())
                .as((type, shape, seed) ->
                        array(type, seed, shape.stream().mapToInt(i -> i).toArray()));
    }

    private static IdxArray array(IdxType type, long seed, int... shape) {
        int size = IdxArray.size(shape);
        byte[] bytes = new byte[size * type.elementBytes()];
        new Random(seed).nextBytes(bytes);
        Object values = type.newArray(size);
        type.decode(ByteBuffer.wrap(bytes), values, 0, size);
        return new IdxArray(type, shape, values);
    }

    @Property(tries = 500)
    void whatIsWrittenIsReadBack(@ForAll("arrays") IdxArray array) throws IOException {
        IdxArray fromPlain = read(plain(array));
        assertEquals(array, fromPlain);
        assertEquals(array.hashCode(), fromPlain.hashCode());
        assertArrayEquals(plain(array), plain(fromPlain)); // NaN payloads too
        assertEquals(array, read(packed(array)));
    }

    /** Sizes around those at which the reader's arrays and buffers end. */
    @Property(tries = 60)
    void largeArraysAreReadBack(@ForAll IdxType type, @ForAll @IntRange(min = 0, max = 3) int step, @ForAll long seed)
            throws IOException {
        for (int size : new int[] {8191, 8192, 8193, 16384, 65535, 65536, 65537, 100_003 * (step + 1)}) {
            IdxArray array = array(type, seed, size);
            assertEquals(array, read(plain(array)));
        }
    }

    @Property
    void everyProperPrefixOfAFileIsRefused(
            @ForAll("arrays") IdxArray array, @ForAll boolean gzip, @ForAll @IntRange(min = 0, max = 9999) int cut) {
        byte[] file = gzip ? packed(array) : plain(array);
        byte[] prefix = Arrays.copyOf(file, (int) ((long) file.length * cut / 10_000));
        assertThrows(IdxFormatException.class, () -> read(prefix));
    }

    @Property
    void bytesBehindAFileAreRefused(
            @ForAll("arrays") IdxArray array, @ForAll boolean gzip, @ForAll @NotEmpty byte[] garbage) {
        byte[] file = gzip ? packed(array) : plain(array);
        assertThrows(IdxFormatException.class, () -> read(concat(file, garbage)));
    }

    @Property(tries = 2000)
    void aChangedByteOfAPackedFileIsFoundOrChangesNothing(
            @ForAll("arrays") IdxArray array, @ForAll @IntRange(min = 0, max = 9999) int where, @ForAll byte change)
            throws IOException {
        byte[] file = packed(array);
        file[(int) ((long) file.length * where / 10_000)] ^= change;
        try {
            assertEquals(array, read(file)); // the time stamp of a gzip header is nobody's business
        } catch (IdxFormatException expected) {
            assertTrue(expected.getMessage().startsWith("test.idx, offset "), expected.getMessage());
        }
    }

    @Property(tries = 2000)
    void aChangedByteOfAPlainFileGivesAnArrayOrTheDocumentedError(
            @ForAll("arrays") IdxArray array, @ForAll @IntRange(min = 0, max = 9999) int where, @ForAll byte change)
            throws IOException {
        byte[] file = plain(array);
        file[(int) ((long) file.length * where / 10_000)] ^= change;
        assertReadsOrIsRefusedCheaply(file, file.length);
    }

    @Property(tries = 2000)
    void anyBytesGiveAnArrayOrTheDocumentedError(@ForAll @Size(max = 200) byte[] bytes, @ForAll boolean gzip)
            throws IOException {
        assertReadsOrIsRefusedCheaply(gzip ? gzip(bytes) : bytes, bytes.length);
    }

    @Property(tries = 2000)
    void anyHeaderGivesAnArrayOrTheDocumentedError(
            @ForAll IdxType type,
            @ForAll @Size(max = 5) int[] shape,
            @ForAll @Size(max = 200) byte[] elements,
            @ForAll boolean gzip)
            throws IOException {
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * shape.length).putInt(type.code() << 8 | shape.length);
        header.asIntBuffer().put(shape);
        byte[] file = concat(header.array(), elements);
        assertReadsOrIsRefusedCheaply(gzip ? gzip(file) : file, file.length);
    }

    /** A header that promises two gigabytes, and some thousands of elements. */
    @Property(tries = 20)
    void memoryGrowsWithTheBytesThatArrive(
            @ForAll IdxType type, @ForAll @IntRange(min = 0, max = 3_000_000) int arrived) throws IOException {
        ByteBuffer file =
                ByteBuffer.allocate(8 + arrived).putInt(type.code() << 8 | 1).putInt(IdxArray.MAX_SIZE);
        assertThrows(IdxFormatException.class, () -> read(file.array()));
        assertReadsOrIsRefusedCheaply(file.array(), arrived);
    }

    private static void assertReadsOrIsRefusedCheaply(byte[] file, int unpackedBytes) throws IOException {
        long before = IdxTest.allocatedBytes();
        try {
            read(file);
        } catch (IdxFormatException expected) {
            assertTrue(expected.getMessage().startsWith("test.idx, offset "), expected.getMessage());
        }
        long allocated = IdxTest.allocatedBytes() - before;
        assertTrue(allocated < 10L * unpackedBytes + 400_000, () -> allocated + " bytes allocated");
    }
}
