package dev.linnet.internal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.linnet.internal.kernel.GemmKernels;
import dev.linnet.internal.kernel.KernelProvider;
import dev.linnet.internal.kernel.Rows;
import dev.linnet.internal.kernel.ScalarKernels;
import dev.linnet.internal.kernel.TileScratch;
import dev.linnet.internal.kernel.Transpose;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Every product has the bits of the plain triple loop below, whatever the kernel. */
@Tag("kernel")
class GemmTest {
    private static final List<GemmKernels> KERNELS =
            List.of(new ScalarKernels().gemm(), KernelProvider.kernels().gemm());

    /** Working memory of each, the same for all products: what one leaves there must not matter to the next. */
    private static final Map<GemmKernels, GemmScratch> SCRATCH =
            KERNELS.stream().collect(Collectors.toMap(kernels -> kernels, GemmScratch::new));

    @Property(tries = 300)
    void forwardHasTheBitsOfTheTripleLoop(
            @ForAll("sizes") int m,
            @ForAll("widths") int n,
            @ForAll("terms") int k,
            @ForAll boolean hasBias,
            @ForAll long seed) {
        assertForward(m, n, k, hasBias, seed);
    }

    /** Vectors of outputs overlap where they do not fill the row: any number of them. */
    @Property(tries = 300)
    void fewRowsHaveTheBitsOfTheTripleLoop(
            @ForAll @IntRange(min = 1, max = 4) int m,
            @ForAll @IntRange(min = 1, max = 300) int n,
            @ForAll("terms") int k,
            @ForAll boolean hasBias,
            @ForAll long seed) {
        assertForward(m, n, k, hasBias, seed);
    }

    /** A dense row is read in place, if some of its terms are zero, too, of either sign; a very long one in parts. */
    @Example
    void aLongRowHasTheBitsOfTheTripleLoop() {
        for (int k : new int[] {64, 784, TileScratch.ROW_TERMS + 4}) {
            int n = 10;
            SplittableRandom random = new SplittableRandom(k);
            double[] x = random.doubles(k, -1.0, 1.0).toArray();
            for (int p = 7; p < k; p += 20) {
                x[p] = p % 40 == 7 ? 0.0 : -0.0;
            }
            double[] w = random.doubles((long) k * n, -1.0, 1.0).toArray();
            double[] bias = new double[n];
            Arrays.fill(bias, -0.0);
            double[] expected = bias.clone();
            tripleLoop(1, n, k, x, 0, k, 1, w, 0, n, 1, expected, 0, n);
            for (GemmKernels kernels : KERNELS) {
                double[] y = new double[n];
                Gemm.forward(1, k, n, Rows.of(x, 0, k, 1), 0, w, 0, n, bias, 0, y, 0, n, SCRATCH.get(kernels));
                assertBits(expected, y);
            }
        }
    }

    /** Where there are few columns, rows are read from beginning to end; very long ones in parts. */
    @Example
    void fewColumnsOfLongRowsHaveTheBitsOfTheTripleLoop() {
        for (int k : new int[] {TileScratch.TERMS + 1, 784, 5 * TileScratch.TERMS + 5}) {
            for (int n : new int[] {1, 2, 5, 6, 10, 12, 16, 20, 24, 25}) {
                for (int m : new int[] {5, 8, 64, 70}) {
                    assertForward(m, n, k, true, n);
                    assertForward(m, n, k, false, n);
                }
            }
        }
    }

    /** All terms of some rows count, and none of others, which end with {@code + 0.0} all the same. */
    @Example
    void rowsOfZerosHaveTheBitsOfTheTripleLoop() {
        for (int k : new int[] {3, 12, 61, 270}) {
            for (int n : new int[] {40, 130, 300}) {
                int m = 66;
                SplittableRandom random = new SplittableRandom(k);
                double[] x = random.doubles((long) m * k, 0.5, 1.0).toArray();
                for (int i = 0; i < m; i += 3) {
                    Arrays.fill(x, i * k, (i + 1) * k, i % 2 == 0 ? 0.0 : -0.0);
                }
                double[] w = random.doubles((long) k * n, -1.0, 1.0).toArray();
                double[] bias = new double[n];
                Arrays.fill(bias, -0.0);
                double[] expected = new double[m * n];
                Arrays.fill(expected, -0.0);
                tripleLoop(m, n, k, x, 0, k, 1, w, 0, n, 1, expected, 0, n);
                for (GemmKernels kernels : KERNELS) {
                    GemmScratch scratch = SCRATCH.get(kernels);
                    double[] y = new double[m * n];
                    Arrays.fill(y, Double.NaN);
                    Gemm.forward(m, k, n, Rows.of(x, 0, k, m), 0, w, 0, n, bias, 0, y, 0, n, scratch);
                    assertBits(expected, y);
                    Arrays.fill(y, Double.NaN);
                    Gemm.forward(m, k, n, Rows.of(x, 0, k, m), 0, w, 0, n, null, 0, y, 0, n, scratch);
                    assertBits(expected, y); // the bias adds nothing
                }
            }
        }
    }

    /** Kernels fill up terms to round numbers of them: not with what was there. */
    @Example
    void whatIsNotFiniteIsForgottenByTheNextProduct() {
        // Vector kernels compute most products of 8 rows as transposes, and those of 64 not: what is left over lies
        // elsewhere.
        for (int m : new int[] {8, 64}) {
            assertInfiniteFactorsAreForgotten(m);
        }
    }

    private static void assertInfiniteFactorsAreForgotten(int m) {
        int n = 40;
        int many = 64;
        double[] infinite = new double[m * many];
        Arrays.fill(infinite, Double.POSITIVE_INFINITY);
        double[] infiniteWeights = new double[n * many];
        Arrays.fill(infiniteWeights, Double.POSITIVE_INFINITY);
        for (int k = 1; k <= 30; k++) {
            SplittableRandom random = new SplittableRandom(k);
            double[] x = random.doubles((long) m * k, 0.5, 1.0).toArray();
            double[] w = random.doubles((long) n * k, -1.0, 1.0).toArray();
            double[] expected = new double[m * n];
            tripleLoop(m, n, k, x, 0, k, 1, w, 0, 1, k, expected, 0, n);
            for (GemmKernels kernels : KERNELS) {
                double[] y = new double[m * n];
                GemmScratch scratch = SCRATCH.get(kernels);
                Rows left = Rows.of(infinite, 0, many, m);
                Gemm.backward(m, many, left, 0, n, infiniteWeights, 0, many, y, 0, n, scratch);
                Gemm.backward(m, k, Rows.of(x, 0, k, m), 0, n, w, 0, k, y, 0, n, scratch);
                assertBits(expected, y);
            }
        }
    }

    private static void assertForward(int m, int n, int k, boolean hasBias, long seed) {
        Operands x = new Operands(m, n, k, seed);
        double[] bias = hasBias ? x.bias : new double[3 + n];
        double[] expected = x.c.clone();
        for (int i = 0; i < m; i++) {
            System.arraycopy(bias, 3, expected, x.cOffset + i * x.cStride, n);
        }
        tripleLoop(m, n, k, x.a, x.aOffset, x.aStride, 1, x.b, x.bOffset, x.bStride, 1, expected, x.cOffset, x.cStride);
        for (GemmKernels kernels : KERNELS) {
            double[] c = x.c.clone();
            for (int i = 0; i < m; i++) { // what Y held does not matter
                int row = x.cOffset + i * x.cStride;
                Arrays.fill(c, row, row + n, Double.NaN);
            }
            Gemm.forward(
                    m,
                    k,
                    n,
                    x.spread(2),
                    2,
                    x.b,
                    x.bOffset,
                    x.bStride,
                    hasBias ? bias : null,
                    3,
                    c,
                    x.cOffset,
                    x.cStride,
                    SCRATCH.get(kernels));
            assertBits(expected, c);
            if (Gemm.packs(m, n, SCRATCH.get(kernels))) {
                assertBits(expected, forwardPackedBefore(x, hasBias ? bias : null, SCRATCH.get(kernels)));
            }
        }
    }

    private static double[] forwardPackedBefore(Operands x, double[] bias, GemmScratch scratch) {
        PackedSlabs b = new PackedSlabs(x.k, x.n, x.b, x.bOffset, x.bStride, scratch);
        double[] c = x.c.clone();
        for (int i = 0; i < x.m; i++) {
            int row = x.cOffset + i * x.cStride;
            Arrays.fill(c, row, row + x.n, Double.NaN);
        }
        Gemm.forward(x.m, x.spread(2), 2, b, bias, 3, c, x.cOffset, x.cStride, scratch);
        return c;
    }

    @Property(tries = 300)
    void backwardHasTheBitsOfTheTripleLoop(
            @ForAll("sizes") int m, @ForAll("sizes") int n, @ForAll("terms") int k, @ForAll long seed) {
        Operands x = new Operands(m, k, n, seed); // B is n x k and used transposed
        double[] bT = x.b;
        Operands y = new Operands(m, n, k, seed + 1);
        double[] expected = y.c.clone();
        for (int i = 0; i < m; i++) {
            Arrays.fill(expected, y.cOffset + i * y.cStride, y.cOffset + i * y.cStride + n, 0.0);
        }
        tripleLoop(m, n, k, y.a, y.aOffset, y.aStride, 1, bT, x.bOffset, 1, x.bStride, expected, y.cOffset, y.cStride);
        for (GemmKernels kernels : KERNELS) {
            double[] c = y.c.clone();
            Gemm.backward(
                    m, k, y.spread(3), 3, n, bT, x.bOffset, x.bStride, c, y.cOffset, y.cStride, SCRATCH.get(kernels));
            assertBits(expected, c);
        }
    }

    @Property(tries = 300)
    void theWeightGradientHasTheBitsOfTheTripleLoop(
            @ForAll("sizes") int m, @ForAll("sizes") int n, @ForAll("terms") int k, @ForAll long seed) {
        Operands x = new Operands(k, n, m, seed); // A is k x m and used transposed
        Operands y = new Operands(m, n, k, seed + 1);
        double[] added = y.c.clone();
        tripleLoop(m, n, k, x.a, x.aOffset, 1, x.aStride, y.b, y.bOffset, y.bStride, 1, added, y.cOffset, y.cStride);
        double[] set = y.c.clone();
        for (int i = 0; i < m; i++) {
            Arrays.fill(set, y.cOffset + i * y.cStride, y.cOffset + i * y.cStride + n, 0.0);
        }
        tripleLoop(m, n, k, x.a, x.aOffset, 1, x.aStride, y.b, y.bOffset, y.bStride, 1, set, y.cOffset, y.cStride);
        for (GemmKernels kernels : KERNELS) {
            double[] c = y.c.clone();
            int middle = m / 3;
            gradient(true, middle, m, n, k, x, y, c, kernels);
            gradient(true, 0, middle, n, k, x, y, c, kernels);
            assertBits(added, c);
            gradient(false, 0, m, n, k, x, y, c, kernels);
            assertBits(set, c);
        }
    }

    /** Rows of C = A^T B as a layer computes them, whether or not they are narrow. */
    private static void gradient(
            boolean adds, int from, int to, int n, int k, Operands x, Operands y, double[] c, GemmKernels kernels) {
        GemmScratch scratch = SCRATCH.get(kernels);
        if (Gemm.isNarrow(n, scratch)) {
            Gemm.narrowGradient(
                    adds, from, to, k, x.spread(0), n, y.b, y.bOffset, y.bStride, c, y.cOffset, y.cStride, scratch);
        } else {
            PackedMatrix b = PackedMatrix.of(kernels, k + 5, n); // room for more rows than this batch has
            b.pack(y.b, y.bOffset, y.bStride, 0, k / 2);
            b.pack(y.b, y.bOffset, y.bStride, k / 2, k);
            Gemm.gradient(adds, from, to, k, x.spread(0), b, c, y.cOffset, y.cStride, scratch);
        }
    }

    /** C = A^T B for rows of C in an array without offsets. */
    private static void gradient(int rows, int k, double[] turned, int n, double[] b, double[] c, GemmScratch scratch) {
        Rows a = Rows.of(turned, 0, rows, k);
        if (Gemm.isNarrow(n, scratch)) {
            Gemm.narrowGradient(false, 0, rows, k, a, n, b, 0, n, c, 0, n, scratch);
        } else {
            PackedMatrix packed = scratch.packed(k, n);
            packed.pack(b, 0, n, 0, k);
            Gemm.gradient(false, 0, rows, k, a, packed, c, 0, n, scratch);
        }
    }

    /** Weights that overflowed must show in what they give back, even where the gradient is zero. */
    @Property(tries = 30)
    void zeroGradientsDoNotHideWeightsThatAreNotFinite(
            @ForAll @IntRange(min = 1, max = 70) int rows,
            @ForAll @IntRange(min = 1, max = 300) int n,
            @ForAll boolean manyTerms) {
        int k = manyTerms ? 300 : 40;
        int bad = n / 2;
        double[] weights = new double[n * k];
        weights[bad * k + k - 30] = Double.POSITIVE_INFINITY;
        for (GemmKernels kernels : KERNELS) {
            double[] back = new double[rows * n];
            Rows zeros = Rows.of(new double[rows * k], 0, k, rows);
            Gemm.backward(rows, k, zeros, 0, n, weights, 0, k, back, 0, n, SCRATCH.get(kernels));
            for (int i = 0; i < rows * n; i++) {
                assertEquals(i % n == bad ? Double.NaN : 0.0, back[i]);
            }
        }
    }

    /** What overflowed in one row must show in that row's results, whatever the weights, and in no other's. */
    @Property(tries = 30)
    void zeroWeightsDoNotHideWhatIsNotFinite(
            @ForAll @IntRange(min = 1, max = 70) int rows,
            @ForAll @IntRange(min = 1, max = 300) int n,
            @ForAll boolean manyTerms) {
        int k = manyTerms ? 300 : 40;
        int bad = rows / 2;
        double[] x = new double[rows * k];
        Arrays.fill(x, 1.0);
        x[bad * k + k - 30] = Double.POSITIVE_INFINITY;
        double[] weights = new double[k * n];
        for (GemmKernels kernels : KERNELS) {
            GemmScratch scratch = SCRATCH.get(kernels);
            double[] y = new double[rows * n];
            Gemm.forward(rows, k, n, Rows.of(x, 0, k, rows), 0, weights, 0, n, null, 0, y, 0, n, scratch);
            double[] back = new double[rows * n];
            Gemm.backward(rows, k, Rows.of(x, 0, k, rows), 0, n, weights, 0, k, back, 0, n, scratch);
            double[] gradient = new double[rows * n];
            double[] turned = new double[k * rows]; // x as its transpose, whose columns are rows of the gradient
            Transpose.copy(rows, k, x, 0, k, turned, 0, rows);
            gradient(rows, k, turned, n, weights, gradient, scratch);
            for (int i = 0; i < rows * n; i++) {
                double expected = i / n == bad ? Double.NaN : 0.0;
                assertEquals(expected, y[i]);
                assertEquals(expected, back[i]);
                assertEquals(expected, gradient[i]);
            }
        }
    }

    /** Where all other terms are zero, and left out, the one that is not finite must not be. */
    @Property(tries = 100)
    void zerosAroundItDoNotHideWhatIsNotFinite(
            @ForAll @IntRange(min = 1, max = 70) int rows,
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @IntRange(min = 0, max = 69) int row,
            @ForAll @IntRange(min = 0, max = 299) int term,
            @ForAll boolean infinite) {
        int k = 300;
        int bad = row % rows;
        double[] x = new double[rows * k];
        x[bad * k + term] = infinite ? Double.POSITIVE_INFINITY : Double.NaN;
        double[] turned = new double[k * rows];
        Transpose.copy(rows, k, x, 0, k, turned, 0, rows);
        double[] weights = new double[k * n];
        Arrays.fill(weights, 1.0);
        for (GemmKernels kernels : KERNELS) {
            GemmScratch scratch = SCRATCH.get(kernels);
            double[] y = new double[rows * n];
            Gemm.forward(rows, k, n, Rows.of(x, 0, k, rows), 0, weights, 0, n, null, 0, y, 0, n, scratch);
            double[] gradient = new double[rows * n];
            gradient(rows, k, turned, n, weights, gradient, scratch);
            for (int i = 0; i < rows * n; i++) {
                double expected = i / n == bad ? x[bad * k + term] : 0.0;
                assertEquals(expected, y[i]);
                assertEquals(expected, gradient[i]);
            }
        }
    }

    /** Vectors that C2 does not see through are objects: there must be none left once it has compiled the kernels. */
    @Example
    void productsAllocateNothingOnceWarm() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        GemmKernels kernels = KernelProvider.kernels().gemm();
        GemmScratch scratch = new GemmScratch(kernels);
        int m = 19;
        for (int k : new int[] {37, TileScratch.TERMS + 1}) {
            for (int n : new int[] {10, 20, 101, 300}) {
                for (double zeros : new double[] {0.0, 0.9}) {
                    double[] a = Operands.values(m * k, zeros, new SplittableRandom(n));
                    double[] b = Operands.values(k * n, 0.0, new SplittableRandom(1));
                    double[] y = new double[m * n];
                    double[] back = new double[m * k];
                    double[] gradient = new double[k * n];
                    Rows x = Rows.of(a, 0, k, m);
                    Rows dY = Rows.of(y, 0, n, m);
                    PackedMatrix packed = PackedMatrix.of(kernels, m, n);
                    PackedSlabs packedBefore = new PackedSlabs(k, n, b, 0, n, scratch);
                    long allocated = Long.MAX_VALUE;
                    for (int round = 0; allocated > 0 && round < 20_000; round++) { // until it is compiled
                        long before = threads.getCurrentThreadAllocatedBytes();
                        for (int run = 0; run < 20; run++) {
                            Gemm.forward(m, k, n, x, 0, b, 0, n, null, 0, y, 0, n, scratch);
                            Gemm.forward(1, k, n, x, 0, b, 0, n, null, 0, y, 0, n, scratch);
                            Gemm.forward(m, x, 0, packedBefore, null, 0, y, 0, n, scratch);
                            Gemm.backward(m, n, dY, 0, k, b, 0, n, back, 0, k, scratch);
                            if (Gemm.isNarrow(n, scratch)) {
                                Gemm.narrowGradient(false, 0, k, m, x, n, y, 0, n, gradient, 0, n, scratch);
                            } else {
                                packed.pack(y, 0, n, 0, m);
                                Gemm.gradient(false, 0, k, m, x, packed, gradient, 0, n, scratch);
                            }
                        }
                        allocated = threads.getCurrentThreadAllocatedBytes() - before;
                    }
                    assertEquals(0, allocated, k + " terms, " + n + " columns, share of zeros " + zeros);
                }
            }
        }
    }

    @Property(tries = 200)
    void columnSumsHaveTheBitsOfTheLoopOverRows(@ForAll("sizes") int m, @ForAll("sizes") int n, @ForAll long seed) {
        Operands x = new Operands(m, 0, n, seed);
        Operands y = new Operands(1, n, 0, seed + 1);
        double[] expected = y.c.clone();
        double[] ones = new double[m];
        Arrays.fill(ones, 1.0);
        tripleLoop(1, n, m, ones, 0, 0, 1, x.a, x.aOffset, x.aStride, 1, expected, y.cOffset, 0);
        for (GemmKernels kernels : KERNELS) {
            double[] c = y.c.clone();
            Gemm.addColumnSums(m, n, x.a, x.aOffset, x.aStride, c, y.cOffset, SCRATCH.get(kernels));
            assertBits(expected, c);
        }
    }

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(
                0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 15, 16, 17, 20, 23, 24, 25, 31, 32, 33, 63, 64, 65, 101, 257);
    }

    /** Up to more than two slabs. */
    @Provide
    Arbitrary<Integer> widths() {
        return Arbitraries.frequencyOf(Tuple.of(5, sizes()), Tuple.of(1, Arbitraries.of(258, 511, 512, 513, 600)));
    }

    @Provide
    Arbitrary<Integer> terms() {
        int block = TileScratch.TERMS;
        return Arbitraries.of(1, 2, 3, 4, 5, 7, 8, 9, 17, 31, 64, 101, block - 1, block, block + 1, 2 * block + 1);
    }

    /** The numerical contract, written down as plainly as it can be. */
    private static void tripleLoop(
            int m,
            int n,
            int k,
            double[] a,
            int aOffset,
            int aRowStride,
            int aTermStride,
            double[] b,
            int bOffset,
            int bTermStride,
            int bColumnStride,
            double[] c,
            int cOffset,
            int cStride) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = c[cOffset + i * cStride + j];
                for (int p = 0; p < k; p++) {
                    sum = Math.fma(
                            a[aOffset + i * aRowStride + p * aTermStride],
                            b[bOffset + p * bTermStride + j * bColumnStride],
                            sum);
                }
                c[cOffset + i * cStride + j] = sum + 0.0;
            }
        }
    }

    private static void assertBits(double[] expected, double[] actual) {
        for (int i = 0; i < expected.length; i++) {
            int at = i;
            assertEquals(
                    Double.doubleToRawLongBits(expected[i]),
                    Double.doubleToRawLongBits(actual[i]),
                    () -> "element " + at + ": expected " + expected[at] + ", was " + actual[at]);
        }
    }

    /** Matrices with offsets, strides, zeros of both signs, subnormals and values that overflow nothing. */
    private static final class Operands {
        final int m;
        final int n;
        final int k;
        final int aOffset;
        final int aStride;
        final int bOffset;
        final int bStride;
        final int cOffset;
        final int cStride;
        final double[] a;
        final double[] b;
        final double[] c;
        final double[] bias;

        Operands(int m, int n, int k, long seed) {
            this.m = m;
            this.n = n;
            this.k = k;
            SplittableRandom random = new SplittableRandom(seed);
            double zeros = random.nextInt(3) * 0.45;
            aOffset = random.nextInt(5);
            bOffset = random.nextInt(5);
            cOffset = random.nextInt(5);
            aStride = k + random.nextInt(3);
            bStride = n + random.nextInt(3);
            cStride = n + random.nextInt(3);
            a = values(aOffset + m * aStride, zeros, random);
            zeroBlocks(m, k, random);
            b = values(bOffset + k * bStride, 0.05, random);
            c = values(cOffset + m * cStride, 0.05, random);
            bias = values(3 + n, 0.2, random);
        }

        /** The rows of A in another array, in reverse order and at distances that differ, as a batch lies in a data set; before them {@code first} others. */
        Rows spread(int first) {
            int distance = k + 2;
            double[] values = new double[m == 0 ? 0 : (m - 1) * distance + k]; // ends with the last row's last element
            Arrays.fill(values, Double.NaN);
            Rows rows = new Rows(first + m);
            rows.lieIn(values);
            int[] starts = rows.starts();
            for (int i = 0; i < m; i++) {
                starts[first + i] = (m - 1 - i) * distance + (i == 0 ? 0 : i % 3);
                System.arraycopy(a, aOffset + i * aStride, values, starts[first + i], k);
            }
            return rows;
        }

        /**
         * Makes terms zero for blocks of rows, as in images: tiles of rows, or of columns, lose some of their terms, or all. Some
         * parts have many zeros and others none.
         */
        private void zeroBlocks(int m, int k, SplittableRandom random) {
            int height = random.nextInt(1, 20);
            double share = random.nextInt(3) * 0.45;
            for (int i = 0; i < m; i += height) {
                if (random.nextInt(4) == 0) {
                    share = random.nextInt(3) * 0.45;
                }
                for (int p = 0; p < k; p++) {
                    boolean zero = random.nextDouble() < share;
                    for (int r = i; zero && r < Math.min(m, i + height); r++) {
                        a[aOffset + r * aStride + p] = 0.0;
                    }
                }
            }
        }

        private static double[] values(int length, double zeros, SplittableRandom random) {
            double[] values = new double[length];
            for (int i = 0; i < length; i++) {
                double sign = random.nextBoolean() ? 1 : -1;
                double kind = random.nextDouble();
                if (kind < zeros) {
                    values[i] = sign * 0.0;
                } else if (kind > 0.97) {
                    values[i] = sign * Double.MIN_VALUE * random.nextInt(1, 1 << 20);
                } else if (kind > 0.94) {
                    values[i] = sign * random.nextDouble() * 0x1p-530;
                } else {
                    values[i] = sign * random.nextDouble();
                }
            }
            return values;
        }
    }
}
