package dev.linnet.examples;

import dev.linnet.Mlp;
import dev.linnet.Predictor;
import dev.linnet.data.Dataset;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers many requests at once with one model: a predictor for each thread, and no lock anywhere. */
@Command(
        name = "ServePredictions",
        description = {
            "Lets several threads read digits with one model at the same time, as a server would, and tells how many they"
                    + " read in a second and how long one takes.%n",
            "The answers are compared with those of a single thread: they are the same to the last bit.%n"
        })
public final class ServePredictions extends Example {
    @Mixin
    private ModelSource source;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "4",
            description = "How many threads answer requests (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--requests",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "20000",
            description = "How many requests each of them answers (default: ${DEFAULT-VALUE}).")
    private int requests;

    public static void main(String[] args) {
        launch(new ServePredictions(), args);
    }

    @Override
    void run(PrintStream out) throws IOException {
        DigitModel model = source.load();
        double[][] digits = digits(model);
        double[][] expected = model.network().predict(digits); // one thread, all rows at once

        long start = System.nanoTime();
        List<Answers> all = serve(model.network(), digits, expected);
        double seconds = (System.nanoTime() - start) / 1e9;

        long[] nanos = all.stream()
                .flatMapToLong(answers -> Arrays.stream(answers.nanos))
                .sorted()
                .toArray();
        long different = all.stream().mapToLong(Answers::different).sum();
        out.printf(
                Locale.ROOT,
                "%d threads, %,d requests: %,.0f a second; half within %,.0f microseconds, 99 of 100 within %,.0f%n",
                threads,
                nanos.length,
                nanos.length / seconds,
                nanos[nanos.length / 2] / 1e3,
                nanos[(int) (nanos.length * 99L / 100)] / 1e3);
        out.printf("answers that differ from those of a single thread: %d%n", different);
    }

    private List<Answers> serve(Mlp model, double[][] digits, double[][] expected) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Answers>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread * 31;
                running.add(pool.submit(() -> answer(model, digits, expected, first)));
            }
            List<Answers> all = new ArrayList<>();
            for (Future<Answers> one : running) {
                all.add(one.get());
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            pool.shutdownNow();
        }
    }

    /** What one thread does: it owns a predictor and an array for answers, and allocates nothing for a request. */
    private Answers answer(Mlp model, double[][] digits, double[][] expected, int first) {
        Predictor predictor = model.predictor();
        double[] probabilities = new double[model.outputs()];
        long[] nanos = new long[requests];
        int different = 0;
        for (int i = 0; i < requests; i++) {
            int digit = (first + i) % digits.length;
            long start = System.nanoTime();
            predictor.predict(digits[digit], probabilities);
            nanos[i] = System.nanoTime() - start;
            different += Arrays.equals(probabilities, expected[digit]) ? 0 : 1;
        }
        return new Answers(nanos, different);
    }

    /** How long each request took, and how many answers were not as expected. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Answers(long[] nanos, int different) {}

    private static double[][] digits(DigitModel model) throws IOException {
        Dataset test = model.prepared(MnistSource.bundled().test().range(0, 500));
        double[][] digits = new double[test.size()][test.features()];
        for (int row = 0; row < digits.length; row++) {
            test.read(new int[] {row}, 0, 1, digits[row], null);
        }
        return digits;
    }
}
