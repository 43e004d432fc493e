package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.layer.Output;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Clipping;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Plateau;
import dev.linnet.optim.Schedule;
import dev.linnet.training.DivergedException;
import dev.linnet.training.EarlyStopping;
import dev.linnet.training.StopSignal;
import dev.linnet.training.Training;
import dev.linnet.training.TrainingListener;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Learning from a stream, against the loops it stands for. */
class PartialFitTest {
    private static final Labels PETS = Labels.of("cat", "dog", "eel", "fox", "gnu");

    private static Dataset data() {
        return Dataset.of(GoldenRun.features(7, 2.0), 7, GoldenRun.labels(), PETS);
    }

    private static Mlp model() {
        return Mlp.builder()
                .linear(7, 13)
                .gelu()
                .dropout(0.2)
                .residual(b -> b.layerNorm().linear(13, 13).relu())
                .linear(13, 5)
                .softmax()
                .build();
    }

    /** Pieces of uneven sizes. */
    private static List<Dataset> chunks() {
        Dataset data = data();
        return List.of(data.range(0, 40), data.range(40, 41), data.range(41, 131), data.range(131, 203));
    }

    @Test
    @Tag("kernel")
    void itHasTheBitsOfALoopOfGradients() {
        for (Optimizer optimizer : List.of(
                Optimizer.adamW(3e-3, 0.1),
                Optimizer.nesterov(0.01, 0.9),
                Optimizer.rmsProp(0.001),
                Optimizer.sgd(0.1))) {
            Training training = Training.defaults().withOptimizer(optimizer).withBatchSize(32);
            PartialFit fit = model().partialFit(PETS, training);
            Descent descent = Descent.of(model(), optimizer);
            long step = 0;
            for (Dataset chunk : chunks()) {
                fit = fit.partialFit(chunk);
                double lossSum = 0.0;
                for (int from = 0; from < chunk.size(); from += 32) {
                    Dataset batch = chunk.range(from, Math.min(chunk.size(), from + 32));
                    Gradient gradient =
                            descent.model().gradient(batch, Loss.softmaxCrossEntropy(), training.seed(), step++);
                    lossSum += gradient.lossSum();
                    descent = descent.next(gradient);
                }
                assertEquals(lossSum / chunk.size(), fit.loss());
            }
            assertEquals(step, fit.steps());
            assertEquals(203, fit.rows());
            assertArrayEquals(descent.model().parameters(), fit.model().parameters(), optimizer.toString());
        }
    }

    @Test
    @Tag("kernel")
    void aStreamAndItsDataSetsOneByOneAndAnyNumberOfThreadsGiveTheSameBits() {
        Mlp wide = Mlp.builder()
                .standardize()
                .linear(7, 300)
                .batchNorm()
                .relu()
                .dropout(0.1)
                .linear(300, 300)
                .relu()
                .linear(300, 5)
                .build();
        Training training = Training.defaults()
                .withBatchSize(16)
                .withAccumulation(2)
                .withAveraging(0.9)
                .withClipping(Clipping.byNorm(0.5))
                .withMaxNorm(2)
                .withL2(1e-3)
                .withClassWeights(1, 2, 3, 4, 5);
        List<Dataset> noisy = chunks().stream()
                .map(chunk -> chunk.augmented((values, from, to, random) -> values[from] += random.uniform()))
                .toList();
        PartialFit oneByOne = wide.partialFit(PETS, training.withThreads(1));
        for (Dataset chunk : noisy) {
            oneByOne = oneByOne.partialFit(chunk);
        }
        for (int threads : new int[] {1, 2, 3}) {
            PartialFit stream =
                    wide.partialFit(PETS, training.withThreads(threads)).partialFit(noisy.stream());
            assertArrayEquals(oneByOne.model().parameters(), stream.model().parameters());
            assertArrayEquals(
                    oneByOne.model().predict(new double[7]), stream.model().predict(new double[7]));
            assertEquals(oneByOne.steps(), stream.steps());
        }
    }

    @Test
    void aDataSetMayLackClassesAndHaveOthersInAnotherOrder() {
        double[][] x = {{1, 0}, {0, 1}};
        PartialFit start =
                Mlp.builder().linear(2, 3).build().partialFit(Labels.of("ant", "bee", "cow"), Training.defaults());
        PartialFit sorted = start.partialFit(Dataset.of(x, new String[] {"cow", "bee"}));
        PartialFit numbered = start.partialFit(Dataset.of(x, new int[] {2, 1}, Labels.of("ant", "bee", "cow")));
        assertArrayEquals(numbered.model().parameters(), sorted.model().parameters());
        assertEquals(Labels.of("ant", "bee", "cow"), sorted.model().labels().orElseThrow());
        assertEquals(Output.SOFTMAX, sorted.model().output());
        assertMessage(
                "class dog is not among the labels [ant, bee, cow]",
                () -> start.partialFit(Dataset.of(x, new String[] {"dog", "bee"})));
    }

    @Test
    void itLearns() {
        Training training = Training.defaults().withLearningRate(0.01).withBatchSize(10);
        PartialFit fit = Mlp.builder()
                .standardize()
                .linear(7, 16)
                .relu()
                .linear(16, 5)
                .build()
                .partialFit(PETS, training);
        Dataset data = data();
        PartialFit before = fit.partialFit(data);
        PartialFit after = fit.partialFit(Stream.generate(() -> data).limit(60));
        assertTrue(after.loss() < 0.7 * before.loss(), () -> before.loss() + " " + after.loss());
        assertTrue(after.model().evaluate(data).accuracy()
                > before.model().evaluate(data).accuracy());
    }

    @Test
    void regressionsAndModelsThatKnowTheirLabelsNeedNoDeclaration() {
        Dataset values = Dataset.of(new double[][] {{1}, {2}}, new double[] {1, 2});
        PartialFit regression = Mlp.builder().linear(1, 1).build().partialFit(Training.defaults());
        assertTrue(Double.isNaN(regression.loss()));
        assertEquals(Output.IDENTITY, regression.partialFit(values).model().output());
        Mlp trained = model().fit(data(), Training.defaults().withEpochs(1)).model();
        PartialFit more = trained.partialFit(Training.defaults()).partialFit(data().range(0, 9));
        assertEquals(PETS, more.model().labels().orElseThrow());
        assertMessage(
                "the data have class labels: declare all of them up front, partialFit(labels, training)",
                () -> model().partialFit(Training.defaults()).partialFit(data()));
        assertEquals(
                "withLabels needs class labels, but the targets are real values",
                assertThrows(IllegalStateException.class, () -> trained.partialFit(Training.defaults())
                                .partialFit(values))
                        .getMessage());
    }

    @Test
    void aValueStaysAsItIs() {
        PartialFit start = model().partialFit(PETS, Training.defaults()).partialFit(data().range(0, 50));
        double[] before = start.model().parameters();
        PartialFit next = start.partialFit(data().range(50, 100));
        assertArrayEquals(before, start.model().parameters());
        assertFalse(Arrays.equals(before, next.model().parameters()));
        assertArrayEquals(
                next.model().parameters(),
                start.partialFit(data().range(50, 100)).model().parameters());
        assertArrayEquals(before, start.partialFit(Stream.<Dataset>of()).model().parameters());
        assertEquals("PartialFit(50 rows, 1 steps)", start.toString());
    }

    @Test
    void theLearningRateMayChangeOnTheWay() {
        Training training = Training.defaults().withOptimizer(Optimizer.momentum(0.1, 0.9));
        List<Dataset> chunks = chunks();
        PartialFit fit = model().partialFit(PETS, training).partialFit(chunks.get(0));
        Mlp slower = fit.withLearningRate(0.02).partialFit(chunks.get(1)).model();
        Descent descent = Descent.of(model(), Optimizer.momentum(0.1, 0.9));
        descent = descent.next(descent.model().gradient(chunks.get(0), Loss.softmaxCrossEntropy(), 42, 0));
        descent = descent.next(descent.model().gradient(chunks.get(1), Loss.softmaxCrossEntropy(), 42, 1), 0.2);
        assertArrayEquals(descent.model().parameters(), slower.parameters(), 1e-16);
        assertMessage("learningRate must be positive and finite: 0.0", () -> fit.withLearningRate(0));
    }

    @Test
    void aScalerIsFittedToTheFirstDataSetAndStays() {
        Mlp start = Mlp.builder().standardize().linear(7, 5).build();
        Dataset first = data().range(0, 100);
        Dataset shifted = data().range(100, 200).map((x, from, to) -> Arrays.fill(x, from, to, 1e6));
        Training still = Training.defaults().withLearningRate(1e-300);
        Mlp one = start.partialFit(PETS, still).partialFit(first).model();
        Mlp two = start.partialFit(PETS, still)
                .partialFit(Stream.of(first, shifted))
                .model();
        double[] row = {1, 2, 3, 4, 5, 6, 7};
        assertArrayEquals(one.predict(row), two.predict(row), 1e-12);
        assertArrayEquals(start.fit(first, still).model().predict(row), one.predict(row), 1e-12);
    }

    @Test
    void aSignalEndsAStreamThatNeverEnds() {
        StopSignal signal = new StopSignal();
        List<String> heard = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onBatch(int epoch, int batch, int batches, double loss) {
                heard.add(epoch + ":" + batch + "/" + batches);
                if (epoch == 3 && batch == 1) {
                    signal.stop();
                }
            }
        };
        PartialFit fit = model().partialFit(
                        PETS, Training.defaults().withStop(signal).withListener(listener))
                .partialFit(Stream.generate(() -> data().range(0, 100)));
        assertEquals(List.of("1:1/2", "1:2/2", "2:1/2", "2:2/2", "3:1/2"), heard);
        assertEquals(5, fit.steps());
        assertEquals(264, fit.rows());
    }

    @Test
    void oneDataSetOfAStreamIsHeldAtATime() {
        List<WeakReference<Dataset>> given = new ArrayList<>();
        int[] mostAlive = {0};
        Stream<Dataset> stream = IntStream.range(0, 30).mapToObj(i -> {
            System.gc();
            int alive = (int) given.stream().filter(ref -> ref.get() != null).count();
            mostAlive[0] = Math.max(mostAlive[0], alive);
            Dataset chunk = Dataset.of(new double[500][7], new int[500], PETS);
            given.add(new WeakReference<>(chunk));
            return chunk;
        });
        model().partialFit(PETS, Training.defaults()).partialFit(stream);
        assertTrue(mostAlive[0] <= 2, () -> mostAlive[0] + " data sets were held");
    }

    @Test
    void aDivergenceLeavesTheValueAsItWas() {
        PartialFit fit = Mlp.builder()
                .linear(1, 1)
                .build()
                .partialFit(Training.defaults().withOptimizer(Optimizer.sgd(1e200)));
        Dataset far = Dataset.of(new double[][] {{1e200}, {2e200}}, new double[] {1, 2});
        double[] before = fit.model().parameters();
        DivergedException diverged =
                assertThrows(DivergedException.class, () -> fit.partialFit(Stream.generate(() -> far)));
        assertEquals(1, diverged.step());
        assertArrayEquals(before, diverged.lastGoodParameters());
        assertArrayEquals(before, fit.model().parameters());
    }

    @Test
    void whatNeedsAllOfTheDataIsRefused() {
        Training t = Training.defaults();
        assertRefused("L-BFGS", t.withOptimizer(Optimizer.lbfgs()));
        assertRefused("validation", t.withValidation());
        assertRefused("validation", t.withValidation(data()));
        assertRefused("early stopping", t.withEarlyStopping(EarlyStopping.defaults()));
        assertRefused("metrics", t.withMetrics("accuracy"));
        assertRefused("metrics", t.withTrainingMetrics());
        assertRefused("a schedule, whose end it does not know", t.withSchedule(Schedule.cosine()));
        assertRefused("a plateau", t.withPlateau(Plateau.defaults()));
        assertRefused("recovery", t.withRecovery(1));
        assertRefused("checkpoints", t.resumeFrom(Path.of("somewhere")));
        assertRefused("balanced classes, whose sizes it does not know", t.withBalancedClasses());
        assertMessage(
                "softmax cross-entropy needs one output for each class: 2 classes, 5 outputs",
                () -> model().partialFit(Labels.of("a", "b"), t));
        assertMessage("data has 2 features, layer 0 (Linear 7 -> 13) expects 7", () -> model().partialFit(PETS, t)
                .partialFit(Dataset.of(new double[1][2], new int[1], PETS)));
        Mlp trained = model().fit(data(), t.withEpochs(1)).model();
        assertMessage(
                "the labels are [a, b, c, d, e], the model's are [cat, dog, eel, fox, gnu]",
                () -> trained.partialFit(Labels.of("a", "b", "c", "d", "e"), t));
    }

    @Test
    void noDataAreRefused() {
        PartialFit fit = model().partialFit(PETS, Training.defaults());
        assertEquals(
                "data",
                assertThrows(NullPointerException.class, () -> fit.partialFit((Dataset) null))
                        .getMessage());
    }

    private static void assertRefused(String what, Training training) {
        assertMessage("partialFit does not go with " + what, () -> model().partialFit(PETS, training));
    }

    private static void assertMessage(String expected, Executable refused) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, refused).getMessage());
    }
}
