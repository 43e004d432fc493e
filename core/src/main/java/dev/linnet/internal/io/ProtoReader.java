package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a protobuf message field by field; strict, and without copying.
 *
 * <pre>
 * while (message.next()) {
 *     switch (message.field()) {
 *         case 1 -> ... message.number() ...
 *         default -> {} // a field that is not read is passed over
 *     }
 * }
 * </pre>
 *
 * <p>A message within a message is a reader over the same bytes. So nothing is allocated on the strength of a promise, and
 * nothing nests deeper than the caller asks. Not thread-safe.
 */
final class ProtoReader {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    /** The largest number of a field. */
    private static final int MAX_FIELD = (1 << 29) - 1;

    private final String file;
    private final byte[] bytes;
    private final int start;
    private final int end;
    private int at;

    private int field;
    private int coding;
    private int fieldStart;

    /** What the field holds: a number, or where its content begins and ends. */
    private long number;

    private int contentStart;
    private int contentEnd;

    /** Reads a whole file, which is not modified. */
    ProtoReader(String file, byte[] bytes) {
        this(file, bytes, 0, bytes.length);
    }

    private ProtoReader(String file, byte[] bytes, int start, int end) {
        this.file = file;
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.at = start;
    }

    /** Returns a reader of the same message, from its start. */
    ProtoReader again() {
        return new ProtoReader(file, bytes, start, end);
    }

    /** Takes the next field, and returns false at the end of the message. */
    boolean next() throws FileFormatException {
        if (at == end) {
            return false;
        }
        fieldStart = at;
        long tag = varint();
        coding = (int) (tag & 7);
        long named = tag >>> 3;
        if (named < 1 || named > MAX_FIELD) {
            throw error(fieldStart, "field " + named, "a field from 1 to " + MAX_FIELD);
        }
        field = (int) named;
        switch (coding) {
            case VARINT -> number = varint();
            case FIXED_64 -> number = content(Long.BYTES).getLong(contentStart);
            case FIXED_32 -> number = content(Integer.BYTES).getInt(contentStart);
            case LENGTH_DELIMITED -> content(varint());
            default -> throw error(fieldStart, "wire type " + coding, "0, 1, 2 or 5");
        }
        return true;
    }

    /** Returns the number of the field. */
    int field() {
        return field;
    }

    /** Returns a whole number, coded as a varint. */
    long number() throws FileFormatException {
        expect(VARINT);
        return number;
    }

    /** Returns a float. */
    float float32() throws FileFormatException {
        expect(FIXED_32);
        return Float.intBitsToFloat((int) number);
    }

    /** Returns a message, or packed numbers, which is read by itself. */
    ProtoReader message() throws FileFormatException {
        expect(LENGTH_DELIMITED);
        return new ProtoReader(file, bytes, contentStart, contentEnd);
    }

    /** Returns a string. */
    String text() throws FileFormatException {
        expect(LENGTH_DELIMITED);
        ByteBuffer content = ByteBuffer.wrap(bytes, contentStart, contentEnd - contentStart);
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(content);
            return text.toString();
        } catch (CharacterCodingException e) {
            throw error(contentStart, "text that is not valid UTF-8", "UTF-8");
        }
    }

    /** Returns the content as it stands: a view, little-endian. */
    ByteBuffer content() throws FileFormatException {
        if (coding == VARINT) {
            throw unexpectedCoding();
        }
        return ByteBuffer.wrap(bytes, contentStart, contentEnd - contentStart)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Takes a whole number. */
    interface NumberAction {
        void accept(long number) throws FileFormatException;
    }

    /** Hands over the whole numbers of the field: a single one, or several that are packed. */
    void forEachNumber(NumberAction action) throws FileFormatException {
        if (coding == VARINT) {
            action.accept(number);
            return;
        }
        for (ProtoReader pack = message(); pack.at < pack.end; ) {
            action.accept(pack.varint());
        }
    }

    /** Returns an exception about this message. */
    FileFormatException error(String found, String expected) {
        return error(start, found, expected);
    }

    private FileFormatException error(int offset, String found, String expected) {
        return new FileFormatException(file, offset, found, expected);
    }

    private void expect(int expected) throws FileFormatException {
        if (coding != expected) {
            throw unexpectedCoding();
        }
    }

    private FileFormatException unexpectedCoding() {
        return error(fieldStart, "field " + field + " with wire type " + coding, "another wire type for that field");
    }

    private long varint() throws FileFormatException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == end) {
                throw error(at, "the end of the message", "more bytes of a number");
            }
            byte b = bytes[at++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw error(at - 10, "a number of more than 10 bytes", "at most 10");
    }

    private ByteBuffer content(long length) throws FileFormatException {
        if (length < 0 || length > end - at) {
            throw error(
                    fieldStart,
                    "field " + field + " with " + Long.toUnsignedString(length) + " bytes",
                    "at most " + (end - at) + ", which are left");
        }
        contentStart = at;
        contentEnd = at + (int) length;
        at = contentEnd;
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
