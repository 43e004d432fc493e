package dev.linnet.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** The kernels of this JVM against the scalar ones, and both against what they promise. */
@Tag("kernel")
class ElementwiseKernelsTest {
    private static final ElementwiseKernels SCALAR = new ScalarKernels().elementwise();
    private static final ElementwiseKernels KERNELS = KernelProvider.kernels().elementwise();

    @Provide
    Arbitrary<ElementwiseCase> functions() {
        return Arbitraries.of(ElementwiseCase.all());
    }

    @Property(tries = 2000)
    void bothFormsHaveTheSameBits(
            @ForAll("functions") ElementwiseCase function,
            @ForAll @IntRange(max = 7) int from,
            @ForAll @IntRange(max = 70) int count,
            @ForAll long seed) {
        int to = from + count;
        double[] x = ElementwiseCase.numbers(to + 3, seed);
        double[] dY = ElementwiseCase.numbers(to + 3, seed + 1);
        double[] expected = ElementwiseCase.numbers(to + 3, seed + 2);
        double[] actual = expected.clone();
        double[] before = expected.clone();
        function.function().apply(SCALAR, x, dY, expected, from, to);
        function.function().apply(KERNELS, x, dY, actual, from, to);
        assertBits(expected, actual);
        assertBits(Arrays.copyOf(before, from), Arrays.copyOf(actual, from));
        assertBits(Arrays.copyOfRange(before, to, to + 3), Arrays.copyOfRange(actual, to, to + 3));

        function.inPlace(KERNELS, x, dY, from, to);
        double[] inPlace = function.name().endsWith("Gradient") ? dY : x;
        assertBits(Arrays.copyOfRange(expected, from, to), Arrays.copyOfRange(inPlace, from, to));
    }

    @Property
    void notANumberStaysNotANumber(@ForAll("functions") ElementwiseCase function, @ForAll @IntRange(max = 20) int at) {
        double[] x = new double[21];
        double[] one = new double[21];
        Arrays.fill(one, 1.0);
        x[at] = Double.NaN;
        double[] out = new double[21];
        function.function().apply(KERNELS, x, one, out, 0, 21);
        assertTrue(Double.isNaN(out[at]), function.name());
    }

    /** Vectors that C2 does not keep in registers are objects: the loop then allocates, and is ten times slower. */
    @Example
    void compiledLoopsAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int n = 1003;
        double[] x = ElementwiseCase.numbers(n, 1);
        double[] dY = ElementwiseCase.numbers(n, 2);
        double[] out = new double[n];
        for (ElementwiseCase function : ElementwiseCase.all()) {
            long allocated = Long.MAX_VALUE;
            for (int round = 0; allocated > 0 && round < 20_000; round++) { // until it is compiled
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int run = 0; run < 50; run++) {
                    function.function().apply(KERNELS, x, dY, out, 0, n);
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertEquals(0, allocated, function.name());
        }
    }

    @Property(tries = 300)
    void softmaxIsTheQuotientOfExponentialsInTheFixedOrder(
            @ForAll @IntRange(min = 1, max = 40) int columns, @ForAll @IntRange(max = 9) int rows, @ForAll long seed) {
        double[] logits = new double[(rows + 2) * columns];
        double[] noise = ElementwiseCase.numbers(logits.length, seed);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Double.isFinite(noise[i]) ? Math.max(-1000.0, Math.min(1000.0, noise[i])) : 0.0;
        }
        for (ElementwiseKernels kernels : List.of(SCALAR, KERNELS)) {
            double[] p = new double[logits.length];
            double[] logSum = new double[rows + 2];
            double[] logSumAlone = new double[rows + 2];
            kernels.softmax(logits, p, logSum, columns, 1, rows + 1);
            kernels.softmaxLogSum(logits, logSumAlone, columns, 1, rows + 1);
            assertBits(logSum, logSumAlone);
            for (int r = 1; r <= rows; r++) {
                double[] row = Arrays.copyOfRange(logits, r * columns, (r + 1) * columns);
                double max = Arrays.stream(row).max().getAsDouble();
                double[] e = Arrays.stream(row)
                        .map(z -> ScalarFunctions.exp(z - max))
                        .toArray();
                double sum = SumsReference.sum(e, 0, columns);
                for (int c = 0; c < columns; c++) {
                    assertEquals(e[c] / sum, p[r * columns + c]);
                }
                assertEquals(ScalarFunctions.log(sum), logSum[r]);
            }
            assertEquals(0.0, p[0]);
            assertEquals(0.0, p[p.length - 1]);
            assertEquals(0.0, logSum[0]);
            double[] inPlace = logits.clone();
            kernels.softmax(inPlace, inPlace, logSum, columns, 1, rows + 1);
            assertBits(
                    Arrays.copyOfRange(p, columns, (rows + 1) * columns),
                    Arrays.copyOfRange(inPlace, columns, (rows + 1) * columns));
        }
    }

    private static void assertBits(double[] expected, double[] actual) {
        assertArrayEquals(
                Arrays.stream(expected).mapToLong(Double::doubleToLongBits).toArray(),
                Arrays.stream(actual).mapToLong(Double::doubleToLongBits).toArray());
    }
}
