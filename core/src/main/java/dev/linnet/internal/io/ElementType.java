package dev.linnet.internal.io;

import java.nio.ByteBuffer;

/**
 * The element types of safetensors that have whole bytes, by their names in the file.
 *
 * <p>Those that Linnet computes with convert to and from double. Of the others it knows the size, so that a file which
 * holds some can be checked and its other tensors read.
 */
public enum ElementType {
    F64(8, true) {
        @Override
        void read(ByteBuffer from, double[] to, int count) {
            from.asDoubleBuffer().get(to, 0, count);
        }

        @Override
        void write(double[] from, int count, ByteBuffer to) {
            to.asDoubleBuffer().put(from, 0, count);
        }
    },
    F32(4, true) {
        @Override
        void read(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = from.getFloat(i * 4);
            }
        }

        @Override
        void write(double[] from, int count, ByteBuffer to) {
            for (int i = 0; i < count; i++) {
                to.putFloat(i * 4, (float) from[i]);
            }
        }
    },
    F16(2, true) {
        @Override
        void read(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = half(from.getShort(i * 2));
            }
        }
    },
    BF16(2, true) {
        @Override
        void read(ByteBuffer from, double[] to, int count) {
            for (int i = 0; i < count; i++) {
                to[i] = Float.intBitsToFloat(from.getShort(i * 2) << 16); // the upper half of a float
            }
        }
    },
    BOOL(1, false),
    U8(1, false),
    I8(1, false),
    F8_E4M3(1, false),
    F8_E5M2(1, false),
    F8_E8M0(1, false),
    I16(2, false),
    U16(2, false),
    I32(4, false),
    U32(4, false),
    I64(8, false),
    U64(8, false),
    C64(8, false);

    private final int bytes;
    private final boolean real;

    ElementType(int bytes, boolean real) {
        this.bytes = bytes;
        this.real = real;
    }

    /** Returns the size of one element in bytes. */
    int bytes() {
        return bytes;
    }

    /** Returns whether elements of this type can be read as doubles. */
    boolean isReal() {
        return real;
    }

    /** Reads {@code count} elements from the start of a little-endian buffer, exactly; {@code to} is modified. */
    void read(ByteBuffer from, double[] to, int count) {
        throw new UnsupportedOperationException(name());
    }

    /** Writes {@code count} elements to the start of a little-endian buffer, rounding to nearest. */
    void write(double[] from, int count, ByteBuffer to) {
        throw new UnsupportedOperationException(name());
    }

    /** Returns the value of an IEEE 754 binary16: 1 bit sign, 5 bits exponent (bias 15), 10 bits fraction. */
    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude;
        if (exponent == 0) {
            magnitude = fraction * 0x1p-24;
        } else if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else {
            magnitude = Math.scalb(1 + fraction * 0x1p-10, exponent - 15);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
