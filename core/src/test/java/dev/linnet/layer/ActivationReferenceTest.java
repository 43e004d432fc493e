package dev.linnet.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.ReferenceNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every activation and its derivative at 87 points from the smallest to the largest double, against PyTorch and against
 * the true values.
 */
class ActivationReferenceTest {
    private static final ReferenceNumbers REFERENCE = ReferenceNumbers.read("reference_numbers.txt");
    private static final double[] X = REFERENCE.numbers("activation.x");

    static List<String> names() {
        return REFERENCE.words("activation.names");
    }

    @Test
    void theFileHasEveryActivationAtEveryScale() {
        assertEquals(11, names().size());
        assertEquals(87, X.length);
        assertEquals(Double.MIN_VALUE, Arrays.stream(X).filter(x -> x > 0).min().orElseThrow());
        assertEquals(Double.MAX_VALUE, Arrays.stream(X).max().orElseThrow());
    }

    /**
     * An elementary function within 1 or 2 ulp, and a multiplication or two: 8 ulp in all. Where the function is subnormal,
     * an ulp of it times x (as in x * sigmoid(x), at -745) is 745 of the result's.
     */
    @ParameterizedTest
    @MethodSource("names")
    void valuesAreTrueToAFewUlp(String name) {
        REFERENCE.assertAgrees(
                "activation." + name + ".exact.value", values(name), 8 * 0x1p-53, 1000 * Double.MIN_VALUE);
    }

    /** Most derivatives are computed from the output, such as {@code 1 - y^2}: right to a few roundings of numbers near 1. */
    @ParameterizedTest
    @MethodSource("names")
    void derivativesAreTrueToAFewRoundings(String name) {
        REFERENCE.assertAgrees("activation." + name + ".exact.derivative", derivatives(name), 8 * 0x1p-53, 1e-15);
    }

    /** PyTorch's own GELU and SiLU lose digits far out, where they are small. */
    @ParameterizedTest
    @MethodSource("names")
    void agreesWithPyTorch(String name) {
        REFERENCE.assertAgrees("activation." + name + ".torch.value", values(name), 1e-14, 1e-15);
        REFERENCE.assertAgrees("activation." + name + ".torch.derivative", derivatives(name), 1e-14, 2e-15);
    }

    private static Activation activation(String name) {
        Activation activation = Activation.byName(name, Map.of()).orElseThrow();
        assertEquals(name, activation.name());
        return activation;
    }

    private static double[] values(String name) {
        double[] y = new double[X.length];
        activation(name).value(X, y, 0, X.length);
        assertTrue(Arrays.stream(y).noneMatch(Double::isNaN));
        return y;
    }

    private static double[] derivatives(String name) {
        double[] ones = new double[X.length];
        Arrays.fill(ones, 1.0);
        double[] derivatives = new double[X.length];
        activation(name).gradient(X, values(name), ones, derivatives, 0, X.length);
        return derivatives;
    }
}
