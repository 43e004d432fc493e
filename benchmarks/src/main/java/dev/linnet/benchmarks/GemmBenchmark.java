package dev.linnet.benchmarks;

import dev.linnet.internal.math.MatrixProduct;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The matrix product C = A · B in the shapes that nets A and C need, and in two square ones; floating point operations a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {Kernel.MODULE, Kernel.VECTOR})
public class GemmBenchmark {
    /** Rows of C x terms of each sum x columns of C; {@code tA} and {@code tB}: that factor is stored as its transpose. */
    @Param({
        "64x784x128",
        "64x128x128",
        "128x784x512",
        "64x512x512",
        "784x64x128tA",
        "64x512x512tB",
        "512x512x512",
        "1024x1024x1024"
    })
    public String shape;

    private final MatrixProduct product = new MatrixProduct();
    private int m;
    private int k;
    private int n;
    private double[] a;
    private double[] b;
    private double[] c;

    /** Counts the floating point operations. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Flops {
        /** A multiplication and an addition for every term. */
        public double flops;
    }

    /** Draws the factors, and compares a product with plain loops. */
    @Setup
    public void prepare() {
        int[] sizes = Arrays.stream(shape.replaceAll("t[AB]", "").split("x", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        m = sizes[0];
        k = sizes[1];
        n = sizes[2];
        Random random = new Random(1);
        a = random.doubles((long) m * k, -1.0, 1.0).toArray();
        b = random.doubles((long) k * n, -1.0, 1.0).toArray();
        c = new double[m * n];
        run();
        for (int at = 0; at < m * n; at += 97) {
            if (c[at] != element(at / n, at % n)) {
                throw new IllegalStateException("element " + at + " is " + c[at]);
            }
        }
    }

    /** Multiplies. */
    @Benchmark
    public double[] multiply(Flops counter) {
        run();
        counter.flops += 2.0 * m * k * n;
        return c;
    }

    private void run() {
        if (shape.endsWith("tA")) {
            product.multiplyTransposedA(m, n, k, a, b, c);
        } else if (shape.endsWith("tB")) {
            product.multiplyTransposedB(m, n, k, a, b, c);
        } else {
            product.multiply(m, n, k, a, b, c);
        }
    }

    private double element(int i, int j) {
        double sum = 0.0;
        for (int p = 0; p < k; p++) {
            double left = shape.endsWith("tA") ? a[p * m + i] : a[i * k + p];
            double right = shape.endsWith("tB") ? b[j * k + p] : b[p * n + j];
            sum = Math.fma(left, right, sum);
        }
        return sum;
    }
}
