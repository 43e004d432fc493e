package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.layer.Initializer;
import dev.linnet.layer.Linear;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Optimizer;
import dev.linnet.training.DivergedException;
import dev.linnet.training.EarlyStopping;
import dev.linnet.training.Epoch;
import dev.linnet.training.History;
import dev.linnet.training.Training;
import dev.linnet.training.TrainingListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** L-BFGS on iris and diabetes, against what SciPy's reaches, and what a run of it has of other runs. */
class LbfgsTest {
    private static final double L2 = 0.01;

    /** What forty steps printed first. It changes only with the version of the numerical contract. */
    private static final String GOLDEN = "b3bc8ba71f147b0d84c1dd06dcf6a4ed10799fdebb19bebe654a540a62605667";

    private static final ReferenceNumbers REFERENCE = ReferenceNumbers.read("lbfgs_numbers.txt");

    @Test
    void reachesSciPysLossOnIris() {
        assertReached("iris", Mlp.builder().standardize().linear(4, 3), SmallData.iris());
    }

    @Test
    void reachesSciPysLossOnDiabetes() {
        assertReached("diabetes", Mlp.builder().standardize().linear(10, 1), SmallData.diabetes());
    }

    @Test
    void itEndsAfterTheStepDuringWhichItsTimeIsOver() {
        Training training = Training.defaults().withOptimizer(Optimizer.lbfgs()).withTimeLimit(Duration.ofNanos(1));
        Fit fit = Mlp.builder().standardize().linear(4, 3).fit(SmallData.iris(), training);
        assertEquals(1, fit.history().epochs().size());
    }

    @Test
    @Tag("kernel")
    void everyKernelGivesTheSameBytes() throws IOException {
        Training training = Training.defaults()
                .withOptimizer(Optimizer.lbfgs())
                .withEpochs(40)
                .withL2(1e-3);
        Fit fit = net().fit(data(0), training);
        assertEquals(40, fit.history().epochs().size());
        assertEquals(GOLDEN, GoldenRun.sha256(fit.model()));
    }

    /** One epoch is one step: the epoch's loss is that after it, the batch's that before. */
    @Test
    void itsEpochsAreValidatedAndHeardOf() {
        List<String> heard = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onBatch(int epoch, int batch, int batches, double loss) {
                heard.add(epoch + ":" + batch + "/" + batches);
                losses.add(loss);
            }

            @Override
            public void onEpoch(Epoch epoch, int epochs) {
                heard.add("epoch " + epoch.number() + " of " + epochs);
            }
        };
        Dataset validation = data(1);
        Fit fit = net().fit(
                        data(0),
                        Training.defaults()
                                .withOptimizer(Optimizer.lbfgs())
                                .withEpochs(3)
                                .withListener(listener)
                                .withValidation(validation)
                                .withMetrics("accuracy", "macro f1")
                                .withTrainingMetrics());
        assertEquals(List.of("1:1/1", "epoch 1 of 3", "2:1/1", "epoch 2 of 3", "3:1/1", "epoch 3 of 3"), heard);
        assertEquals(net().build().gradient(data(0), Loss.softmaxCrossEntropy()).loss(), losses.get(0));
        assertEquals(fit.history().epochs().get(0).loss(), losses.get(1));
        Evaluation e = fit.model().evaluate(validation);
        Epoch last = fit.history().last();
        assertEquals(e.logLoss(), last.validationLoss().getAsDouble(), 1e-14);
        assertEquals(
                Map.of(
                        "validation accuracy", e.accuracy(),
                        "validation macro f1", e.f1(Evaluation.Average.MACRO),
                        "training accuracy", fit.model().evaluate(data(0)).accuracy(),
                        "training macro f1", fit.model().evaluate(data(0)).f1(Evaluation.Average.MACRO)),
                last.metrics());
    }

    /** Where a run of L-BFGS ends, what is minimized has no slope: with a penalty on the weights alone, or on all. */
    @Test
    void itEndsWhereThePenaltyHoldsTheLossInBalance() {
        double l2 = 0.05;
        Training onWeights = Training.defaults()
                .withOptimizer(Optimizer.lbfgs())
                .withEpochs(500)
                .withL2(l2);
        for (Training training : List.of(onWeights, onWeights.withPenalizedBiases())) {
            Mlp model = Mlp.builder().linear(7, 5).fit(data(0), training).model();
            double[] p = model.parameters();
            Gradient gradient = model.gradient(data(0), Loss.softmaxCrossEntropy());
            for (int i = 0; i < p.length; i++) {
                boolean isPenalized = i < 7 * 5 || training.penalizesBiases();
                double slope = gradient.values()[i] / gradient.weightSum() + (isPenalized ? l2 * p[i] : 0.0);
                assertEquals(0.0, slope, 1e-8, "parameter " + i);
            }
        }
    }

    @Test
    void earlyStoppingGivesBackTheBestEpoch() {
        Training training = Training.defaults()
                .withOptimizer(Optimizer.lbfgs())
                .withEpochs(300)
                .withL2(1e-4)
                .withValidation(data(1))
                .withEarlyStopping(EarlyStopping.defaults().withPatience(4).withMinDelta(0));
        Fit fit = net().fit(data(0), training);
        History history = fit.history();
        assertEquals(history.epochs().size() - 4, history.best().number());
        assertTrue(history.best().number() > 1, history::toString);
        assertEquals(
                history.best().validationLoss().getAsDouble(),
                fit.model().evaluate(data(1)).logLoss(),
                1e-14);
    }

    /** Where there is no way down there is no best epoch, either. */
    @Test
    void aRunThatNeedsNoStepGivesTheModelAsItWas() {
        Mlp model = net().build();
        Training training = Training.defaults()
                .withOptimizer(Optimizer.lbfgs())
                .withFrozenLayers(0, 1, 2)
                .withValidation(0.5)
                .withEarlyStopping(EarlyStopping.defaults());
        Fit fit = model.fit(data(0), training);
        assertEquals(List.of(), fit.history().epochs());
        assertArrayEquals(model.parameters(), fit.model().parameters());
    }

    @Test
    void aStartThatIsNotFiniteIsADivergence() {
        Training training = Training.defaults().withOptimizer(Optimizer.lbfgs());
        String cures = ". Likely cures: a smaller learning rate or a warm-up; inputs of a smaller scale"
                + " (builder.standardize()); targets of a smaller scale";
        MlpBuilder net = Mlp.builder().layer(Linear.of(1, 1).withInitializer(Initializer.constant(0)));
        Dataset far = Dataset.of(new double[][] {{1e308}, {1e308}, {1e308}}, new double[] {1, 1, 1});
        assertDiverged(
                "training diverged in epoch 1, step 1: gradient of layer 0 (Linear 1 -> 1) is -Infinity" + cures,
                () -> net.fit(far, training.withLoss(Loss.meanAbsoluteError())));
        Dataset targets = Dataset.of(new double[][] {{1}, {1}}, new double[] {1e200, 1});
        assertDiverged(
                "training diverged in epoch 1, step 1: loss of layer 0 (Linear 1 -> 1) is Infinity" + cures,
                () -> net.fit(targets, training));
    }

    private static void assertDiverged(String message, Executable run) {
        assertEquals(message, assertThrows(DivergedException.class, run).getMessage());
    }

    private static MlpBuilder net() {
        return Mlp.builder().linear(7, 9).tanh().linear(9, 5);
    }

    /** Half of the rows of {@link GoldenRun}, the even ones or the odd. */
    private static Dataset data(int odd) {
        Dataset all = Dataset.of(GoldenRun.features(7, 2.0), 7, GoldenRun.labels(), Labels.numbered(5));
        return all.subset(
                IntStream.range(0, all.size()).filter(i -> i % 2 == odd).toArray());
    }

    private static void assertReached(String name, MlpBuilder network, Dataset data) {
        Training training =
                Training.defaults().withOptimizer(Optimizer.lbfgs()).withL2(L2).withEpochs(500);
        Fit fit = network.fit(data, training);
        Linear linear = (Linear) fit.model().layers().get(0);
        double[] p = fit.model().parameters();
        double squares = Arrays.stream(p, 0, linear.inputs() * linear.outputs())
                .map(w -> w * w)
                .sum();
        double reached = fit.history().last().loss() + L2 / 2 * squares;
        assertEquals(REFERENCE.numbers(name)[0], reached, 1e-12);
        assertTrue(fit.history().epochs().size() < 100);
    }
}
