package dev.linnet.data;

import java.util.Objects;

/** Numbers in rows of equal width, kept in memory as doubles or as something smaller. */
abstract class Columns {
    private static final int CACHE_LINE = 64;

    final int rows;
    final int width;

    Columns(int rows, int width) {
        this.rows = rows;
        this.width = width;
    }

    /**
     * Copies one row.
     *
     * @param out modified: {@code out[at .. at + width)} becomes the row
     */
    abstract void copy(int row, double[] out, int at);

    /**
     * Loads something of each part of a row that the processor fetches from memory at a time, so that many rows are on their way
     * at once when they are then copied. With 64 random rows of 784 bytes in 60,000, both together take half the time.
     *
     * @return a number of at most 255 in magnitude for each part; to be looked at, as otherwise nothing would be loaded
     */
    abstract int touch(int row);

    /** The numbers of all rows, one row after the other; null if they are not kept as doubles. */
    double[] array() {
        return null;
    }

    /** The numbers of {@code values}, row after row; the array is kept, not copied. */
    static Columns ofDoubles(double[] values, int width) {
        return new Columns(values.length / width, width) {
            @Override
            void copy(int row, double[] out, int at) {
                System.arraycopy(values, Objects.checkIndex(row, rows) * width, out, at, width);
            }

            @Override
            int touch(int row) { // a row this long the processor goes on fetching by itself
                return values[Objects.checkIndex(row, rows) * width] == 0.0 ? 0 : 1;
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
     * @param table what the bytes 0..255 stand for
     */
    static Columns ofBytes(byte[] values, int width, double[] table) {
        return new Columns(values.length / width, width) {
            @Override
            void copy(int row, double[] out, int at) {
                int offset = Objects.checkIndex(row, rows) * width - at;
                for (int j = at; j < at + width; j++) {
                    out[j] = table[values[offset + j] & 0xff];
                }
            }

            @Override
            int touch(int row) {
                int touched = 0;
                int offset = Objects.checkIndex(row, rows) * width;
                for (int j = 0; j < width; j += CACHE_LINE) {
                    touched += values[offset + j];
                }
                return touched;
            }
        };
    }

    /** One column of whole numbers; the array is kept, not copied. */
    static Columns ofInts(int[] values) {
        return new Columns(values.length, 1) {
            @Override
            void copy(int row, double[] out, int at) {
                out[at] = values[row];
            }

            @Override
            int touch(int row) {
                return values[row] & 1;
            }
        };
    }
}
