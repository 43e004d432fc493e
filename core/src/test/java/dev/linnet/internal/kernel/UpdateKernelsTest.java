package dev.linnet.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** Optimizer steps and sums of both forms, to the bit, against their formulas in plain loops. */
@Tag("kernel")
class UpdateKernelsTest {
    private static final List<UpdateKernels> KERNELS =
            List.of(new ScalarKernels().update(), KernelProvider.kernels().update());
    private static final double SCALE = 1.0 / 3.0;
    private static final double RATE = 0.01;

    @Property(tries = 300)
    void everyStepIsItsFormula(
            @ForAll @IntRange(max = 5) int from, @ForAll @IntRange(max = 1100) int count, @ForAll long seed) {
        int to = from + count;
        int n = to + 2;
        double[] p = gaussians(n, seed);
        double[] m = gaussians(n, seed + 1);
        double[] v = Arrays.stream(gaussians(n, seed + 2)).map(z -> z * z).toArray();
        double[] gradient = gaussians(n, seed + 3);
        for (UpdateKernels kernels : KERNELS) {
            double[] sgd = p.clone();
            double[] momentum = p.clone();
            double[] velocity = m.clone();
            double[] nesterov = p.clone();
            double[] nesterovVelocity = m.clone();
            double[] adam = p.clone();
            double[] mean = m.clone();
            double[] square = v.clone();
            assertEquals(0.0, kernels.sgd(sgd, gradient, from, SCALE, RATE, from, to));
            assertEquals(0.0, kernels.momentum(momentum, velocity, gradient, from, SCALE, RATE, 0.9, from, to));
            assertEquals(0.0, kernels.nesterov(nesterov, nesterovVelocity, gradient, from, SCALE, RATE, 0.9, from, to));
            assertEquals(
                    0.0,
                    kernels.adam(
                            adam, mean, square, gradient, from, SCALE, RATE, 0.9, 0.999, 1.5, 1e-8, 0.99, from, to));
            for (int i = 0; i < n; i++) {
                boolean inside = i >= from && i < to;
                double g = gradient[i] * SCALE;
                double newVelocity = Math.fma(0.9, m[i], g);
                double newMean = Math.fma(0.9, m[i], (1.0 - 0.9) * g);
                double newSquare = Math.fma(0.999, v[i], (1.0 - 0.999) * g * g);
                double ratio = newMean / Math.fma(Math.sqrt(newSquare), 1.5, 1e-8);
                assertEquals(inside ? Math.fma(-RATE, g, p[i]) : p[i], sgd[i]);
                assertEquals(inside ? newVelocity : m[i], velocity[i]);
                assertEquals(inside ? Math.fma(-RATE, newVelocity, p[i]) : p[i], momentum[i]);
                assertEquals(inside ? newVelocity : m[i], nesterovVelocity[i]);
                assertEquals(inside ? Math.fma(-RATE, Math.fma(0.9, newVelocity, g), p[i]) : p[i], nesterov[i]);
                assertEquals(inside ? newMean : m[i], mean[i]);
                assertEquals(inside ? newSquare : v[i], square[i]);
                assertEquals(inside ? Math.fma(-RATE, ratio, p[i] * 0.99) : p[i], adam[i]);
            }
        }
    }

    @Property(tries = 100)
    void aGradientCountsWhereverItStands(
            @ForAll @IntRange(max = 5) int from,
            @ForAll @IntRange(max = 12) int sixteens,
            @ForAll @IntRange(max = 9) int elsewhere,
            @ForAll long seed) {
        int count = 16 * sixteens; // no parameter is left over, whatever the lanes
        int to = from + count;
        double[] gradient = gaussians(from + count, seed);
        double[] moved = new double[elsewhere + count];
        System.arraycopy(gradient, from, moved, elsewhere, count);
        for (UpdateKernels kernels : KERNELS) {
            if (kernels.takesGradientAnywhere(count)) {
                List<Step> steps = List.of(
                        (a, g, at) -> kernels.sgd(a[0], g, at, SCALE, RATE, from, to),
                        (a, g, at) -> kernels.momentum(a[0], a[1], g, at, SCALE, RATE, 0.9, from, to),
                        (a, g, at) -> kernels.nesterov(a[0], a[1], g, at, SCALE, RATE, 0.9, from, to),
                        (a, g, at) -> kernels.adam(
                                a[0], a[1], a[2], g, at, SCALE, RATE, 0.9, 0.999, 1.5, 1e-8, 0.99, from, to),
                        (a, g, at) -> kernels.rootOfSquares(a[0], a[2], g, at, SCALE, RATE, 0.9, 0.1, 1e-8, from, to));
                for (Step step : steps) {
                    double[][] one = arrays(to, seed);
                    double[][] other = arrays(to, seed);
                    assertEquals(step.run(one, gradient, from), step.run(other, moved, elsewhere));
                    assertArrayEquals(one, other);
                }
            }
        }
    }

    /** A step on parameters, moments and squares, with a gradient from an index on. */
    private interface Step {
        double run(double[][] arrays, double[] gradient, int gradientFrom);
    }

    private static double[][] arrays(int n, long seed) {
        double[] squares = Arrays.stream(gaussians(n, seed + 3)).map(z -> z * z).toArray();
        return new double[][] {gaussians(n, seed + 1), gaussians(n, seed + 2), squares};
    }

    @Example
    void whereNoParameterIsLeftOverLanesTakeAGradientAnywhere() {
        assertFalse(KERNELS.get(0).takesGradientAnywhere(64));
        boolean lanes = !KernelProvider.kernels().name().equals(new ScalarKernels().name());
        assertEquals(lanes, KERNELS.get(1).takesGradientAnywhere(64));
        assertFalse(KERNELS.get(1).takesGradientAnywhere(63));
    }

    @Property(tries = 200)
    void aParameterThatIsNotFiniteShowsInTheProbe(
            @ForAll @IntRange(min = 1, max = 600) int n, @ForAll long seed, @ForAll boolean infinite) {
        int at = (int) Long.remainderUnsigned(seed, n);
        double[] gradient = new double[n];
        gradient[at] = infinite ? Double.NEGATIVE_INFINITY : Double.NaN;
        for (UpdateKernels kernels : KERNELS) {
            assertEquals(Double.NaN, kernels.sgd(new double[n], gradient, 0, 1.0, RATE, 0, n));
            assertEquals(Double.NaN, kernels.momentum(new double[n], new double[n], gradient, 0, 1.0, RATE, 0.9, 0, n));
            assertEquals(Double.NaN, kernels.nesterov(new double[n], new double[n], gradient, 0, 1.0, RATE, 0.9, 0, n));
            double[] m = new double[n];
            double[] v = new double[n];
            assertEquals(
                    Double.NaN,
                    kernels.adam(new double[n], m, v, gradient, 0, 1.0, RATE, 0.9, 0.999, 1.0, 1e-8, 1.0, 0, n));
        }
    }

    @Property(tries = 200)
    void sumsFollowTheTreeOfTheContract(
            @ForAll @IntRange(max = 9) int from, @ForAll @IntRange(max = 9000) int count, @ForAll long seed) {
        assertSums(from, count, seed);
    }

    @Example
    void sumsFollowTheTreeOfTheContractAroundWholeBlocks() {
        for (int count : new int[] {0, 1, 15, 16, 17, 4095, 4096, 4097, 8191, 8192, 8193}) {
            assertSums(3, count, count);
        }
    }

    private static void assertSums(int from, int count, long seed) {
        int to = from + count;
        double[] x = gaussians(to + 5, seed);
        double[] y = gaussians(to + 5, seed + 1);
        for (UpdateKernels kernels : KERNELS) {
            assertEquals(SumsReference.sum(x, from, to), kernels.sum(x, from, to));
            assertEquals(SumsReference.dot(x, y, from, to), kernels.dot(x, y, from, to));
            assertEquals(SumsReference.dot(x, x, from, to), kernels.sumOfSquares(x, from, to));
        }
    }

    @Property(tries = 100)
    void scalingsAreTheirFormulas(
            @ForAll @IntRange(min = 1, max = 50) int columns, @ForAll @IntRange(max = 7) int rows, @ForAll long seed) {
        double[] x = gaussians((rows + 2) * columns, seed);
        double[] y = gaussians((rows + 2) * columns, seed + 1);
        double[] weights = gaussians(rows + 2, seed + 2);
        for (UpdateKernels kernels : KERNELS) {
            double[] scaled = x.clone();
            double[] added = y.clone();
            double[] weighted = x.clone();
            kernels.scale(1.7, scaled, columns, (rows + 1) * columns);
            kernels.axpy(1.7, x, added, columns, (rows + 1) * columns);
            kernels.scaleRows(weights, weighted, columns, 1, rows + 1);
            for (int i = 0; i < x.length; i++) {
                boolean inside = i >= columns && i < (rows + 1) * columns;
                assertEquals(inside ? x[i] * 1.7 : x[i], scaled[i]);
                assertEquals(inside ? Math.fma(1.7, x[i], y[i]) : y[i], added[i]);
                assertEquals(inside ? x[i] * weights[i / columns] : x[i], weighted[i]);
            }
        }
    }

    @Example
    void threeNumbersAddUp() {
        for (UpdateKernels kernels : KERNELS) {
            assertEquals(6.5, kernels.sum(new double[] {9.0, 1.0, 2.0, 3.5, 9.0}, 1, 4));
            assertEquals(0.0, kernels.sum(new double[1], 1, 1));
            assertEquals(11.0, kernels.dot(new double[] {1.0, 2.0}, new double[] {3.0, 4.0}, 0, 2));
            assertEquals(5.0, kernels.sumOfSquares(new double[] {1.0, 2.0}, 0, 2));
        }
    }

    @Example
    void compiledLoopsAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int n = 9001;
        double[][] a = {gaussians(n, 1), gaussians(n, 2), new double[n], gaussians(n, 4)};
        UpdateKernels kernels = KernelProvider.kernels().update();
        List<Runnable> loops = List.of(
                () -> kernels.sgd(a[0], a[3], 1, SCALE, RATE, 1, n),
                () -> kernels.momentum(a[0], a[1], a[3], 1, SCALE, RATE, 0.9, 1, n),
                () -> kernels.nesterov(a[0], a[1], a[3], 1, SCALE, RATE, 0.9, 1, n),
                () -> kernels.adam(a[0], a[1], a[2], a[3], 1, SCALE, RATE, 0.9, 0.999, 1.5, 1e-8, 0.99, 1, n),
                () -> kernels.sum(a[0], 1, n),
                () -> kernels.dot(a[0], a[1], 1, n),
                () -> kernels.scale(1.0, a[0], 1, n),
                () -> kernels.axpy(1e-9, a[3], a[0], 1, n));
        for (int loop = 0; loop < loops.size(); loop++) {
            long allocated = Long.MAX_VALUE;
            for (int round = 0; allocated > 0 && round < 20_000; round++) { // until it is compiled
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int run = 0; run < 20; run++) {
                    loops.get(loop).run();
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertEquals(0, allocated, "loop " + loop);
        }
    }

    @Example
    void aHandComputedStepOfAdam() {
        // g = 2, m = 0.1 * 2, v = 0.001 * 4, corrected m and v: 2 and 4; p = 1 - 0.01 * 2 / (2 + 0) = 0.99
        for (UpdateKernels kernels : KERNELS) {
            double[] p = {1.0};
            double stepSize = 0.01 / (1.0 - 0.9);
            double inverseRoot = 1.0 / Math.sqrt(1.0 - 0.999);
            kernels.adam(
                    p,
                    new double[1],
                    new double[1],
                    new double[] {6.0},
                    0,
                    SCALE,
                    stepSize,
                    0.9,
                    0.999,
                    inverseRoot,
                    0.0,
                    1.0,
                    0,
                    1);
            assertArrayEquals(new double[] {0.99}, p, 1e-15);
        }
    }

    private static double[] gaussians(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = -6.0;
            for (int k = 0; k < 12; k++) {
                sum += random.nextDouble();
            }
            x[i] = sum;
        }
        return x;
    }
}
