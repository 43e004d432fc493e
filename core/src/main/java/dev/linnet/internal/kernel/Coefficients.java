package dev.linnet.internal.kernel;

/**
 * Constants of the elementary functions, the same ones for the scalar and the vector form.
 *
 * <p>Computed by {@code core/src/test/python/elementary_coefficients.py}: minimax polynomials, rounded to doubles. The
 * number in a coefficient's name is the power that it belongs to.
 */
final class Coefficients {
    /** What is added to round to an integer, which then also stands in the low bits of the sum. */
    static final double ROUND = 0x1.8p52;

    static final long ROUND_BITS = 0x4338000000000000L;
    static final long ONE_BITS = 0x3FF0000000000000L;
    static final long SQRT_HALF_BITS = 0x3FE6A09E667F3BCDL;
    static final long MIN_NORMAL_BITS = 0x0010000000000000L;
    static final long MAX_FINITE_BITS = 0x7FEFFFFFFFFFFFFFL;
    static final long SIGN_BIT = 0x8000000000000000L;
    static final int EXPONENT_SHIFT = 52;

    /** Below it e^x is 0, above the next one infinite. */
    static final double EXP_MIN = -746.0;

    static final double EXP_MAX = 710.0;

    /** Below it e^x - 1 is -1. */
    static final double EXPM1_MIN = -40.0;

    /** Above it the hyperbolic tangent is 1. */
    static final double TANH_MAX = 22.0;

    /** Above it e^-x is 0, and x e^-x too. */
    static final double LOGISTIC_MAX = 760.0;

    /** Above it 1 - normalCdf(x) is 0, and its product with x too. */
    static final double NORMAL_MAX = 38.7;

    static final double LOG2_E = 0x1.71547652b82fep0;

    /** The nearest double to ln 2, and what is missing. */
    static final double LN2_HIGH = 0x1.62e42fefa39efp-1;

    static final double LN2_LOW = 0x1.abc9e3b39803fp-56;

    /** ln 2 in 42 bits, so that its product with an exponent is exact, and what is missing. */
    static final double LN2_SHORT = 0x1.62e42fefa38p-1;

    static final double LN2_REST = 0x1.ef35793c7673p-45;

    /** The density of the standard normal distribution at 0. */
    static final double INVERSE_SQRT_2_PI = 0x1.9884533d43651p-2;

    // e^r = 1 + r + r^2 / 2 + r^3 EXP(r), |r| <= ln(2) / 2
    static final double EXP_0 = 0x1.5555555555559p-3;
    static final double EXP_1 = 0x1.5555555555549p-5;
    static final double EXP_2 = 0x1.111111110f7e5p-7;
    static final double EXP_3 = 0x1.6c16c16c1ccf3p-10;
    static final double EXP_4 = 0x1.a01a01af78aaap-13;
    static final double EXP_5 = 0x1.a01a0183051fcp-16;
    static final double EXP_6 = 0x1.71ddf94c18767p-19;
    static final double EXP_7 = 0x1.27e52b2791849p-22;
    static final double EXP_8 = 0x1.af5d2dcbcc57p-26;
    static final double EXP_9 = 0x1.1ef53362c4d89p-29;

    // 2 atanh(s) = 2 s + s^3 LOG(s^2), |s| <= (sqrt(2) - 1) / (sqrt(2) + 1)
    static final double LOG_0 = 0x1.5555555555592p-1;
    static final double LOG_1 = 0x1.999999997fdb5p-2;
    static final double LOG_2 = 0x1.24924941f15d1p-2;
    static final double LOG_3 = 0x1.c71c52091f882p-3;
    static final double LOG_4 = 0x1.74663ef806282p-3;
    static final double LOG_5 = 0x1.39a1b8ddf9c5cp-3;
    static final double LOG_6 = 0x1.2f0578beb2339p-3;

    // exp(y^2 / 2) (1 - normalCdf(y)) (1 + 7/8 y) = TAIL(t), t = (y - TAIL_CENTRE) / (y + TAIL_CENTRE), 0 <= y <=
    // NORMAL_MAX
    static final double TAIL_CENTRE = 4.171875;

    static final double TAIL_SLOPE = 0.875;
    static final double TAIL_0 = 0x1.b0c69df72ab71p-2;
    static final double TAIL_1 = -0x1.acc41e6f8f695p-4;
    static final double TAIL_2 = 0x1.faa6fdb601926p-6;
    static final double TAIL_3 = 0x1.a3a91a38af231p-7;
    static final double TAIL_4 = -0x1.82dee224787c6p-6;
    static final double TAIL_5 = 0x1.064326b3934f7p-6;
    static final double TAIL_6 = -0x1.82ac0e0eaf0f8p-8;
    static final double TAIL_7 = 0x1.2ab6a9d2c5c8ap-11;
    static final double TAIL_8 = 0x1.16103c20708ebp-11;
    static final double TAIL_9 = -0x1.9b9ca0e7b0523p-13;
    static final double TAIL_10 = -0x1.4e1df06a3af9fp-15;
    static final double TAIL_11 = 0x1.1903ffb65010bp-15;
    static final double TAIL_12 = 0x1.0451f718c4cdp-18;
    static final double TAIL_13 = -0x1.75e93fdb80feap-18;
    static final double TAIL_14 = -0x1.8d5cf1c7d22fbp-21;
    static final double TAIL_15 = 0x1.002d19ba22f9ep-20;
    static final double TAIL_16 = 0x1.d0373b8523541p-23;
    static final double TAIL_17 = -0x1.4f46f760f1e08p-23;
    static final double TAIL_18 = -0x1.10c27b219674bp-24;
    static final double TAIL_19 = 0x1.4bb58c81c96cfp-26;
    static final double TAIL_20 = 0x1.029ae93a2a53dp-26;
    static final double TAIL_21 = -0x1.8787c38d05deap-33;
    static final double TAIL_22 = -0x1.1bae167f966ccp-29;
    static final double TAIL_23 = -0x1.e5b7e5be8dc84p-32;

    private Coefficients() {}
}
