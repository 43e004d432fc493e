package dev.linnet.benchmarks;

import dev.linnet.Mlp;
import dev.linnet.Predictor;
import dev.linnet.layer.Layer;
import dev.linnet.layer.Linear;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** Predicting one row, and a batch of 1,000. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {Kernel.MODULE, Kernel.VECTOR})
public class PredictionBenchmark {
    private static final int ROWS = 1_000;
    private static final int FEW = 5;

    /** Which of the {@link Nets}. */
    @Param({"A", "B", "C", "D"})
    public String net;

    /** Which of the {@link MadeDigits}. */
    @Param({"sparse", "dense"})
    public String inputs;

    private Predictor single;
    private Predictor many;
    private double[] batch;
    private double[] batchLogits;
    private double[][] rows;
    private double[] rowLogits;
    private int next;

    /** Makes rows and predictors, and checks both ways of predicting against plain loops. */
    @Setup
    public void prepare() {
        Mlp model = Nets.build(net);
        single = model.predictor();
        many = model.predictor(64);
        batch = new double[ROWS * MadeDigits.PIXELS];
        int[] numbers = new int[ROWS];
        Arrays.setAll(numbers, i -> i);
        MadeDigits.of(inputs, ROWS).read(numbers, 0, ROWS, batch, null);
        rows = new double[ROWS][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(batch, i * MadeDigits.PIXELS, (i + 1) * MadeDigits.PIXELS));
        batchLogits = new double[ROWS * MadeDigits.CLASSES];
        rowLogits = new double[MadeDigits.CLASSES];
        thousandRows();
        double[] parameters = model.parameters();
        for (int i = 0; i < ROWS; i += 7) {
            next = i;
            double[] expected = logits(model.layers(), parameters, rows[i]);
            int from = i * MadeDigits.CLASSES;
            boolean same = Arrays.equals(expected, oneRow())
                    && Arrays.equals(expected, Arrays.copyOfRange(batchLogits, from, from + MadeDigits.CLASSES));
            if (!same) {
                throw new IllegalStateException("row " + i + " has the logits " + Arrays.toString(rowLogits)
                        + ", expected " + Arrays.toString(expected));
            }
        }
    }

    /** Predicts the next row. */
    @Benchmark
    public double[] oneRow() {
        single.logits(rows[next], rowLogits);
        next = (next + 1) % ROWS;
        return rowLogits;
    }

    /** Predicts the first five rows. */
    @Benchmark
    public double[] fiveRows() {
        many.logits(batch, batchLogits, FEW);
        return batchLogits;
    }

    /** Predicts all rows. */
    @Benchmark
    public double[] thousandRows() {
        many.logits(batch, batchLogits, ROWS);
        return batchLogits;
    }

    private static double[] logits(List<Layer> layers, double[] parameters, double[] row) {
        double[] x = row;
        int weight = 0;
        for (Layer layer : layers) {
            if (layer instanceof Linear linear) {
                int in = linear.inputs();
                int out = linear.outputs();
                double[] y = Arrays.copyOfRange(parameters, weight + in * out, weight + in * out + out);
                for (int j = 0; j < out; j++) {
                    for (int i = 0; i < in; i++) {
                        y[j] = Math.fma(x[i], parameters[weight + i * out + j], y[j]);
                    }
                }
                weight += (in + 1) * out;
                x = y;
            } else {
                x = Arrays.stream(x).map(v -> Math.max(v, 0.0)).toArray();
            }
        }
        return x;
    }
}
