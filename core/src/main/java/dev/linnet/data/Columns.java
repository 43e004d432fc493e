package dev.linnet.data;

import dev.linnet.internal.math.ByteTable;
import java.util.Objects;

/**
 * Numbers in rows of equal width, kept in memory as doubles or as something smaller.
 *
 * <p>Rows are copied many at a time, by each kind in a loop of its own, so that C2 compiles it for one kind whatever else a program reads.
 */
abstract class Columns {
    private static final int CACHE_LINE = 64;

    /** As many rows are on their way from memory at a time: few enough that they stay in a cache until they are copied. */
    private static final int TOUCHED_ROWS = 64;

    final int rows;
    final int width;

    Columns(int rows, int width) {
        this.rows = rows;
        this.width = width;
    }

    /**
     * Copies rows.
     *
     * @param out modified: for each {@code i} in {@code [from, to)}, {@code out[i * width .. (i + 1) * width)} becomes row {@code numbers[i]}
     */
    abstract void copy(int[] numbers, int from, int to, double[] out);

    /** The numbers of all rows, one row after the other; null if they are not kept as doubles. */
    double[] array() {
        return null;
    }

    /** The numbers of {@code values}, row after row; the array is kept, not copied. */
    static Columns ofDoubles(double[] values, int width) {
        return new Columns(values.length / width, width) {
            @Override
            void copy(int[] numbers, int from, int to, double[] out) {
                for (int i = from; i < to; i++) {
                    System.arraycopy(values, Objects.checkIndex(numbers[i], rows) * width, out, i * width, width);
                }
            }

            @Override
            double[] array() {
                return values;
            }
        };
    }

    /**
     * Unsigned bytes, row after row, each standing for a double; the arrays are kept, not copied.
     *
     * @param meanings what the bytes 0..255 stand for
     */
    static Columns ofBytes(byte[] values, int width, double[] meanings) {
        ByteTable table = new ByteTable(meanings);
        return new Columns(values.length / width, width) {
            @Override
            void copy(int[] numbers, int from, int to, double[] out) {
                for (int first = from; first < to; first += TOUCHED_ROWS) {
                    int end = Math.min(to, first + TOUCHED_ROWS);
                    touch(numbers, first, end);
                    for (int i = first; i < end; i++) {
                        table.translate(values, numbers[i] * width, out, i * width, width);
                    }
                }
            }

            /**
             * Loads something of each part of rows that the processor fetches from memory at a time, so that many are on their way at once when
             * they are then copied. With 64 random rows of 784 bytes in 60,000, both together take half the time.
             */
            private void touch(int[] numbers, int from, int to) {
                int touched = 0;
                for (int i = from; i < to; i++) {
                    int offset = Objects.checkIndex(numbers[i], rows) * width;
                    for (int j = 0; j < width; j += CACHE_LINE) {
                        touched += values[offset + j];
                    }
                }
                if (touched == Integer.MIN_VALUE) { // it is not, but so the loads have a purpose
                    throw new AssertionError();
                }
            }
        };
    }

    /** One column of unsigned bytes, each standing for itself; the array is kept, not copied. */
    static Columns ofBytes(byte[] values) {
        return new Columns(values.length, 1) {
            @Override
            void copy(int[] numbers, int from, int to, double[] out) {
                for (int i = from; i < to; i++) {
                    out[i] = values[numbers[i]] & 0xff;
                }
            }
        };
    }

    /** One column of whole numbers; the array is kept, not copied. */
    static Columns ofInts(int[] values) {
        return new Columns(values.length, 1) {
            @Override
            void copy(int[] numbers, int from, int to, double[] out) {
                for (int i = from; i < to; i++) {
                    out[i] = values[numbers[i]];
                }
            }
        };
    }
}
