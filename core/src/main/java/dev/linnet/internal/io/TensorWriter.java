package dev.linnet.internal.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a safetensors file; equal contents give equal bytes.
 *
 * <p>The header holds the metadata first, its keys in ascending order of their UTF-16 units, then the tensors in the
 * order of their bytes: larger element types first, otherwise as given. Spaces pad it, so that the data begin at a
 * multiple of 8 and every element at a multiple of its size.
 */
final class TensorWriter {
    private static final int ALIGNMENT = 8;

    /**
     * A tensor to write.
     *
     * @param name name of the tensor, used once in a file
     * @param type {@link ElementType#F64} or {@link ElementType#F32}
     * @param shape its dimensions, whose product is the number of elements of the view
     * @param view the elements
     */
    record Tensor(String name, ElementType type, List<Integer> shape, TensorView view) {
        long bytes() {
            return (long) view.size() * type.bytes();
        }
    }

    private TensorWriter() {}

    /**
     * Writes a file.
     *
     * @throws IllegalArgumentException if a finite number is too large for the element type, or a text holds half of a
     *     surrogate pair
     */
    static void write(WritableByteChannel out, Map<String, String> metadata, List<Tensor> tensors) throws IOException {
        List<Tensor> ordered = new ArrayList<>(tensors);
        ordered.sort(Comparator.comparingInt(tensor -> -tensor.type().bytes())); // stable
        writeFully(out, ByteBuffer.wrap(header(metadata, ordered)));
        for (Tensor tensor : ordered) {
            write(out, tensor);
        }
    }

    /** Returns the length and the header, padded. */
    private static byte[] header(Map<String, String> metadata, List<Tensor> tensors) {
        JsonWriter json = new JsonWriter().beginObject();
        if (!metadata.isEmpty()) {
            json.key(TensorReader.METADATA).beginObject();
            new TreeMap<>(metadata).forEach((key, value) -> json.key(key).value(value));
            json.endObject();
        }
        long begin = 0;
        for (Tensor tensor : tensors) {
            long end = begin + tensor.bytes();
            json.key(tensor.name()).beginObject();
            json.key("dtype").value(tensor.type().name());
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

    private static void write(WritableByteChannel out, Tensor tensor) throws IOException {
        TensorView view = tensor.view();
        double[] chunk = new double[Math.min(view.size(), TensorView.CHUNK)];
        ByteBuffer bytes =
                ByteBuffer.allocate(chunk.length * tensor.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < view.size(); ) {
            int to = view.chunkEnd(from);
            int count = to - from;
            view.get(from, to, chunk);
            if (tensor.type() == ElementType.F32) {
                checkThatFloatsHold(chunk, count, tensor.name());
            }
            bytes.clear().limit(count * tensor.type().bytes());
            tensor.type().write(chunk, count, bytes);
            writeFully(out, bytes);
            from = to;
        }
    }

    private static void checkThatFloatsHold(double[] chunk, int count, String name) {
        for (int i = 0; i < count; i++) {
            if (Double.isFinite(chunk[i]) && Float.isInfinite((float) chunk[i])) {
                throw new IllegalArgumentException(
                        "the tensor " + name + " holds " + chunk[i] + ", too large for 32 bits: save it with 64");
            }
        }
    }

    private static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
