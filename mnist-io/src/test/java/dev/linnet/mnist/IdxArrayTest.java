package dev.linnet.mnist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class IdxArrayTest {
    @Test
    void anArrayKnowsItsTypeAndShape() {
        IdxArray array = IdxArray.of(new short[24], 2, 3, 4);
        assertEquals(IdxType.SHORT, array.type());
        assertEquals(3, array.rank());
        assertEquals(24, array.size());
        assertEquals(4, array.dimension(2));
        assertArrayEquals(new int[] {2, 3, 4}, array.shape());
        assertEquals("short[2, 3, 4]", array.toString());
        assertThrows(IndexOutOfBoundsException.class, () -> array.dimension(3));
    }

    @Test
    void theShapeIsCopiedTheElementsAreNot() {
        int[] shape = {2};
        byte[] values = {1, 2};
        IdxArray array = IdxArray.of(values, shape);
        shape[0] = 7;
        array.shape()[0] = 7;
        assertEquals(2, array.dimension(0));
        assertSame(values, array.bytes());
    }

    @Test
    void everyTypeConvertsToDoubles() {
        assertArrayEquals(
                new double[] {255, 1},
                IdxArray.ofUnsigned(new byte[] {-1, 1}, 2).toDoubles());
        assertArrayEquals(
                new double[] {-1, 1}, IdxArray.of(new byte[] {-1, 1}, 2).toDoubles());
        assertArrayEquals(new double[] {-3}, IdxArray.of(new short[] {-3}, 1).toDoubles());
        assertArrayEquals(
                new double[] {1 << 30}, IdxArray.of(new int[] {1 << 30}).toDoubles());
        assertArrayEquals(
                new double[] {0.5}, IdxArray.of(new float[] {0.5f}, 1, 1).toDoubles());
        assertArrayEquals(new double[] {0.1}, IdxArray.of(new double[] {0.1}, 1).toDoubles());
    }

    @Test
    void theAccessorOfAnotherTypeIsRefused() {
        IdxArray array = IdxArray.of(new int[6], 2, 3);
        assertArrayEquals(new int[6], array.ints());
        assertRefused("int[2, 3] holds no bytes", array::bytes);
        assertRefused("int[2, 3] holds no shorts", array::shorts);
        assertRefused("int[2, 3] holds no floats", array::floats);
        assertRefused("int[2, 3] holds no doubles", array::doubles);
        assertRefused(
                "double[1] holds no ints", () -> IdxArray.of(new double[1], 1).ints());
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalStateException.class, call::run).getMessage());
    }

    @Test
    void aShapeThatDoesNotFitIsRefused() {
        assertIllegal("shape [2, 3] does not fit 5 values", () -> IdxArray.of(new int[5], 2, 3));
        assertIllegal("shape [] does not fit 0 values", () -> IdxArray.of(new float[0]));
        assertIllegal("shape [65536, 65536] does not fit 0 values", () -> IdxArray.of(new double[0], 65536, 65536));
        assertIllegal("shape[1] must not be negative: -1", () -> IdxArray.of(new short[0], 0, -1));
        assertIllegal("shape has 256 dimensions, expected at most 255", () -> IdxArray.of(new byte[0], new int[256]));
    }

    private static void assertIllegal(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void arraysAreEqualWhereTypeShapeAndElementsAre() {
        IdxArray array = IdxArray.of(new byte[] {1, 2}, 2);
        assertEquals(array, IdxArray.of(new byte[] {1, 2}, 2));
        assertNotEquals(array, IdxArray.ofUnsigned(new byte[] {1, 2}, 2));
        assertNotEquals(array, IdxArray.of(new byte[] {1, 2}, 1, 2));
        assertNotEquals(array, IdxArray.of(new byte[] {1, 3}, 2));
        assertNotEquals(array, new Object());
    }
}
