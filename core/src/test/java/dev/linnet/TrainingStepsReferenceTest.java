package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.layer.Linear;
import dev.linnet.optim.AdaGrad;
import dev.linnet.optim.Clipping;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.RmsProp;
import dev.linnet.training.Epoch;
import dev.linnet.training.Training;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a step does beside the plain optimizers - penalties, clipping, averages - against what PyTorch printed. */
@Tag("kernel")
class TrainingStepsReferenceTest {
    private static final ReferenceNumbers REFERENCE = ReferenceNumbers.read("reference_numbers_2.txt");

    /** RMSProp with momentum, and centered, are PyTorch's and not Linnet's. */
    private static final Set<String> NOT_OFFERED = Set.of("rmsProp.momentum", "rmsProp.centered");

    private static final Map<String, Training> RUNS = runs();

    private static Map<String, Training> runs() {
        Map<String, Training> runs = new LinkedHashMap<>();
        Training plain = Training.defaults().withBatchSize(1000);
        Training decaying = plain.withL2(0.05);
        runs.put("optimizer.rmsProp", plain.withOptimizer(Optimizer.rmsProp(0.01)));
        runs.put(
                "optimizer.rmsProp.rho",
                plain.withOptimizer(
                        RmsProp.defaults().withLearningRate(0.02).withRho(0.9).withEpsilon(1e-6)));
        runs.put("optimizer.adaGrad", plain.withOptimizer(Optimizer.adaGrad(0.1)));
        runs.put(
                "optimizer.adaGrad.initial",
                plain.withOptimizer(AdaGrad.defaults()
                        .withLearningRate(0.1)
                        .withInitialSum(0.1)
                        .withEpsilon(1e-7)));
        runs.put("optimizer.sgd.l2", decaying.withOptimizer(Optimizer.sgd(0.1)));
        runs.put("optimizer.momentum.l2", decaying.withOptimizer(Optimizer.momentum(0.05, 0.9)));
        runs.put("optimizer.nesterov.l2", decaying.withOptimizer(Optimizer.nesterov(0.05, 0.9)));
        runs.put("optimizer.adam.l2", decaying.withOptimizer(Optimizer.adam(0.01)));
        runs.put("optimizer.rmsProp.l2", decaying.withOptimizer(Optimizer.rmsProp(0.01)));
        runs.put("optimizer.adaGrad.l2", decaying.withOptimizer(Optimizer.adaGrad(0.1)));
        Map<String, Clipping> clippings = Map.of(
                "norm.0.2", Clipping.byNorm(0.2),
                "norm.100.0", Clipping.byNorm(100),
                "value.0.02", Clipping.byValue(0.02));
        clippings.forEach((name, clipping) -> {
            runs.put("clip." + name + ".sgd", plain.withClipping(clipping).withOptimizer(Optimizer.sgd(0.5)));
            runs.put("clip." + name + ".adam", plain.withClipping(clipping).withOptimizer(Optimizer.adam(0.01)));
        });
        runs.put("ema.0.9.raw", plain.withOptimizer(Optimizer.sgd(0.1)));
        return runs;
    }

    static Stream<String> names() {
        return RUNS.keySet().stream();
    }

    @Test
    void everyOptimizerOfTheFileIsCompared() {
        Set<String> compared = new TreeSet<>(NOT_OFFERED);
        names().filter(n -> n.startsWith("optimizer."))
                .map(n -> n.substring(10))
                .forEach(compared::add);
        assertEquals(compared, new TreeSet<>(REFERENCE.words("optimizer.names")));
    }

    /** The optimizers divide by the gradient's size, so that a rounding of a small gradient is one of a whole step. */
    @ParameterizedTest
    @MethodSource("names")
    void stepsAgree(String name) {
        for (String steps : REFERENCE.words("optimizer.steps")) {
            Fit fit = start().fit(data(), RUNS.get(name).withEpochs(Integer.parseInt(steps)));
            assertParameters(name + "." + steps + ".", fit.model());
            if (steps.equals("12")) {
                double[] losses =
                        fit.history().epochs().stream().mapToDouble(Epoch::loss).toArray();
                REFERENCE.assertAgrees(name + ".losses", losses, 1e-12, 0.0);
            }
        }
    }

    @Test
    void averagesAgree() {
        Training training = RUNS.get("ema.0.9.raw").withAveraging(0.9).withEpochs(12);
        assertParameters("ema.0.9.average.12.", start().fit(data(), training).model());
    }

    @Test
    void lbfgsReachesTheLossThatPyTorchsReaches() {
        Training training = Training.defaults()
                .withOptimizer(Optimizer.lbfgs())
                .withL2(0.01)
                .withEpochs(500);
        Fit fit = start().fit(data(), training);
        double[] p = fit.model().parameters();
        double squares = 0.0;
        for (int i = 0; i < p.length; i++) {
            boolean bias = (i >= 35 && i < 42) || i >= 63;
            squares += bias ? 0.0 : p[i] * p[i];
        }
        double reached = fit.history().last().loss() + 0.01 / 2 * squares;
        double reference = REFERENCE.numbers("lbfgs.reached")[0];
        assertTrue(reached <= reference * (1 + 1e-9), () -> reached + " instead of " + reference);
        assertTrue(fit.history().epochs().size() < 500);
    }

    @Test
    void whatIsValidatedIsTheAverage() {
        Training training =
                RUNS.get("ema.0.9.raw").withAveraging(0.9).withEpochs(3).withValidation(data());
        Fit fit = start().fit(data(), training);
        double loss = fit.model().evaluate(data()).logLoss();
        assertEquals(loss, fit.history().last().validationLoss().getAsDouble(), 1e-14);
        assertTrue(loss > fit.history().last().loss());
    }

    private static Mlp start() {
        Mlp model = Mlp.builder().linear(5, 7).tanh().linear(7, 3).build();
        double[] flat = new double[model.parameterCount()];
        int offset = 0;
        for (int layer : new int[] {0, 2}) {
            Linear linear = (Linear) model.layers().get(layer);
            double[] weight = REFERENCE.numbers("optimizer.start." + layer + ".weight");
            for (int i = 0; i < weight.length; i++) {
                flat[offset + i] = weight[i % linear.outputs() * linear.inputs() + i / linear.outputs()];
            }
            double[] bias = REFERENCE.numbers("optimizer.start." + layer + ".bias");
            System.arraycopy(bias, 0, flat, offset + weight.length, bias.length);
            offset += weight.length + bias.length;
        }
        return model.withParameters(flat);
    }

    private static void assertParameters(String key, Mlp model) {
        double[] flat = model.parameters();
        int offset = 0;
        for (int layer : new int[] {0, 2}) {
            Linear linear = (Linear) model.layers().get(layer);
            int in = linear.inputs();
            int out = linear.outputs();
            int start = offset;
            double[] weight = IntStream.range(0, in * out)
                    .mapToDouble(i -> flat[start + i % in * out + i / in])
                    .toArray();
            REFERENCE.assertAgrees(key + layer + ".weight", weight, 1e-12, 1e-12);
            double[] bias = Arrays.copyOfRange(flat, start + in * out, start + in * out + out);
            REFERENCE.assertAgrees(key + layer + ".bias", bias, 1e-12, 1e-12);
            offset += in * out + out;
        }
    }

    private static Dataset data() {
        int[] labels = Arrays.stream(REFERENCE.numbers("optimizer.y"))
                .mapToInt(label -> (int) label)
                .toArray();
        double[] x = REFERENCE.numbers("optimizer.x");
        return Dataset.of(x, 5, labels, Labels.numbered(3));
    }
}
