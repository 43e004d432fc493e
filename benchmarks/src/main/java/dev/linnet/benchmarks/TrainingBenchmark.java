package dev.linnet.benchmarks;

import dev.linnet.Mlp;
import dev.linnet.data.Dataset;
import dev.linnet.training.Training;
import java.util.concurrent.TimeUnit;
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

/** One training step: a batch of 64 rows, forward, back, and Adam. A fit of 200 steps is what is run. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {Kernel.MODULE, Kernel.VECTOR})
public class TrainingBenchmark {
    private static final int STEPS = 200;

    /** Which of the {@link Nets}. */
    @Param({"A", "B", "C", "D"})
    public String net;

    /** Which of the {@link MadeDigits}. */
    @Param({"sparse", "dense"})
    public String inputs;

    /** Number of threads. */
    @Param({"1", "2"})
    public int threads;

    private Mlp initial;
    private Dataset data;
    private Training training;

    /** Makes the data, and checks that a fit learns them. */
    @Setup
    public void prepare() {
        initial = Nets.build(net);
        data = MadeDigits.of(inputs, STEPS * Training.DEFAULT_BATCH_SIZE);
        training = Training.defaults().withEpochs(1).withThreads(threads);
        double accuracy = step().evaluate(data).accuracy();
        if (accuracy < 0.9) {
            throw new IllegalStateException("after " + STEPS + " steps the accuracy is " + accuracy);
        }
    }

    /** Trains for an epoch of 200 batches. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public Mlp step() {
        return initial.fit(data, training).model();
    }
}
