"""Computes the constants of dev.linnet.internal.kernel.Coefficients.

Polynomials are minimax approximations, found by the exchange algorithm of Remez (E. Ya. Remez 1934; see Muller,
Elementary Functions, 3rd ed., section 3.2) in 60 digits, then rounded to doubles. For each the largest relative error of
the rounded polynomial is printed, in units of 2^-53.

    python3 elementary_coefficients.py

needs mpmath.
"""

from mpmath import mp, mpf, matrix, lu_solve, log, exp, expm1, sqrt, atanh, erfc, pi, cos, findroot, diff

mp.dps = 60


def remez(function, weight, low, high, degree, rounds=12):
    """The coefficients c0, c1 ... of the polynomial p that minimises max |weight (function - p)| on [low, high]."""
    count = degree + 2
    points = [(low + high) / 2 - (high - low) / 2 * cos(pi * i / (count - 1)) for i in range(count)]
    for _ in range(rounds):
        a = matrix(count, count)
        b = matrix(count, 1)
        for i, x in enumerate(points):
            for j in range(degree + 1):
                a[i, j] = x**j
            a[i, degree + 1] = (-1) ** i / weight(x)
            b[i] = function(x)
        solution = lu_solve(a, b)
        coefficients = [solution[j] for j in range(degree + 1)]
        error = lambda x: weight(x) * (function(x) - horner(coefficients, x))
        # one extremum of the error between each two of its sign changes, looked for on a fine grid
        grid = [(low + high) / 2 - (high - low) / 2 * cos(pi * i / (40 * count)) for i in range(40 * count + 1)]
        values = [error(x) for x in grid]
        extrema = []
        for x, e in zip(grid, values):
            if extrema and (e > 0) == (extrema[-1][1] > 0):
                if abs(e) > abs(extrema[-1][1]):
                    extrema[-1] = (x, e)
            else:
                extrema.append((x, e))
        while len(extrema) > count:
            extrema.pop(0 if abs(extrema[0][1]) < abs(extrema[-1][1]) else -1)
        if len(extrema) < count:
            raise ArithmeticError("lost an extremum")
        points = [x for x, _ in extrema]
        sizes = [abs(e) for _, e in extrema]
        if max(sizes) / min(sizes) < 1.0001:
            break
    return coefficients


def horner(coefficients, x):
    value = mpf(0)
    for c in reversed(coefficients):
        value = value * x + c
    return value


def show(name, coefficients, function, weight, low, high):
    rounded = [float(c) for c in coefficients]
    worst = max(
        abs(weight(x) * (function(x) - horner([mpf(c) for c in rounded], x)))
        for x in (low + (high - low) * i / 2000 for i in range(2001))
    )
    print(f"{name}: error {mp.nstr(worst * 2**53, 3)}")
    for i, c in enumerate(rounded):
        print(f"    {name}_{i} = {c.hex()}")


def constant(name, value):
    print(f"{name} = {float(value).hex()}")


ln2 = log(mpf(2))
constant("LOG2_E", 1 / ln2)
constant("LN2_HIGH", ln2)
constant("LN2_LOW", ln2 - mpf(float(ln2)))
short = mpf(int(ln2 * 2**42)) / 2**42  # 42 bits, so that its product with an exponent is exact
constant("LN2_SHORT", short)
constant("LN2_REST", ln2 - short)

# e^r = 1 + r + r^2 / 2 + r^3 EXP(r), |r| <= ln(2) / 2 and a little; error relative to e^r - 1
limit = ln2 / 2 * mpf("1.00001")
near = mpf("1e-12")
quotient = lambda r: mpf(1) / 6 if abs(r) < near else (exp(r) - 1 - r - r * r / 2) / r**3
weight = lambda r: (r * r + mpf("1e-6")) / exp(r / 2)
show("EXP", remez(quotient, weight, -limit, limit, 9), quotient, weight, -limit, limit)

# 2 atanh(s) = 2 s + s^3 LOG(s^2), 0 <= s^2 <= (sqrt(2) - 1)^2 / (sqrt(2) + 1)^2 and a little; error relative to 2 s
limit = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * mpf("1.00001")
quotient = lambda z: mpf(2) / 3 if z < near else (2 * atanh(sqrt(z)) - 2 * sqrt(z)) / sqrt(z) ** 3
weight = lambda z: (z + mpf("1e-9")) / 2
show("LOG", remez(quotient, weight, mpf(0), limit, 6), quotient, weight, mpf(0), limit)

# exp(y^2 / 2) (1 - normalCdf(y)) (1 + 7/8 y) = TAIL(t), t = (y - TAIL_CENTRE) / (y + TAIL_CENTRE), 0 <= y <= 38.7; relative
# error. The substitution is that of M. M. Shepherd and J. G. Laframboise, Mathematics of Computation 36 (1981), 249-253.
centre = mpf("4.171875")  # where rounding TAIL_0 does least harm
longest = mpf("38.7")


def tail(t):
    y = centre * (1 + t) / (1 - t)
    return exp(y * y / 2) * erfc(y / sqrt(mpf(2))) / 2 * (1 + y * 7 / 8)


low, high = mpf(-1), (longest - centre) / (longest + centre)
weight = lambda t: 1 / tail(t)
show("TAIL", remez(tail, weight, low, high, 23), tail, weight, low, high)
constant("INVERSE_SQRT_2_PI", 1 / sqrt(2 * pi))
