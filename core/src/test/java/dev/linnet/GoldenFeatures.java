package dev.linnet;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.optim.Clipping;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Plateau;
import dev.linnet.optim.Schedule;
import dev.linnet.training.Training;
import java.io.IOException;

/**
 * What {@link GoldenRun} leaves out: layers that draw, look at the batch or branch, and steps that gather, penalize, clip
 * and average.
 */
final class GoldenFeatures {
    private static final int CLASSES = 5;

    private GoldenFeatures() {}

    /** Prints the hash of the models that are trained on {@code args[0]} threads. */
    public static void main(String[] args) throws IOException {
        System.out.println(sha256(Integer.parseInt(args[0])));
    }

    /** The hash of all models, trained on {@code threads} threads and saved. */
    static String sha256(int threads) throws IOException {
        return GoldenRun.sha256(normalized(threads), residual(threads), shaped(threads));
    }

    private static Dataset data(int columns) {
        return Dataset.of(GoldenRun.features(columns, 1.0), columns, GoldenRun.labels(), Labels.numbered(CLASSES));
    }

    /** Batch normalization and dropout, on rows that are augmented anew in every epoch. */
    private static Mlp normalized(int threads) {
        MlpBuilder builder = Mlp.builder()
                .linear(29, 71)
                .batchNorm()
                .relu()
                .dropout(0.3)
                .linear(71, 17)
                .batchNorm()
                .tanh()
                .linear(17, CLASSES);
        Dataset augmented = data(29).augmented((values, from, to, random) -> {
            for (int i = from; i < to; i++) {
                values[i] += 0.05 * random.uniform();
            }
        });
        Training training = Training.defaults().withEpochs(4).withBatchSize(48).withValidation(0.2);
        return GoldenRun.fit(builder, augmented, training, threads);
    }

    /** Residual blocks, layer normalization, several batches a step, RMSProp, averaged weights. */
    private static Mlp residual(int threads) {
        MlpBuilder builder = Mlp.builder()
                .linear(13, 37)
                .residual(b -> b.layerNorm().linear(37, 19).gelu().dropout(0.1).linear(19, 37))
                .layerNorm()
                .linear(37, CLASSES);
        Training training = Training.defaults()
                .withEpochs(4)
                .withBatchSize(21)
                .withAccumulation(3)
                .withAveraging(0.9)
                .withOptimizer(Optimizer.rmsProp(3e-3))
                .withSchedule(Schedule.oneCycle());
        return GoldenRun.fit(builder, data(13), training, threads);
    }

    /** Penalties, clipping by norm over several blocks of a sum, limited norms, a frozen layer, AdaGrad. */
    private static Mlp shaped(int threads) {
        MlpBuilder builder = Mlp.builder()
                .linear(41, 131)
                .silu()
                .linear(131, CLASSES)
                .sigmoid()
                .linear(CLASSES, CLASSES);
        Training training = Training.defaults()
                .withEpochs(4)
                .withL1(1e-4)
                .withL2(1e-3)
                .withClipping(Clipping.byNorm(0.5))
                .withMaxNorm(1.5)
                .withFrozenLayers(2)
                .withPlateau(Plateau.defaults().withPatience(0).withMinDelta(0.1))
                .withOptimizer(Optimizer.adaGrad(0.05));
        return GoldenRun.fit(builder, data(41), training, threads);
    }
}
