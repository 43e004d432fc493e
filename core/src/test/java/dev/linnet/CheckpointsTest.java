package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.linnet.data.Dataset;
import dev.linnet.data.FileFormatException;
import dev.linnet.internal.io.CheckpointFile;
import dev.linnet.internal.io.CheckpointFolder;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Clipping;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Plateau;
import dev.linnet.optim.Schedule;
import dev.linnet.training.Checkpoints;
import dev.linnet.training.DivergedException;
import dev.linnet.training.EarlyStopping;
import dev.linnet.training.Epoch;
import dev.linnet.training.StopSignal;
import dev.linnet.training.Training;
import dev.linnet.training.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** When checkpoints are written, what goes on from them, and what is refused. */
class CheckpointsTest {
    /** 6 epochs of 6 steps; the last of each is short. */
    private static final Training TRAINING = Training.defaults()
            .withEpochs(6)
            .withBatchSize(32)
            .withValidation(0.1)
            .withAveraging(0.9);

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void nameTheFolder() {
        folder = temporary.resolve("not yet").resolve("made");
    }

    private static MlpBuilder network() {
        return Mlp.builder().linear(7, 9).batchNorm().relu().dropout(0.2).linear(9, 5);
    }

    private static Fit fit(Training training) {
        return network().fit(ResumedRuns.rows(), training);
    }

    /** A run that dies in a step of an epoch, both counted from 1. */
    private static void fitUntil(int epoch, int step, Training training) {
        assertThrows(
                ResumedRuns.Death.Came.class,
                () -> fit(training.withListener(new TrainingListener() {
                    @Override
                    public void onBatch(int atEpoch, int batch, int batches, double loss) {
                        if (atEpoch == epoch && batch == step) {
                            throw new ResumedRuns.Death.Came();
                        }
                    }
                })));
    }

    private Checkpoints checkpoints() {
        return Checkpoints.in(folder);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(int number) {
        return "checkpoint-00000" + number + ".safetensors";
    }

    private static void assertSame(Fit expected, Fit found) throws IOException {
        assertEquals(expected.history(), found.history());
        assertArrayEquals(ResumedRuns.bytes(expected.model()), ResumedRuns.bytes(found.model()));
    }

    /** Epoch and step of each checkpoint that a run writes: {@code 2/0} where the first epoch is over. */
    private List<String> written(Checkpoints checkpoints) throws IOException {
        fit(TRAINING.withEpochs(2).withCheckpoints(checkpoints.keeping(99)));
        List<String> positions = new ArrayList<>();
        for (String name : names()) {
            var run = CheckpointFile.read(folder.resolve(name), List.of()).run();
            positions.add(run.count("epoch", 1, 3) + "/" + run.count("step", 0, 5));
        }
        return positions;
    }

    // ---------------------------------------------------------------- when

    @Test
    void thereIsOneBeforeTheFirstStepAndOneAfterEveryEpoch() throws IOException {
        assertEquals(List.of("1/0", "2/0", "3/0"), written(checkpoints()));
    }

    @Test
    void epochsMayBeLeftOutButForTheLast() throws IOException {
        assertEquals(List.of("1/0", "3/0"), written(checkpoints().everyEpochs(5)));
    }

    @Test
    void batchesAreCountedOverTheWholeRun() throws IOException {
        assertEquals(List.of("1/0", "1/4", "2/2", "3/0"), written(checkpoints().everyBatches(4)));
    }

    @Test
    void whatIsDueAfterTheLastBatchOfAnEpochIsWrittenAfterItsValidation() throws IOException {
        assertEquals(
                List.of("1/0", "1/3", "2/0", "2/3", "3/0"),
                written(checkpoints().everyBatches(3)));
    }

    @Test
    void timeThatIsOverAfterEveryBatchGivesOneAfterEach() throws IOException {
        assertEquals(13, written(checkpoints().every(Duration.ofNanos(1))).size());
    }

    @Test
    void timeThatIsNeverOverGivesTheFirstAndTheLast() throws IOException {
        assertEquals(List.of("1/0", "3/0"), written(checkpoints().every(Duration.ofDays(300))));
    }

    @Test
    void theLastOnesAreKept() throws IOException {
        fit(TRAINING.withCheckpoints(checkpoints()));
        assertEquals(List.of(name(5), name(6), name(7)), names());
        Files.delete(folder.resolve(name(5)));
        fit(TRAINING.withCheckpoints(checkpoints().keeping(1).resuming()));
        assertEquals(List.of(name(6), name(7)), names());
    }

    @Test
    void theirDescriptionIsChecked() {
        assertMessage("epochs must be positive: 0", () -> checkpoints().everyEpochs(0));
        assertMessage("batches must be positive: -1", () -> checkpoints().everyBatches(-1));
        assertMessage("time must be positive: PT0S", () -> checkpoints().every(Duration.ZERO));
        assertMessage("kept must be positive: 0", () -> checkpoints().keeping(0));
        assertEquals(
                "Checkpoints(run, every 7 batches, keeping 2, resuming)",
                Checkpoints.in(Path.of("run"))
                        .everyEpochs(2)
                        .everyBatches(7)
                        .keeping(2)
                        .resuming()
                        .toString());
    }

    // ---------------------------------------------------------------- going on

    @Test
    void aRunGoesOnFromAnyOfItsCheckpoints() throws IOException {
        Fit atOnce = fit(TRAINING);
        fitUntil(3, 5, TRAINING.withCheckpoints(checkpoints().everyBatches(4).keeping(99)));
        assertEquals(5, names().size());
        for (String name : names()) {
            assertSame(atOnce, fit(TRAINING.resumeFrom(folder.resolve(name))));
        }
        assertEquals(5, names().size(), "none was asked for");
        assertSame(atOnce, fit(TRAINING.resumeFrom(folder)));
    }

    @Test
    void aRunThatGoesOnFromAnOlderOneNumbersOn() throws IOException {
        fitUntil(3, 5, TRAINING.withCheckpoints(checkpoints()));
        assertEquals(List.of(name(1), name(2), name(3)), names());
        fit(TRAINING.resumeFrom(folder.resolve(name(2))).withCheckpoints(checkpoints()));
        assertEquals(List.of(name(6), name(7), name(8)), names());
    }

    @Test
    void aRunMayGoOnInAnotherFolder() throws IOException {
        fitUntil(3, 5, TRAINING.withCheckpoints(checkpoints()));
        Path first = folder;
        folder = temporary.resolve("other");
        assertSame(
                fit(TRAINING),
                fit(TRAINING.resumeFrom(first).withCheckpoints(checkpoints().keeping(99))));
        assertEquals(List.of(name(1), name(2), name(3), name(4), name(5)), names());
    }

    @Test
    void aRunThatIsOverGivesItsResultAgain() throws IOException {
        Training training = TRAINING.withEarlyStopping(
                        EarlyStopping.defaults().withPatience(2).withMinDelta(0.5))
                .withCheckpoints(checkpoints().resuming());
        Fit first = fit(training);
        assertTrue(first.history().epochs().size() < 6, "it ended early");
        List<String> names = names();
        assertSame(first, fit(training.withListener(new TrainingListener() {
            @Override
            public void onBatch(int epoch, int batch, int batches, double loss) {
                throw new AssertionError("nothing is left to do");
            }
        })));
        assertEquals(names, names());
    }

    @Test
    void aRunThatWasStoppedGoesOnInTheMiddleOfItsEpoch() throws IOException {
        StopSignal signal = new StopSignal();
        Training training = TRAINING.withCheckpoints(checkpoints().resuming());
        Fit stopped = fit(training.withStop(signal).withListener(new TrainingListener() {
            @Override
            public void onBatch(int epoch, int batch, int batches, double loss) {
                if (epoch == 2 && batch == 3) {
                    signal.stop();
                }
            }
        }));
        assertEquals(2, stopped.history().epochs().size());
        assertSame(fit(TRAINING), fit(training));
    }

    @Test
    void aRunWhoseTimeIsOverAgainAndAgainEndsAsOneThatHadTime() throws IOException {
        Training training =
                TRAINING.withEpochs(2).withCheckpoints(checkpoints().resuming()).withTimeLimit(Duration.ofNanos(1));
        for (int life = 0; life < 11; life++) {
            assertEquals(1 + life / 6, fit(training).history().epochs().size(), "one step a life, epochs cut short");
        }
        assertSame(fit(TRAINING.withEpochs(2)), fit(training));
    }

    @Test
    void aRunThatHalvedItsRateGoesOnWithTheHalf() throws IOException {
        Dataset data = Dataset.of(GoldenRun.features(7, 1.0), 7, GoldenRun.features(1, 1.0), 1);
        Training training = Training.defaults()
                .withEpochs(3)
                .withBatchSize(4)
                .withOptimizer(Optimizer.momentum(1e8, 0.5))
                .withRecovery(60);
        MlpBuilder network = Mlp.builder().linear(7, 1);
        Fit atOnce = network.fit(data, training);
        assertTrue(atOnce.history().last().learningRate() < 1e8, "the rate was halved");
        ResumedRuns.Setup run = new ResumedRuns.Setup(network, data, training);
        assertSame(atOnce, run.fitInManyLives(checkpoints().everyBatches(10).resuming(), 30));
    }

    @Test
    void theLastGoodParametersOfARunThatWentOnAreThoseOfTheLastEpoch() {
        Dataset steep = Dataset.of(GoldenRun.features(7, 1.0), 7, GoldenRun.features(1, 1.0), 1);
        Schedule explosion = (step, steps, stepsPerEpoch) -> step < 6 ? 1 : 1e200;
        Training training = Training.defaults()
                .withEpochs(3)
                .withOptimizer(Optimizer.sgd(1e-3))
                .withSchedule(explosion);
        MlpBuilder network = Mlp.builder().linear(7, 1);
        DivergedException atOnce = assertThrows(DivergedException.class, () -> network.fit(steep, training));
        Training inPieces =
                training.withCheckpoints(checkpoints().everyBatches(5).resuming());
        assertThrows(DivergedException.class, () -> network.fit(steep, inPieces));
        DivergedException again = assertThrows(DivergedException.class, () -> network.fit(steep, inPieces));
        assertEquals(atOnce.getMessage(), again.getMessage());
        assertArrayEquals(atOnce.lastGoodParameters(), again.lastGoodParameters());
    }

    @Test
    void aCheckpointIsAModelToo() throws IOException {
        fitUntil(3, 5, TRAINING.withCheckpoints(checkpoints()));
        Mlp model = Mlp.load(folder.resolve(name(3)));
        assertEquals(network().softmax().build().summary(), model.summary());
        Path copy = temporary.resolve("copy.safetensors");
        model.save(copy);
        assertArrayEquals(model.parameters(), Mlp.load(copy).parameters());
        assertFalse(Files.readString(copy, java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains("checkpoint"));
        assertArrayEquals(
                model.parameters(),
                network().build().withParametersFrom(folder.resolve(name(3))).parameters());
    }

    @Test
    void listenersHearOfWhatIsStillToBeDone() {
        fitUntil(3, 5, TRAINING.withCheckpoints(checkpoints().everyBatches(1)));
        List<String> heard = new ArrayList<>();
        fit(TRAINING.withEpochs(6).resumeFrom(folder).withListener(new TrainingListener() {
            @Override
            public void onBatch(int epoch, int batch, int batches, double loss) {
                heard.add(epoch + "/" + batch);
            }

            @Override
            public void onEpoch(Epoch epoch, int epochs) {
                heard.add("epoch " + epoch.number());
            }
        }));
        assertEquals(List.of("3/5", "3/6", "epoch 3", "4/1"), heard.subList(0, 4));
    }

    @Test
    void aBatchBetweenTwoCheckpointsAllocatesNoMoreThanOneWithout() {
        Training training = TRAINING.withEpochs(20_000).withThreads(1);
        long without = leastAllocatedInAnEpoch(training);
        long with =
                leastAllocatedInAnEpoch(training.withCheckpoints(checkpoints().everyEpochs(100_000)));
        assertTrue(with <= without, () -> with + " bytes, without checkpoints " + without);
    }

    /** Bytes that the batches of an epoch but its first allocate, of the epoch in which they are fewest; ends when none are. */
    private static long leastAllocatedInAnEpoch(Training training) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] least = {Long.MAX_VALUE};
        TrainingListener untilAnEpochAllocatesNothing = new TrainingListener() {
            private long before;

            @Override
            public void onBatch(int epoch, int batch, int batches, double loss) {
                if (batch == 1) {
                    before = threads.getCurrentThreadAllocatedBytes();
                } else if (batch == batches) {
                    least[0] = Math.min(least[0], threads.getCurrentThreadAllocatedBytes() - before);
                    if (least[0] == 0) {
                        throw new ResumedRuns.Death.Came();
                    }
                }
            }
        };
        try {
            fit(training.withListener(untilAnEpochAllocatesNothing));
        } catch (ResumedRuns.Death.Came e) {
            assertEquals(0, least[0]);
        }
        return least[0];
    }

    // ---------------------------------------------------------------- what is refused

    @Test
    void aFolderWithAnEarlierRunIsRefused() throws IOException {
        fit(TRAINING.withCheckpoints(checkpoints()));
        List<String> names = names();
        String message = folder + " holds the checkpoints of an earlier run: go on from them (Checkpoints.resuming() or"
                + " Training.resumeFrom), or take another folder";
        assertMessage(message, () -> fit(TRAINING.withCheckpoints(checkpoints())));
        Path elsewhere = temporary.resolve("elsewhere");
        fit(TRAINING.withCheckpoints(Checkpoints.in(elsewhere)));
        assertMessage(message, () -> fit(TRAINING.resumeFrom(elsewhere).withCheckpoints(checkpoints())));
        assertEquals(names, names());
    }

    @Test
    void twoPlacesToGoOnFromAreRefused() {
        Path run = temporary.resolve("run");
        assertMessage(
                "resumeFrom(other) and Checkpoints(" + run
                        + ", every 1 epochs, keeping 3, resuming) both say where to go" + " on from: leave one out",
                () -> fit(
                        TRAINING.withCheckpoints(Checkpoints.in(run).resuming()).resumeFrom(Path.of("other"))));
    }

    @Test
    void nothingToGoOnFromIsAnError() throws IOException {
        Path missing = temporary.resolve("missing");
        assertEquals(
                "java.nio.file.NoSuchFileException: " + missing,
                assertThrows(UncheckedIOException.class, () -> fit(TRAINING.resumeFrom(missing)))
                        .getMessage());
        Path empty = Files.createDirectory(temporary.resolve("empty"));
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> fit(TRAINING.resumeFrom(empty)));
        assertInstanceOf(NoSuchFileException.class, e.getCause());
        assertEquals("java.nio.file.NoSuchFileException: " + empty + ": no checkpoint is there", e.getMessage());
    }

    @Test
    void aFolderThatCannotBeMadeIsFoundBeforeTheFirstStep() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        TrainingListener none = new TrainingListener() {
            @Override
            public void onBatch(int epoch, int batch, int batches, double loss) {
                throw new AssertionError("a step was done");
            }
        };
        assertThrows(
                UncheckedIOException.class,
                () -> fit(TRAINING.withCheckpoints(Checkpoints.in(file.resolve("run")))
                        .withListener(none)));
        assertThrows(
                UncheckedIOException.class,
                () -> fit(TRAINING.withCheckpoints(Checkpoints.in(file)).withListener(none)));
    }

    @Test
    void aCheckpointThatCannotBeWrittenEndsTheRun() {
        Training training = TRAINING.withCheckpoints(checkpoints().keeping(9)).withListener(new TrainingListener() {
            @Override
            public void onEpoch(Epoch epoch, int epochs) {
                if (epoch.number() == 3) {
                    moveAway();
                }
            }
        });
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> fit(training));
        assertEquals("no checkpoint could be written: java.nio.file.NoSuchFileException: " + folder, e.getMessage());
    }

    private void moveAway() {
        try {
            Files.move(folder, temporary.resolve("moved"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void twoRunsCannotShareAFolderAtTheSameTime() {
        Training training = TRAINING.withCheckpoints(checkpoints().resuming());
        List<Exception> refused = new ArrayList<>();
        fit(training.withListener(new TrainingListener() {
            @Override
            public void onEpoch(Epoch epoch, int epochs) {
                refused.add(assertThrows(UncheckedIOException.class, () -> fit(training)));
            }
        }));
        assertEquals(6, refused.size());
        assertInstanceOf(FileSystemException.class, refused.get(0).getCause());
        assertEquals(
                folder + ": another run writes its checkpoints there",
                refused.get(0).getCause().getMessage());
    }

    @Test
    void crossValidationCannotShareAFolder() {
        assertMessage(
                "cross-validation trains several models, and a folder of checkpoints belongs to one: leave them out",
                () -> CrossValidation.of(network(), ResumedRuns.rows(), TRAINING.withCheckpoints(checkpoints()), 3));
        assertMessage(
                "cross-validation trains several models, and a folder of checkpoints belongs to one: leave them out",
                () -> CrossValidation.of(network(), ResumedRuns.rows(), TRAINING.resumeFrom(folder), 3));
    }

    @Test
    void whatDiffersFromTheRunInTheCheckpointIsNamed() {
        Training training = TRAINING.withLoss(Loss.softmaxCrossEntropy().withLabelSmoothing(0.1));
        fitUntil(2, 3, training.withCheckpoints(checkpoints()));
        Training resumed = training.resumeFrom(folder);
        assertDiffers("epochs was 6, is 7", t -> t.withEpochs(7), resumed);
        assertDiffers(
                "batch size was 32, is 16; the schedule differs",
                t -> t.withBatchSize(16),
                resumed.withSchedule(Schedule.cosine()));
        assertDiffers(
                "optimizer was Adam(learningRate=0.001, beta1=0.9, beta2=0.999, epsilon=1.0E-8, weightDecay=0.0), is"
                        + " Sgd(learningRate=0.1, momentum=0.0, Nesterov=false)",
                t -> t.withOptimizer(Optimizer.sgd(0.1)),
                resumed);
        assertDiffers("the schedule differs", t -> t.withSchedule((step, steps, epoch) -> 0.999), resumed);
        assertDiffers("accumulation was 1, is 2", t -> t.withAccumulation(2), resumed);
        assertDiffers("clipping by norm was none, is 1.0", t -> t.withClipping(Clipping.byNorm(1)), resumed);
        assertDiffers(
                "L1 was 0.0, is 0.1; L2 was 0.0, is 0.2", t -> t.withL1(0.1).withL2(0.2), resumed);
        assertDiffers("max norm was none, is 3.0", t -> t.withMaxNorm(3), resumed);
        assertDiffers("averaging was 0.9, is 0.5", t -> t.withAveraging(0.5), resumed);
        assertDiffers("penalties on biases was none, is yes", Training::withPenalizedBiases, resumed);
        assertDiffers("frozen layers was none, is [0, 4]", t -> t.withFrozenLayers(4, 0), resumed);
        assertDiffers(
                "plateau factor was none, is 0.1; plateau minDelta was none, is 1.0E-4; plateau patience was none, is 10",
                t -> t.withPlateau(Plateau.defaults()),
                resumed);
        assertDiffers(
                "early stopping metric was none, is validation loss; early stopping minDelta was none, is 1.0E-4; early"
                        + " stopping patience was none, is 10",
                t -> t.withEarlyStopping(EarlyStopping.defaults()),
                resumed);
        assertDiffers(
                "metrics was [accuracy], is [macro f1, top-2 accuracy]",
                t -> t.withMetrics("macro f1", "top-2 accuracy"),
                resumed);
        assertDiffers(
                "metrics was [accuracy], is [accuracy] of training rows, too", Training::withTrainingMetrics, resumed);
        assertDiffers("recoveries was 0, is 1", t -> t.withRecovery(1), resumed);
        assertDiffers("class weights was none, is balanced; the data differs", Training::withBalancedClasses, resumed);
        assertDiffers(
                "class weights was none, is [1.0, 2.0, 0.1, 1.0, 1.0]; the data differs",
                t -> t.withClassWeights(1, 2, 0.1, 1, 1),
                resumed);
        assertDiffers(
                "the loss differs", t -> t.withLoss(Loss.softmaxCrossEntropy().withLabelSmoothing(0.2)), resumed);
        assertDiffers(
                "the validation differs",
                t -> t.withValidation(splitWith(43).test()),
                resumed,
                splitWith(42).train());
    }

    @Test
    void otherDataAreNamed() {
        fitUntil(2, 3, TRAINING.withCheckpoints(checkpoints()));
        Training resumed = TRAINING.resumeFrom(folder);
        Dataset rows = ResumedRuns.rows();
        assertDiffers(
                "the data differs", t -> t, resumed, rows.augmented((values, from, to, random) -> values[from]++));
        assertDiffers(
                "the data differs; data rows was 183, is 180; the validation differs",
                t -> t,
                resumed,
                rows.range(0, 200));
    }

    private static dev.linnet.data.Split splitWith(long seed) {
        return ResumedRuns.rows().stratifiedSplit(0.1, seed);
    }

    @Test
    void anotherNetworkIsNamed() {
        fitUntil(2, 3, TRAINING.withCheckpoints(checkpoints()));
        Training resumed = TRAINING.resumeFrom(folder);
        MlpBuilder other =
                Mlp.builder().linear(7, 9).batchNorm().relu().dropout(0.3).linear(9, 5);
        assertMessage(
                folder
                        + " is of another run: network was [Linear 7 -> 9, BatchNorm 9, relu, Dropout 0.2, Linear 9 -> 5],"
                        + " is [Linear 7 -> 9, BatchNorm 9, relu, Dropout 0.3, Linear 9 -> 5]. To go on with other"
                        + " settings, load it as a model and fit that",
                () -> other.fit(ResumedRuns.rows(), resumed));
        assertMessage(
                folder + " is of another run: seed of the initial weights was 42, is 43. To go on with other settings,"
                        + " load it as a model and fit that",
                () -> network().seed(43).fit(ResumedRuns.rows(), resumed));
    }

    private void assertDiffers(String differences, UnaryOperator<Training> change, Training resumed) {
        assertDiffers(differences, change, resumed, ResumedRuns.rows());
    }

    private void assertDiffers(String differences, UnaryOperator<Training> change, Training resumed, Dataset data) {
        assertMessage(
                folder + " is of another run: " + differences
                        + ". To go on with other settings, load it as a model and fit that",
                () -> network().fit(data, change.apply(resumed)));
    }

    // ---------------------------------------------------------------- what is not whole

    @Test
    void theNewestWholeCheckpointCounts() throws IOException {
        Fit atOnce = fit(TRAINING);
        fitUntil(5, 1, TRAINING.withCheckpoints(checkpoints()));
        assertEquals(List.of(name(3), name(4), name(5)), names());
        damage(name(5));
        Files.write(folder.resolve(name(4)), new byte[0]);
        Files.write(folder.resolve("checkpoint-9.safetensors.bak"), new byte[3]);
        assertSame(atOnce, fit(TRAINING.resumeFrom(folder)));
        damage(name(3));
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> fit(TRAINING.resumeFrom(folder)));
        assertInstanceOf(FileFormatException.class, e.getCause());
        assertTrue(e.getCause().getMessage().startsWith(folder.resolve(name(5)) + ", byte "), e.getMessage());
        assertThrows(
                UncheckedIOException.class,
                () -> fit(TRAINING.withCheckpoints(checkpoints().resuming())),
                "it does not begin again while there are checkpoints");
    }

    private void damage(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(name));
        bytes[bytes.length / 2] ^= 1;
        Files.write(folder.resolve(name), bytes);
    }

    @Test
    void everyFlippedBitAndEveryMissingEndIsFound() throws IOException {
        fitUntil(2, 3, TRAINING.withCheckpoints(checkpoints().keeping(1)));
        byte[] whole = Files.readAllBytes(folder.resolve(name(2)));
        Path file = temporary.resolve("damaged");
        for (int at = 0; at < whole.length; at += at < 4000 || at > whole.length - 16 ? 7 : 61) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            assertRefused(file, flipped);
            assertRefused(file, Arrays.copyOf(whole, at));
        }
        assertRefused(file, Arrays.copyOf(whole, whole.length + 8));
    }

    @Test
    void aHeaderThatSomebodyChangedGivesTheDocumentedExceptions() throws IOException {
        Training training = TRAINING.withPlateau(Plateau.defaults())
                .withEarlyStopping(EarlyStopping.defaults())
                .withCheckpoints(checkpoints().keeping(1));
        fit(training); // it is over: going on takes no time
        byte[] whole = Files.readAllBytes(folder.resolve(name(7)));
        int headerEnd =
                8 + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt();
        Path file = temporary.resolve("changed");
        int refused = 0;
        for (int at = 0; at < headerEnd; at += 13) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) (1 << at % 7);
            CRC32C crc = new CRC32C();
            crc.update(changed, 0, changed.length - Double.BYTES);
            double sum = (double) crc.getValue();
            ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putDouble(changed.length - Double.BYTES, sum);
            Files.write(file, changed);
            try {
                fit(TRAINING.withPlateau(Plateau.defaults())
                        .withEarlyStopping(EarlyStopping.defaults())
                        .resumeFrom(file));
            } catch (UncheckedIOException e) {
                assertInstanceOf(FileFormatException.class, e.getCause());
                refused++;
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().startsWith(file + " is of another run: "), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > headerEnd / 13 / 2, "the rest are numbers that a run may leave: " + refused);
    }

    private static void assertRefused(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        assertThrows(FileFormatException.class, () -> CheckpointFile.read(file, List.of()));
    }

    @Test
    void aModelIsNoCheckpoint() throws IOException {
        Path file = temporary.resolve("model.safetensors");
        fit(TRAINING).model().save(file);
        assertEquals(
                file + ", byte 0: found no checkpoint, expected the metadata linnet.checkpoint, and the checksum as the"
                        + " last tensor",
                assertThrows(FileFormatException.class, () -> CheckpointFile.read(file, List.of()))
                        .getMessage());
    }

    @Test
    void numbersThatNoRunLeavesAreRefused() throws IOException {
        Training training = TRAINING.withOptimizer(Optimizer.adam())
                .withPlateau(Plateau.defaults())
                .withEarlyStopping(EarlyStopping.defaults());
        fitUntil(3, 5, training.withCheckpoints(checkpoints().everyBatches(1).keeping(1)));
        assertRefused("99 as epoch", "a whole number from 1 to 7", training, c -> c.run()
                .put("epoch", 99));
        assertRefused("6 as step", "a whole number from 0 to 5", training, c -> c.run()
                .put("step", 6));
        assertRefused("2 epochs as history", "1, those that are over", training, c -> c.run()
                .put("epoch", 2));
        assertRefused("-1 as optimizer.steps", "a whole number from 0 to " + Long.MAX_VALUE, training, c -> c.run()
                .put("optimizer.steps", -1));
        assertRefused("11 as plateau.epochsWithout", "a whole number from 0 to 10", training, c -> c.run()
                .put("plateau.epochsWithout", 11));
        assertRefused("2.0 as plateau.factor", "a number above 0 and at most 1", training, c -> c.run()
                .put("plateau.factor", 2.0));
        assertRefused("-1 as best.epochsWithout", "a whole number from 0 to 10", training, c -> c.run()
                .put("best.epochsWithout", -1));
        assertRefused("0.0 as rateFactor", "a number above 0 and at most 1", training, c -> c.run()
                .put("rateFactor", 0.0));
        assertRefused("1 as recoveries", "a whole number from 0 to 0", training, c -> c.run()
                .put("recoveries", 1));
        assertRefused("-1.0 as weightSum", "a number of at least 0", training, c -> c.run()
                .put("weightSum", -1.0));
        for (String array : List.of("average", "best", "lastGood", "moment1")) {
            assertRefused(
                    "NaN as " + array, "finite numbers", training, c -> c.run().put(array, filled(c, Double.NaN)));
        }
        assertRefused("-1.0 as moment2", "numbers that are not negative", training, c -> c.run()
                .put("moment2", filled(c, -1.0)));
    }

    private static double[] filled(CheckpointFile.Content content, double value) {
        double[] array = content.model().parameters().clone();
        Arrays.fill(array, value);
        return array;
    }

    /** Writes the newest checkpoint, changed, as a whole file, and lets a run go on from it. */
    private void assertRefused(
            String found, String expected, Training training, Consumer<CheckpointFile.Content> change)
            throws IOException {
        CheckpointFile.Content content = CheckpointFolder.read(folder, List.of());
        change.accept(content);
        Path other = Files.createTempDirectory(temporary, "changed");
        try (CheckpointFolder changed = CheckpointFolder.open(other, 1)) {
            changed.write(content);
        }
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> fit(training.resumeFrom(other)));
        assertEquals(
                other.resolve(name(1)) + ", byte 0: found " + found + " in the checkpoint, expected " + expected,
                e.getCause().getMessage());
    }

    @Test
    void theCheckpointOfThisVersionIsWrittenAndReadForEver() throws IOException {
        Path golden = Path.of("src/test/resources/models/checkpoint-0.1.0.safetensors");
        Path written = GoldenCheckpoint.writeTo(folder);
        assertArrayEquals(Files.readAllBytes(golden), Files.readAllBytes(written));
        ResumedRuns.Setup run = GoldenCheckpoint.run();
        assertSame(run.fit(), run.fit(training -> training.resumeFrom(golden), 1));
    }

    @Test
    void whatAProcessLeftHalfWrittenIsCleared() throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(".checkpoint-000001.safetensors.1f.tmp"), new byte[5]);
        Files.write(folder.resolve(".mine.tmp"), new byte[5]);
        Training training = TRAINING.withCheckpoints(checkpoints().resuming());
        assertSame(fit(TRAINING), fit(training));
        assertEquals(List.of(".mine.tmp", name(5), name(6), name(7)), names());
    }

    private static void assertMessage(String expected, Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
