package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.linnet.layer.Activation;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.Dropout;
import dev.linnet.layer.Initializer;
import dev.linnet.layer.LayerNorm;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Output;
import dev.linnet.layer.Residual;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MlpBuilderTest {
    @Test
    void layersThatDoNotChainAreRefusedByName() {
        assertMessage(
                "layer 2 (Linear 128 -> 10): input has 64 columns, expected 128",
                () -> Mlp.builder().linear(784, 64).relu().linear(128, 10).build());
    }

    @Test
    void aNetworkStartsWithALinearLayer() {
        assertMessage("a network starts with a linear layer: it has no layers", () -> Mlp.builder()
                .build());
        assertMessage(
                "a network starts with a linear layer: layer 0 is relu",
                () -> Mlp.builder().relu().linear(1, 1).build());
    }

    @Test
    void sizesMustBePositive() {
        assertMessage("inputs must be positive: 0", () -> Mlp.builder().linear(0, 1));
        assertMessage("outputs must be positive: -1", () -> Mlp.builder().linear(1, -1));
    }

    @Test
    void aNetworkThatDoesNotFitIntoAnArrayIsRefused() {
        assertMessage(
                "layer 1 (Linear 50000 -> 50000): the network would have 2500100000 parameters, at most 2147483639 are"
                        + " possible",
                () -> Mlp.builder().linear(1, 50_000).linear(50_000, 50_000).build());
    }

    @Test
    void nothingFollowsSoftmax() {
        assertMessage(
                "layer 1 (relu): nothing may follow softmax(), the output",
                () -> Mlp.builder().linear(1, 2).softmax().relu());
        assertMessage(
                "softmax() was called twice: it is the output, not a layer",
                () -> Mlp.builder().linear(1, 2).softmax().softmax());
    }

    @Test
    void whatTakesTheColumnsOfTheLayerBeforeItNeedsOne() {
        String needs = " needs a linear layer before it, whose columns it takes";
        assertMessage("batchNorm()" + needs, () -> Mlp.builder().batchNorm());
        assertMessage("layerNorm()" + needs, () -> Mlp.builder().layerNorm());
        assertMessage("residual(...)" + needs, () -> Mlp.builder().residual(b -> b.linear(2, 2)));
    }

    @Test
    void whatConcernsTheWholeNetworkCannotStandInABlock() {
        String refused = " concerns the whole network: it cannot stand in a residual block";
        MlpBuilder builder = Mlp.builder().linear(2, 2);
        assertMessage("softmax()" + refused, () -> builder.residual(MlpBuilder::softmax));
        assertMessage("standardize()" + refused, () -> builder.residual(MlpBuilder::standardize));
        assertMessage("seed(...)" + refused, () -> builder.residual(b -> b.seed(1)));
        assertMessage(
                "build()" + refused,
                () -> builder.residual(b -> {
                    b.build();
                    return b;
                }));
        assertMessage("a residual block needs at least one layer", () -> builder.residual(b -> b));
        assertEquals(
                "the builder that block returns",
                assertThrows(NullPointerException.class, () -> builder.residual(b -> null))
                        .getMessage());
        assertMessage(
                "layer 1 (Residual [Linear 2 -> 3]): the block gives 3 columns, expected the 2 that it takes",
                () -> Mlp.builder().linear(2, 2).residual(b -> b.linear(2, 3)).build());
    }

    @Test
    void methodsOfTheBuilderAddTheirLayers() {
        assertEquals(
                List.of(
                        Linear.of(3, 4),
                        BatchNorm.of(4),
                        Dropout.of(0.5),
                        Residual.of(List.of(LayerNorm.of(4), Linear.of(4, 2), BatchNorm.of(2), Linear.of(2, 4))),
                        LayerNorm.of(4)),
                Mlp.builder()
                        .linear(3, 4)
                        .batchNorm()
                        .dropout(0.5)
                        .residual(b -> b.layerNorm().linear(4, 2).batchNorm().linear(2, 4))
                        .layerNorm()
                        .build()
                        .layers());
        assertMessage(
                "rate must be at least 0 and below 1: 1.0", () -> Mlp.builder().dropout(1.0));
    }

    @Test
    void aFinalSigmoidIsTheOutputAndNotALayer() {
        Mlp model = Mlp.builder().linear(3, 2).sigmoid().build();
        assertEquals(Output.SIGMOID, model.output());
        assertEquals(List.of(Linear.of(3, 2)), model.layers());
    }

    @Test
    void aSigmoidInTheMiddleIsALayer() {
        Mlp model = Mlp.builder().linear(3, 2).sigmoid().linear(2, 1).build();
        assertEquals(Output.IDENTITY, model.output());
        assertEquals(List.of(Linear.of(3, 2), Activation.sigmoid(), Linear.of(2, 1)), model.layers());
    }

    @Test
    void buildingTwiceGivesEqualWeights() {
        MlpBuilder builder = Mlp.builder().linear(7, 5).relu().linear(5, 3);
        assertArrayEquals(builder.build().parameters(), builder.build().parameters());
    }

    @Test
    void seedsDrawDifferentWeightsAndZeroIsAnOrdinarySeed() {
        double[] zero = Mlp.builder().seed(0).linear(7, 5).build().parameters();
        double[] one = Mlp.builder().seed(1).linear(7, 5).build().parameters();
        double[] usual = Mlp.builder().linear(7, 5).build().parameters();
        assertFalse(Arrays.equals(zero, one));
        assertFalse(Arrays.equals(zero, usual));
        assertArrayEquals(Mlp.builder().seed(42).linear(7, 5).build().parameters(), usual);
    }

    @Test
    void aLayerBehindDoesNotChangeTheWeightsBefore() {
        double[] small = Mlp.builder().linear(7, 5).build().parameters();
        double[] large = Mlp.builder().linear(7, 5).tanh().linear(5, 9).build().parameters();
        assertArrayEquals(small, Arrays.copyOf(large, small.length));
    }

    @Test
    void weightsBeforeReluAreHeNormalOthersGlorotUniformAndBiasesZero() {
        Mlp model = Mlp.builder().linear(200, 300).relu().linear(300, 100).build();
        double[] p = model.parameters();
        assertEquals(2.0 / 200, variance(p, 0, 60_000), 2.0 / 200 * 0.03);
        assertArrayEquals(new double[300], Arrays.copyOfRange(p, 60_000, 60_300));
        double bound = Math.sqrt(6.0 / 400);
        double[] glorot = Arrays.copyOfRange(p, 60_300, 90_300);
        assertEquals(bound, Arrays.stream(glorot).map(Math::abs).max().orElseThrow(), bound * 1e-3);
        assertEquals(2.0 / 400, variance(p, 60_300, 90_300), 2.0 / 400 * 0.03);
    }

    @Test
    void eachInitializerHasItsVariance() {
        assertVariance(2.0 / 100, Initializer.heNormal());
        assertVariance(2.0 / 100, Initializer.heUniform());
        assertVariance(2.0 / 400, Initializer.glorotNormal());
        assertVariance(2.0 / 400, Initializer.glorotUniform());
        assertVariance(1.0 / 100, Initializer.lecunNormal());
        assertVariance(1.0 / 100, Initializer.lecunUniform());
        assertVariance(0.0, Initializer.constant(0.25));
    }

    private static void assertVariance(double expected, Initializer initializer) {
        double[] p = Mlp.builder()
                .layer(Linear.of(100, 300).withoutBias().withInitializer(initializer))
                .build()
                .parameters();
        assertEquals(expected, variance(p, 0, p.length), expected * 0.03, initializer.toString());
    }

    @Test
    void orthogonalWeightsAreOrthonormalAlongTheShorterSide() {
        for (int[] shape : new int[][] {{5, 9}, {9, 5}, {6, 6}, {1, 4}, {4, 1}}) {
            int in = shape[0];
            int out = shape[1];
            double[] w = Mlp.builder()
                    .layer(Linear.of(in, out).withoutBias().withInitializer(Initializer.orthogonal(2.0)))
                    .build()
                    .parameters();
            for (int a = 0; a < Math.min(in, out); a++) {
                for (int b = 0; b <= a; b++) {
                    double dot = 0.0;
                    for (int k = 0; k < Math.max(in, out); k++) {
                        dot += in <= out ? w[a * out + k] * w[b * out + k] : w[k * out + a] * w[k * out + b];
                    }
                    assertEquals(a == b ? 4.0 : 0.0, dot, 1e-14, in + " x " + out);
                }
            }
        }
    }

    @Test
    void theSummaryIsATable() {
        Mlp model = Mlp.builder()
                .standardize()
                .linear(784, 128)
                .relu()
                .linear(128, 10)
                .softmax()
                .build();
        assertEquals("""
                layer  kind                            columns    parameters
                       input, standardized                 784
                0      Linear 784 -> 128                   128       100,480
                1      relu                                128
                2      Linear 128 -> 10                     10         1,290
                       softmax                              10
                       total                                         101,770
                """, model.summary());
        assertEquals("Mlp 784-128-10 (101,770 parameters)", model.toString());
    }

    @Test
    void parametersOfTheWrongLengthOrNotFiniteAreRefused() {
        Mlp model = Mlp.builder().linear(2, 1).build();
        assertMessage("parameters has 2 values, expected 3", () -> model.withParameters(new double[2]));
        assertMessage(
                "parameters[1] must be finite: NaN",
                () -> model.withParameters(new double[] {1, Double.NaN, Double.POSITIVE_INFINITY}));
    }

    private static double variance(double[] values, int from, int to) {
        double mean = Arrays.stream(values, from, to).average().orElseThrow();
        return Arrays.stream(values, from, to)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
    }

    private static void assertMessage(String expected, Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
