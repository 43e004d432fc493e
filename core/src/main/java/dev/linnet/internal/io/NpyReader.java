package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import dev.linnet.data.NdArray;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads NumPy's {@code .npy}: a magic number, a header that is a Python dictionary in text, the elements.
 *
 * <p>Memory grows with the bytes that arrive, whatever the header promises. Big-endian files and Fortran's order are read;
 * arrays of Python objects, which only pickle reads, are not.
 */
public final class NpyReader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** More than NumPy itself reads without being told to. */
    private static final int MAX_HEADER = 1 << 16;

    private static final int MAX_RANK = 32;
    private static final int MAX_CHARACTERS = 1 << 20;
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    /** The three entries, in any order; what follows is spaces and a line end. */
    private static final Pattern ENTRY = Pattern.compile("\\s*'(descr|fortran_order|shape)'\\s*:\\s*"
            + "('[^'\\\\]{0,16}'|True|False|\\([0-9L,\\s]{0,1000}\\))\\s*(,|(?=\\}))");

    private static final Pattern TYPE = Pattern.compile("([<>|=])([a-zA-Z])([0-9]{1,9})");

    private final InputStream in;
    private final String name;
    private long offset;

    private NpyReader(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /**
     * Reads a stream to its end; it is not closed.
     *
     * @param name says in messages where the bytes came from
     * @throws FileFormatException if they are not one whole array
     */
    public static NdArray read(InputStream in, String name) throws IOException {
        return new NpyReader(in, name).array();
    }

    private NdArray array() throws IOException {
        byte[] start = bytes(MAGIC.length + 2, "the magic number of a .npy file");
        if (!Arrays.equals(MAGIC, Arrays.copyOf(start, MAGIC.length))) {
            throw error(0, "no magic number", "a .npy file, which begins with \\x93NUMPY");
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3) {
            throw error(MAGIC.length, "version " + version, "1, 2 or 3");
        }
        ByteBuffer length = littleEndian(bytes(version == 1 ? 2 : 4, "the length of the header"));
        long headerBytes = version == 1 ? length.getShort() & 0xffff : length.getInt() & 0xffffffffL;
        if (headerBytes > MAX_HEADER) {
            throw error(MAGIC.length + 2, "a header of " + headerBytes + " bytes", "at most " + MAX_HEADER);
        }
        long headerAt = offset;
        String header = new String(bytes((int) headerBytes, "a header"), StandardCharsets.ISO_8859_1);
        return elements(entries(header, headerAt), headerAt);
    }

    private Map<String, String> entries(String header, long at) throws FileFormatException {
        String text = header.strip();
        if (!text.startsWith("{") || !text.endsWith("}")) {
            throw error(at, "a header that is no dictionary", "{'descr': ..., 'fortran_order': ..., 'shape': ...}");
        }
        Map<String, String> entries = new HashMap<>();
        Matcher matcher = ENTRY.matcher(text);
        int from = 1;
        while (from < text.length() - 1
                && !text.substring(from, text.length() - 1).isBlank()) {
            if (!matcher.find(from)
                    || matcher.start() != from
                    || entries.put(matcher.group(1), matcher.group(2)) != null) {
                throw error(at + from, "a malformed header", "descr, fortran_order and shape, each once");
            }
            from = matcher.end();
        }
        if (entries.size() != 3) {
            throw error(at, "a header with " + entries.keySet(), "descr, fortran_order and shape");
        }
        return entries;
    }

    private NdArray elements(Map<String, String> entries, long at) throws IOException {
        String descr = entries.get("descr");
        Matcher type = TYPE.matcher(descr.replace("'", ""));
        boolean known = descr.startsWith("'") && type.matches();
        String kind = known ? type.group(2) + Integer.parseInt(type.group(3)) : ""; // 8 may be written 08
        int each = known ? elementBytes(kind) : 0;
        if (each == 0) {
            throw error(
                    at,
                    "elements of type " + Quoted.of(descr.replace("'", "")),
                    "f8, f4, f2, i8, i4, i2, i1, u1, b1 or U");
        }
        ByteOrder order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int[] shape = shape(entries.get("shape"), at);
        boolean columnsFirst = entries.get("fortran_order").equals("True");
        if (!columnsFirst && !entries.get("fortran_order").equals("False")) {
            throw error(at, "fortran_order that is " + entries.get("fortran_order"), "True or False");
        }
        long size = 1;
        for (int length : shape) {
            size = Math.min(size * length, 1L << 31);
        }
        if (size * each > MAX_BYTES) {
            throw error(at, "shape " + Arrays.toString(shape), "at most " + MAX_BYTES + " bytes");
        }
        byte[] data = bytes((int) (size * each), "elements of shape " + Arrays.toString(shape));
        if (in.read() >= 0) {
            throw error(offset, "more bytes", "the end of an array of shape " + Arrays.toString(shape));
        }
        if (columnsFirst && shape.length > 1) {
            data = rowsFirst(data, shape, each);
        }
        return array(kind, ByteBuffer.wrap(data).order(order), shape, (int) size, each);
    }

    /** Returns the bytes of one element, or 0 for a kind that is not known. */
    private static int elementBytes(String kind) {
        return switch (kind) {
            case "f8", "i8" -> 8;
            case "f4", "i4" -> 4;
            case "f2", "i2" -> 2;
            case "i1", "u1", "b1" -> 1;
            default -> {
                int characters = kind.startsWith("U") ? Integer.parseInt(kind.substring(1)) : 0;
                yield characters <= MAX_CHARACTERS ? 4 * characters : 0;
            }
        };
    }

    private int[] shape(String text, long at) throws FileFormatException {
        List<Integer> shape = new ArrayList<>();
        String inner = text.startsWith("(") ? text.substring(1, text.length() - 1) : "x";
        for (String length : inner.strip().isEmpty() ? new String[0] : inner.split(",")) { // a comma may come last
            String digits = length.strip();
            if (!digits.matches("[0-9]{1,10}L?") || shape.size() == MAX_RANK) {
                throw error(at, "shape " + Quoted.of(text), "at most " + MAX_RANK + " whole numbers");
            }
            long value = Long.parseLong(digits.replace("L", ""));
            if (value > Integer.MAX_VALUE) {
                throw error(at, "a dimension of " + value, "at most " + Integer.MAX_VALUE);
            }
            shape.add((int) value);
        }
        return shape.stream().mapToInt(Integer::intValue).toArray();
    }

    /** From Fortran's order, in which the first dimension runs fastest, to ours. */
    private static byte[] rowsFirst(byte[] data, int[] shape, int each) {
        byte[] result = new byte[data.length];
        int[] index = new int[shape.length]; // of the element that comes next in Fortran's order
        for (int from = 0; from < data.length; from += each) {
            int to = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                to = to * shape[axis] + index[axis];
            }
            System.arraycopy(data, from, result, to * each, each);
            for (int axis = 0; axis < shape.length && ++index[axis] == shape[axis]; axis++) {
                index[axis] = 0;
            }
        }
        return result;
    }

    private NdArray array(String kind, ByteBuffer data, int[] shape, int size, int each) throws FileFormatException {
        switch (kind) {
            case "f8" -> {
                double[] values = new double[size];
                data.asDoubleBuffer().get(values);
                return NdArray.of(values, shape);
            }
            case "f4" -> {
                float[] values = new float[size];
                data.asFloatBuffer().get(values);
                return NdArray.of(values, shape);
            }
            case "f2" -> {
                double[] wide = new double[size];
                ElementType.F16.read(data, wide, size);
                float[] values = new float[size];
                for (int i = 0; i < size; i++) {
                    values[i] = (float) wide[i];
                }
                return NdArray.of(values, shape);
            }
            case "i8" -> {
                long[] values = new long[size];
                data.asLongBuffer().get(values);
                return NdArray.of(values, shape);
            }
            case "i4" -> {
                int[] values = new int[size];
                data.asIntBuffer().get(values);
                return NdArray.of(values, shape);
            }
            case "i2" -> {
                short[] values = new short[size];
                data.asShortBuffer().get(values);
                return NdArray.of(values, shape);
            }
            case "i1" -> {
                return NdArray.ofBytes(NdArray.Type.INT8, bytes(data, size), shape);
            }
            case "u1" -> {
                return NdArray.ofBytes(NdArray.Type.UINT8, bytes(data, size), shape);
            }
            case "b1" -> {
                for (int i = 0; i < size; i++) {
                    if ((data.get(i) & ~1) != 0) {
                        throw error(offset - size + i, "a truth value of " + data.get(i), "0 or 1");
                    }
                }
                return NdArray.ofBytes(NdArray.Type.BOOL, bytes(data, size), shape);
            }
            default -> {
                return NdArray.of(texts(data, size, each), shape);
            }
        }
    }

    /** Texts of four bytes a character, filled up with zeros; equal ones, as names of classes are, become one object. */
    private String[] texts(ByteBuffer data, int size, int each) throws FileFormatException {
        Map<String, String> known = new HashMap<>();
        String[] values = new String[size];
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            text.setLength(0);
            int end = each;
            while (end > 0 && data.getInt(i * each + end - 4) == 0) {
                end -= 4;
            }
            for (int at = i * each; at < i * each + end; at += 4) {
                int character = data.getInt(at);
                if (!Character.isValidCodePoint(character)) {
                    throw error(offset - data.limit() + at, "no character", "a code point of Unicode");
                }
                text.appendCodePoint(character);
            }
            String value = text.toString();
            String same = known.putIfAbsent(value, value);
            values[i] = same == null ? value : same;
        }
        return values;
    }

    private byte[] bytes(int count, String what) throws IOException {
        byte[] bytes = in.readNBytes(count);
        offset += bytes.length;
        if (bytes.length < count) {
            throw error(offset, "the end of the file", count + " bytes for " + what);
        }
        return bytes;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private FileFormatException error(long at, String found, String expected) {
        return new FileFormatException(name, at, found, expected);
    }

    private static byte[] bytes(ByteBuffer data, int size) {
        byte[] bytes = new byte[size];
        data.get(0, bytes);
        return bytes;
    }
}
