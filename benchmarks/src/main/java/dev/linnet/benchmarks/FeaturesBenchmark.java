package dev.linnet.benchmarks;

import dev.linnet.Mlp;
import dev.linnet.MlpBuilder;
import dev.linnet.data.Augmentation;
import dev.linnet.data.Dataset;
import dev.linnet.mnist.ImageDistortion;
import dev.linnet.mnist.Mnist;
import dev.linnet.training.Training;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

/**
 * What dropout, batch normalization and augmentation add to training: a step of net 784-512-512-10 on a batch of 64 images,
 * on one thread, plain and with each of them.
 *
 * <p>{@code main} measures the same by the processor's clock, in rounds that take all of them in turn, for machines that
 * others use too, and on images of MNIST, as {@link MadeDigits} have no smooth lines: {@code java -cp benchmarks.jar
 * dev.linnet.benchmarks.FeaturesBenchmark DIRECTORY}, where MNIST's four files are.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {Kernel.MODULE, Kernel.VECTOR})
public class FeaturesBenchmark {
    private static final int STEPS = 40;
    private static final int ROWS = STEPS * Training.DEFAULT_BATCH_SIZE;
    private static final int ROUNDS = 21;
    private static final List<String> FEATURES =
            List.of("plain", "dropout", "batchNorm", "affine", "all", "elastic", "allElastic");

    /**
     * Nothing, one of them, or all: dropout of 0.2 and batch normalization in both hidden layers; images shifted, turned,
     * scaled and slanted; elastic distortions on top.
     */
    @Param({"plain", "dropout", "batchNorm", "affine", "all", "elastic", "allElastic"})
    public String features;

    private Mlp initial;
    private Dataset data;
    private Training training;

    /** Makes the net and the images. */
    @Setup
    public void prepare() {
        prepare(MadeDigits.of("sparse", ROWS));
    }

    private void prepare(Dataset images) {
        boolean all = features.startsWith("all");
        boolean elastic = features.equals("elastic") || features.equals("allElastic");
        MlpBuilder builder = Mlp.builder().linear(MadeDigits.PIXELS, 512);
        block(builder, all);
        block(builder.linear(512, 512), all);
        initial = builder.linear(512, MadeDigits.CLASSES).build();
        data = all || elastic || features.equals("affine") ? images.augmented(distortion(elastic)) : images;
        training = Training.defaults().withEpochs(1).withThreads(1);
        double loss = initial.fit(data, training).history().last().loss();
        if (!(loss > 0.0 && loss < 3.0)) {
            throw new IllegalStateException("the loss is " + loss);
        }
    }

    private void block(MlpBuilder builder, boolean all) {
        if (all || features.equals("batchNorm")) {
            builder.batchNorm();
        }
        builder.relu();
        if (all || features.equals("dropout")) {
            builder.dropout(0.2);
        }
    }

    private static Augmentation distortion(boolean elastic) {
        ImageDistortion affine = ImageDistortion.of(28, 28)
                .withShift(1.5)
                .withRotation(12)
                .withScale(0.12)
                .withShear(0.15);
        return elastic ? affine.withElastic(4, 34) : affine;
    }

    /** Trains for an epoch of 40 batches. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public Mlp step() {
        return initial.fit(data, training).model();
    }

    /** Prints the median time of a sample of each, and how that compares to the plain one of the same round. */
    public static void main(String[] args) throws IOException {
        Dataset images = Mnist.load(Path.of(args[0])).train().range(0, ROWS);
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        double[][] micros = new double[FEATURES.size()][ROUNDS];
        List<FeaturesBenchmark> benchmarks = FEATURES.stream()
                .map(name -> {
                    FeaturesBenchmark benchmark = new FeaturesBenchmark();
                    benchmark.features = name;
                    benchmark.prepare(images);
                    return benchmark;
                })
                .toList();
        for (int round = -10; round < ROUNDS; round++) { // the first ones warm up
            for (int i = 0; i < benchmarks.size(); i++) {
                long before = clock.getCurrentThreadCpuTime();
                benchmarks.get(i).step();
                long nanos = clock.getCurrentThreadCpuTime() - before;
                if (round >= 0) {
                    micros[i][round] = nanos / (1e3 * ROWS);
                }
            }
        }
        for (int i = 0; i < benchmarks.size(); i++) {
            double[] times = micros[i];
            double[] ratios = new double[ROUNDS];
            Arrays.setAll(ratios, round -> times[round] / micros[0][round]);
            System.out.printf(
                    Locale.ROOT, "%-10s %6.1f us per sample, %.2f x%n", FEATURES.get(i), median(times), median(ratios));
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
