package dev.linnet.internal.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protobuf message under construction: fields in the order in which they are added.
 *
 * <p>The wire format is small: each field is a tag (its number, and how its value is coded) and the value. A message within
 * a message is its length and its bytes. Large arrays are kept by reference, never copied from level to level.
 */
final class ProtoWriter {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    /** Bytes from which on an array is kept by reference. */
    private static final int LARGE = 1024;

    private final List<byte[]> parts = new ArrayList<>();
    private final ByteArrayOutputStream last = new ByteArrayOutputStream(); // what comes after the parts
    private long size;

    /** Adds a whole number, not negative, or an element of an enumeration. */
    ProtoWriter number(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    /** Adds a float. */
    ProtoWriter float32(int field, float value) {
        tag(field, FIXED_32);
        append(ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0, value)
                .array());
        return this;
    }

    /** Adds a string, in UTF-8. */
    ProtoWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds bytes; a large array is kept and not copied. */
    ProtoWriter bytes(int field, byte[] value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.length);
        append(value);
        return this;
    }

    /** Adds a message as it stands. */
    ProtoWriter message(int field, ProtoWriter value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.size);
        value.parts.forEach(this::append);
        append(value.last.toByteArray());
        return this;
    }

    /** Returns the number of bytes so far. */
    long size() {
        return size;
    }

    void writeTo(WritableByteChannel out) throws IOException {
        for (byte[] part : parts) {
            writeFully(out, part);
        }
        writeFully(out, last.toByteArray());
    }

    private static void writeFully(WritableByteChannel out, byte[] part) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(part);
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private void tag(int field, int coding) {
        varint((long) field << 3 | coding);
    }

    /** Seven bits a byte, the lowest first; all but the last byte have the eighth bit set. */
    private void varint(long value) {
        long rest = value;
        for (; rest >>> 7 != 0; rest >>>= 7) {
            last.write((int) ((rest & 0x7f) | 0x80));
            size++;
        }
        last.write((int) rest);
        size++;
    }

    private void append(byte[] bytes) {
        if (bytes.length >= LARGE) {
            parts.add(last.toByteArray());
            parts.add(bytes);
            last.reset();
        } else {
            last.writeBytes(bytes);
        }
        size += bytes.length;
    }
}
