package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.layer.Linear;
import dev.linnet.optim.Optimizer;
import dev.linnet.training.Training;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** L-BFGS on iris and diabetes, against what SciPy's reaches. */
class LbfgsTest {
    private static final double L2 = 0.01;
    private static final ReferenceNumbers REFERENCE = ReferenceNumbers.read("lbfgs_numbers.txt");

    @Test
    void reachesSciPysLossOnIris() throws IOException {
        List<double[]> rows = rows("iris.csv", ",", 1);
        double[][] x = rows.stream().map(r -> Arrays.copyOf(r, 4)).toArray(double[][]::new);
        int[] y = rows.stream().mapToInt(r -> (int) r[4]).toArray();
        Dataset data = Dataset.of(x, y, Labels.of("setosa", "versicolor", "virginica"));
        assertReached("iris", Mlp.builder().standardize().linear(4, 3), data);
    }

    @Test
    void reachesSciPysLossOnDiabetes() throws IOException {
        List<double[]> rows = rows("diabetes.txt", " ", 0);
        double[][] x = rows.stream().map(r -> Arrays.copyOf(r, 10)).toArray(double[][]::new);
        double[] y = rows.stream().mapToDouble(r -> r[10] / 100).toArray();
        assertReached("diabetes", Mlp.builder().standardize().linear(10, 1), Dataset.of(x, y));
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

    private static List<double[]> rows(String file, String separator, int skipped) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                LbfgsTest.class.getResourceAsStream("/data/" + file), StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .skip(skipped)
                    .map(line -> Arrays.stream(line.split(separator))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
        }
    }
}
