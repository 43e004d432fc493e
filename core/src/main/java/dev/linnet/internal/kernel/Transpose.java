package dev.linnet.internal.kernel;

/** Copies a matrix into its transpose. */
public final class Transpose {
    private Transpose() {}

    /**
     * {@code target[j][i] = source[i][j]}, eight rows of the source at a time so that what is written lies together.
     *
     * @param rows rows of the source
     * @param columns columns of the source
     * @param source holds element [i][j] at {@code offset + i * stride + j}; not modified
     * @param target holds element [j][i] at {@code to + j * toStride + i}; modified
     */
    public static void copy(
            int rows, int columns, double[] source, int offset, int stride, double[] target, int to, int toStride) {
        int i = 0;
        for (; i <= rows - 8; i += 8) {
            copyEight(columns, source, offset + i * stride, stride, target, to + i, toStride);
        }
        for (; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                target[to + j * toStride + i] = source[offset + i * stride + j];
            }
        }
    }

    private static void copyEight(
            int columns, double[] source, int row0, int stride, double[] target, int to, int toStride) {
        int row1 = row0 + stride;
        int row2 = row1 + stride;
        int row3 = row2 + stride;
        int row4 = row3 + stride;
        int row5 = row4 + stride;
        int row6 = row5 + stride;
        int row7 = row6 + stride;
        for (int j = 0; j < columns; j++) {
            int at = to + j * toStride;
            target[at] = source[row0 + j];
            target[at + 1] = source[row1 + j];
            target[at + 2] = source[row2 + j];
            target[at + 3] = source[row3 + j];
            target[at + 4] = source[row4 + j];
            target[at + 5] = source[row5 + j];
            target[at + 6] = source[row6 + j];
            target[at + 7] = source[row7 + j];
        }
    }
}
