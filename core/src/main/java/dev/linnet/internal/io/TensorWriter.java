package dev.linnet.internal.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a safetensors file; equal contents give equal bytes.
 *
 * <p>The header holds the metadata first, its keys in ascending order of their UTF-16 units, then the tensors as given, in
 * the order of their bytes. Spaces pad it, so that the data begin at a multiple of 8; and since all tensors of a file have
 * one element type, every element begins at a multiple of its size. Not thread-safe.
 */
final class TensorWriter {
    private static final int ALIGNMENT = 8;

    /**
     * A tensor to write.
     *
     * @param name name of the tensor, used once in a file
     * @param shape its dimensions, whose product is the number of elements of the view
     * @param view the elements
     */
    record Tensor(String name, List<Integer> shape, TensorView view) {}

    private final WritableByteChannel out;
    private final ElementType type;

    /** A piece of a tensor on its way: as doubles, and as it stands in the file; both are shared by all tensors. */
    private final double[] chunk;

    private final ByteBuffer bytes;

    private TensorWriter(WritableByteChannel out, ElementType type, List<Tensor> tensors) {
        this.out = out;
        this.type = type;
        int largest = tensors.stream().mapToInt(tensor -> tensor.view().size()).reduce(0, Math::max);
        this.chunk = new double[Math.min(largest, TensorView.CHUNK)];
        this.bytes = ByteBuffer.allocate(chunk.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Writes a file.
     *
     * @param type of all elements, {@link ElementType#F64} or {@link ElementType#F32}
     * @throws IllegalArgumentException if a finite number is too large for the element type, or a text holds half of a
     *     surrogate pair
     */
    static void write(WritableByteChannel out, Map<String, String> metadata, ElementType type, List<Tensor> tensors)
            throws IOException {
        TensorWriter writer = new TensorWriter(out, type, tensors);
        writer.writeFully(ByteBuffer.wrap(writer.header(metadata, tensors)));
        for (Tensor tensor : tensors) {
            writer.write(tensor);
        }
    }

    /** Returns the length and the header, padded. */
    private byte[] header(Map<String, String> metadata, List<Tensor> tensors) {
        JsonWriter json = new JsonWriter().beginObject();
        if (!metadata.isEmpty()) {
            json.key(TensorReader.METADATA).beginObject();
            new TreeMap<>(metadata).forEach((key, value) -> json.key(key).value(value));
            json.endObject();
        }
        long begin = 0;
        for (Tensor tensor : tensors) {
            long end = begin + (long) tensor.view().size() * type.bytes();
            json.key(tensor.name()).beginObject();
            json.key("dtype").value(type.name());
            json.key("shape").beginArray();
            tensor.shape().forEach(json::value);
            json.endArray();
            json.key("data_offsets").beginArray().value(begin).value(end).endArray();
            json.endObject();
            begin = end;
        }
        json.endObject();
        byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
        int length = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (length > TensorReader.MAX_HEADER) {
            throw new IllegalArgumentException("metadata and names take " + length + " bytes, at most "
                    + TensorReader.MAX_HEADER + " fit into the header of a safetensors file");
        }
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(length).put(text);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.array();
    }

    private void write(Tensor tensor) throws IOException {
        TensorView view = tensor.view();
        for (int from = 0; from < view.size(); ) {
            int to = view.chunkEnd(from);
            int count = to - from;
            view.get(from, to, chunk);
            if (type == ElementType.F32) {
                checkThatFloatsHold(count, tensor.name());
            }
            bytes.clear().limit(count * type.bytes());
            type.write(chunk, count, bytes);
            writeFully(bytes);
            from = to;
        }
    }

    private void checkThatFloatsHold(int count, String name) {
        for (int i = 0; i < count; i++) {
            if (Double.isFinite(chunk[i]) && Float.isInfinite((float) chunk[i])) {
                throw new IllegalArgumentException(
                        "the tensor " + name + " holds " + chunk[i] + ", too large for 32 bits: save it with 64");
            }
        }
    }

    private void writeFully(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }
}
