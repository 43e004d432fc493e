package dev.linnet.internal.kernel;

import static dev.linnet.internal.kernel.Coefficients.*;
import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;
import static java.lang.Math.abs;
import static java.lang.Math.fma;
import static java.lang.Math.max;
import static java.lang.Math.min;

/**
 * The elementary functions of one number: what the vector form computes in each lane, step by step the same.
 *
 * <p>There are no branches and no comparisons; only basic IEEE operations, fma, and integer arithmetic on the bits of
 * doubles, so every machine computes the same bits. Where a value and its rounding error are both kept, they are called
 * {@code a} and {@code aLow}. The error of a sum of two numbers, the larger one first, is {@code b - (sum - a)} (Dekker
 * 1971), that of a product {@code fma(a, b, -product)}. Results are within 1 ulp of the true value over the whole range,
 * subnormal results included. The largest errors found, in ulp: tanh 0.7, e^x, log and
 * sigmoid 0.8, log1p and SiLU 0.85, expm1 and GELU 0.95, softplus and normalCdf 1.0; the products and sums of ELU and SELU add
 * another half.
 */
final class ScalarFunctions {
    private ScalarFunctions() {}

    /**
     * e^x: with k the integer nearest to x / ln 2 and r = x - k ln 2, it is 2^k e^r.
     *
     * <p>The product k LN2_HIGH cancels x without rounding, as both are multiples of 2^-53 and their difference is below 1.
     */
    static double exp(double x) {
        double z = min(max(x, EXP_MIN), EXP_MAX);
        double shifted = fma(z, LOG2_E, ROUND);
        double k = shifted - ROUND;
        double r0 = fma(-k, LN2_HIGH, z);
        double r = fma(-k, LN2_LOW, r0);
        double rLow = fma(-k, LN2_LOW, r0 - r);
        double e = 1.0 + (r + expTail(r, rLow));
        return e * firstPower(shifted) * secondPower(shifted);
    }

    /**
     * e^x - 1 = 2^k (e^r - 1) + (2^k - 1), added up from the largest term to the smallest, whose rounding does no harm.
     *
     * <p>All of it is halved for k = 1024, where 2^k is no double.
     */
    static double expm1(double x) {
        double z = min(max(x, EXPM1_MIN), EXP_MAX);
        double shifted = fma(z, LOG2_E, ROUND);
        double k = shifted - ROUND;
        double r0 = fma(-k, LN2_HIGH, z);
        double r = fma(-k, LN2_LOW, r0);
        double rLow = fma(-k, LN2_LOW, r0 - r);
        double tail = expTail(r, rLow);
        double halving = max(k - 1023.0, 0.0);
        double power = power(shifted - halving);
        double one = 1.0 - 0.5 * halving;
        double a = power - one;
        double v = a - power;
        double aLow = (power - (a - v)) - (one + v);
        double b = power * r;
        double sum = a + b;
        double sumLow = (b - (sum - a)) + aLow;
        return withSign((sum + fma(power, tail, sumLow)) * (1.0 + halving), x);
    }

    /** Natural logarithm: NaN below 0, minus infinity at 0. */
    static double log(double x) {
        // all ones for subnormal numbers (for 0 and negative ones too, which do not matter)
        long subnormal = (doubleToRawLongBits(x) - MIN_NORMAL_BITS) >> 63;
        double u = x * longBitsToDouble(ONE_BITS + (subnormal & (54L << EXPONENT_SHIFT)));
        double exponent = longBitsToDouble(ROUND_BITS + (subnormal & 54)) - ROUND;
        return orSpecial(logarithm(u, 0.0, exponent, 0.0), x);
    }

    /** log(1 + x), where 1 + x is rounded and the rounding error kept. */
    static double log1p(double x) {
        double u = 1.0 + x;
        double v = u - 1.0;
        double uLow = (1.0 - (u - v)) + (x - v);
        return withSign(orSpecial(logarithm(u, uLow, 0.0, 0.0), u), x);
    }

    /** Hyperbolic tangent: -m / (2 + m) where m = e^(-2|x|) - 1. */
    static double tanh(double x) {
        double z = -2.0 * min(abs(x), TANH_MAX);
        double shifted = fma(z, LOG2_E, ROUND);
        double k = shifted - ROUND;
        double r0 = fma(-k, LN2_HIGH, z);
        double r = fma(-k, LN2_LOW, r0);
        double rLow = fma(-k, LN2_LOW, r0 - r);
        double tail = expTail(r, rLow);
        double power = power(shifted);
        double a = power - 1.0;
        double aLow = power - (a + 1.0);
        double b = power * r;
        double sum = a + b;
        double rest = fma(power, tail, (b - (sum - a)) + aLow);
        double m = sum + rest;
        double mLow = rest - (m - sum);
        double d = 2.0 + m;
        double dLow = (m - (d - 2.0)) + mLow;
        double inverse = 1.0 / d;
        double q = m * inverse;
        double remainder = fma(-q, d, m) + fma(-q, dLow, mLow);
        return withSign(abs(fma(remainder, inverse, q)), x);
    }

    /** Logistic function: 1 - h for positive x and h for negative ones, where h is its value at -|x|. */
    static double sigmoid(double x) {
        return minusLogistic(oneIfPositive(x), signOf(x), min(abs(x), LOGISTIC_MAX));
    }

    /** x sigmoid(x) = max(x, 0) - |x| h, where an infinite x stays out of differences. */
    static double silu(double x) {
        double y = min(abs(x), LOGISTIC_MAX);
        double base = max(x, 0.0);
        double finite = min(base, Double.MAX_VALUE);
        return withSign(minusLogistic(finite, y, y) + (base - finite), x);
    }

    /** Derivative of {@link #silu}, g for negative x and 1 - g for positive ones, where g is its value at -|x|. */
    static double siluDerivative(double x) {
        double z = -min(abs(x), LOGISTIC_MAX);
        double shifted = fma(z, LOG2_E, ROUND);
        double k = shifted - ROUND;
        double r0 = fma(-k, LN2_HIGH, z);
        double r = fma(-k, LN2_LOW, r0);
        double rLow = fma(-k, LN2_LOW, r0 - r);
        double n = (1.0 + (r + expTail(r, rLow))) * firstPower(shifted) * secondPower(shifted);
        double inverse = 1.0 / (1.0 + n);
        double g = n * inverse * fma(z, inverse, 1.0);
        return fma(-signOf(x), g, oneIfPositive(x));
    }

    /**
     * {@code base - factor e^-y / (1 + e^-y)}, y from 0 to LOGISTIC_MAX, where base is finite, 0 or the larger one.
     */
    private static double minusLogistic(double base, double factor, double y) {
        double shifted = fma(-y, LOG2_E, ROUND);
        double k = shifted - ROUND;
        double r0 = fma(-k, LN2_HIGH, -y);
        double r = fma(-k, LN2_LOW, r0);
        double rLow = fma(-k, LN2_LOW, r0 - r);
        double tail = expTail(r, rLow);
        double s = r + tail;
        double e = 1.0 + s;
        double eLow = (s - (e - 1.0)) + (tail - (s - r));
        double power1 = firstPower(shifted);
        double power2 = secondPower(shifted);
        double n = e * power1 * power2;
        double d = 1.0 + n;
        double dLow = (n - (d - 1.0)) + eLow * power1 * power2;
        double inverse = 1.0 / d;
        double q = e * inverse;
        double remainder = fma(-q, d, e) + fma(-q, dLow, eLow);
        return minusProduct(base, factor, q, remainder * inverse, power1, power2);
    }

    /** Distribution function of the standard normal distribution: 1 - h for positive x and h for negative ones. */
    static double normalCdf(double x) {
        return minusNormalTail(oneIfPositive(x), signOf(x), min(abs(x), NORMAL_MAX));
    }

    /** x normalCdf(x) = max(x, 0) - |x| h. */
    static double gelu(double x) {
        double y = min(abs(x), NORMAL_MAX);
        double base = max(x, 0.0);
        double finite = min(base, Double.MAX_VALUE);
        return withSign(minusNormalTail(finite, y, y) + (base - finite), x);
    }

    /**
     * {@code base - factor (1 - normalCdf(y))}, y from 0 to NORMAL_MAX, where base is finite, 0 or the larger one.
     *
     * <p>1 - normalCdf(y) is e^(-y^2 / 2) TAIL(t) / (1 + 7/8 y).
     */
    private static double minusNormalTail(double base, double factor, double y) {
        double halfY = 0.5 * y;
        double z = -halfY * y;
        double shifted = fma(z, LOG2_E, ROUND);
        double k = shifted - ROUND;
        double r0 = fma(-k, LN2_HIGH, z);
        double r1 = fma(-k, LN2_LOW, fma(-halfY, y, -z));
        double r = r0 + r1;
        double rLow = r1 - (r - r0);
        double tail = expTail(r, rLow);
        double s = r + tail;
        double e = 1.0 + s;
        double eLow = (s - (e - 1.0)) + (tail - (s - r));

        double w = fma(TAIL_SLOPE, y, 1.0);
        double wLow = fma(TAIL_SLOPE, y, -(w - 1.0));
        double c = y + TAIL_CENTRE;
        double cLow = y - (c - TAIL_CENTRE);
        double d = y - TAIL_CENTRE;
        double dLow = y - (d + TAIL_CENTRE);
        double inverse = 1.0 / (c * w);
        double inverseC = w * inverse;
        double t0 = d * inverseC;
        double t = fma(fma(-t0, c, d) + fma(-t0, cLow, dLow), inverseC, t0);
        double pt = normalTail(t) * t;
        double p = TAIL_0 + pt;
        double pLow = pt - (p - TAIL_0);

        double n = e * p;
        double nLow = fma(e, p, -n) + fma(e, pLow, eLow * p);
        double inverseW = c * inverse;
        double q = n * inverseW;
        double remainder = fma(-q, w, n) + fma(-q, wLow, nLow);
        return minusProduct(base, factor, q, remainder * inverseW, firstPower(shifted), secondPower(shifted));
    }

    /** Derivative of {@link #gelu}, normalCdf(x) + x density(x): it loses digits near its zero alone. */
    static double geluDerivative(double x) {
        double y = min(abs(x), NORMAL_MAX);
        double halfY = 0.5 * y;
        double z = -halfY * y;
        double shifted = fma(z, LOG2_E, ROUND);
        double k = shifted - ROUND;
        double r0 = fma(-k, LN2_HIGH, z);
        double r1 = fma(-k, LN2_LOW, fma(-halfY, y, -z));
        double r = r0 + r1;
        double rLow = r1 - (r - r0);
        double e = 1.0 + (r + expTail(r, rLow));
        double w = fma(TAIL_SLOPE, y, 1.0);
        double c = y + TAIL_CENTRE;
        double inverse = 1.0 / (c * w);
        double t = (y - TAIL_CENTRE) * (w * inverse);
        double p = fma(normalTail(t), t, TAIL_0) * (c * inverse);
        double h = e * fma(-INVERSE_SQRT_2_PI, y, p) * firstPower(shifted) * secondPower(shifted);
        return fma(-signOf(x), h, oneIfPositive(x));
    }

    /** log(1 + e^x) = max(x, 0) + log(1 + e^-|x|). */
    static double softplus(double x) {
        double y = min(abs(x), LOGISTIC_MAX);
        double shifted = fma(-y, LOG2_E, ROUND);
        double k = shifted - ROUND;
        double r0 = fma(-k, LN2_HIGH, -y);
        double r = fma(-k, LN2_LOW, r0);
        double rLow = fma(-k, LN2_LOW, r0 - r);
        double tail = expTail(r, rLow);
        double s = r + tail;
        double e = 1.0 + s;
        double eLow = (s - (e - 1.0)) + (tail - (s - r));
        double power1 = firstPower(shifted);
        double power2 = secondPower(shifted);
        double n = e * power1 * power2;
        double u = 1.0 + n;
        double uLow = (n - (u - 1.0)) + eLow * power1 * power2;
        double base = max(x, 0.0);
        double finite = min(base, Double.MAX_VALUE);
        return logarithm(u, uLow, 0.0, finite) + (base - finite);
    }

    /**
     * base + log(u + uLow) - exponent ln 2, for a normal u, |uLow| at most half an ulp of it or u = 1, and a finite
     * base, not negative.
     *
     * <p>With m = (u + uLow) / 2^k in [sqrt(1/2), sqrt(2)], f = m - 1 and s = f / (2 + f) it is log m = 2 atanh(s) =
     * f - f^2 / 2 + s (f^2 / 2 + s^2 LOG(s^2)), whose last two terms are small beside f.
     */
    private static double logarithm(double u, double uLow, double exponent, double base) {
        long bits = doubleToRawLongBits(u);
        long kBits = (bits - SQRT_HALF_BITS) >> EXPONENT_SHIFT;
        double kOfU = longBitsToDouble(kBits + ROUND_BITS) - ROUND;
        double k = kOfU - exponent;
        double f0 = longBitsToDouble(bits - (kBits << EXPONENT_SHIFT)) - 1.0;
        double f1 = uLow * power(ROUND - min(kOfU, 1023.0)); // 0 for 2^-1023: there uLow has no weight
        double f = f0 + f1;
        double fLow = f1 - (f - f0);
        double s = f / (2.0 + f);
        double s2 = s * s;
        double halfF = 0.5 * f;
        double tail = fma(-halfF, f, fma(s, fma(halfF, f, s2 * logTail(s2)), fLow));
        double kLn2 = k * LN2_SHORT;
        double a = kLn2 + f;
        double aLow = f - (a - kLn2);
        double sum = base + a;
        double v = sum - base;
        double sumLow = (base - (sum - v)) + (a - v);
        return sum + (sumLow + (fma(k, LN2_REST, aLow) + tail));
    }

    /** e^(r + rLow) - 1 - r. */
    private static double expTail(double r, double rLow) {
        double p = EXP_9;
        p = fma(p, r, EXP_8);
        p = fma(p, r, EXP_7);
        p = fma(p, r, EXP_6);
        p = fma(p, r, EXP_5);
        p = fma(p, r, EXP_4);
        p = fma(p, r, EXP_3);
        p = fma(p, r, EXP_2);
        p = fma(p, r, EXP_1);
        p = fma(p, r, EXP_0);
        return fma(0.5 * r, r, fma(r * r * r, p, rLow));
    }

    /** (2 atanh(s) - 2 s) / s^3 for s2 = s^2. */
    private static double logTail(double s2) {
        double p = LOG_6;
        p = fma(p, s2, LOG_5);
        p = fma(p, s2, LOG_4);
        p = fma(p, s2, LOG_3);
        p = fma(p, s2, LOG_2);
        p = fma(p, s2, LOG_1);
        p = fma(p, s2, LOG_0);
        return p;
    }

    /** (TAIL(t) - TAIL_0) / t, its even and odd powers apart, so that two chains of fma run side by side. */
    private static double normalTail(double t) {
        double tt = t * t;
        double even = TAIL_23;
        double odd = TAIL_22;
        even = fma(even, tt, TAIL_21);
        odd = fma(odd, tt, TAIL_20);
        even = fma(even, tt, TAIL_19);
        odd = fma(odd, tt, TAIL_18);
        even = fma(even, tt, TAIL_17);
        odd = fma(odd, tt, TAIL_16);
        even = fma(even, tt, TAIL_15);
        odd = fma(odd, tt, TAIL_14);
        even = fma(even, tt, TAIL_13);
        odd = fma(odd, tt, TAIL_12);
        even = fma(even, tt, TAIL_11);
        odd = fma(odd, tt, TAIL_10);
        even = fma(even, tt, TAIL_9);
        odd = fma(odd, tt, TAIL_8);
        even = fma(even, tt, TAIL_7);
        odd = fma(odd, tt, TAIL_6);
        even = fma(even, tt, TAIL_5);
        odd = fma(odd, tt, TAIL_4);
        even = fma(even, tt, TAIL_3);
        odd = fma(odd, tt, TAIL_2);
        even = fma(even, tt, TAIL_1);
        return fma(odd, t, even);
    }

    /** 2^k, where k stands in the low bits of {@code shifted} and 2^k is a normal double. */
    private static double power(double shifted) {
        return longBitsToDouble((doubleToRawLongBits(shifted) << EXPONENT_SHIFT) + ONE_BITS);
    }

    /** 2^(k / 2) rounded down: multiplying by the two powers one after the other can over- and underflow, and rounds once. */
    private static double firstPower(double shifted) {
        return longBitsToDouble(((doubleToRawLongBits(shifted) >>> 1) << EXPONENT_SHIFT) + ONE_BITS);
    }

    /** 2^k / firstPower. */
    private static double secondPower(double shifted) {
        long bits = doubleToRawLongBits(shifted);
        return longBitsToDouble(((bits - (bits >>> 1)) << EXPONENT_SHIFT) + ONE_BITS);
    }

    /** base - factor (q + qLow) power1 power2, where base is finite, 0 or at least as large as the product. */
    private static double minusProduct(
            double base, double factor, double q, double qLow, double power1, double power2) {
        double product = factor * q;
        double productLow = fma(factor, q, -product) + factor * qLow;
        // the low part must be small before both are scaled, lest a subnormal result is rounded twice
        double sum = product + productLow;
        double sumLow = productLow - (sum - product);
        double a = sum * power1 * power2;
        double aLow = sumLow * power1 * power2;
        double difference = base - a;
        double low = (base - difference) - a;
        return difference + (low - aLow);
    }

    /** 0 for a negative sign, 1 otherwise. */
    private static double oneIfPositive(double x) {
        return longBitsToDouble(ONE_BITS & ~(doubleToRawLongBits(x) >> 63));
    }

    /** 1 with the sign of x. */
    private static double signOf(double x) {
        return withSign(1.0, x);
    }

    /** {@code magnitude}, not negative, with the sign of x. */
    private static double withSign(double magnitude, double x) {
        return longBitsToDouble(doubleToRawLongBits(magnitude) | (doubleToRawLongBits(x) & SIGN_BIT));
    }

    /** {@code value} for finite x above 0; the logarithm of x for other x. */
    private static double orSpecial(double value, double x) {
        long bits = doubleToRawLongBits(x + 0.0); // one zero only
        long special = ((bits - 1) | (MAX_FINITE_BITS - bits)) >> 63;
        // minus infinity for 0, infinity for infinity, NaN for NaN; then all bits, which is a NaN, below 0
        long result = doubleToRawLongBits((x - Double.MIN_VALUE) * Double.POSITIVE_INFINITY) | (bits >> 63);
        return longBitsToDouble((doubleToRawLongBits(value) & ~special) | (result & special));
    }
}
