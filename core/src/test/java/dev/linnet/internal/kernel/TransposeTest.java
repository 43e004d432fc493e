package dev.linnet.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each element of a matrix arrives at its place in the transpose, and nothing else is touched. */
class TransposeTest {
    @ParameterizedTest
    @CsvSource({"0,5", "1,1", "7,3", "8,1", "8,0", "9,17", "16,2", "17,33"})
    void rowsBecomeColumns(int rows, int columns) {
        int stride = columns + 3;
        int toStride = rows + 2;
        double[] source = new double[5 + rows * stride];
        for (int i = 0; i < source.length; i++) {
            source[i] = i;
        }
        double[] target = new double[7 + columns * toStride];
        Transpose.copy(rows, columns, source, 5, stride, target, 7, toStride);
        assertTransposed(rows, source, stride, target, toStride);
        double[] fromRows = new double[target.length];
        Rows spread = new Rows(2 + rows); // the rows before the first one lie nowhere
        spread.lieIn(source);
        for (int i = 0; i < rows; i++) {
            spread.starts()[2 + i] = 4 + i * stride; // a number before the first column
        }
        Transpose.copy(rows, columns, spread, 2, 1, fromRows, 7, toStride);
        assertTransposed(rows, source, stride, fromRows, toStride);
    }

    private static void assertTransposed(int rows, double[] source, int stride, double[] target, int toStride) {
        for (int at = 0; at < target.length; at++) {
            int j = (at - 7) / toStride;
            int i = (at - 7) % toStride;
            double expected = at >= 7 && i < rows ? source[5 + i * stride + j] : 0.0;
            assertEquals(expected, target[at]);
        }
    }
}
