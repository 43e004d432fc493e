package dev.linnet;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.internal.train.Trainer;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Schedule;
import dev.linnet.training.EarlyStopping;
import dev.linnet.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Short training runs whose saved models have one SHA-256 everywhere: any JDK, kernel, lane width and number of threads.
 *
 * <p>Started with a number of threads it prints that value, so that a test can ask other virtual machines.
 */
public final class GoldenRun {
    private static final int ROWS = 203; // the last batch is short
    private static final int CLASSES = 5;

    private GoldenRun() {}

    /** Prints the hash of the models that are trained on {@code args[0]} threads. */
    public static void main(String[] args) throws IOException {
        System.out.println(sha256(Integer.parseInt(args[0])));
    }

    /** The hash of all models, trained on {@code threads} threads and saved. */
    static String sha256(int threads) throws IOException {
        return sha256(dense(threads), sparse(threads), regression(threads), binary(threads));
    }

    /** The hash of the files of {@code models}. */
    static String sha256(Mlp... models) throws IOException {
        MessageDigest digest = digest();
        Path file = Files.createTempFile("golden", ".safetensors");
        try {
            for (Mlp model : models) {
                model.save(file);
                digest.update(Files.readAllBytes(file));
            }
        } finally {
            Files.delete(file);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Dense inputs of odd widths, standardized, smooth activations, a validation and early stopping. */
    private static Mlp dense(int threads) {
        MlpBuilder builder = Mlp.builder()
                .standardize()
                .linear(37, 67)
                .gelu()
                .linear(67, 31)
                .tanh()
                .linear(31, 19)
                .silu()
                .linear(19, CLASSES);
        Training training = Training.defaults()
                .withEpochs(6)
                .withBatchSize(32)
                .withOptimizer(Optimizer.adamW(3e-3, 0.02))
                .withSchedule(Schedule.cosine().withWarmup(1))
                .withValidation(0.2)
                .withEarlyStopping(EarlyStopping.defaults().withPatience(2));
        return fit(builder, Dataset.of(features(37, 1.0), 37, labels(), Labels.numbered(CLASSES)), training, threads);
    }

    /** Bytes, four fifths of them zero, through ReLU. */
    private static Mlp sparse(int threads) {
        byte[] pixels = new byte[ROWS * 150];
        for (int i = 0; i < pixels.length; i++) {
            int draw = mixed(i);
            pixels[i] = (byte) (draw % 5 == 0 ? draw >>> 8 : 0);
        }
        Dataset data = Dataset.ofBytes(pixels, 150, v -> v / 255.0, labels(), Labels.numbered(CLASSES));
        MlpBuilder builder = Mlp.builder()
                .linear(150, 130)
                .relu()
                .linear(130, 10)
                .leakyRelu()
                .linear(10, CLASSES);
        return fit(builder, data, Training.defaults().withEpochs(3), threads);
    }

    /** Several real targets, weighted rows, momentum. */
    private static Mlp regression(int threads) {
        double[] weights = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            weights[i] = 1 + i % 3;
        }
        Dataset data = Dataset.of(features(9, 0.3), 9, features(3, 0.1), 3).withWeights(weights);
        MlpBuilder builder =
                Mlp.builder().linear(9, 23).softplus().linear(23, 11).elu().linear(11, 3);
        Training training =
                Training.defaults().withEpochs(4).withBatchSize(17).withOptimizer(Optimizer.nesterov(0.01, 0.9));
        return fit(builder, data, training, threads);
    }

    /** One output and two classes. */
    private static Mlp binary(int threads) {
        int[] labels = labels();
        for (int i = 0; i < labels.length; i++) {
            labels[i] &= 1;
        }
        MlpBuilder builder = Mlp.builder().linear(13, 7).sigmoid().linear(7, 1);
        Dataset data = Dataset.of(features(13, 2.0), 13, labels, Labels.of("no", "yes"));
        return fit(builder, data, Training.defaults().withEpochs(2).withBatchSize(1), threads);
    }

    /** Layers of so many weights that several threads share out their inputs or outputs, one of them in a block, and a narrow one. */
    static Mlp wide(int threads) {
        MlpBuilder builder = Mlp.builder()
                .linear(60, 1100)
                .batchNorm()
                .relu()
                .dropout(0.2)
                .linear(1100, 75)
                .residual(b -> b.linear(75, 900).tanh().linear(900, 75))
                .linear(75, CLASSES);
        Dataset data = Dataset.of(features(60, 1.0), 60, labels(), Labels.numbered(CLASSES));
        return fit(builder, data, Training.defaults().withEpochs(2).withValidation(0.2), threads);
    }

    /** Trains on exactly so many threads, more than help on data as few as these. */
    static Mlp fit(MlpBuilder builder, Dataset data, Training training, int threads) {
        return new Mlp(
                Trainer.fit(builder.build().state(), data, training, threads).state());
    }

    static double[] features(int columns, double scale) {
        double[] values = new double[ROWS * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * (mixed(i + columns) / (double) Integer.MAX_VALUE - 0.5);
        }
        return values;
    }

    static int[] labels() {
        int[] labels = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            labels[i] = i < CLASSES ? i : mixed(i) % CLASSES;
        }
        return labels;
    }

    /** A number from 0 that has nothing to do with the library's own random numbers (the finaliser of MurmurHash3). */
    private static int mixed(int i) {
        int h = (i + 1) * 0x9E3779B9;
        h ^= h >>> 16;
        h *= 0x85EBCA6B;
        h ^= h >>> 13;
        h *= 0xC2B2AE35;
        h ^= h >>> 16;
        return h & Integer.MAX_VALUE;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
