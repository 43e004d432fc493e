package dev.linnet.data;

import java.util.Arrays;
import java.util.Objects;

/**
 * Numbers, or texts, in a shape: what NumPy calls an {@code ndarray}, and its files hold.
 *
 * <p>The elements lie in one Java array, row by row (the last dimension runs fastest). Neither the factories nor
 * {@link #bytes} copy it, for it may be large: whoever changes it changes this object. Any number of threads may read.
 */
public final class NdArray {
    private static final int MAX_SIZE = Integer.MAX_VALUE - 8;

    /** What the elements of an array are. */
    public enum Type {
        /** IEEE 754 numbers of 64 bits. */
        FLOAT64,
        /** IEEE 754 numbers of 32 bits. */
        FLOAT32,
        /** Whole numbers of 64 bits. */
        INT64,
        /** Whole numbers of 32 bits. */
        INT32,
        /** Whole numbers of 16 bits. */
        INT16,
        /** Whole numbers from -128 to 127. */
        INT8,
        /** Whole numbers from 0 to 255: pixels, for one. */
        UINT8,
        /** Truth values: 0 or 1. */
        BOOL,
        /** Texts: names of classes, for one. */
        TEXT
    }

    private final Type type;
    private final int[] shape;
    private final Object values;

    private NdArray(Type type, Object values, int length, int[] shape) {
        this.type = type;
        this.values = values;
        this.shape = shape.clone();
        if (size(this.shape) != length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " does not fit " + length + " values");
        }
    }

    /** Wraps numbers of 64 bits, row by row; none of {@code shape} for a single number. */
    public static NdArray of(double[] values, int... shape) {
        return new NdArray(Type.FLOAT64, values, values.length, shape);
    }

    /** Wraps numbers of 32 bits, row by row. */
    public static NdArray of(float[] values, int... shape) {
        return new NdArray(Type.FLOAT32, values, values.length, shape);
    }

    /** Wraps whole numbers of 64 bits, row by row. */
    public static NdArray of(long[] values, int... shape) {
        return new NdArray(Type.INT64, values, values.length, shape);
    }

    /** Wraps whole numbers of 32 bits, row by row. */
    public static NdArray of(int[] values, int... shape) {
        return new NdArray(Type.INT32, values, values.length, shape);
    }

    /** Wraps whole numbers of 16 bits, row by row. */
    public static NdArray of(short[] values, int... shape) {
        return new NdArray(Type.INT16, values, values.length, shape);
    }

    /** Wraps texts, row by row. */
    public static NdArray of(String[] values, int... shape) {
        for (int i = 0; i < values.length; i++) {
            Objects.requireNonNull(values[i], "values[" + i + "]");
        }
        return new NdArray(Type.TEXT, values, values.length, shape);
    }

    /**
     * Wraps bytes, row by row.
     *
     * @param type {@link Type#UINT8}, {@link Type#INT8} or {@link Type#BOOL}
     */
    public static NdArray ofBytes(Type type, byte[] values, int... shape) {
        if (type != Type.UINT8 && type != Type.INT8 && type != Type.BOOL) {
            throw new IllegalArgumentException("bytes hold UINT8, INT8 or BOOL, not " + type);
        }
        return new NdArray(type, values, values.length, shape);
    }

    /**
     * A matrix of rows of equal length, copied.
     *
     * @throws IllegalArgumentException if rows differ in length
     */
    public static NdArray ofRows(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double[] values = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new IllegalArgumentException(
                        "row " + i + " has " + rows[i].length + " values, row 0 has " + columns);
            }
            System.arraycopy(rows[i], 0, values, i * columns, columns);
        }
        return of(values, rows.length, columns);
    }

    /** What the elements are. */
    public Type type() {
        return type;
    }

    /** The dimensions, the slowest first; a copy. Empty for a single number. */
    public int[] shape() {
        return shape.clone();
    }

    /** The number of elements: the product of the dimensions. */
    public int size() {
        return size(shape);
    }

    /**
     * The elements as doubles, row by row; a copy. A whole number of 64 bits is rounded.
     *
     * @throws IllegalStateException if they are texts
     */
    public double[] toDoubles() {
        double[] result = new double[size()];
        switch (type) {
            case FLOAT64 -> System.arraycopy((double[]) values, 0, result, 0, result.length);
            case FLOAT32 -> {
                float[] array = (float[]) values;
                Arrays.setAll(result, i -> array[i]);
            }
            case INT64 -> {
                long[] array = (long[]) values;
                Arrays.setAll(result, i -> (double) array[i]);
            }
            case INT32 -> {
                int[] array = (int[]) values;
                Arrays.setAll(result, i -> array[i]);
            }
            case INT16 -> {
                short[] array = (short[]) values;
                Arrays.setAll(result, i -> array[i]);
            }
            case INT8 -> {
                byte[] array = (byte[]) values;
                Arrays.setAll(result, i -> array[i]);
            }
            case UINT8, BOOL -> {
                byte[] array = (byte[]) values;
                Arrays.setAll(result, i -> array[i] & 0xff);
            }
            case TEXT -> throw new IllegalStateException(this + " holds no numbers");
        }
        return result;
    }

    /**
     * The elements as ints, row by row; a copy. Labels are often saved in another type.
     *
     * @throws IllegalStateException if one of them is no whole number of 32 bits
     */
    public int[] toInts() {
        int[] result = new int[size()];
        if (type == Type.INT32) {
            System.arraycopy((int[]) values, 0, result, 0, result.length);
            return result;
        }
        long[] wide = toLongs();
        for (int i = 0; i < result.length; i++) {
            result[i] = (int) wide[i];
            if (result[i] != wide[i]) {
                throw new IllegalStateException(this + " holds " + wide[i] + ", no number of 32 bits");
            }
        }
        return result;
    }

    /**
     * The elements as longs, row by row; a copy.
     *
     * @throws IllegalStateException if one of them is no whole number of 64 bits
     */
    public long[] toLongs() {
        if (type == Type.INT64) {
            return ((long[]) values).clone();
        }
        double[] wide = toDoubles();
        long[] result = new long[wide.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (long) wide[i];
            if (result[i] != wide[i] || Math.abs(wide[i]) >= 0x1p63) {
                throw new IllegalStateException(this + " holds " + wide[i] + ", no whole number");
            }
        }
        return result;
    }

    /**
     * The rows of a matrix as doubles, a copy; of an array of more dimensions, what each first index has, row by row.
     *
     * @throws IllegalStateException if they are texts, or there are fewer than two dimensions
     */
    public double[][] toRows() {
        if (shape.length < 2) {
            throw new IllegalStateException(this + " has no rows");
        }
        double[] flat = toDoubles();
        double[][] rows = new double[shape[0]][];
        int columns = rows.length == 0 ? 0 : flat.length / rows.length;
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * columns, (i + 1) * columns);
        }
        return rows;
    }

    /**
     * The elements as texts, row by row; a copy.
     *
     * @throws IllegalStateException if they are numbers
     */
    public String[] toTexts() {
        if (type != Type.TEXT) {
            throw new IllegalStateException(this + " holds no texts");
        }
        return ((String[]) values).clone();
    }

    /**
     * The bytes of a {@link Type#UINT8}, {@link Type#INT8} or {@link Type#BOOL} array, row by row; not a copy.
     *
     * @throws IllegalStateException if the elements are no bytes
     */
    public byte[] bytes() {
        if (values instanceof byte[] bytes) {
            return bytes;
        }
        throw new IllegalStateException(this + " holds no bytes");
    }

    /** Whether the other object is an array of the same type, shape and elements; NaN equals NaN. */
    @Override
    public boolean equals(Object other) {
        return other instanceof NdArray that
                && type == that.type
                && Arrays.equals(shape, that.shape)
                && Objects.deepEquals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hash(type.name(), Arrays.hashCode(shape)) + Arrays.deepHashCode(new Object[] {values});
    }

    /** Type and shape, as in {@code UINT8[60000, 28, 28]}. */
    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }

    /** The product of the dimensions, or -1 where one is negative or no Java array is that long. */
    private static int size(int[] shape) {
        long size = 1;
        for (int length : shape) {
            if (length < 0) {
                return -1;
            }
            size = Math.min(size * length, 1L << 31);
        }
        return size > MAX_SIZE ? -1 : (int) size;
    }
}
