package dev.linnet.benchmarks;

import dev.linnet.internal.math.ByteTable;
import dev.linnet.internal.math.Elementwise;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Element-wise functions, per element of an array that stays in the first cache; other lanes by {@code -jvmArgsAppend
 * -XX:MaxVectorSize=32}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {Kernel.MODULE, Kernel.VECTOR})
public class ElementwiseBenchmark {
    private static final int N = 1024;

    /** Pixels: a byte is so many 255ths; the first is 1. */
    private static final byte[] BYTES = new byte[N];

    private static final ByteTable PIXELS =
            new ByteTable(IntStream.range(0, 256).mapToDouble(v -> v / 255.0).toArray());

    /** Bytes that are looked up, because they stand for no quotients. */
    private static final ByteTable OTHERS = new ByteTable(
            IntStream.range(0, 256).mapToDouble(v -> v / 127.5 - 1.0).toArray());

    /** What the benchmark runs, and f(1) of it. */
    private static final Map<String, Case> CASES = Map.ofEntries(
            Map.entry("pixels", new Case((x, dY, out) -> PIXELS.translate(BYTES, 0, out, 0, N), 1.0)),
            Map.entry("bytesLookedUp", new Case((x, dY, out) -> OTHERS.translate(BYTES, 0, out, 0, N), 1.0)),
            Map.entry("exp", new Case((x, dY, out) -> Elementwise.exp(x, out, 0, N), 2.718281828459045)),
            Map.entry("relu", new Case((x, dY, out) -> Elementwise.relu(x, out, 0, N), 1.0)),
            Map.entry("reluGradient", new Case((x, dY, out) -> Elementwise.reluGradient(x, dY, out, 0, N), 1.0)),
            Map.entry("elu", new Case((x, dY, out) -> Elementwise.elu(1.0, 1.0, x, out, 0, N), 1.0)),
            Map.entry("gelu", new Case((x, dY, out) -> Elementwise.gelu(x, out, 0, N), 0.8413447460685429)),
            Map.entry(
                    "geluGradient",
                    new Case((x, dY, out) -> Elementwise.geluGradient(x, dY, out, 0, N), 1.0833154705876864)),
            Map.entry("silu", new Case((x, dY, out) -> Elementwise.silu(x, out, 0, N), 0.7310585786300049)),
            Map.entry(
                    "siluGradient",
                    new Case((x, dY, out) -> Elementwise.siluGradient(x, dY, out, 0, N), 0.9276705118714869)),
            Map.entry("sigmoid", new Case((x, dY, out) -> Elementwise.sigmoid(x, out, 0, N), 0.7310585786300049)),
            Map.entry("tanh", new Case((x, dY, out) -> Elementwise.tanh(x, out, 0, N), 0.7615941559557649)),
            Map.entry("softplus", new Case((x, dY, out) -> Elementwise.softplus(x, out, 0, N), 1.3132616875182228)),
            Map.entry(
                    "softplusGradient",
                    new Case((x, dY, out) -> Elementwise.softplusGradient(x, dY, out, 0, N), 0.6321205588285577)));

    /** The function, by its name in {@link Elementwise}, or what bytes stand for. */
    @Param({
        "pixels",
        "bytesLookedUp",
        "exp",
        "relu",
        "reluGradient",
        "elu",
        "gelu",
        "geluGradient",
        "silu",
        "siluGradient",
        "sigmoid",
        "tanh",
        "softplus",
        "softplusGradient"
    })
    public String function;

    private final double[] x = new Random(1).doubles(N, -4.0, 4.0).toArray();
    private final double[] dY = new double[N];
    private final double[] out = new double[N];
    private Case running;

    /** Checks the function at 1. */
    @Setup
    public void prepare() {
        running = CASES.get(function);
        new Random(1).nextBytes(BYTES);
        BYTES[0] = (byte) 255;
        x[0] = 1.0;
        dY[0] = 1.0;
        double value = apply()[0];
        if (Math.abs(value - running.atOne) > 1e-15) {
            throw new IllegalStateException(function + "(1) = " + value + ", expected " + running.atOne);
        }
    }

    /** Applies it to 1024 numbers. */
    @Benchmark
    @OperationsPerInvocation(N)
    public double[] apply() {
        running.loop.apply(x, dY, out);
        return out;
    }

    private interface Loop {
        void apply(double[] x, double[] dY, double[] out);
    }

    private record Case(Loop loop, double atOne) {}
}
