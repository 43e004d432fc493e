package dev.linnet.data;

import java.util.Objects;

/** Numbers in rows of equal width, kept in memory as doubles or as something smaller. */
abstract class Columns {

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

    /** The numbers of {@code values}, row after row; the array is kept, not copied. */
    static Columns ofDoubles(double[] values, int width) {
        return new Columns(values.length / width, width) {
            @Override
            void copy(int row, double[] out, int at) {
                System.arraycopy(values, Objects.checkIndex(row, rows) * width, out, at, width);
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
        };
    }

    /** One column of whole numbers; the array is kept, not copied. */
    static Columns ofInts(int[] values) {
        return new Columns(values.length, 1) {
            @Override
            void copy(int row, double[] out, int at) {
                out[at] = values[row];
            }
        };
    }
}
