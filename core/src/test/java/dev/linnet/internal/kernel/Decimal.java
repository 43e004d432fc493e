package dev.linnet.internal.kernel;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The elementary functions to 30 digits and more: slow, short, and independent of the code that they judge. */
final class Decimal {
    private static final MathContext DIGITS = new MathContext(60, RoundingMode.HALF_EVEN);
    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal SMALL = new BigDecimal("1e-3");

    /** ln 2 = sum of 1 / (k 2^k). */
    private static final BigDecimal LN2 = ln2();

    /** sqrt(2 pi), pi by Machin's formula. */
    private static final BigDecimal SQRT_2_PI = arctanOfInverse(5)
            .multiply(BigDecimal.valueOf(16))
            .subtract(arctanOfInverse(239).multiply(BigDecimal.valueOf(4)))
            .multiply(TWO)
            .sqrt(DIGITS);

    private static final BigDecimal LN10 =
            newton(newton(new BigDecimal(StrictMath.log(10.0)), BigDecimal.TEN), BigDecimal.TEN);

    private Decimal() {}

    static BigDecimal exp(BigDecimal x) {
        return expm1(x).add(ONE, DIGITS);
    }

    /** e^x - 1: 2^k e^r - 1, and e^r - 1 from Taylor's series at r / 64 by (e^y - 1) = (e^(y/2) - 1) (e^(y/2) - 1 + 2). */
    static BigDecimal expm1(BigDecimal x) {
        int k = x.divide(LN2, DIGITS).setScale(0, RoundingMode.HALF_EVEN).intValueExact();
        BigDecimal r = x.subtract(LN2.multiply(BigDecimal.valueOf(k)), DIGITS);
        BigDecimal y = r.divide(BigDecimal.valueOf(64), DIGITS);
        BigDecimal term = y;
        BigDecimal sum = y;
        for (int n = 2; n < 32; n++) {
            term = term.multiply(y).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int doubling = 0; doubling < 6; doubling++) {
            sum = sum.multiply(sum.add(TWO), DIGITS);
        }
        BigDecimal power = TWO.pow(k, DIGITS);
        // for e^x far below 1 the sum is -1 and a little, of which 60 digits of e^x - 1 itself keep enough
        return power.multiply(sum).add(power.subtract(ONE), new MathContext(400));
    }

    /** log x by Newton's iteration on e^y, which triples the digits of a start from StrictMath. */
    static BigDecimal log(BigDecimal x) {
        int k = x.precision() - x.scale(); // x = m 10^k
        BigDecimal m = x.scaleByPowerOfTen(-k);
        BigDecimal y = new BigDecimal(StrictMath.log(m.doubleValue()));
        y = newton(y, m);
        y = newton(y, m);
        return k == 0 ? y : y.add(LN10.multiply(BigDecimal.valueOf(k)), DIGITS);
    }

    private static BigDecimal newton(BigDecimal y, BigDecimal x) {
        BigDecimal e = exp(y);
        return y.add(TWO.multiply(x.subtract(e)).divide(x.add(e), DIGITS), DIGITS);
    }

    static BigDecimal log1p(BigDecimal x) {
        if (x.abs().compareTo(SMALL) > 0) {
            return log(ONE.add(x));
        }
        BigDecimal power = x;
        BigDecimal sum = x;
        for (int n = 2; n < 25; n++) {
            power = power.multiply(x.negate(), DIGITS);
            sum = sum.add(power.divide(BigDecimal.valueOf(n), DIGITS), DIGITS);
        }
        return sum;
    }

    static BigDecimal tanh(BigDecimal x) {
        BigDecimal m = expm1(TWO.multiply(x));
        return m.divide(m.add(TWO), DIGITS);
    }

    static BigDecimal sigmoid(BigDecimal x) {
        return ONE.divide(ONE.add(exp(x.negate())), DIGITS);
    }

    static BigDecimal silu(BigDecimal x) {
        return x.multiply(sigmoid(x), DIGITS);
    }

    static BigDecimal softplus(BigDecimal x) {
        return x.max(BigDecimal.ZERO).add(log1p(exp(x.abs().negate())), DIGITS);
    }

    /**
     * Distribution function of the normal distribution: within 4 of 0 by Taylor's series 1/2 + density(x) (x + x^3 / 3 + x^5 /
     * 15 + ...), beyond by Laplace's continued fraction density(x) / (x + 1 / (x + 2 / (x + 3 / ...))).
     */
    static BigDecimal normalCdf(BigDecimal x) {
        BigDecimal square = x.multiply(x);
        BigDecimal density = exp(square.divide(TWO).negate()).divide(SQRT_2_PI, DIGITS);
        BigDecimal y = x.abs();
        if (y.compareTo(BigDecimal.valueOf(4)) < 0) {
            BigDecimal term = x;
            BigDecimal sum = x;
            for (int n = 3; n < 100 + 25 * y.intValue(); n += 2) {
                term = term.multiply(square).divide(BigDecimal.valueOf(n), DIGITS);
                sum = sum.add(term, DIGITS);
            }
            return new BigDecimal("0.5").add(density.multiply(sum), DIGITS);
        }
        BigDecimal fraction = y;
        for (int n = 120; n >= 1; n--) {
            fraction = y.add(BigDecimal.valueOf(n).divide(fraction, DIGITS), DIGITS);
        }
        BigDecimal tail = density.divide(fraction, DIGITS);
        return x.signum() < 0 ? tail : ONE.subtract(tail);
    }

    static BigDecimal gelu(BigDecimal x) {
        return x.multiply(normalCdf(x), DIGITS);
    }

    private static BigDecimal ln2() {
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 1; k < 220; k++) {
            sum = sum.add(ONE.divide(TWO.pow(k).multiply(BigDecimal.valueOf(k)), DIGITS), DIGITS);
        }
        return sum;
    }

    private static BigDecimal arctanOfInverse(int n) {
        BigDecimal square = BigDecimal.valueOf((long) n * n);
        BigDecimal power = ONE.divide(BigDecimal.valueOf(n), DIGITS);
        BigDecimal sum = power;
        for (int k = 3; k < 100; k += 2) {
            power = power.divide(square, DIGITS).negate();
            sum = sum.add(power.divide(BigDecimal.valueOf(k), DIGITS), DIGITS);
        }
        return sum;
    }
}
