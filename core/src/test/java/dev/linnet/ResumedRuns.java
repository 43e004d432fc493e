package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.internal.train.Trainer;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Clipping;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Plateau;
import dev.linnet.optim.Schedule;
import dev.linnet.training.Checkpoints;
import dev.linnet.training.EarlyStopping;
import dev.linnet.training.Epoch;
import dev.linnet.training.Training;
import dev.linnet.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Small runs that have, between them, every kind of state that a checkpoint must hold. */
final class ResumedRuns {
    private static final int CLASSES = 5;

    private ResumedRuns() {}

    /** A network, what it learns, and how. */
    record Setup(MlpBuilder network, Dataset data, Training training) {
        /** Trains on exactly so many threads. */
        Fit fit(UnaryOperator<Training> change, int threads) {
            Trainer.Result result = Trainer.fit(network.build().state(), data, change.apply(training), threads);
            return new Fit(new Mlp(result.state()), result.history());
        }

        /** Trains without a break. */
        Fit fit() {
            return fit(training -> training, 1);
        }

        /**
         * Trains in many lives, on one, two and three threads in turn.
         *
         * @param steps in which step of it a life ends, or epoch where there is only one step in each
         */
        Fit fitInManyLives(Checkpoints checkpoints, int steps) {
            for (int life = 1; ; life++) {
                try {
                    Fit fit = fit(
                            training -> training.withCheckpoints(checkpoints).withListener(new Death(steps)),
                            1 + life % 3);
                    assertTrue(life > 4, life + " lives");
                    return fit;
                } catch (Death.Came e) {
                    // the next life
                }
            }
        }
    }

    /** Ends a run in its n-th step, or in its n-th epoch. */
    static final class Death implements TrainingListener {
        private final int last;
        private int steps;
        private int epochs;

        Death(int last) {
            this.last = last;
        }

        @Override
        public void onBatch(int epoch, int batch, int batches, double loss) {
            if (++steps == last) {
                throw new Came();
            }
        }

        @Override
        public void onEpoch(Epoch epoch, int ofEpochs) {
            if (++epochs == last) {
                throw new Came();
            }
        }

        /** What it ends the run with. */
        static final class Came extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }
    }

    /** Runs by what is special about them. */
    static Map<String, Setup> all() {
        Training usual = Training.defaults().withEpochs(3).withBatchSize(32);
        Map<String, Setup> runs = new LinkedHashMap<>();
        for (Optimizer optimizer : new Optimizer[] {
            Optimizer.sgd(0.1),
            Optimizer.momentum(0.05, 0.9),
            Optimizer.nesterov(0.05, 0.9),
            Optimizer.adam(),
            Optimizer.adamW(1e-3, 0.1),
            Optimizer.rmsProp(1e-3),
            Optimizer.adaGrad(0.05)
        }) {
            runs.put(optimizer.toString(), new Setup(plain(), rows(), usual.withOptimizer(optimizer)));
        }
        runs.put(
                "a schedule",
                new Setup(plain(), rows(), usual.withSchedule(Schedule.cosine().withWarmup(1))));
        runs.put("dropout", new Setup(network().dropout(0.4).linear(23, CLASSES), rows(), usual));
        runs.put(
                "batch normalization, a scaler",
                new Setup(
                        Mlp.builder()
                                .standardize()
                                .linear(7, 23)
                                .batchNorm()
                                .relu()
                                .linear(23, CLASSES),
                        rows(),
                        usual));
        runs.put(
                "a residual block",
                new Setup(
                        network()
                                .residual(b -> b.layerNorm().linear(23, 23).gelu())
                                .linear(23, CLASSES),
                        rows(),
                        usual));
        runs.put(
                "a validation and a plateau",
                new Setup(
                        plain(),
                        rows(),
                        usual.withValidation(0.2)
                                .withPlateau(Plateau.defaults().withPatience(0).withMinDelta(0.5))));
        runs.put(
                "early stopping",
                new Setup(
                        plain(),
                        rows(),
                        usual.withEpochs(9)
                                .withLearningRate(0.3)
                                .withValidation(0.2)
                                .withEarlyStopping(
                                        EarlyStopping.defaults().withPatience(2).withMinDelta(0))));
        runs.put(
                "a metric that is watched, and metrics of the training rows",
                new Setup(
                        plain(),
                        rows(),
                        usual.withEpochs(9)
                                .withLearningRate(0.3)
                                .withValidation(0.2)
                                .withMetrics("macro f1", "log loss")
                                .withTrainingMetrics()
                                .withEarlyStopping(
                                        EarlyStopping.defaults().withPatience(2).withMetric("macro recall"))));
        runs.put("averaging", new Setup(plain(), rows(), usual.withAveraging(0.9)));
        runs.put(
                "accumulation",
                new Setup(plain(), rows(), usual.withBatchSize(8).withAccumulation(3)));
        runs.put("augmentation", new Setup(plain(), augmented(), usual));
        runs.put("class weights", new Setup(plain(), rows(), usual.withBalancedClasses()));
        runs.put(
                "penalties, clipping, a frozen layer",
                new Setup(
                        plain(),
                        rows(),
                        usual.withL1(1e-4)
                                .withL2(1e-3)
                                .withClipping(Clipping.byNorm(0.5))
                                .withMaxNorm(1.5)
                                .withFrozenLayers(0)));
        runs.put(
                "real targets",
                new Setup(
                        Mlp.builder().linear(7, 23).tanh().linear(23, 2),
                        Dataset.of(GoldenRun.features(7, 1.0), 7, GoldenRun.features(2, 1.0), 2),
                        usual.withLoss(Loss.huber(0.1))));
        runs.put(
                "L-BFGS",
                new Setup(
                        plain(),
                        rows(),
                        usual.withEpochs(6).withOptimizer(Optimizer.lbfgs()).withL2(1e-3)));
        runs.put(
                "L-BFGS with early stopping",
                new Setup(
                        plain(),
                        rows(),
                        usual.withEpochs(30)
                                .withOptimizer(Optimizer.lbfgs())
                                .withValidation(0.3)
                                .withMetrics("macro f1")
                                .withEarlyStopping(EarlyStopping.defaults().withPatience(5))));
        runs.put("all at once", everything(3));
        return runs;
    }

    /** Everything that a run can have that goes together. */
    static Setup everything(int epochs) {
        return new Setup(
                Mlp.builder()
                        .standardize()
                        .linear(7, 23)
                        .batchNorm()
                        .relu()
                        .dropout(0.3)
                        .residual(b -> b.layerNorm().linear(23, 23).gelu())
                        .linear(23, CLASSES),
                augmented(),
                Training.defaults()
                        .withEpochs(epochs)
                        .withBatchSize(16)
                        .withAccumulation(2)
                        .withOptimizer(Optimizer.adamW(3e-3, 0.02))
                        .withSchedule(Schedule.cosine().withWarmup(1))
                        .withAveraging(0.9)
                        .withClipping(Clipping.byNorm(1))
                        .withBalancedClasses()
                        .withValidation(0.2)
                        .withPlateau(Plateau.defaults().withPatience(0).withMinDelta(0.02))
                        .withEarlyStopping(EarlyStopping.defaults().withPatience(epochs / 2)));
    }

    /** The bytes of a model's file. */
    static byte[] bytes(Mlp model) throws IOException {
        Path file = Files.createTempFile("resumed", ".safetensors");
        try {
            model.save(file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    private static MlpBuilder network() {
        return Mlp.builder().linear(7, 23).relu();
    }

    private static MlpBuilder plain() {
        return network().linear(23, CLASSES);
    }

    static Dataset rows() {
        return Dataset.of(GoldenRun.features(7, 1.0), 7, GoldenRun.labels(), Labels.numbered(CLASSES));
    }

    private static Dataset augmented() {
        return rows().augmented((values, from, to, random) -> {
            for (int i = from; i < to; i++) {
                values[i] += 0.05 * random.uniform();
            }
        });
    }
}
