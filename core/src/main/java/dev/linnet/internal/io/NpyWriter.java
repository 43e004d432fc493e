package dev.linnet.internal.io;

import dev.linnet.data.NdArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes NumPy's {@code .npy}, version 1.0, little-endian, row by row; equal arrays give equal bytes. */
public final class NpyWriter {
    /** NumPy pads the header so that elements begin at a multiple of this. */
    private static final int ALIGNMENT = 64;

    private static final int PREFIX = 10;

    private NpyWriter() {}

    /**
     * Writes an array, in place of the file that is there, if any.
     *
     * @throws IOException if it cannot be written; then the old file is untouched
     */
    public static void write(NdArray array, Path path) throws IOException {
        byte[] file = bytes(array);
        AtomicFile.write(path, out -> writeFully(out, ByteBuffer.wrap(file)));
    }

    /** Returns the file as bytes. */
    static byte[] bytes(NdArray array) {
        byte[] header = header(array);
        int each = elementBytes(array);
        long size = header.length + (long) each * array.size();
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(array + " takes " + size + " bytes, at most 2 GB are possible");
        }
        ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(header);
        put(array, file, each);
        return file.array();
    }

    private static byte[] header(NdArray array) {
        int[] shape = array.shape();
        String tuple = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "))
                + (shape.length == 1 ? "," : "");
        String text = "{'descr': '" + descr(array) + "', 'fortran_order': False, 'shape': (" + tuple + "), }";
        int length = (PREFIX + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - PREFIX;
        ByteBuffer header = ByteBuffer.allocate(PREFIX + length).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) length);
        header.put(text.getBytes(StandardCharsets.US_ASCII));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }

    private static String descr(NdArray array) {
        return switch (array.type()) {
            case FLOAT64 -> "<f8";
            case FLOAT32 -> "<f4";
            case INT64 -> "<i8";
            case INT32 -> "<i4";
            case INT16 -> "<i2";
            case INT8 -> "|i1";
            case UINT8 -> "|u1";
            case BOOL -> "|b1";
            case TEXT -> "<U" + elementBytes(array) / 4;
        };
    }

    private static int elementBytes(NdArray array) {
        return switch (array.type()) {
            case FLOAT64, INT64 -> 8;
            case FLOAT32, INT32 -> 4;
            case INT16 -> 2;
            case INT8, UINT8, BOOL -> 1;
            case TEXT ->
                4
                        * Arrays.stream(array.toTexts())
                                .mapToInt(text -> text.codePointCount(0, text.length()))
                                .reduce(1, Math::max);
        };
    }

    private static void put(NdArray array, ByteBuffer file, int each) {
        switch (array.type()) {
            case FLOAT64 -> file.asDoubleBuffer().put(array.toDoubles());
            case FLOAT32 -> {
                for (double value : array.toDoubles()) {
                    file.putFloat((float) value);
                }
            }
            case INT64 -> file.asLongBuffer().put(array.toLongs());
            case INT32 -> file.asIntBuffer().put(array.toInts());
            case INT16 -> {
                for (int value : array.toInts()) {
                    file.putShort((short) value);
                }
            }
            case INT8, UINT8, BOOL -> file.put(array.bytes());
            case TEXT -> {
                for (String text : array.toTexts()) {
                    int start = file.position();
                    text.codePoints().forEach(file::putInt);
                    file.position(start + each);
                }
            }
        }
    }

    static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
