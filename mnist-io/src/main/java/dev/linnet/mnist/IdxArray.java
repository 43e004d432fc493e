package dev.linnet.mnist;

import java.util.Arrays;
import java.util.Objects;

/**
 * What an IDX file holds: an array of numbers of one type, with a shape.
 *
 * <p>The elements lie in one Java array in row-major order (the last dimension runs fastest). Neither the factories nor
 * the accessors copy it, for it may be large: whoever changes it changes this object. Any number of threads may read.
 */
public final class IdxArray {
    /** The largest rank the format can express: it is one byte of the file. */
    public static final int MAX_RANK = 255;

    /** The longest array that every Java virtual machine can make. */
    static final int MAX_SIZE = Integer.MAX_VALUE - 8;

    private final IdxType type;
    private final int[] shape;
    private final Object values;

    /** Trusts its arguments: a primitive array of the type's elements, as long as the shape says. */
    IdxArray(IdxType type, int[] shape, Object values) {
        this.type = type;
        this.shape = shape;
        this.values = values;
    }

    /**
     * Wraps unsigned bytes.
     *
     * @param values the elements, row-major; not copied
     * @param shape the dimensions, none for a single number; their product is {@code values.length}
     * @return the array
     * @throws IllegalArgumentException if the shape and the number of elements do not agree
     */
    public static IdxArray ofUnsigned(byte[] values, int... shape) {
        return new IdxArray(IdxType.UBYTE, checkedShape(shape, values.length), values);
    }

    /**
     * Wraps signed bytes.
     *
     * @param values the elements, row-major; not copied
     * @param shape the dimensions, none for a single number; their product is {@code values.length}
     * @return the array
     * @throws IllegalArgumentException if the shape and the number of elements do not agree
     */
    public static IdxArray of(byte[] values, int... shape) {
        return new IdxArray(IdxType.BYTE, checkedShape(shape, values.length), values);
    }

    /**
     * Wraps 16-bit integers.
     *
     * @param values the elements, row-major; not copied
     * @param shape the dimensions, none for a single number; their product is {@code values.length}
     * @return the array
     * @throws IllegalArgumentException if the shape and the number of elements do not agree
     */
    public static IdxArray of(short[] values, int... shape) {
        return new IdxArray(IdxType.SHORT, checkedShape(shape, values.length), values);
    }

    /**
     * Wraps 32-bit integers.
     *
     * @param values the elements, row-major; not copied
     * @param shape the dimensions, none for a single number; their product is {@code values.length}
     * @return the array
     * @throws IllegalArgumentException if the shape and the number of elements do not agree
     */
    public static IdxArray of(int[] values, int... shape) {
        return new IdxArray(IdxType.INT, checkedShape(shape, values.length), values);
    }

    /**
     * Wraps 32-bit floating-point numbers.
     *
     * @param values the elements, row-major; not copied
     * @param shape the dimensions, none for a single number; their product is {@code values.length}
     * @return the array
     * @throws IllegalArgumentException if the shape and the number of elements do not agree
     */
    public static IdxArray of(float[] values, int... shape) {
        return new IdxArray(IdxType.FLOAT, checkedShape(shape, values.length), values);
    }

    /**
     * Wraps 64-bit floating-point numbers.
     *
     * @param values the elements, row-major; not copied
     * @param shape the dimensions, none for a single number; their product is {@code values.length}
     * @return the array
     * @throws IllegalArgumentException if the shape and the number of elements do not agree
     */
    public static IdxArray of(double[] values, int... shape) {
        return new IdxArray(IdxType.DOUBLE, checkedShape(shape, values.length), values);
    }

    /** {@return what the elements are} */
    public IdxType type() {
        return type;
    }

    /** {@return the number of dimensions, 0 for a single number} */
    public int rank() {
        return shape.length;
    }

    /**
     * The size of one dimension.
     *
     * @param axis the dimension, 0 (the slowest) to {@code rank() - 1}
     * @return its size
     * @throws IndexOutOfBoundsException if there is no such dimension
     */
    public int dimension(int axis) {
        return shape[Objects.checkIndex(axis, shape.length)];
    }

    /** {@return the dimensions, the slowest first; a copy} */
    public int[] shape() {
        return shape.clone();
    }

    /** {@return the number of elements: the product of the dimensions} */
    public int size() {
        return size(shape);
    }

    /**
     * The elements of a {@link IdxType#UBYTE} or {@link IdxType#BYTE} array; the unsigned ones by {@code b & 0xff}.
     *
     * @return the elements, row-major; not a copy
     * @throws IllegalStateException if the elements are not bytes
     */
    public byte[] bytes() {
        return as(byte[].class, "bytes");
    }

    /**
     * The elements of a {@link IdxType#SHORT} array.
     *
     * @return the elements, row-major; not a copy
     * @throws IllegalStateException if the elements are not 16-bit integers
     */
    public short[] shorts() {
        return as(short[].class, "shorts");
    }

    /**
     * The elements of an {@link IdxType#INT} array.
     *
     * @return the elements, row-major; not a copy
     * @throws IllegalStateException if the elements are not 32-bit integers
     */
    public int[] ints() {
        return as(int[].class, "ints");
    }

    /**
     * The elements of a {@link IdxType#FLOAT} array.
     *
     * @return the elements, row-major; not a copy
     * @throws IllegalStateException if the elements are not 32-bit floating-point numbers
     */
    public float[] floats() {
        return as(float[].class, "floats");
    }

    /**
     * The elements of a {@link IdxType#DOUBLE} array.
     *
     * @return the elements, row-major; not a copy
     * @throws IllegalStateException if the elements are not 64-bit floating-point numbers
     */
    public double[] doubles() {
        return as(double[].class, "doubles");
    }

    /** {@return the elements, whatever their type, each as a double with the same value; always a copy} */
    public double[] toDoubles() {
        double[] result = new double[size()];
        switch (type) {
            case UBYTE -> Arrays.setAll(result, i -> bytes()[i] & 0xff);
            case BYTE -> Arrays.setAll(result, i -> bytes()[i]);
            case SHORT -> Arrays.setAll(result, i -> shorts()[i]);
            case INT -> Arrays.setAll(result, i -> ints()[i]);
            case FLOAT -> Arrays.setAll(result, i -> floats()[i]);
            case DOUBLE -> System.arraycopy(doubles(), 0, result, 0, result.length);
        }
        return result;
    }

    /** {@return whether the other object is an array of the same type, shape and elements; NaN equals NaN} */
    @Override
    public boolean equals(Object other) {
        return other instanceof IdxArray that
                && type == that.type
                && Arrays.equals(shape, that.shape)
                && Objects.deepEquals(values, that.values);
    }

    /** {@return a hash of type, shape and elements} */
    @Override
    public int hashCode() {
        return 31 * Objects.hash(type.code(), Arrays.hashCode(shape)) + Arrays.deepHashCode(new Object[] {values});
    }

    /** {@return type and shape, as in {@code ubyte[60000, 28, 28]}} */
    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }

    /** {@return the primitive array that holds the elements} */
    Object values() {
        return values;
    }

    /** {@return the product of the dimensions, or -1 if no Java array is that long} */
    static int size(int[] shape) {
        for (int dimension : shape) {
            if (dimension == 0) {
                return 0;
            }
        }
        long size = 1;
        for (int dimension : shape) {
            size *= dimension; // below 2^62: both factors are below 2^31
            if (size > MAX_SIZE) {
                return -1;
            }
        }
        return (int) size;
    }

    private static int[] checkedShape(int[] shape, int length) {
        if (shape.length > MAX_RANK) {
            throw new IllegalArgumentException(
                    "shape has %d dimensions, expected at most %d".formatted(shape.length, MAX_RANK));
        }
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] < 0) {
                throw new IllegalArgumentException("shape[%d] must not be negative: %d".formatted(axis, shape[axis]));
            }
        }
        if (size(shape) != length) {
            throw new IllegalArgumentException(
                    "shape %s does not fit %d values".formatted(Arrays.toString(shape), length));
        }
        return shape.clone();
    }

    private <T> T as(Class<T> wanted, String accessor) {
        if (!wanted.isInstance(values)) {
            throw new IllegalStateException("%s holds no %s".formatted(this, accessor));
        }
        return wanted.cast(values);
    }
}
