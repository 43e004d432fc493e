package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a safetensors file: 8 bytes that hold the length of the header, the header in JSON, the tensors' bytes one after
 * the other.
 *
 * <p>Opening it reads and checks the header: after that, every tensor is known to have a valid shape and to lie in the
 * file, and the tensors together to fill it without overlap and without a hole. Nothing is allocated on the strength of a
 * promise: the header's length is held against the file's, shapes against the bytes that are there.
 *
 * <p>Source of the format and of the limits: the safetensors reference implementation. Beyond it, a tensor must begin at
 * a multiple of its element size, counted from the start of the data. Not thread-safe.
 */
final class TensorReader implements Closeable {
    /** The reference implementation's limit, in bytes. */
    static final int MAX_HEADER = 100_000_000;

    static final String METADATA = "__metadata__";

    private static final int LENGTH_BYTES = 8;

    private final String file;
    private final SeekableByteChannel channel;
    private final long size;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, TensorEntry> tensors = new LinkedHashMap<>();

    /** A piece of a tensor on its way: as it stands in the file, and as doubles; both are shared by all tensors. */
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    private double[] chunk = {};

    /**
     * Opens a file and checks its header.
     *
     * @throws FileFormatException if the header is not that of a safetensors file
     */
    static TensorReader open(Path path) throws IOException {
        return open(path.toString(), InputFile.channel(path));
    }

    /**
     * Reads a stream to its end and checks its header; the stream is not closed.
     *
     * @param name says in messages where the bytes came from
     */
    static TensorReader open(String name, InputStream stream) throws IOException {
        return open(name, new BytesChannel(stream.readAllBytes()));
    }

    /** Takes the channel over: it is closed by {@link #close()}, and if opening fails. */
    static TensorReader open(String name, SeekableByteChannel channel) throws IOException {
        try {
            return new TensorReader(name, channel);
        } catch (Throwable t) {
            try (channel) {
                throw t;
            }
        }
    }

    private TensorReader(String file, SeekableByteChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.size = channel.size();
        if (size < LENGTH_BYTES) {
            throw error(
                    size, "the end of the file", "a header, whose length takes the first " + LENGTH_BYTES + " bytes");
        }
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(length, 0);
        int headerBytes = checkedHeaderLength(length.getLong(0));
        ByteBuffer header = ByteBuffer.allocate(headerBytes);
        readFully(header, LENGTH_BYTES);
        parse(header.array());
    }

    /** Returns the file's metadata in the file's order; cannot be modified. */
    Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /** Returns what the header says about the tensors, by name, in the header's order; cannot be modified. */
    Map<String, TensorEntry> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** Returns the file's size in bytes. */
    long size() {
        return size;
    }

    /**
     * Returns an exception about the file's metadata.
     *
     * @param key the metadata key that it is about
     * @param at offset in bytes within the value's text, or -1 if it is about the value as a whole
     */
    FileFormatException metadataError(String key, int at, String found, String expected) {
        String place = at < 0 ? " in the metadata " : " at byte " + at + " of the metadata ";
        return error(LENGTH_BYTES, found + place + Quoted.of(key), expected);
    }

    /** Returns an exception about an offset of the file. */
    FileFormatException error(long offset, String found, String expected) {
        return new FileFormatException(file, offset, found, expected);
    }

    /**
     * Reads the elements of a tensor.
     *
     * @param entry one of {@link #tensors()}
     * @param view as many elements as the tensor has; its array is modified
     * @param finite whether infinities and NaN are refused
     * @throws FileFormatException if the elements are not real numbers, not finite, or no longer there
     */
    void read(TensorEntry entry, TensorView view, boolean finite) throws IOException {
        ElementType type = entry.type();
        String name = Quoted.of(entry.name());
        if (!type.isReal()) {
            throw error(entry.offset(), "the tensor " + name + " of type " + type, "type F64, F32, F16 or BF16");
        }
        ensureRoom(Math.min(view.size(), TensorView.CHUNK), type.bytes());
        long offset = entry.offset();
        for (int from = 0; from < view.size(); ) {
            int to = view.chunkEnd(from);
            bytes.clear().limit((to - from) * type.bytes());
            readFully(bytes, offset);
            type.read(bytes.flip(), chunk, to - from);
            boolean allFinite = view.put(chunk, from, to);
            if (finite && !allFinite) {
                int wrong = firstNonFinite(chunk, 0, to - from);
                throw error(
                        offset + (long) wrong * type.bytes(),
                        chunk[wrong] + " in the tensor " + name,
                        "a finite number");
            }
            offset += bytes.limit();
            from = to;
        }
    }

    private void ensureRoom(int elements, int elementBytes) {
        if (chunk.length < elements) {
            chunk = new double[elements];
        }
        if (bytes.capacity() < elements * elementBytes) {
            bytes = ByteBuffer.allocate(elements * elementBytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** Returns the first index in [from, to) of an infinity or NaN, or -1. */
    static int firstNonFinite(double[] x, int from, int to) {
        double trace = 0; // NaN once it met one; four at once, for each addition waits for the last
        double trace1 = 0;
        double trace2 = 0;
        double trace3 = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            trace += x[i] * 0.0;
            trace1 += x[i + 1] * 0.0;
            trace2 += x[i + 2] * 0.0;
            trace3 += x[i + 3] * 0.0;
        }
        if (trace + trace1 + trace2 + trace3 == 0.0) {
            for (; i < to; i++) {
                if (!Double.isFinite(x[i])) {
                    return i;
                }
            }
            return -1;
        }
        for (int at = from; ; at++) {
            if (!Double.isFinite(x[at])) {
                return at;
            }
        }
    }

    /**
     * Checks that the file is still as long as it was when it was opened.
     *
     * @throws FileFormatException if it grew or shrank
     */
    void checkUnchanged() throws IOException {
        long now = channel.size();
        if (now != size) {
            throw error(Math.min(now, size), "a file of " + now + " bytes", size + " as at the start of reading");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private int checkedHeaderLength(long length) throws FileFormatException {
        String found = "a header length of " + Long.toUnsignedString(length);
        if (length < 0 || length > MAX_HEADER) { // negative: beyond 63 bits
            throw error(0, found, "at most " + MAX_HEADER + ", as in every safetensors file");
        }
        if (length > size - LENGTH_BYTES) {
            throw error(0, found, "at most " + (size - LENGTH_BYTES) + " in a file of " + size + " bytes");
        }
        return (int) length;
    }

    private void parse(byte[] header) throws FileFormatException {
        if (header.length == 0 || header[0] != '{') {
            throw error(LENGTH_BYTES, "no opening brace", "a header in JSON, which begins with '{'");
        }
        JsonReader json = new JsonReader(header, (at, found, expected) -> error(LENGTH_BYTES + at, found, expected));
        long dataStart = LENGTH_BYTES + (long) header.length;
        json.beginObject();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (key.equals(METADATA)) {
                json.beginObject();
                for (String name = json.nextKey(); name != null; name = json.nextKey()) {
                    metadata.put(name, json.nextString());
                }
            } else {
                tensors.put(key, entry(key, json, dataStart));
            }
        }
        json.end();
        checkThatTensorsFillTheFile(dataStart);
    }

    private TensorEntry entry(String name, JsonReader json, long dataStart) throws FileFormatException {
        int start = LENGTH_BYTES + json.offset();
        ElementType type = null;
        List<Long> shape = null;
        List<Long> range = null;
        json.beginObject();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "dtype" -> type = elementType(json);
                case "shape" -> shape = sizes(json);
                case "data_offsets" -> range = sizes(json);
                default -> throw json.unexpectedKey("dtype, shape and data_offsets");
            }
        }
        String tensor = "the tensor " + Quoted.of(name);
        if (type == null || shape == null || range == null) {
            throw error(start, tensor + " incomplete", "dtype, shape and data_offsets");
        }
        if (range.size() != 2 || range.get(0) > range.get(1)) {
            throw error(start, tensor + " with data_offsets " + range, "[begin, end]");
        }
        long begin = range.get(0);
        long end = range.get(1);
        if (end > size - dataStart) {
            throw error(
                    start,
                    tensor + " with data_offsets " + range,
                    "at most " + (size - dataStart) + ", the length of the data in a file of " + size + " bytes");
        }
        long bytes = bytes(type, shape);
        if (bytes != end - begin) {
            throw error(
                    start,
                    tensor + " with data_offsets " + range,
                    bytes < 0
                            ? "a shape with less than 2^63 bytes, not " + type + abbreviated(shape)
                            : bytes + " bytes for " + type + abbreviated(shape));
        }
        if (begin % type.bytes() != 0) {
            throw error(
                    start,
                    tensor + " with data_offsets " + range,
                    "a multiple of " + type.bytes() + " for elements of type " + type);
        }
        return new TensorEntry(name, type, shape, dataStart + begin, bytes);
    }

    private ElementType elementType(JsonReader json) throws FileFormatException {
        int at = json.offset();
        String name = json.nextString();
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw error(LENGTH_BYTES + at, "the dtype " + Quoted.of(name), "one of " + List.of(ElementType.values()));
    }

    private List<Long> sizes(JsonReader json) throws FileFormatException {
        List<Long> sizes = new ArrayList<>(2);
        json.beginArray();
        while (json.nextElement()) {
            int at = json.offset();
            long size = json.nextLong();
            if (size < 0) {
                throw error(LENGTH_BYTES + at, String.valueOf(size), "a number of at least 0");
            }
            sizes.add(size);
        }
        return sizes;
    }

    /** Returns the bytes that a shape takes, or -1 if they are more than a long holds. */
    private static long bytes(ElementType type, List<Long> shape) {
        if (shape.contains(0L)) {
            return 0; // whatever the other dimensions are
        }
        try {
            long bytes = type.bytes();
            for (long size : shape) {
                bytes = Math.multiplyExact(bytes, size);
            }
            return bytes;
        } catch (ArithmeticException e) {
            return -1;
        }
    }

    private static String abbreviated(List<Long> shape) {
        return shape.size() <= 8 ? shape.toString() : "[" + shape.size() + " dimensions]";
    }

    private void checkThatTensorsFillTheFile(long dataStart) throws FileFormatException {
        List<TensorEntry> ordered = new ArrayList<>(tensors.values());
        ordered.sort(Comparator.comparingLong(TensorEntry::offset).thenComparingLong(TensorEntry::bytes));
        long end = dataStart;
        for (TensorEntry tensor : ordered) {
            if (tensor.offset() != end) {
                throw error(
                        tensor.offset(),
                        "the start of the tensor " + Quoted.of(tensor.name()),
                        "byte " + end + ", where the one before it ends"
                                + (tensor.offset() < end ? " (they overlap)" : " (there is a hole)"));
            }
            end += tensor.bytes();
        }
        if (end != size) {
            throw error(end, (size - end) + " bytes after the last tensor", "the end of the file");
        }
    }

    private void readFully(ByteBuffer into, long offset) throws IOException {
        channel.position(offset);
        while (into.hasRemaining()) {
            if (channel.read(into) < 0) {
                throw error(
                        offset + into.position(),
                        "the end of the file",
                        "the " + size + " bytes that it had at the start of reading");
            }
        }
    }
}
