package dev.linnet.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How far the elementary functions are from the truth.
 *
 * <p>An ulp is that of the double nearest to the true value, subnormal ones included. The vector forms have the same bits, as
 * {@link ElementwiseKernelsTest} shows, so this test needs no kernel.
 */
class ScalarFunctionsTest {
    private static final int RANDOM_ARGUMENTS = 500;
    private static final int DENSE_ARGUMENTS = 200_000;

    /**
     * A function, its truth, where its values are neither trivial nor beyond all doubles, and its largest error in ulp, a
     * little above what a sweep over a million arguments found.
     */
    @SuppressWarnings("ImmutableEnumChecker") // the functions it holds have no state
    enum Function {
        EXP(ScalarFunctions::exp, Decimal::exp, -745.2, 709.7, 0.8),
        EXPM1(ScalarFunctions::expm1, Decimal::expm1, -40.0, 709.7, 0.95),
        LOG(ScalarFunctions::log, Decimal::log, 0.0, Double.MAX_VALUE, 0.8),
        LOG1P(ScalarFunctions::log1p, Decimal::log1p, -1.0, Double.MAX_VALUE, 0.85),
        TANH(ScalarFunctions::tanh, Decimal::tanh, -23.0, 23.0, 0.7),
        SIGMOID(ScalarFunctions::sigmoid, Decimal::sigmoid, -745.2, 40.0, 0.8),
        SILU(ScalarFunctions::silu, Decimal::silu, -751.9, 40.0, 0.85),
        SOFTPLUS(ScalarFunctions::softplus, Decimal::softplus, -745.2, 40.0, 1.0),
        NORMAL_CDF(ScalarFunctions::normalCdf, Decimal::normalCdf, -38.6, 9.0, 1.0),
        GELU(ScalarFunctions::gelu, Decimal::gelu, -38.7, 9.0, 0.95);

        private final DoubleUnaryOperator function;
        private final UnaryOperator<BigDecimal> truth;
        private final double low;
        private final double high;
        private final double largestError;

        Function(
                DoubleUnaryOperator function,
                UnaryOperator<BigDecimal> truth,
                double low,
                double high,
                double largestError) {
            this.function = function;
            this.truth = truth;
            this.low = low;
            this.high = high;
            this.largestError = largestError;
        }

        boolean covers(double x) {
            return x > low && x < high;
        }

        /** Distance of the value at x from the truth, in ulps of the truth. */
        double error(double x) {
            BigDecimal truth = this.truth.apply(new BigDecimal(x));
            BigDecimal ulp = new BigDecimal(Math.ulp(truth.doubleValue()));
            BigDecimal distance =
                    new BigDecimal(function.applyAsDouble(x)).subtract(truth).abs();
            return distance.divide(ulp, MathContext.DECIMAL64).doubleValue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyValueIsWithinOneUlpOfTheTruth(Function function, TestReporter reporter) {
        double worst = 0.0;
        double worstArgument = 0.0;
        for (double x : arguments().filter(function::covers).toArray(Double[]::new)) {
            double error = function.error(x);
            if (error > worst) {
                worst = error;
                worstArgument = x;
            }
        }
        reporter.publishEntry(function + ": largest error in ulp", worst + " at " + worstArgument);
        assertTrue(worst > 0.0 && worst <= function.largestError, worst + " ulp at " + worstArgument);
    }

    /** Near the ends of ranges and where formulas change, and at random: everywhere, around 0, and in all binades. */
    private static Stream<Double> arguments() {
        double[] centres = {
            0.0,
            1.0,
            0.25,
            0.5,
            0.34657359027997264,
            0.6931471805599453,
            1.0397207708399179,
            2.0,
            0.7071067811865476,
            1.4142135623730951,
            4.171875,
            18.714973875118524,
            22.0,
            36.7,
            37.42994775023705,
            38.56,
            40.0,
            707.7,
            708.4,
            709.4361393,
            709.6,
            745.13,
            0x1p-1022,
            0x1p-1074,
            0x1p-30,
            0x1p-53,
            0x1p1023
        };
        Stream.Builder<Double> x = Stream.builder();
        for (double centre : centres) {
            double up = centre;
            double down = centre;
            for (int step = 0; step < 4; step++) {
                x.add(up).add(-up).add(down).add(-down);
                up = Math.nextUp(up);
                down = Math.nextDown(down);
            }
        }
        SplittableRandom random = new SplittableRandom(17);
        for (int i = 0; i < RANDOM_ARGUMENTS; i++) {
            double u = 2.0 * random.nextDouble() - 1.0;
            x.add(u).add(5.0 * u).add(40.0 * u).add(752.0 * u).add(Math.scalb(u, -random.nextInt(60)));
            x.add(Double.longBitsToDouble(random.nextLong(0x7FF0000000000000L)));
        }
        return x.build().filter(Double::isFinite);
    }

    static Stream<Arguments> strictMath() {
        return Stream.of(
                pair(ScalarFunctions::exp, StrictMath::exp),
                pair(ScalarFunctions::expm1, StrictMath::expm1),
                pair(ScalarFunctions::log, StrictMath::log),
                pair(ScalarFunctions::log1p, StrictMath::log1p),
                pair(ScalarFunctions::tanh, StrictMath::tanh));
    }

    private static Arguments pair(DoubleUnaryOperator ours, DoubleUnaryOperator strict) {
        return Arguments.of(ours, strict);
    }

    /** StrictMath is itself up to 1 ulp off (tanh: 2.5), so this finds gross errors, in many more places. */
    @ParameterizedTest
    @MethodSource("strictMath")
    void valuesAgreeWithStrictMathOnDenseGrids(DoubleUnaryOperator ours, DoubleUnaryOperator strict) {
        for (double width : new double[] {1.0, 40.0, 750.0}) {
            for (int i = -DENSE_ARGUMENTS; i <= DENSE_ARGUMENTS; i++) {
                double x = width * i / DENSE_ARGUMENTS;
                double expected = strict.applyAsDouble(x);
                double tolerance = Double.isFinite(expected) ? 3.0 * Math.ulp(expected) : 0.0;
                assertEquals(expected, ours.applyAsDouble(x), tolerance, () -> "at " + x);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // function, at -Infinity, -MAX_VALUE, -MIN_VALUE, -0.0, 0.0, MIN_VALUE, MAX_VALUE, Infinity
        "EXP,        0.0, 0.0, 1.0, 1.0, 1.0, 1.0, Infinity, Infinity",
        "EXPM1,      -1.0, -1.0, -4.9E-324, -0.0, 0.0, 4.9E-324, Infinity, Infinity",
        "LOG,        NaN, NaN, NaN, -Infinity, -Infinity, -744.4400719213812, 709.782712893384, Infinity",
        "LOG1P,      NaN, NaN, -4.9E-324, -0.0, 0.0, 4.9E-324, 709.782712893384, Infinity",
        "TANH,       -1.0, -1.0, -4.9E-324, -0.0, 0.0, 4.9E-324, 1.0, 1.0",
        "SIGMOID,    0.0, 0.0, 0.5, 0.5, 0.5, 0.5, 1.0, 1.0",
        "SILU,       -0.0, -0.0, -0.0, -0.0, 0.0, 4.9E-324, 1.7976931348623157E308, Infinity",
        "SOFTPLUS,   0.0, 0.0, 0.6931471805599453, 0.6931471805599453, 0.6931471805599453, 0.6931471805599453, "
                + "1.7976931348623157E308, Infinity",
        "NORMAL_CDF, 0.0, 0.0, 0.5, 0.5, 0.5, 0.5, 1.0, 1.0",
        "GELU,       -0.0, -0.0, -0.0, -0.0, 0.0, 4.9E-324, 1.7976931348623157E308, Infinity",
    })
    void endsAndZerosAreExact(
            Function f, double a, double b, double c, double d, double e, double g, double h, double i) {
        double max = Double.MAX_VALUE;
        double min = Double.MIN_VALUE;
        double infinity = Double.POSITIVE_INFINITY;
        double[] x = {-infinity, -max, -min, -0.0, 0.0, min, max, infinity};
        double[] expected = {a, b, c, d, e, g, h, i};
        for (int k = 0; k < x.length; k++) {
            assertEquals(expected[k], f.function.applyAsDouble(x[k]), f + " at " + x[k]);
        }
        assertEquals(Double.NaN, f.function.applyAsDouble(Double.NaN));
    }

    @Test
    void logarithmsEndAtMinusOneAndZero() {
        assertEquals(Double.NEGATIVE_INFINITY, ScalarFunctions.log1p(-1.0));
        assertEquals(Double.NaN, ScalarFunctions.log1p(Math.nextDown(-1.0)));
        assertEquals(Double.NaN, ScalarFunctions.log(-1.0));
        assertEquals(0.0, ScalarFunctions.log(1.0));
    }

    @Test
    void derivativesOfGeluAndSiluAreTheirFormulas() {
        SplittableRandom random = new SplittableRandom(18);
        for (int i = 0; i < RANDOM_ARGUMENTS; i++) {
            double x = (2.0 * random.nextDouble() - 1.0) * (i % 2 == 0 ? 3.0 : 37.0);
            BigDecimal exact = new BigDecimal(x);
            double sigmoid = Decimal.sigmoid(exact).doubleValue();
            double silu = sigmoid * (1.0 + x * Decimal.sigmoid(exact.negate()).doubleValue());
            assertEquals(silu, ScalarFunctions.siluDerivative(x), 4.0 * Math.ulp(sigmoid * (1.0 + Math.abs(x))));
            double density = 0.3989422804014327 * StrictMath.exp(-0.5 * x * x);
            double gelu = Decimal.normalCdf(exact).doubleValue() + x * density;
            double tolerance = 4.0 * Math.ulp(1.0) * (1.0 + x * x) * Math.abs(x * density) + 4.0 * Math.ulp(gelu);
            assertEquals(gelu, ScalarFunctions.geluDerivative(x), tolerance, () -> "at " + x);
        }
    }
}
