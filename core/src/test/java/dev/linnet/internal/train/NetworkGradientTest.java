package dev.linnet.internal.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.internal.math.Purpose;
import dev.linnet.internal.math.RandomStream;
import dev.linnet.internal.math.Team;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Network;
import dev.linnet.internal.nn.Parameter;
import dev.linnet.internal.nn.Workspace;
import dev.linnet.layer.Activation;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.Dropout;
import dev.linnet.layer.Initializer;
import dev.linnet.layer.Layer;
import dev.linnet.layer.LayerNorm;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Output;
import dev.linnet.layer.Residual;
import dev.linnet.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Back-propagation against the definition of a derivative, for whole networks. */
@Tag("kernel")
class NetworkGradientTest {
    /**
     * Step of the differences. Where the loss is smooth, truncation leaves about step^2 of a central difference, and
     * rounding about 1e-16 / step of a loss near 1.
     */
    private static final double STEP = 1e-6;

    private static final double TOLERANCE = 1e-8;

    @Provide
    Arbitrary<Activation> activations() {
        return Arbitraries.of(
                Activation.relu(),
                Activation.leakyRelu(),
                Activation.elu(),
                Activation.selu(),
                Activation.gelu(),
                Activation.silu(),
                Activation.sigmoid(),
                Activation.tanh(),
                Activation.softplus(),
                Activation.hardTanh(),
                Activation.identity());
    }

    /** A loss with targets that suit it. */
    private record Task(String name, Loss loss, boolean labels) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Provide
    Arbitrary<Task> tasks() {
        return Arbitraries.of(
                new Task("cross-entropy on labels", Loss.softmaxCrossEntropy(), true),
                new Task("cross-entropy on probabilities", Loss.softmaxCrossEntropy(), false),
                new Task("binary cross-entropy", Loss.binaryCrossEntropy(), false),
                new Task("MSE", Loss.meanSquaredError(), false),
                new Task("MAE", Loss.meanAbsoluteError(), false),
                new Task("Huber", Loss.huber(0.7), false),
                new Task("smoothed labels", Loss.softmaxCrossEntropy().withLabelSmoothing(0.2), true),
                new Task("smoothed probabilities", Loss.softmaxCrossEntropy().withLabelSmoothing(0.2), false),
                new Task("smoothed answers", Loss.binaryCrossEntropy().withLabelSmoothing(0.2), false),
                new Task("focal", Loss.focal(), true),
                new Task("binary focal", Loss.binaryFocal(), false),
                new Task("hinge", Loss.hinge(), false),
                new Task("squared hinge", Loss.squaredHinge(), false),
                new Task("multi-class hinge", Loss.multiClassHinge(), true),
                new Task("Crammer-Singer hinge", Loss.crammerSinger(), true),
                new Task("KL divergence", Loss.klDivergence(), false),
                new Task("quantile", Loss.quantile(0.3), false));
    }

    /** What may stand between two linear layers, made for a width. */
    private record Middle(String name, IntFunction<List<Layer>> layers) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Every layer. Epsilons are large and activations smooth here: a column that hardly varies is otherwise blown up by
     * {@code 1 / sqrt(1e-5)} in each norm it passes, and the step of the difference with it, beyond all kinks.
     */
    @Provide
    Arbitrary<Middle> middles() {
        return Arbitraries.of(
                new Middle("dropout", n -> List.of(Activation.tanh(), Dropout.of(0.3))),
                new Middle("batch norm", n -> List.of(batchNorm(n), Activation.softplus())),
                new Middle("layer norm", n -> List.of(layerNorm(n), Activation.silu())),
                new Middle(
                        "dropout everywhere",
                        n -> List.of(
                                Dropout.of(0.2),
                                Residual.of(List.of(Dropout.of(0.3), Linear.of(n, n), Dropout.of(0.2))),
                                Dropout.of(0.2),
                                Dropout.of(0.3),
                                layerNorm(n),
                                Dropout.of(0.2),
                                batchNorm(n),
                                Activation.tanh())),
                new Middle("residual", n -> List.of(Residual.of(List.of(Activation.tanh(), Linear.of(n, n))))),
                new Middle(
                        "residual of everything",
                        n -> List.of(
                                Activation.sigmoid(),
                                Residual.of(List.of(
                                        batchNorm(n),
                                        Activation.softplus(),
                                        Dropout.of(0.5),
                                        Linear.of(n, 3),
                                        Residual.of(List.of(
                                                layerNorm(3), Linear.of(3, 3).withoutBias())),
                                        Linear.of(3, n))),
                                batchNorm(n),
                                Activation.tanh())));
    }

    private static BatchNorm batchNorm(int columns) {
        return BatchNorm.of(columns).withEpsilon(0.1);
    }

    private static LayerNorm layerNorm(int columns) {
        return LayerNorm.of(columns).withEpsilon(0.1);
    }

    @Property(tries = 100)
    void backPropagationThroughEveryLayerEqualsDifferences(
            @ForAll("middles") Middle middle,
            @ForAll("tasks") Task task,
            @ForAll @IntRange(min = 1, max = 9) int hidden,
            @ForAll @IntRange(min = 3, max = 11) int rows,
            @ForAll boolean weighted,
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        List<Layer> layers = new ArrayList<>();
        layers.add(Linear.of(4, hidden).withInitializer(Initializer.heNormal()));
        layers.addAll(middle.layers().apply(hidden));
        layers.add(Linear.of(hidden, 3));
        check(layers, task, rows, weighted, seed);
    }

    @Property(tries = 300)
    void backPropagationEqualsCentralDifferences(
            @ForAll("activations") Activation activation,
            @ForAll("tasks") Task task,
            @ForAll @IntRange(min = 1, max = 9) int inputs,
            @ForAll @IntRange(min = 1, max = 17) int hidden,
            @ForAll @IntRange(min = 2, max = 5) int outputs,
            @ForAll @IntRange(min = 1, max = 11) int rows,
            @ForAll boolean bias,
            @ForAll boolean weighted,
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        Linear first = Linear.of(inputs, hidden).withInitializer(Initializer.glorotNormal());
        Linear last = Linear.of(hidden, outputs).withInitializer(Initializer.glorotNormal());
        List<Layer> layers = List.of(bias ? first : first.withoutBias(), activation, bias ? last : last.withoutBias());
        check(layers, task, rows, weighted, seed);
    }

    private static void check(List<Layer> layers, Task task, int rows, boolean weighted, long seed) {
        Network network = Network.of(layers);
        double[] parameters = network.initialParameters(seed);
        for (Parameter p : network.parameters()) {
            if (p.kind() == Parameter.Kind.BIAS) {
                RandomStream.fillNormal(parameters, p.offset(), p.end(), seed, Purpose.SPLIT, 1, p.offset());
            }
        }
        Dataset data = data(task, rows, network.inputs(), network.outputs(), weighted, seed);

        double[] gradient = gradient(network, parameters, task.loss(), data);

        double loss = loss(network, parameters, task.loss(), data);
        double tolerance = TOLERANCE * Math.max(1.0, Math.abs(loss));
        for (int i = 0; i < parameters.length; i++) {
            double right = slope(network, parameters, i, STEP, task.loss(), data, loss);
            double left = slope(network, parameters, i, -STEP, task.loss(), data, loss);
            if (Math.abs(gradient[i] - 0.5 * (left + right)) > tolerance) {
                double fromRight = derivative(network, parameters, i, STEP, task.loss(), data, loss);
                double fromLeft = derivative(network, parameters, i, -STEP, task.loss(), data, loss);
                assertTrue(
                        gradient[i] >= Math.min(fromLeft, fromRight) - tolerance
                                && gradient[i] <= Math.max(fromLeft, fromRight) + tolerance,
                        "the gradient " + gradient[i] + " should lie between the derivatives from the left, " + fromLeft
                                + ", and from the right, " + fromRight);
            }
        }
    }

    /**
     * The derivative from one side, for a kink near by (ReLU, hard tanh, absolute error): with the slope of half the step,
     * twice that less the slope of the whole step leaves about step^2 if no kink is on that side. A kink at the point
     * itself leaves two derivatives, and every gradient between them is right.
     */
    private static double derivative(
            Network network, double[] parameters, int i, double step, Loss loss, Dataset data, double here) {
        return 2.0 * slope(network, parameters, i, 0.5 * step, loss, data, here)
                - slope(network, parameters, i, step, loss, data, here);
    }

    private static double slope(
            Network network, double[] parameters, int i, double step, Loss loss, Dataset data, double here) {
        double[] moved = parameters.clone();
        moved[i] += step;
        return (loss(network, moved, loss, data) - here) / (moved[i] - parameters[i]);
    }

    private static double loss(Network network, double[] parameters, Loss loss, Dataset data) {
        try (Team team = Team.of(1)) {
            Workspace workspace = Workspace.forTraining(state(network, parameters), data.size(), 1);
            Batch batch = batch(workspace, loss, data, team);
            batch.learn(); // and not measure: dropout and the batch's statistics belong to the loss
            return batch.lossSum() / batch.weightSum();
        }
    }

    private static double[] gradient(Network network, double[] parameters, Loss loss, Dataset data) {
        try (Team team = Team.of(1)) {
            Workspace workspace = Workspace.forTraining(state(network, parameters), data.size(), 1);
            Batch batch = batch(workspace, loss, data, team);
            batch.learn();
            for (int tile = 0; tile < workspace.tiles(); tile++) {
                workspace.gradient(tile, false, data.size(), 0);
            }
            double[] gradient = workspace.gradients().clone();
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] /= batch.weightSum();
            }
            return gradient;
        }
    }

    private static Batch batch(Workspace workspace, Loss loss, Dataset data, Team team) {
        Batch batch = new Batch(workspace, loss, data.targets(), team);
        BatchSampler sampler = new BatchSampler(data.size(), data.size());
        sampler.inOrder();
        batch.take(sampler, data);
        return batch;
    }

    private static ModelState state(Network network, double[] parameters) {
        return new ModelState(network, false, null, Output.IDENTITY, null, 0, parameters, Map.of());
    }

    private static Dataset data(Task task, int rows, int inputs, int outputs, boolean weighted, long seed) {
        double[] features = new double[rows * inputs];
        RandomStream.fillNormal(features, 0, features.length, seed, Purpose.SPLIT, 2, 0);
        Dataset data;
        if (task.labels()) {
            int[] labels = new int[rows];
            for (int i = 0; i < rows; i++) {
                labels[i] = (int) (outputs * RandomStream.uniform(seed, Purpose.SPLIT, 3, 0, i));
            }
            data = Dataset.of(features, inputs, labels, Labels.numbered(outputs));
        } else {
            double[] targets = new double[rows * outputs];
            RandomStream.fillUniform(targets, 0, targets.length, seed, Purpose.SPLIT, 3, 0);
            if (task.loss().output() == Output.SOFTMAX) {
                normalizeRows(targets, outputs);
            }
            data = Dataset.of(features, inputs, targets, outputs);
        }
        if (!weighted) {
            return data;
        }
        double[] weights = new double[rows];
        RandomStream.fillUniform(weights, 0, rows, seed, Purpose.SPLIT, 4, 0);
        return data.withWeights(weights);
    }

    private static void normalizeRows(double[] values, int columns) {
        for (int at = 0; at < values.length; at += columns) {
            double sum = 0.0;
            for (int j = at; j < at + columns; j++) {
                sum += values[j];
            }
            for (int j = at; j < at + columns; j++) {
                values[j] /= sum;
            }
        }
    }
}
