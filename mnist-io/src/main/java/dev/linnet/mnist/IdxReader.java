package dev.linnet.mnist;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one IDX file from a stream, and checks each of its bytes. */
final class IdxReader {
    private static final int MAGIC_BYTES = 4;
    private static final int BUFFER_BYTES = 1 << 16; // a multiple of every element's bytes

    /** The longest array that is made on a header's word alone. */
    private static final int TRUSTED_ELEMENTS = 1 << 13;

    private final InputStream in;
    private final String source;
    private final byte[] chunk = new byte[BUFFER_BYTES];
    private long offset; // of the next byte

    private IdxReader(InputStream in, String source) {
        this.in = in;
        this.source = source;
    }

    static IdxArray read(InputStream in, String source) throws IOException {
        BufferedInputStream stored = new BufferedInputStream(in, BUFFER_BYTES);
        if (!startsAsGzip(stored)) {
            return new IdxReader(stored, source).readArray();
        }
        try (StrictGzipInputStream unpacked = new StrictGzipInputStream(stored, source)) {
            return new IdxReader(unpacked, source).readArray();
        }
    }

    private static boolean startsAsGzip(BufferedInputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == StrictGzipInputStream.MAGIC_1 && in.read() == StrictGzipInputStream.MAGIC_2;
        in.reset();
        return gzip;
    }

    private IdxArray readArray() throws IOException {
        ByteBuffer magic = readHeader(0, MAGIC_BYTES, "the magic number");
        IdxType type = type(magic);
        int rank = magic.get(3) & 0xff;
        ByteBuffer dimensions = readHeader(
                MAGIC_BYTES, rank * Integer.BYTES, "a header of " + (rank == 1 ? "1 dimension" : rank + " dimensions"));
        int[] shape = shape(dimensions, rank);
        Object values = readValues(type, shape);
        if (in.read() >= 0) {
            throw wrong(offset, "more bytes", "the end of " + describe(type, shape));
        }
        return new IdxArray(type, shape, values);
    }

    private IdxType type(ByteBuffer magic) throws IdxFormatException {
        int zeros = magic.getShort(0) & 0xffff;
        if (zeros != 0) {
            throw wrong(0, "0x%04x".formatted(zeros), "0x0000, with which every IDX file begins");
        }
        int code = magic.get(2) & 0xff;
        return IdxType.ofCode(code).orElseThrow(() -> {
            String known = Stream.of(IdxType.values())
                    .map(type -> "0x%02x (%s)".formatted(type.code(), type))
                    .collect(Collectors.joining(", "));
            return wrong(2, "element type 0x%02x".formatted(code), known);
        });
    }

    private int[] shape(ByteBuffer dimensions, int rank) throws IdxFormatException {
        int[] shape = new int[rank];
        dimensions.asIntBuffer().get(shape);
        for (int axis = 0; axis < rank; axis++) {
            if (shape[axis] < 0) {
                throw wrong(
                        MAGIC_BYTES + axis * (long) Integer.BYTES,
                        "dimension %d = %s".formatted(axis, Integer.toUnsignedString(shape[axis])),
                        "0.." + Integer.MAX_VALUE);
            }
        }
        if (IdxArray.size(shape) < 0) {
            throw wrong(MAGIC_BYTES, "shape " + Arrays.toString(shape), "at most " + IdxArray.MAX_SIZE + " elements");
        }
        return shape;
    }

    /**
     * Reads the elements into an array that grows with them: the one of all n elements is made when n/8 have arrived,
     * that of n/8 when n/64 have, and so on. At the peak 1.125 n elements are held, and an array is copied rarely.
     */
    private Object readValues(IdxType type, int[] shape) throws IOException {
        int size = IdxArray.size(shape);
        int shift = 0;
        while (size >> shift > TRUSTED_ELEMENTS) {
            shift += 3;
        }
        Object values = type.newArray(size >> shift);
        int filled = 0;
        while (true) {
            filled = fill(values, filled, size >> shift, type, shape);
            if (shift == 0) {
                return values;
            }
            shift -= 3;
            Object larger = type.newArray(size >> shift);
            System.arraycopy(values, 0, larger, 0, filled);
            values = larger;
        }
    }

    /** Reads {@code values[from, to)}. */
    private int fill(Object values, int from, int to, IdxType type, int[] shape) throws IOException {
        for (int at = from, count; at < to; at += count) {
            count = Math.min(BUFFER_BYTES / type.elementBytes(), to - at);
            int bytes = count * type.elementBytes();
            int read = in.readNBytes(chunk, 0, bytes);
            offset += read;
            if (read < bytes) {
                throw wrong(offset, "the end", describe(type, shape));
            }
            type.decode(ByteBuffer.wrap(chunk), values, at, count);
        }
        return to;
    }

    private ByteBuffer readHeader(long at, int bytes, String what) throws IOException {
        byte[] header = in.readNBytes(bytes);
        offset += header.length;
        if (header.length < bytes) {
            throw wrong(offset, "the end", "%d bytes (%s)".formatted(at + bytes, what));
        }
        return ByteBuffer.wrap(header);
    }

    private static String describe(IdxType type, int[] shape) {
        long bytes =
                MAGIC_BYTES + shape.length * (long) Integer.BYTES + IdxArray.size(shape) * (long) type.elementBytes();
        return "%d bytes (%s%s)".formatted(bytes, type, Arrays.toString(shape));
    }

    private IdxFormatException wrong(long at, String found, String expected) {
        return IdxFormatException.plain(source, at, found, expected);
    }
}
