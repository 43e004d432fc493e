package dev.linnet.benchmarks;

import dev.linnet.Mlp;
import dev.linnet.Predictor;
import dev.linnet.data.Dataset;
import dev.linnet.internal.kernel.KernelProvider;
import dev.linnet.training.Training;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Linnet's side of the comparison with other libraries, which {@code benchmarks/peers/run} conducts.
 *
 * <p>It reads one request a line, does and times the work, and answers in one line. So a round of each library can
 * alternate with a round of the next, each in a warm process of its own. {@code benchmarks/peers/README.md} lists the
 * requests.
 */
public final class PeerRun {
    private static final double WARM_UP_SECONDS = 2.0;
    private static final double MOST_WARM_UP_SECONDS = 60.0;

    /** A part of the warm-up, where that is not done in whole runs. */
    private static final double WARM_UP_STEP = 0.1;

    private static final int OUTPUTS = 10;

    private final PeerData data;
    private final Map<String, Mlp> models = new HashMap<>();
    private final Map<String, PeerProduct> products = new HashMap<>();
    private final Set<String> warm = new HashSet<>();

    private PeerRun(PeerData data) {
        this.data = data;
    }

    /**
     * Answers the request that follows the two directories, or if none does, all that arrive on the standard input.
     *
     * @param args the directory of MNIST, that of the standardized rows, and perhaps a request
     */
    public static void main(String[] args) throws IOException {
        PeerRun run = new PeerRun(new PeerData(Path.of(args[0]), Path.of(args[1])));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (args.length > 2) {
            out.println(run.answer(Arrays.copyOfRange(args, 2, args.length)));
            return;
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(run.answer(line.split(" ", -1)));
        }
    }

    private String answer(String... request) throws IOException {
        return switch (request[0]) {
            case "version" ->
                "JDK " + Runtime.version() + ", kernel: "
                        + KernelProvider.chosen().name();
            case "gemm" -> gemm(request);
            case "train" -> train(request[1], request[2], Integer.parseInt(request[3]), Integer.parseInt(request[4]));
            case "pair" -> pair(request[1], request[2], Integer.parseInt(request[3]), Integer.parseInt(request[4]));
            case "save" -> save(request[1], request[2], Path.of(request[3]));
            case "load" -> load(request[1], request[2], Path.of(request[3]));
            case "row" -> row(request[1], request[2], Double.parseDouble(request[3]));
            case "batch" -> batch(request[1], request[2], Double.parseDouble(request[3]));
            case "epoch" -> epoch(request[1], Integer.parseInt(request[2]));
            default -> throw new IllegalArgumentException("unknown request " + String.join(" ", request));
        };
    }

    /** Whether the warm-up has lasted long enough, and the kernels that are to be measured run. */
    private static boolean isWarm(long start) {
        double seconds = (PeerClock.nanos() - start) * 1e-9;
        boolean run = KernelProvider.kernels() == KernelProvider.chosen();
        if (!run && seconds > MOST_WARM_UP_SECONDS) {
            throw new IllegalStateException("not compiled after " + seconds + " s: "
                    + KernelProvider.chosen().name());
        }
        return run && seconds > WARM_UP_SECONDS;
    }

    /** {@code gemm m k n form threads seconds}: GFLOP/s. */
    private String gemm(String... request) {
        String key = String.join(" ", Arrays.copyOf(request, 6));
        double seconds = Double.parseDouble(request[6]);
        PeerProduct product = products.get(key);
        if (product == null) {
            product = new PeerProduct(
                    Integer.parseInt(request[1]),
                    Integer.parseInt(request[2]),
                    Integer.parseInt(request[3]),
                    request[4],
                    Integer.parseInt(request[5]));
            products.put(key, product);
            long start = PeerClock.nanos();
            do {
                product.gigaflops(WARM_UP_STEP);
            } while (!isWarm(start));
            product.check();
        }
        return String.valueOf(product.gigaflops(seconds));
    }

    /** {@code train net set threads rows}: samples a second, and the accuracy that they brought. */
    private String train(String net, String set, int threads, int rows) throws IOException {
        if (warm.add("train " + net + set + threads)) {
            long start = PeerClock.nanos();
            do {
                fit(net, set, threads, rows);
            } while (!isWarm(start));
        }
        return fit(net, set, threads, rows);
    }

    /** {@code pair net set threads rows}: samples a second of two runs at once together, each on so many threads. */
    private String pair(String net, String set, int threads, int rows) throws IOException {
        train(net, set, threads, rows); // reads the data, and warms up
        CompletableFuture<?>[] runs = new CompletableFuture<?>[2];
        ExecutorService executor = Executors.newFixedThreadPool(runs.length);
        long start = PeerClock.nanos();
        for (int i = 0; i < runs.length; i++) {
            runs[i] = CompletableFuture.runAsync(() -> fitUnchecked(net, set, threads, rows), executor);
        }
        CompletableFuture.allOf(runs).join();
        double seconds = (PeerClock.nanos() - start) * 1e-9;
        executor.shutdown();
        return String.valueOf(runs.length * rows / seconds);
    }

    private void fitUnchecked(String net, String set, int threads, int rows) {
        try {
            fit(net, set, threads, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trains the net from its initial weights on so many random rows, each once. */
    private String fit(String net, String set, int threads, int rows) throws IOException {
        Dataset part = data.train(set).shuffled(threads).range(0, rows);
        Mlp initial = Nets.build(net);
        Training training = Training.defaults().withEpochs(1).withThreads(threads);
        long start = PeerClock.nanos();
        Mlp model = initial.fit(part, training).model();
        double seconds = (PeerClock.nanos() - start) * 1e-9;
        return rows / seconds + " " + model.evaluate(data.test(set)).accuracy();
    }

    /** {@code save net set file}: trains for an epoch and saves, so that all predict with the same weights. */
    private String save(String net, String set, Path file) throws IOException {
        Training training = Training.defaults().withEpochs(1);
        Nets.build(net).fit(data.train(set), training).model().save(file);
        return "saved";
    }

    /** {@code load net set file}: loads the weights that later requests predict with. */
    private String load(String net, String set, Path file) throws IOException {
        models.put(net + set, Mlp.load(file));
        return "loaded";
    }

    /** {@code row net set seconds}: median microseconds of one row's logits, and the sum of all their magnitudes. */
    private String row(String net, String set, double seconds) throws IOException {
        Predictor predictor = models.get(net + set).predictor();
        double[][] rows = data.testRows(set);
        double[] logits = new double[OUTPUTS];
        if (warm.add("row " + net + set)) {
            long start = PeerClock.nanos();
            do {
                medianMicros(predictor, rows, logits, WARM_UP_STEP);
            } while (!isWarm(start));
        }
        double micros = medianMicros(predictor, rows, logits, seconds);
        double sum = 0.0;
        for (double[] row : rows) {
            predictor.logits(row, logits);
            sum += sumOfMagnitudes(logits);
        }
        return micros + " " + sum;
    }

    private static double medianMicros(Predictor predictor, double[][] rows, double[] logits, double seconds) {
        return 1e-3 * PeerClock.medianNanos(number -> predictor.logits(rows[number % rows.length], logits), seconds);
    }

    /** {@code batch net set seconds}: rows a second in batches of 1,000, and the sum of their logits' magnitudes. */
    private String batch(String net, String set, double seconds) throws IOException {
        double[] rows = data.testBatch(set);
        double[] logits = new double[PeerData.TEST_ROWS * OUTPUTS];
        Predictor predictor = models.get(net + set).predictor(64);
        if (warm.add("batch " + net + set)) {
            long start = PeerClock.nanos();
            do {
                rowsPerSecond(predictor, rows, logits, WARM_UP_STEP);
            } while (!isWarm(start));
        }
        return rowsPerSecond(predictor, rows, logits, seconds) + " " + sumOfMagnitudes(logits);
    }

    private static double rowsPerSecond(Predictor predictor, double[] rows, double[] logits, double seconds) {
        return PeerData.TEST_ROWS
                * 1e9
                / PeerClock.medianNanos(call -> predictor.logits(rows, logits, PeerData.TEST_ROWS), seconds);
    }

    /** {@code epoch net threads}: the loss of the first epoch on MNIST; start of the process to its end is what counts. */
    private String epoch(String net, int threads) throws IOException {
        Training training = Training.defaults().withEpochs(1).withThreads(threads);
        return ""
                + Nets.build(net)
                        .fit(data.train("mnist"), training)
                        .history()
                        .last()
                        .loss();
    }

    private static double sumOfMagnitudes(double[] values) {
        return Arrays.stream(values).map(Math::abs).sum();
    }
}
