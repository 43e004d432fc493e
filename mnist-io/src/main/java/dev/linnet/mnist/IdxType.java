package dev.linnet.mnist;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What the elements of an IDX file are.
 *
 * <p>The codes are those of the format's description by LeCun, Cortes and Burges. Everything in a file is big-endian.
 */
public enum IdxType {
    /** Unsigned bytes, 0 to 255: pixels and class labels. */
    UBYTE(0x08, Byte.BYTES),
    /** Signed bytes, -128 to 127. */
    BYTE(0x09, Byte.BYTES),
    /** Signed 16-bit integers. */
    SHORT(0x0B, Short.BYTES),
    /** Signed 32-bit integers. */
    INT(0x0C, Integer.BYTES),
    /** IEEE 754 numbers of 32 bits. */
    FLOAT(0x0D, Float.BYTES),
    /** IEEE 754 numbers of 64 bits. */
    DOUBLE(0x0E, Double.BYTES);

    private final int code;
    private final int elementBytes;

    IdxType(int code, int elementBytes) {
        this.code = code;
        this.elementBytes = elementBytes;
    }

    /** {@return the type's code, the third byte of a file} */
    public int code() {
        return code;
    }

    /** {@return how many bytes an element takes} */
    public int elementBytes() {
        return elementBytes;
    }

    /** {@return the type with this code, empty if there is none} */
    static Optional<IdxType> ofCode(int code) {
        for (IdxType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** {@return a new primitive array of this type's elements; both kinds of byte share {@code byte[]}} */
    Object newArray(int length) {
        return switch (this) {
            case UBYTE, BYTE -> new byte[length];
            case SHORT -> new short[length];
            case INT -> new int[length];
            case FLOAT -> new float[length];
            case DOUBLE -> new double[length];
        };
    }

    /** Decodes {@code count} elements from the start of a big-endian buffer into {@code values[offset..]}. */
    void decode(ByteBuffer bytes, Object values, int offset, int count) {
        switch (this) {
            case UBYTE, BYTE -> bytes.get(0, (byte[]) values, offset, count);
            case SHORT -> bytes.asShortBuffer().get(0, (short[]) values, offset, count);
            case INT -> bytes.asIntBuffer().get(0, (int[]) values, offset, count);
            case FLOAT -> bytes.asFloatBuffer().get(0, (float[]) values, offset, count);
            case DOUBLE -> bytes.asDoubleBuffer().get(0, (double[]) values, offset, count);
        }
    }

    /** Encodes {@code values[offset..offset + count)} at the start of a big-endian buffer. */
    void encode(Object values, int offset, int count, ByteBuffer bytes) {
        switch (this) {
            case UBYTE, BYTE -> bytes.put(0, (byte[]) values, offset, count);
            case SHORT -> bytes.asShortBuffer().put(0, (short[]) values, offset, count);
            case INT -> bytes.asIntBuffer().put(0, (int[]) values, offset, count);
            case FLOAT -> bytes.asFloatBuffer().put(0, (float[]) values, offset, count);
            case DOUBLE -> bytes.asDoubleBuffer().put(0, (double[]) values, offset, count);
        }
    }

    /** {@return the name as messages print it: {@code ubyte}, {@code short} and so on} */
    @Override
    public String toString() {
        return switch (this) {
            case UBYTE -> "ubyte";
            case BYTE -> "byte";
            case SHORT -> "short";
            case INT -> "int";
            case FLOAT -> "float";
            case DOUBLE -> "double";
        };
    }
}
