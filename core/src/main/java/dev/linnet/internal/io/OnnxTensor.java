package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A constant of an ONNX file: its shape, and its elements as they stand in the file.
 *
 * <p>Its elements are real numbers (of 64, 32 or 16 bits), whole numbers or texts; a tensor of another type has none.
 */
final class OnnxTensor {
    static final int MAX_RANK = 8;

    private final ProtoReader source;
    private String name = "";
    private final List<Integer> shape = new ArrayList<>();
    private long type;
    private int size = 1;
    private ByteBuffer bytes;
    private ByteArrayOutputStream pieces; // of bytes, where they do not stand together
    private long[] numbers = {}; // whole numbers one by one, the first count of them
    private int count;
    private final List<String> texts = new ArrayList<>();

    private OnnxTensor(ProtoReader source) {
        this.source = source;
    }

    /** Reads a tensor, and checks that it has as many elements as its shape says. */
    static OnnxTensor read(ProtoReader message) throws FileFormatException {
        OnnxTensor tensor = new OnnxTensor(message);
        tensor.parse();
        tensor.checkSize();
        return tensor;
    }

    /** Reads a vector of floats, which an attribute holds. */
    static OnnxTensor floatsOf(ProtoReader attribute) throws FileFormatException {
        OnnxTensor tensor = new OnnxTensor(attribute);
        while (attribute.next()) {
            if (attribute.field() == OnnxSchema.Attribute.FLOATS) {
                tensor.append(attribute.content());
            }
        }
        tensor.type = OnnxSchema.FLOAT;
        tensor.finishBytes();
        tensor.shape.add(tensor.bytes == null ? 0 : tensor.bytes.remaining() / Float.BYTES);
        tensor.checkSize();
        return tensor;
    }

    /** Returns its name; empty where it has none. */
    String name() {
        return name;
    }

    /** Returns its dimensions; empty for a single number. */
    List<Integer> shape() {
        return shape;
    }

    /** Returns the number of elements. */
    int size() {
        return size;
    }

    /** Returns whether it is a vector, or a single number, or a vector with dimensions of size 1 in front. */
    boolean isVector() {
        return shape.stream().limit(Math.max(0, shape.size() - 1)).allMatch(length -> length == 1);
    }

    /** Returns the elements as doubles, exactly. */
    double[] toDoubles() throws FileFormatException {
        ElementType real = real();
        if (real == null) {
            throw error("a tensor of type " + type, "real numbers");
        }
        double[] values = new double[size];
        if (size > 0) {
            real.read(bytes, values, size);
        }
        return values;
    }

    /** Returns whether it is a single real number, which is this one. */
    boolean isScalar(double value, double tolerance) throws FileFormatException {
        return size == 1 && real() != null && Math.abs(toDoubles()[0] - value) <= tolerance;
    }

    /** Returns the elements as whole numbers; null where they are none. */
    long[] toLongs() {
        if (type != OnnxSchema.INT64 && type != OnnxSchema.INT32) {
            return null;
        }
        long[] values = Arrays.copyOf(numbers, size);
        for (int i = 0; bytes != null && i < size; i++) {
            values[i] = type == OnnxSchema.INT64 ? bytes.getLong(i * Long.BYTES) : bytes.getInt(i * Integer.BYTES);
        }
        return values;
    }

    /** Returns whether the elements are texts or whole numbers. */
    boolean hasTexts() {
        return type == OnnxSchema.STRING || type == OnnxSchema.INT64 || type == OnnxSchema.INT32;
    }

    /** Returns the elements as texts, where it {@linkplain #hasTexts() has} any. */
    List<String> toTexts() {
        return type == OnnxSchema.STRING
                ? texts
                : Arrays.stream(toLongs()).mapToObj(Long::toString).toList();
    }

    /** Returns an exception about this tensor. */
    FileFormatException error(String found, String expected) {
        return source.error(found + (name.isEmpty() ? "" : " in the tensor " + Quoted.of(name)), expected);
    }

    private void parse() throws FileFormatException {
        while (source.next()) {
            switch (source.field()) {
                case OnnxSchema.Tensor.DIMS -> source.forEachNumber(this::dimension);
                case OnnxSchema.Tensor.DATA_TYPE -> type = source.number();
                case OnnxSchema.Tensor.NAME -> name = source.text();
                case OnnxSchema.Tensor.RAW_DATA, OnnxSchema.Tensor.FLOAT_DATA, OnnxSchema.Tensor.DOUBLE_DATA ->
                    append(source.content());
                case OnnxSchema.Tensor.INT32_DATA, OnnxSchema.Tensor.INT64_DATA -> source.forEachNumber(this::append);
                case OnnxSchema.Tensor.STRING_DATA -> texts.add(source.text());
                case OnnxSchema.Tensor.DATA_LOCATION -> {
                    if (source.number() == OnnxSchema.Tensor.EXTERNAL) {
                        throw error(
                                "data in another file",
                                "all data in this one, since no path in a file is followed: torch.onnx.export writes it with"
                                        + " external_data=False");
                    }
                }
                default -> {} // a comment, or where another file's data would be
            }
        }
        finishBytes();
    }

    /** Takes elements that stand together, which are not copied unless more follow. */
    private void append(ByteBuffer piece) {
        if (bytes == null) {
            bytes = piece;
            return;
        }
        if (pieces == null) {
            pieces = new ByteArrayOutputStream();
            copy(bytes);
        }
        copy(piece);
    }

    private void copy(ByteBuffer piece) {
        byte[] array = new byte[piece.remaining()];
        piece.get(0, array);
        pieces.writeBytes(array);
    }

    private void append(long number) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(8, 2 * count));
        }
        numbers[count++] = number;
    }

    private void finishBytes() {
        if (pieces != null) {
            bytes = ByteBuffer.wrap(pieces.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
            pieces = null;
        }
        ElementType real = real();
        if (bytes == null && real != null && real.bytes() == Short.BYTES) { // stand among the whole numbers, as bits
            bytes = ByteBuffer.allocate(count * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < count; i++) {
                bytes.putShort(i * Short.BYTES, (short) numbers[i]);
            }
            count = 0;
        }
    }

    private void dimension(long length) throws FileFormatException {
        if (length < 0 || length > Integer.MAX_VALUE || shape.size() == MAX_RANK) {
            throw error(
                    "a dimension of " + length + " after " + shape,
                    "at most " + MAX_RANK + " from 0 to " + Integer.MAX_VALUE);
        }
        shape.add((int) length);
    }

    private void checkSize() throws FileFormatException {
        long product = 1;
        for (int length : shape) {
            product = Math.min(product * length, 1L << 31); // each factor is below 2^31
        }
        ElementType real = real();
        int each = real != null ? real.bytes() : type == OnnxSchema.INT64 ? 8 : type == OnnxSchema.INT32 ? 4 : 0;
        if (each == 0 && type != OnnxSchema.STRING) {
            size = 0; // of a type that is never looked into
            return;
        }
        long found = bytes == null ? (each == 0 ? texts.size() : count) : bytes.remaining() / Math.max(1, each);
        boolean odd = bytes != null && (each == 0 || bytes.remaining() % each != 0 || count > 0);
        if (odd || found != product || (real != null && bytes == null && product > 0)) {
            throw error(
                    (bytes == null ? found + " elements" : bytes.remaining() + " bytes") + " of type " + type,
                    "those of shape " + shape);
        }
        size = (int) product;
    }

    private ElementType real() {
        if (type != (int) type) {
            return null;
        }
        return switch ((int) type) {
            case OnnxSchema.FLOAT -> ElementType.F32;
            case OnnxSchema.DOUBLE -> ElementType.F64;
            case OnnxSchema.FLOAT16 -> ElementType.F16;
            case OnnxSchema.BFLOAT16 -> ElementType.BF16;
            default -> null;
        };
    }
}
