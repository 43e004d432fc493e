package dev.linnet.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linnet.ReferenceNumbers;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Network;
import dev.linnet.internal.nn.Parameter;
import dev.linnet.internal.nn.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Normalization and residual blocks against what PyTorch's computed: forward, backward, running statistics, prediction. */
@Tag("kernel")
class LayerReferenceTest {
    private static final ReferenceNumbers REFERENCE = ReferenceNumbers.read("reference_numbers_2.txt");

    /**
     * A network and what PyTorch calls its tensors: where ours starts with {@code ours}, theirs starts with {@code theirs}.
     * A layer that stands alone in PyTorch stands behind a linear layer here, whose matrix is the unit matrix.
     */
    private record Case(String ours, String theirs, List<Layer> layers) {
        boolean behindUnitMatrix() {
            return !layers.get(0).equals(Linear.of(4, 5));
        }
    }

    private static Case behindUnitMatrix(int columns, String theirs, Layer layer) {
        return new Case("1.", theirs, List.of(Linear.of(columns, columns), layer));
    }

    private static Residual block(Layer... layers) {
        return Residual.of(List.of(layers));
    }

    private static final Map<String, Case> CASES = Map.of(
            "batchNorm", behindUnitMatrix(5, "", BatchNorm.of(5)),
            "batchNorm.0.3",
                    behindUnitMatrix(3, "", BatchNorm.of(3).withMomentum(0.3).withEpsilon(1e-3)),
            "layerNorm", behindUnitMatrix(5, "", LayerNorm.of(5)),
            "layerNorm.17", behindUnitMatrix(17, "", LayerNorm.of(17).withEpsilon(1e-3)),
            "residual",
                    new Case(
                            "1.",
                            "1.block.",
                            List.of(Linear.of(4, 5), block(Linear.of(5, 5), Activation.relu()), Linear.of(5, 3))),
            "residual.bottleneck",
                    behindUnitMatrix(6, "block.", block(Linear.of(6, 3), Activation.tanh(), Linear.of(3, 6))),
            "residual.layerNorm",
                    behindUnitMatrix(
                            5, "block.", block(LayerNorm.of(5), Linear.of(5, 7), Activation.gelu(), Linear.of(7, 5))),
            "mlp.batchNorm",
                    new Case(
                            "1.", "1.", List.of(Linear.of(4, 5), BatchNorm.of(5), Activation.relu(), Linear.of(5, 3))));

    static List<String> names() {
        return REFERENCE.words("layer.names");
    }

    @Test
    void theFileHasEveryCase() {
        assertEquals(CASES.keySet(), Set.copyOf(names()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void agreesWithPyTorch(String name) {
        Case c = CASES.get(name);
        String key = "layer." + name + ".";
        Network network = Network.of(c.layers());
        double[] x = REFERENCE.numbers(key + "x");
        int rows = x.length / network.inputs();
        double[] parameters = network.initialParameters(0);
        for (Parameter p : network.parameters()) {
            if (ofUnitMatrix(c, p)) {
                for (int i = 0; i < p.rows() && p.kind() == Parameter.Kind.WEIGHT; i++) {
                    Arrays.fill(parameters, p.offset() + i * p.columns(), p.offset() + (i + 1) * p.columns(), 0.0);
                    parameters[p.offset() + i * p.columns() + i] = 1.0;
                }
            } else if (p.kind().isTrained()) {
                double[] theirs = REFERENCE.numbers(key + "parameter." + theirName(c, p));
                System.arraycopy(transposed(theirs, p.columns(), p.rows()), 0, parameters, p.offset(), p.size());
            }
        }
        Workspace workspace = Workspace.forTraining(
                new ModelState(network, false, null, Output.IDENTITY, null, 0, parameters, Map.of()), rows, 1);
        double[] coefficients = REFERENCE.numbers(key + "coefficients");

        learn(workspace, x, rows, coefficients);

        REFERENCE.assertAgrees(key + "output", workspace.logits(), 1e-12, 1e-13);
        for (int tile = 0; tile < workspace.tiles(); tile++) {
            workspace.gradient(tile, false, rows, 0);
        }
        for (Parameter p : network.parameters()) {
            double[] gradient = Arrays.copyOfRange(workspace.gradients(), p.offset(), p.end());
            if (ofUnitMatrix(c, p)) {
                double[] inputGradient = REFERENCE.numbers(key + "inputGradient");
                double[] expected = p.kind() == Parameter.Kind.WEIGHT
                        ? transposedTimes(x, inputGradient, rows)
                        : transposedTimes(ones(rows), inputGradient, rows);
                assertArrayEquals(expected, gradient, 1e-12);
            } else if (p.kind().isTrained()) {
                REFERENCE.assertAgrees(
                        key + "gradient." + theirName(c, p), transposed(gradient, p.rows(), p.columns()), 1e-12, 1e-12);
            }
        }

        learn(workspace, Arrays.stream(x).map(v -> 0.5 * v + 1.0).toArray(), rows, coefficients);
        for (Parameter p : network.parameters()) {
            if (!p.kind().isTrained()) {
                double[] running = Arrays.copyOfRange(parameters, p.offset(), p.end());
                REFERENCE.assertAgrees(key + "afterTwoBatches." + theirName(c, p), running, 1e-13, 1e-14);
            }
        }
        System.arraycopy(x, 0, workspace.input(), 0, x.length);
        workspace.predict(0, rows, 0);
        REFERENCE.assertAgrees(key + "predicted", workspace.logits(), 1e-12, 1e-13);
    }

    private static void learn(Workspace workspace, double[] x, int rows, double[] coefficients) {
        System.arraycopy(x, 0, workspace.input(), 0, x.length);
        Workspace.RowLoss loss =
                (from, to) -> System.arraycopy(coefficients, 0, workspace.logitsGradient(), 0, coefficients.length);
        for (int leg = 0; leg < workspace.legs(); leg++) {
            workspace.runLeg(leg, 0, rows, loss, 0);
            if (leg + 1 < workspace.legs()) {
                for (int tile = 0; tile < workspace.meetingTiles(leg); tile++) {
                    workspace.runMeeting(leg, tile, rows, 0);
                }
            }
        }
    }

    private static boolean ofUnitMatrix(Case c, Parameter p) {
        return c.behindUnitMatrix() && p.layer() == 0;
    }

    private static String theirName(Case c, Parameter p) {
        return p.name().startsWith(c.ours())
                ? c.theirs() + p.name().substring(c.ours().length())
                : p.name();
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1.0);
        return ones;
    }

    private static double[] transposed(double[] a, int rows, int columns) {
        double[] t = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                t[j * rows + i] = a[i * columns + j];
            }
        }
        return t;
    }

    /** A^T B, both of {@code rows} rows. */
    private static double[] transposedTimes(double[] a, double[] b, int rows) {
        int m = a.length / rows;
        int n = b.length / rows;
        double[] product = new double[m * n];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    product[i * n + j] += a[r * m + i] * b[r * n + j];
                }
            }
        }
        return product;
    }
}
