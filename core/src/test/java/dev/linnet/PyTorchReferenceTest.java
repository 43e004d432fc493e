package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.layer.Activation;
import dev.linnet.layer.Layer;
import dev.linnet.layer.Linear;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Adam;
import dev.linnet.optim.Optimizer;
import dev.linnet.training.Epoch;
import dev.linnet.training.Training;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole networks, forward and back, and every optimizer's steps against what PyTorch printed. */
class PyTorchReferenceTest {
    private static final ReferenceNumbers REFERENCE = ReferenceNumbers.read("reference_numbers.txt");

    private static final Map<String, Loss> LOSSES = Map.of(
            "softmaxCrossEntropy", Loss.softmaxCrossEntropy(),
            "softmaxCrossEntropy.probabilities", Loss.softmaxCrossEntropy(),
            "binaryCrossEntropy", Loss.binaryCrossEntropy(),
            "meanSquaredError", Loss.meanSquaredError(),
            "meanAbsoluteError", Loss.meanAbsoluteError(),
            "huber.1.0", Loss.huber(),
            "huber.0.3", Loss.huber(0.3),
            "huber.2.5", Loss.huber(2.5));

    private static final Map<String, Optimizer> OPTIMIZERS = Map.of(
            "sgd", Optimizer.sgd(0.1),
            "momentum", Optimizer.momentum(0.05, 0.9),
            "nesterov", Optimizer.nesterov(0.05, 0.9),
            "adam", Optimizer.adam(0.01),
            "adam.beta",
                    Adam.defaults().withLearningRate(0.02).withBetas(0.8, 0.99).withEpsilon(1e-6),
            "adamW", Optimizer.adamW(0.01, 0.01),
            "adamW.decay", Optimizer.adamW(0.02, 0.3).withBetas(0.8, 0.99).withEpsilon(1e-6));

    static IntStream networks() {
        return IntStream.range(0, REFERENCE.integer("network.count"));
    }

    static List<String> optimizers() {
        return REFERENCE.words("optimizer.names");
    }

    @Test
    void theFileHasEveryLossActivationAndOptimizer() {
        List<String> layers = networks()
                .mapToObj(i -> REFERENCE.words("network." + i + ".layers"))
                .flatMap(List::stream)
                .toList();
        assertTrue(layers.containsAll(REFERENCE.words("activation.names")));
        assertTrue(networks()
                .mapToObj(i -> REFERENCE.text("network." + i + ".loss"))
                .toList()
                .containsAll(LOSSES.keySet()));
        assertEquals(OPTIMIZERS.keySet(), Set.copyOf(optimizers()));
    }

    /** Logits are sums of up to 33 products of numbers of the size of 1, through up to four layers. */
    @ParameterizedTest
    @MethodSource("networks")
    void logitsAgree(int network) {
        String key = "network." + network;
        Mlp model = model(key + ".layers", key + ".parameter.");
        double[] logits = flat(model.logits(rows(key + ".x", model.inputs())));
        REFERENCE.assertAgrees(key + ".logits", logits, 1e-13, 1e-14);
    }

    /** One step of plain gradient descent over all rows, with the rate 1, moves the parameters by their gradient. */
    @ParameterizedTest
    @MethodSource("networks")
    void lossAndGradientAgree(int network) {
        String key = "network." + network;
        Mlp model = model(key + ".layers", key + ".parameter.");
        Training oneStep = Training.defaults()
                .withLoss(LOSSES.get(REFERENCE.text(key + ".loss")))
                .withOptimizer(Optimizer.sgd(1.0))
                .withBatchSize(1000)
                .withEpochs(1);

        Fit fit = model.fit(data(key, model, key + ".loss").withWeights(REFERENCE.numbers(key + ".weights")), oneStep);

        REFERENCE.assertAgrees(
                key + ".meanLoss", new double[] {fit.history().last().loss()}, 1e-14, 0.0);
        double[] before = model.parameters();
        double[] after = fit.model().parameters();
        double[] gradient = IntStream.range(0, before.length)
                .mapToDouble(i -> before[i] - after[i])
                .toArray();
        assertParametersAgree(key + ".gradient.", model, gradient, 1e-14);
    }

    /** Adam divides by the gradient's size, so that a rounding of a small gradient is one of a whole step: 1e-12 of it. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void optimizersTakePyTorchsSteps(String name) {
        Mlp start = model("optimizer.layers", "optimizer.start.");
        for (String steps : REFERENCE.words("optimizer.steps")) {
            Training training = Training.defaults()
                    .withOptimizer(OPTIMIZERS.get(name))
                    .withBatchSize(1000)
                    .withEpochs(Integer.parseInt(steps));

            Fit fit = start.fit(data("optimizer", start, "optimizer.loss"), training);

            assertParametersAgree(
                    "optimizer." + name + "." + steps + ".", start, fit.model().parameters(), 1e-13);
            if (steps.equals("12")) {
                double[] losses =
                        fit.history().epochs().stream().mapToDouble(Epoch::loss).toArray();
                REFERENCE.assertAgrees("optimizer." + name + ".losses", losses, 1e-13, 0.0);
            }
        }
    }

    /** The network that a line such as {@code 5 7 tanh 3} describes: a linear layer leads from each width to the next. */
    private static Mlp model(String layersKey, String parametersKey) {
        MlpBuilder builder = Mlp.builder();
        int width = 0;
        for (String word : REFERENCE.words(layersKey)) {
            if (!Character.isDigit(word.charAt(0))) {
                builder = builder.layer(Activation.byName(word, Map.of()).orElseThrow());
            } else {
                int next = Integer.parseInt(word);
                builder = width == 0 ? builder : builder.linear(width, next);
                width = next;
            }
        }
        Mlp model = builder.build();
        return model.withParameters(parameters(model, parametersKey));
    }

    /** PyTorch's tensors in Linnet's order: layer by layer the weight, transposed to [in, out], then the bias. */
    private static double[] parameters(Mlp model, String key) {
        double[] flat = new double[model.parameterCount()];
        int offset = 0;
        for (int layer = 0; layer < model.layers().size(); layer++) {
            if (model.layers().get(layer) instanceof Linear linear) {
                double[] weight = REFERENCE.numbers(key + layer + ".weight");
                for (int i = 0; i < linear.inputs(); i++) {
                    for (int j = 0; j < linear.outputs(); j++) {
                        flat[offset++] = weight[j * linear.inputs() + i];
                    }
                }
                for (double bias : REFERENCE.numbers(key + layer + ".bias")) {
                    flat[offset++] = bias;
                }
            }
        }
        assertEquals(flat.length, offset);
        return flat;
    }

    private static void assertParametersAgree(String key, Mlp model, double[] flat, double tolerance) {
        int offset = 0;
        for (int layer = 0; layer < model.layers().size(); layer++) {
            Layer at = model.layers().get(layer);
            if (at instanceof Linear linear) {
                int in = linear.inputs();
                int out = linear.outputs();
                double[] weight = new double[in * out];
                for (int i = 0; i < in; i++) {
                    for (int j = 0; j < out; j++) {
                        weight[j * in + i] = flat[offset++];
                    }
                }
                REFERENCE.assertAgrees(key + layer + ".weight", weight, tolerance, tolerance);
                double[] bias = Arrays.copyOfRange(flat, offset, offset + out);
                REFERENCE.assertAgrees(key + layer + ".bias", bias, tolerance, tolerance);
                offset += out;
            }
        }
        assertEquals(flat.length, offset);
    }

    private static Dataset data(String key, Mlp model, String lossKey) {
        double[][] x = rows(key + ".x", model.inputs());
        double[] y = REFERENCE.numbers(key + ".y");
        if (REFERENCE.text(lossKey).equals("softmaxCrossEntropy")) {
            int[] labels = Arrays.stream(y).mapToInt(label -> (int) label).toArray();
            return Dataset.of(x, labels, Labels.numbered(model.outputs()));
        }
        return Dataset.of(x, rows(key + ".y", model.outputs()));
    }

    private static double[][] rows(String key, int columns) {
        double[] flat = REFERENCE.numbers(key);
        return IntStream.range(0, flat.length / columns)
                .mapToObj(r -> Arrays.copyOfRange(flat, r * columns, (r + 1) * columns))
                .toArray(double[][]::new);
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }
}
