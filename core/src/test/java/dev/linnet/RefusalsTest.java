package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.Dropout;
import dev.linnet.layer.Initializer;
import dev.linnet.layer.LayerNorm;
import dev.linnet.loss.Loss;
import dev.linnet.optim.AdaGrad;
import dev.linnet.optim.Adam;
import dev.linnet.optim.Clipping;
import dev.linnet.optim.Lbfgs;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Plateau;
import dev.linnet.optim.RmsProp;
import dev.linnet.optim.Schedule;
import dev.linnet.optim.Sgd;
import dev.linnet.training.EarlyStopping;
import dev.linnet.training.Training;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What descriptions refuse when they are made, and losses and runs before work starts: each message as a whole. */
class RefusalsTest {
    private static final Labels THREE = Labels.numbered(3);

    @Test
    void lossesRefuseHyperparameters() {
        assertMessage("gamma must be positive and finite: 0.0", () -> Loss.focal(0));
        assertMessage("gamma must be positive and finite: -1.0", () -> Loss.binaryFocal(-1, 0.5));
        assertMessage("alpha must be above 0 and below 1: 1.0", () -> Loss.binaryFocal(2, 1));
        assertMessage("smoothing must be at least 0 and below 1: 1.0", () -> Loss.softmaxCrossEntropy()
                .withLabelSmoothing(1));
        assertMessage("smoothing must be at least 0 and below 1: -0.1", () -> Loss.binaryCrossEntropy()
                .withLabelSmoothing(-0.1));
        assertMessage("quantile must be above 0 and below 1: 0.0", () -> Loss.quantile(0.5, 0));
        assertMessage("at least one quantile is needed", Loss::quantile);
    }

    @Test
    void lossesOfClassesRefuseValuesAndTooFewOutputs() {
        for (Loss loss : List.of(Loss.focal(), Loss.multiClassHinge(), Loss.crammerSinger())) {
            String name = loss.name();
            assertMessage(name + " needs class labels: targets are values", () -> loss.check(3, 1, null));
            assertMessage(
                    name + " needs at least 2 outputs: the network has 1", () -> loss.check(1, 1, Labels.numbered(1)));
            assertMessage(
                    name + " needs one output for each class: 3 classes, 4 outputs", () -> loss.check(4, 1, THREE));
        }
    }

    @Test
    void lossesOfTwoClassesRefuseOthers() {
        for (Loss loss : List.of(Loss.binaryFocal(), Loss.hinge(), Loss.squaredHinge())) {
            String name = loss.name();
            assertMessage(
                    name + " of labels needs 2 classes and 1 output: 3 classes, outputs: 1",
                    () -> loss.check(1, 1, THREE));
            assertMessage(
                    name + " needs one target column for each output: targets have 1 column, outputs: 2",
                    () -> loss.check(2, 1, null));
            assertMessage(
                    "row 0 of the batch, target column 1: 1.5 is not a probability between 0 and 1",
                    () -> loss.evaluate(
                            new double[2], new double[] {0, 1.5}, 2, 2, 0, 1, new double[1], new double[2]));
        }
    }

    @Test
    void lossesOfValuesRefuseLabelsAndOtherNumbersOfColumns() {
        assertMessage("KL divergence needs values: targets are labels of 3 classes", () -> Loss.klDivergence()
                .check(3, 1, THREE));
        assertMessage(
                "KL divergence needs one target column for each output: targets have 2 columns, outputs: 3",
                () -> Loss.klDivergence().check(3, 2, null));
        assertMessage("quantile needs values: targets are labels of 3 classes", () -> Loss.quantile(0.5)
                .check(3, 1, THREE));
        assertMessage(
                "quantile needs 2 outputs for each target: targets have 1 column, outputs: 3",
                () -> Loss.quantile(0.1, 0.9).check(3, 1, null));
        assertMessage("row 0 of the batch: label 7.0, expected 0..2", () -> Loss.focal()
                .evaluate(new double[3], new double[] {7}, 3, 1, 0, 1, new double[1], new double[3]));
    }

    @Test
    void optimizersRefuseHyperparameters() {
        for (Optimizer optimizer :
                List.of(Adam.defaults(), AdaGrad.defaults(), RmsProp.defaults(), Lbfgs.defaults(), Sgd.of(0.1))) {
            assertMessage("learningRate must be positive and finite: -0.1", () -> optimizer.withLearningRate(-0.1));
        }
        assertMessage("beta1 must be at least 0 and below 1: 1.0", () -> Adam.defaults()
                .withBetas(1, 0.9));
        assertMessage("epsilon must be positive and finite: 0.0", () -> Adam.defaults()
                .withEpsilon(0));
        assertMessage("initialSum must be finite and not negative: -1.0", () -> AdaGrad.defaults()
                .withInitialSum(-1));
        assertMessage("epsilon must be positive and finite: 0.0", () -> AdaGrad.defaults()
                .withEpsilon(0));
        assertMessage("rho must be at least 0 and below 1: 1.0", () -> RmsProp.defaults()
                .withRho(1));
        assertMessage("epsilon must be positive and finite: 0.0", () -> RmsProp.defaults()
                .withEpsilon(0));
        assertMessage("memory must be positive: 0", () -> Lbfgs.defaults().withMemory(0));
        assertMessage("tolerance must be finite and not negative: -1.0", () -> Lbfgs.defaults()
                .withTolerance(-1));
        assertMessage("limit must be positive and finite: -1.0", () -> Clipping.byNorm(-1));
        assertMessage(
                "patience must not be negative: -1", () -> Plateau.defaults().withPatience(-1));
        assertMessage("minDelta must be finite and not negative: -1.0", () -> Plateau.defaults()
                .withMinDelta(-1));
        assertMessage(
                "L-BFGS searches for its steps: use it with fit",
                () -> Descent.of(Mlp.builder().linear(1, 1).build(), Optimizer.lbfgs()));
    }

    @Test
    void schedulesRefuseRatesThatAreNegative() {
        assertMessage("epochs must be positive: 0", () -> Schedule.step(0, 0.5));
        assertMessage("perEpoch must be positive and finite: -0.9", () -> Schedule.exponential(-0.9));
        assertMessage("epochs must be positive: -1", () -> Schedule.cosineRestarts(-1));
        assertMessage("multiplier must be positive: 0", () -> Schedule.cosineRestarts(5, 0, 0));
        assertMessage("last must be between 0 and 1: -0.1", () -> Schedule.cosineRestarts(5, 1, -0.1));
        assertMessage("last must be between 0 and 1: -0.5", () -> Schedule.cosine(-0.5));
        assertMessage("rising must be above 0 and below 1: 1.0", () -> Schedule.oneCycle(1));
        Schedule own = (step, steps, stepsPerEpoch) -> 2.0 - step;
        assertMessage("the schedule's factor for step 3 is -1.0, expected finite and not negative", () -> Mlp.builder()
                .linear(1, 1)
                .fit(values(), Training.defaults().withBatchSize(1).withSchedule(own)));
    }

    @Test
    void layersRefuseHyperparameters() {
        assertMessage("columns must be positive: 0", () -> BatchNorm.of(0));
        assertMessage(
                "momentum must be between 0 and 1: 1.5", () -> BatchNorm.of(2).withMomentum(1.5));
        assertMessage("epsilon must be positive and finite: 0.0", () -> BatchNorm.of(2)
                .withEpsilon(0));
        assertMessage("columns must be positive: -3", () -> LayerNorm.of(-3));
        assertMessage("epsilon must be positive and finite: NaN", () -> LayerNorm.of(2)
                .withEpsilon(Double.NaN));
        assertMessage("rate must be at least 0 and below 1: 1.0", () -> Dropout.of(1));
        assertMessage("gain must be positive and finite: 0.0", () -> Initializer.orthogonal(0));
        assertMessage("value must be finite: NaN", () -> Initializer.constant(Double.NaN));
    }

    @Test
    void aRunRefusesSettings() {
        Training t = Training.defaults();
        assertMessage("class weights: 0 weights, expected one for each class", t::withClassWeights);
        assertMessage("classWeights[0] must be finite and not negative: NaN", () -> t.withClassWeights(Double.NaN));
        assertMessage("validation must be above 0 and below 1: 0.0", () -> t.withValidation(0));
        assertMessage("averaging must be above 0 and below 1: 0.0", () -> t.withAveraging(0));
        assertMessage("maxNorm must be positive and finite: -1.0", () -> t.withMaxNorm(-1));
        assertMessage("minDelta must be finite and not negative: -1.0", () -> EarlyStopping.defaults()
                .withMinDelta(-1));
        assertNull("loss", () -> t.withLoss(null));
        assertNull("optimizer", () -> t.withOptimizer(null));
        assertNull("schedule", () -> t.withSchedule(null));
        assertNull("validation", () -> t.withValidation((Dataset) null));
        assertNull("earlyStopping", () -> t.withEarlyStopping(null));
        assertNull("listener", () -> t.withListener(null));
        assertNull("clipping", () -> t.withClipping(null));
        assertNull("plateau", () -> t.withPlateau(null));
        assertNull("signal", () -> t.withStop(null));
        assertNull("name", () -> t.withMetrics((String) null));
    }

    @Test
    void lBfgsRefusesWhatItCannotDo() {
        Training t = Training.defaults().withOptimizer(Optimizer.lbfgs());
        assertLbfgs("clipping", t.withClipping(Clipping.byNorm(1)));
        assertLbfgs("an L1 penalty", t.withL1(1));
        assertLbfgs("a largest norm", t.withMaxNorm(1));
        assertLbfgs("averaging", t.withAveraging(0.9));
        assertLbfgs("a schedule", t.withSchedule(Schedule.cosine()));
        assertLbfgs("a plateau", t.withPlateau(Plateau.defaults()));
        assertLbfgs("recovery", t.withRecovery(1));
        assertMessage(
                "L-BFGS does not go with batch normalization",
                () -> Mlp.builder().linear(1, 2).batchNorm().linear(2, 1).fit(values(), t));
        assertMessage("L-BFGS does not go with dropout", () -> Mlp.builder()
                .linear(1, 2)
                .residual(b -> b.linear(2, 2).dropout(0.1))
                .linear(2, 1)
                .fit(values(), t));
        assertMessage("L-BFGS does not go with rows that are augmented", () -> Mlp.builder()
                .linear(1, 1)
                .fit(values().augmented((x, from, to, random) -> x[from] += random.uniform()), t));
    }

    @Test
    void aRunRefusesAValidationOfOtherTargets() {
        Dataset data = Dataset.of(new double[][] {{1}, {2}, {3}}, new int[] {0, 1, 2}, THREE);
        Dataset others = Dataset.of(new double[][] {{1}}, new int[] {0}, Labels.of("2", "1", "0"));
        MlpBuilder net = Mlp.builder().linear(1, 3);
        Training t = Training.defaults().withMetrics();
        assertMessage(
                "validation has the labels [2, 1, 0], data has the labels [0, 1, 2]: withLabels(...) numbers them alike",
                () -> net.fit(data, t.withValidation(others)));
        assertMessage(
                "validation has 3 columns of values, data has the labels [0, 1, 2]",
                () -> net.fit(data, t.withValidation(data.oneHot())));
        assertMessage("validation has the labels [0, 1, 2], data has 3 columns of values", () -> net.softmax()
                .fit(data.oneHot(), t.withValidation(data)));
        assertMessage("validation has 2 columns of values, data has 1 column of values", () -> Mlp.builder()
                .linear(1, 2)
                .fit(
                        values(),
                        t.withLoss(Loss.quantile(0.1, 0.9))
                                .withValidation(Dataset.of(new double[3][1], new double[3][2]))));
    }

    @Test
    void aRunRefusesRowsNoneOfWhichCounts() {
        Dataset data = Dataset.of(new double[][] {{1}, {2}, {3}}, new int[] {0, 1, 0}, Labels.numbered(2));
        Dataset last = data.withWeights(new double[] {0, 0, 5});
        MlpBuilder net = Mlp.builder().linear(1, 2);
        for (Optimizer optimizer : List.of(Optimizer.adam(), Optimizer.lbfgs())) {
            Training t = Training.defaults().withOptimizer(optimizer);
            assertMessage("nothing to learn: the weights of 2 rows add up to 0", () -> net.fit(last.range(0, 2), t));
            assertMessage(
                    "nothing to validate: the weights of 2 rows add up to 0",
                    () -> net.fit(data, t.withValidation(last.range(0, 2))));
            assertMessage(
                    "class weights: with them all 2 rows weigh 0",
                    () -> net.fit(data.subset(0, 2), t.withClassWeights(0, 1)));
        }
        net.fit(last, Training.defaults().withEpochs(1).withBatchSize(1).withValidation(last));
    }

    @Test
    void aRunRefusesRowsThatAreNotFinite() {
        Dataset holed = values().map((x, from, to) -> x[from] = x[from] == 3 ? Double.NaN : x[from]);
        Dataset missed = new UsersRows(2, Double.POSITIVE_INFINITY);
        MlpBuilder net = Mlp.builder().linear(1, 1);
        for (Optimizer optimizer : List.of(Optimizer.adam(), Optimizer.lbfgs())) {
            Training t = Training.defaults().withOptimizer(optimizer);
            String feature = "row 2 of the rows to learn, feature 0 is NaN";
            assertMessage(feature, () -> net.fit(holed, t));
            assertMessage(
                    feature, () -> Mlp.builder().standardize().linear(1, 1).fit(holed, t));
            assertMessage("row 1 of the rows to learn, target 0 is Infinity", () -> net.fit(missed, t));
            assertMessage(
                    "row 2 of the rows to validate, feature 0 is NaN",
                    () -> net.fit(values(), t.withValidation(holed)));
        }
        for (int seed = 0; seed < 6; seed++) { // in whichever batch of the step it comes
            Training gathered =
                    Training.defaults().withSeed(seed).withBatchSize(1).withAccumulation(4);
            assertMessage(
                    "row 2 of the rows to learn, feature 0 is NaN", () -> net.fit(holed, gathered.withRecovery(3)));
        }
        assertMessage("data has no rows", () -> net.fit(new UsersRows(0, 1)));
        assertMessage("row 1 of the rows to learn, target 0 is Infinity", () -> net.build()
                .gradient(missed, Loss.meanSquaredError()));
    }

    /** Rows that have the target {@code last}, but for the first, which has 0: data of a user's own are not checked when they are made. */
    private record UsersRows(int size, double last) implements Dataset {
        @Override
        public int features() {
            return 1;
        }

        @Override
        public int targets() {
            return 1;
        }

        @Override
        public void read(int[] rows, int from, int to, double[] features, double[] targets) {
            for (int i = from; i < to; i++) {
                if (features != null) {
                    features[i] = rows[i];
                }
                if (targets != null) {
                    targets[i] = rows[i] == 0 ? 0 : last;
                }
            }
        }
    }

    /** A class may be declared and have no row: it is never predicted, but balanced weights do without it. */
    @Test
    void balancedWeightsDoWithoutClassesThatHaveNoRow() {
        Dataset data = Dataset.of(new double[][] {{1}, {2}, {3}}, new int[] {0, 0, 2}, THREE);
        Mlp model = Mlp.builder()
                .linear(1, 3)
                .fit(data, Training.defaults().withEpochs(2).withBalancedClasses())
                .model();
        assertEquals(3, model.evaluate(data).rows());
    }

    private static Dataset values() {
        return Dataset.of(new double[][] {{1}, {2}, {3}, {4}}, new double[] {1, 2, 3, 4});
    }

    private static void assertLbfgs(String what, Training training) {
        assertMessage(
                "L-BFGS does not go with " + what,
                () -> Mlp.builder().linear(1, 1).fit(values(), training));
    }

    private static void assertNull(String name, Executable refused) {
        assertEquals(name, assertThrows(NullPointerException.class, refused).getMessage());
    }

    private static void assertMessage(String expected, Executable refused) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, refused).getMessage());
    }
}
