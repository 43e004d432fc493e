package dev.linnet.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.DoubleRange;

@Tag("kernel")
class ActivationTest {
    private static final List<Activation> BUILT_IN = List.of(
            Activation.relu(),
            Activation.leakyRelu(),
            Activation.leakyRelu(0.0),
            Activation.leakyRelu(1.5),
            Activation.elu(),
            Activation.elu(0.3),
            Activation.selu(),
            Activation.gelu(),
            Activation.silu(),
            Activation.sigmoid(),
            Activation.tanh(),
            Activation.softplus(),
            Activation.hardTanh(),
            Activation.identity());

    @Provide
    Arbitrary<Activation> builtIn() {
        return Arbitraries.of(BUILT_IN);
    }

    @Property(tries = 3000)
    void theGradientIsTheCentralDifference(
            @ForAll("builtIn") Activation f,
            @ForAll @DoubleRange(min = -9.0, max = 9.0) double x,
            @ForAll @DoubleRange(min = -3.0, max = 3.0) double dY) {
        double h = 1e-5;
        boolean nearCorner = Math.abs(x) < 2.0 * h || Math.abs(Math.abs(x) - 1.0) < 2.0 * h;
        Assume.that(!nearCorner);
        double difference = (value(f, x + h) - value(f, x - h)) / (2.0 * h);
        assertEquals(dY * difference, gradient(f, x, dY), 1e-8, () -> f + " at " + x);
    }

    /** A corner's gradient is that of its flat side, as PyTorch has it. */
    @Example
    void gradientsAtCorners() {
        assertEquals(0.0, gradient(Activation.relu(), 0.0, 1.0));
        assertEquals(0.0, gradient(Activation.relu(), -0.0, 1.0));
        assertEquals(1.0, gradient(Activation.relu(), Double.MIN_VALUE, 1.0));
        assertEquals(0.01, gradient(Activation.leakyRelu(), 0.0, 1.0));
        assertEquals(1.0, gradient(Activation.leakyRelu(), Double.MIN_VALUE, 1.0));
        assertEquals(0.0, gradient(Activation.hardTanh(), 1.0, 1.0));
        assertEquals(0.0, gradient(Activation.hardTanh(), -1.0, 1.0));
        assertEquals(1.0, gradient(Activation.hardTanh(), Math.nextDown(1.0), 1.0));
        assertEquals(0.5, gradient(Activation.elu(0.5), 0.0, 1.0));
    }

    @Example
    void handComputedValues() {
        assertEquals(0.0, value(Activation.relu(), -2.0));
        assertEquals(3.0, value(Activation.relu(), 3.0));
        assertEquals(-0.02, value(Activation.leakyRelu(), -2.0));
        assertEquals(3.0, value(Activation.leakyRelu(), 3.0));
        assertEquals(-0.75, value(Activation.elu(), -Math.log(4.0)), 1e-15);
        assertEquals(-1.5, value(Activation.elu(2.0), -Math.log(4.0)), 1e-15);
        assertEquals(1.0507009873554805, value(Activation.selu(), 1.0));
        assertEquals(0.8413447460685429, value(Activation.gelu(), 1.0), 1e-15);
        assertEquals(1.5 * Math.log(3.0) / 2.0, value(Activation.silu(), Math.log(3.0)), 1e-15);
        assertEquals(0.75, value(Activation.sigmoid(), Math.log(3.0)), 1e-15);
        assertEquals(0.8, value(Activation.tanh(), Math.log(3.0)), 1e-15);
        assertEquals(Math.log(4.0), value(Activation.softplus(), Math.log(3.0)), 1e-15);
        assertEquals(-1.0, value(Activation.hardTanh(), -2.0));
        assertEquals(0.25, value(Activation.hardTanh(), 0.25));
        assertEquals(-2.0, value(Activation.identity(), -2.0));
    }

    /** What is computed in place has no inputs left when gradients are asked for. */
    @Property
    void aGradientFromTheOutputNeverReadsTheInput(
            @ForAll("builtIn") Activation f, @ForAll @DoubleRange(min = -9.0, max = 9.0) double x) {
        Assume.that(f.gradientFromOutput());
        double[] y = {value(f, x)};
        double[] dX = {1.0};
        f.gradient(null, y, dX, dX, 0, 1);
        assertEquals(gradient(f, x, 1.0), dX[0]);
    }

    @Property(tries = 200)
    void rangesAndArraysInPlaceAreRespected(
            @ForAll("builtIn") Activation f, @ForAll @DoubleRange(min = -9.0, max = 9.0) double x) {
        double[] values = {5.0, x, x, x, 7.0};
        f.value(values, values, 1, 4);
        double y = value(f, x);
        assertArrayEquals(new double[] {5.0, y, y, y, 7.0}, values);
        double[] d = {5.0, 2.0, 2.0, 2.0, 7.0};
        f.gradient(new double[] {0.0, x, x, x, 0.0}, values, d, d, 1, 4);
        double dX = gradient(f, x, 2.0);
        assertArrayEquals(new double[] {5.0, dX, dX, dX, 7.0}, d);
    }

    @Example
    void notANumberIsNotSwallowed() {
        for (Activation f : BUILT_IN) {
            assertEquals(Double.NaN, value(f, Double.NaN), f::toString);
            if (f != Activation.identity()) {
                assertEquals(Double.NaN, gradient(f, Double.NaN, 1.0), f::toString);
            }
            assertEquals(Double.NaN, gradient(f, 0.5, Double.NaN), f::toString);
        }
    }

    @Example
    void namesAndParametersFindTheSameActivation() {
        for (Activation f : BUILT_IN) {
            Activation found = Activation.byName(f.name(), f.parameters()).orElseThrow();
            assertEquals(f, found);
            assertEquals(f.hashCode(), found.hashCode());
            assertEquals(f.toString(), found.toString());
        }
        assertEquals(Optional.empty(), Activation.byName("mish", Map.of()));
    }

    @Example
    void parametersLeftOutHaveTheirDefaults() {
        assertEquals(
                Activation.leakyRelu(0.01),
                Activation.byName("leakyRelu", Map.of()).orElseThrow());
        assertEquals(Activation.elu(1.0), Activation.byName("elu", Map.of()).orElseThrow());
    }

    @Example
    void activationsAreValues() {
        assertSame(Activation.relu(), Activation.relu());
        assertEquals(Activation.elu(0.5), Activation.elu(0.5));
        assertNotEquals(Activation.elu(0.5), Activation.elu(0.6));
        assertNotEquals(Activation.leakyRelu(0.5), Activation.elu(0.5));
        assertEquals("relu", Activation.relu().toString());
        assertEquals("leakyRelu(negativeSlope=0.01)", Activation.leakyRelu().toString());
        assertEquals("elu(alpha=0.5)", Activation.elu(0.5).toString());
        assertEquals(Map.of("negativeSlope", 0.2), Activation.leakyRelu(0.2).parameters());
    }

    @Example
    void impossibleParametersAreRefused() {
        assertMessage("alpha must be positive and finite: 0.0", () -> Activation.elu(0.0));
        assertMessage("alpha must be positive and finite: NaN", () -> Activation.elu(Double.NaN));
        assertMessage(
                "negativeSlope must be finite and not negative: -0.1",
                () -> Activation.byName("leakyRelu", Map.of("negativeSlope", -0.1)));
        assertMessage(
                "activation relu has no parameter alpha, only []",
                () -> Activation.byName("relu", Map.of("alpha", 1.0)));
        assertMessage(
                "activation elu has no parameter beta, only [alpha]",
                () -> Activation.byName("elu", Map.of("beta", 1.0)));
    }

    @Example
    void reluLikeOnesCutOffNegativeInputs() {
        for (Activation f : BUILT_IN) {
            boolean unbounded = value(f, 1e6) > 1e5;
            boolean cutsOff = Math.abs(value(f, -1e6)) <= 1.0;
            if (f.reluLike() && !f.name().equals("leakyRelu")) {
                assertTrue(unbounded && cutsOff, f::toString);
            }
        }
    }

    private static double value(Activation f, double x) {
        double[] y = new double[1];
        f.value(new double[] {x}, y, 0, 1);
        return y[0];
    }

    private static double gradient(Activation f, double x, double dY) {
        double[] dX = new double[1];
        f.gradient(new double[] {x}, new double[] {value(f, x)}, new double[] {dY}, dX, 0, 1);
        return dX[0];
    }

    private static void assertMessage(String message, Runnable refused) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, refused::run).getMessage());
    }
}
