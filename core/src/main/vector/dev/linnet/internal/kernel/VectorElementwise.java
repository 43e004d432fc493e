package dev.linnet.internal.kernel;

import static dev.linnet.internal.kernel.Coefficients.*;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.B2L;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector form: in each lane the steps of {@link ScalarFunctions}, in the same order; the scalar form for the rest of a
 * range that fills no vector, and for functions that no hot loop uses.
 *
 * <p>C2 keeps a vector in registers only if it inlines every method that the vector is passed to. It promises that for the
 * methods of the Vector API alone: for others it depends on what was compiled before and on how much it has inlined already.
 * So each function is one long loop, the steps of e^r are written out in each, and there are no masks, which would be objects
 * on some machines. Where that failed, a loop was ten times slower and nothing in the source showed it; a test counts the
 * bytes that the loops allocate.
 */
final class VectorElementwise implements ElementwiseKernels {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** So many are read at a time, however few become doubles: there are no vectors of fewer bytes. */
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_64;

    /** C2 knows no vectors of two bytes. */
    private static final boolean TRANSLATES = LANES >= 4 && LANES <= BYTES.length();

    /** The double {@code 2^52}, whose last bits are its units: what is written into them is added. */
    private static final long UNITS = Double.doubleToRawLongBits(0x1p52);

    private final ScalarElementwise scalar = new ScalarElementwise();

    @Override
    public void ofBytes(
            double[] table, double high, double low, byte[] x, int xOffset, double[] y, int yOffset, int count) {
        if (count < 0) {
            return; // see VectorRehearsal
        }
        int done = 0;
        if (TRANSLATES && !Double.isNaN(high)) {
            DoubleVector factor = DoubleVector.broadcast(SPECIES, high);
            for (; done <= count - BYTES.length(); done += LANES) {
                LongVector bits = (LongVector)
                        ByteVector.fromArray(BYTES, x, xOffset + done).convertShape(B2L, LONGS, 0);
                DoubleVector v = bits.and(0xff).or(UNITS).reinterpretAsDoubles().sub(0x1p52);
                v.fma(factor, v.mul(low)).intoArray(y, yOffset + done);
            }
        }
        scalar.ofBytes(table, high, low, x, xOffset + done, y, yOffset + done, count - done);
    }

    @Override
    public void exp(double[] x, double[] y, int from, int to) {
        if (from >= to) {
            return; // see VectorRehearsal
        }
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            DoubleVector z = v.max(EXP_MIN).min(EXP_MAX);
            DoubleVector shifted = z.fma(LOG2_E, ROUND);
            LongVector kBits = shifted.reinterpretAsLongs();
            LongVector half = kBits.lanewise(LSHR, 1);
            DoubleVector power1 =
                    half.lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector power2 =
                    kBits.sub(half).lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector k = shifted.sub(ROUND).neg();
            DoubleVector r0 = k.lanewise(FMA, LN2_HIGH, z);
            DoubleVector r = k.lanewise(FMA, LN2_LOW, r0);
            DoubleVector rLow = k.lanewise(FMA, LN2_LOW, r0.sub(r));
            DoubleVector p = DoubleVector.broadcast(SPECIES, EXP_9);
            p = p.lanewise(FMA, r, EXP_8);
            p = p.lanewise(FMA, r, EXP_7);
            p = p.lanewise(FMA, r, EXP_6);
            p = p.lanewise(FMA, r, EXP_5);
            p = p.lanewise(FMA, r, EXP_4);
            p = p.lanewise(FMA, r, EXP_3);
            p = p.lanewise(FMA, r, EXP_2);
            p = p.lanewise(FMA, r, EXP_1);
            p = p.lanewise(FMA, r, EXP_0);
            DoubleVector tail = r.mul(0.5).fma(r, r.mul(r).mul(r).fma(p, rLow));

            DoubleVector e = r.add(tail).add(1.0);
            e.mul(power1).mul(power2).intoArray(y, i);
        }
        scalar.exp(x, y, end, to);
    }

    @Override
    public void expm1(double[] x, double[] y, int from, int to) {
        scalar.expm1(x, y, from, to);
    }

    @Override
    public void log(double[] x, double[] y, int from, int to) {
        scalar.log(x, y, from, to);
    }

    @Override
    public void log1p(double[] x, double[] y, int from, int to) {
        scalar.log1p(x, y, from, to);
    }

    @Override
    public void normalCdf(double[] x, double[] y, int from, int to) {
        scalar.normalCdf(x, y, from, to);
    }

    @Override
    public void relu(double[] x, double[] y, int from, int to) {
        if (from >= to) {
            return; // see VectorRehearsal
        }
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector.fromArray(SPECIES, x, i).max(0.0).intoArray(y, i);
        }
        scalar.relu(x, y, end, to);
    }

    @Override
    public void reluGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        if (from >= to) {
            return; // see VectorRehearsal
        }
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, y, i);
            DoubleVector step = v.mul(ScalarElementwise.LIFT)
                    .mul(ScalarElementwise.LIFT)
                    .max(0.0)
                    .min(1.0);
            DoubleVector.fromArray(SPECIES, dY, i).mul(step).intoArray(dX, i);
        }
        scalar.reluGradient(y, dY, dX, end, to);
    }

    @Override
    public void leakyRelu(double slope, double[] x, double[] y, int from, int to) {
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            v.min(0.0).lanewise(FMA, slope, v.max(0.0)).intoArray(y, i);
        }
        scalar.leakyRelu(slope, x, y, end, to);
    }

    @Override
    public void leakyReluGradient(double slope, double[] y, double[] dY, double[] dX, int from, int to) {
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, y, i);
            DoubleVector step = v.mul(ScalarElementwise.LIFT)
                    .mul(ScalarElementwise.LIFT)
                    .max(0.0)
                    .min(1.0);
            DoubleVector.fromArray(SPECIES, dY, i)
                    .mul(step.neg().add(1.0).lanewise(FMA, slope, step))
                    .intoArray(dX, i);
        }
        scalar.leakyReluGradient(slope, y, dY, dX, end, to);
    }

    @Override
    public void elu(double alpha, double scale, double[] x, double[] y, int from, int to) {
        double negative = scale * alpha;
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            DoubleVector z = v.min(0.0).max(EXPM1_MIN);
            DoubleVector shifted = z.fma(LOG2_E, ROUND);
            LongVector kBits = shifted.reinterpretAsLongs();
            DoubleVector power =
                    kBits.lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector k = shifted.sub(ROUND).neg();
            DoubleVector r0 = k.lanewise(FMA, LN2_HIGH, z);
            DoubleVector r = k.lanewise(FMA, LN2_LOW, r0);
            DoubleVector rLow = k.lanewise(FMA, LN2_LOW, r0.sub(r));
            DoubleVector p = DoubleVector.broadcast(SPECIES, EXP_9);
            p = p.lanewise(FMA, r, EXP_8);
            p = p.lanewise(FMA, r, EXP_7);
            p = p.lanewise(FMA, r, EXP_6);
            p = p.lanewise(FMA, r, EXP_5);
            p = p.lanewise(FMA, r, EXP_4);
            p = p.lanewise(FMA, r, EXP_3);
            p = p.lanewise(FMA, r, EXP_2);
            p = p.lanewise(FMA, r, EXP_1);
            p = p.lanewise(FMA, r, EXP_0);
            DoubleVector tail = r.mul(0.5).fma(r, r.mul(r).mul(r).fma(p, rLow));

            DoubleVector b0 = power.sub(1.0);
            DoubleVector b0Low = power.sub(b0.add(1.0));
            DoubleVector b1 = power.mul(r);
            DoubleVector sum = b0.add(b1);
            DoubleVector em1 = sum.add(power.fma(tail, b1.sub(sum.sub(b0)).add(b0Low)));
            em1.lanewise(FMA, negative, v.max(0.0).mul(scale)).intoArray(y, i);
        }
        scalar.elu(alpha, scale, x, y, end, to);
    }

    @Override
    public void eluGradient(double alpha, double scale, double[] y, double[] dY, double[] dX, int from, int to) {
        double negative = scale * alpha;
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, y, i);
            DoubleVector step = v.mul(ScalarElementwise.LIFT)
                    .mul(ScalarElementwise.LIFT)
                    .max(0.0)
                    .min(1.0);
            DoubleVector below = v.min(0.0).add(negative);
            DoubleVector.fromArray(SPECIES, dY, i)
                    .mul(step.neg().add(1.0).fma(below, step.mul(scale)))
                    .intoArray(dX, i);
        }
        scalar.eluGradient(alpha, scale, y, dY, dX, end, to);
    }

    @Override
    public void gelu(double[] x, double[] y, int from, int to) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1.0);
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            DoubleVector a = v.abs().min(NORMAL_MAX);
            DoubleVector halfY = a.mul(-0.5);
            DoubleVector z = halfY.mul(a);
            DoubleVector shifted = z.fma(LOG2_E, ROUND);
            LongVector kBits = shifted.reinterpretAsLongs();
            LongVector half = kBits.lanewise(LSHR, 1);
            DoubleVector power1 =
                    half.lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector power2 =
                    kBits.sub(half).lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector k = shifted.sub(ROUND).neg();
            DoubleVector r0 = k.lanewise(FMA, LN2_HIGH, z);
            DoubleVector r1 = k.lanewise(FMA, LN2_LOW, halfY.fma(a, z.neg()));
            DoubleVector r = r0.add(r1);
            DoubleVector rLow = r1.sub(r.sub(r0));
            DoubleVector p = DoubleVector.broadcast(SPECIES, EXP_9);
            p = p.lanewise(FMA, r, EXP_8);
            p = p.lanewise(FMA, r, EXP_7);
            p = p.lanewise(FMA, r, EXP_6);
            p = p.lanewise(FMA, r, EXP_5);
            p = p.lanewise(FMA, r, EXP_4);
            p = p.lanewise(FMA, r, EXP_3);
            p = p.lanewise(FMA, r, EXP_2);
            p = p.lanewise(FMA, r, EXP_1);
            p = p.lanewise(FMA, r, EXP_0);
            DoubleVector tail = r.mul(0.5).fma(r, r.mul(r).mul(r).fma(p, rLow));

            DoubleVector s = r.add(tail);
            DoubleVector e = s.add(1.0);
            DoubleVector eLow = s.sub(e.sub(1.0)).add(tail.sub(s.sub(r)));

            DoubleVector w = a.lanewise(FMA, TAIL_SLOPE, one);
            DoubleVector wLow = a.lanewise(FMA, TAIL_SLOPE, w.sub(1.0).neg());
            DoubleVector c = a.add(TAIL_CENTRE);
            DoubleVector cLow = a.sub(c.sub(TAIL_CENTRE));
            DoubleVector d = a.sub(TAIL_CENTRE);
            DoubleVector dLow = a.sub(d.add(TAIL_CENTRE));
            DoubleVector inverse = one.div(c.mul(w));
            DoubleVector inverseC = w.mul(inverse);
            DoubleVector t0 = d.mul(inverseC);
            DoubleVector minusT0 = t0.neg();
            DoubleVector t = minusT0.fma(c, d).add(minusT0.fma(cLow, dLow)).fma(inverseC, t0);
            DoubleVector tt = t.mul(t);
            DoubleVector even = DoubleVector.broadcast(SPECIES, TAIL_23);
            DoubleVector odd = DoubleVector.broadcast(SPECIES, TAIL_22);
            even = even.lanewise(FMA, tt, TAIL_21);
            odd = odd.lanewise(FMA, tt, TAIL_20);
            even = even.lanewise(FMA, tt, TAIL_19);
            odd = odd.lanewise(FMA, tt, TAIL_18);
            even = even.lanewise(FMA, tt, TAIL_17);
            odd = odd.lanewise(FMA, tt, TAIL_16);
            even = even.lanewise(FMA, tt, TAIL_15);
            odd = odd.lanewise(FMA, tt, TAIL_14);
            even = even.lanewise(FMA, tt, TAIL_13);
            odd = odd.lanewise(FMA, tt, TAIL_12);
            even = even.lanewise(FMA, tt, TAIL_11);
            odd = odd.lanewise(FMA, tt, TAIL_10);
            even = even.lanewise(FMA, tt, TAIL_9);
            odd = odd.lanewise(FMA, tt, TAIL_8);
            even = even.lanewise(FMA, tt, TAIL_7);
            odd = odd.lanewise(FMA, tt, TAIL_6);
            even = even.lanewise(FMA, tt, TAIL_5);
            odd = odd.lanewise(FMA, tt, TAIL_4);
            even = even.lanewise(FMA, tt, TAIL_3);
            odd = odd.lanewise(FMA, tt, TAIL_2);
            even = even.lanewise(FMA, tt, TAIL_1);
            DoubleVector pt = odd.fma(t, even).mul(t);
            DoubleVector pOfT = pt.add(TAIL_0);
            DoubleVector pLow = pt.sub(pOfT.sub(TAIL_0));
            DoubleVector n = e.mul(pOfT);
            DoubleVector nLow = e.fma(pOfT, n.neg()).add(e.fma(pLow, eLow.mul(pOfT)));
            DoubleVector inverseW = c.mul(inverse);
            DoubleVector q = n.mul(inverseW);
            DoubleVector minusQ = q.neg();
            DoubleVector qLow = minusQ.fma(w, n).add(minusQ.fma(wLow, nLow)).mul(inverseW);
            DoubleVector base = v.max(0.0);
            DoubleVector finite = base.min(Double.MAX_VALUE);
            DoubleVector product = a.mul(q);
            DoubleVector productLow = a.fma(q, product.neg()).add(a.mul(qLow));
            DoubleVector sum = product.add(productLow);
            DoubleVector sumLow = productLow.sub(sum.sub(product));
            DoubleVector h = sum.mul(power1).mul(power2);
            DoubleVector hLow = sumLow.mul(power1).mul(power2);
            DoubleVector difference = finite.sub(h);
            DoubleVector low = finite.sub(difference).sub(h);

            LongVector sign = v.reinterpretAsLongs().and(SIGN_BIT);
            DoubleVector result = difference.add(low.sub(hLow)).add(base.sub(finite));
            result.reinterpretAsLongs().or(sign).reinterpretAsDoubles().intoArray(y, i);
        }
        scalar.gelu(x, y, end, to);
    }

    @Override
    public void geluGradient(double[] x, double[] dY, double[] dX, int from, int to) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1.0);
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            DoubleVector a = v.abs().min(NORMAL_MAX);
            DoubleVector halfY = a.mul(-0.5);
            DoubleVector z = halfY.mul(a);
            DoubleVector shifted = z.fma(LOG2_E, ROUND);
            LongVector kBits = shifted.reinterpretAsLongs();
            LongVector half = kBits.lanewise(LSHR, 1);
            DoubleVector power1 =
                    half.lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector power2 =
                    kBits.sub(half).lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector k = shifted.sub(ROUND).neg();
            DoubleVector r0 = k.lanewise(FMA, LN2_HIGH, z);
            DoubleVector r1 = k.lanewise(FMA, LN2_LOW, halfY.fma(a, z.neg()));
            DoubleVector r = r0.add(r1);
            DoubleVector rLow = r1.sub(r.sub(r0));
            DoubleVector p = DoubleVector.broadcast(SPECIES, EXP_9);
            p = p.lanewise(FMA, r, EXP_8);
            p = p.lanewise(FMA, r, EXP_7);
            p = p.lanewise(FMA, r, EXP_6);
            p = p.lanewise(FMA, r, EXP_5);
            p = p.lanewise(FMA, r, EXP_4);
            p = p.lanewise(FMA, r, EXP_3);
            p = p.lanewise(FMA, r, EXP_2);
            p = p.lanewise(FMA, r, EXP_1);
            p = p.lanewise(FMA, r, EXP_0);
            DoubleVector tail = r.mul(0.5).fma(r, r.mul(r).mul(r).fma(p, rLow));

            DoubleVector e = r.add(tail).add(1.0);
            DoubleVector w = a.lanewise(FMA, TAIL_SLOPE, one);
            DoubleVector c = a.add(TAIL_CENTRE);
            DoubleVector inverse = one.div(c.mul(w));
            DoubleVector t = a.sub(TAIL_CENTRE).mul(w.mul(inverse));
            DoubleVector tt = t.mul(t);
            DoubleVector even = DoubleVector.broadcast(SPECIES, TAIL_23);
            DoubleVector odd = DoubleVector.broadcast(SPECIES, TAIL_22);
            even = even.lanewise(FMA, tt, TAIL_21);
            odd = odd.lanewise(FMA, tt, TAIL_20);
            even = even.lanewise(FMA, tt, TAIL_19);
            odd = odd.lanewise(FMA, tt, TAIL_18);
            even = even.lanewise(FMA, tt, TAIL_17);
            odd = odd.lanewise(FMA, tt, TAIL_16);
            even = even.lanewise(FMA, tt, TAIL_15);
            odd = odd.lanewise(FMA, tt, TAIL_14);
            even = even.lanewise(FMA, tt, TAIL_13);
            odd = odd.lanewise(FMA, tt, TAIL_12);
            even = even.lanewise(FMA, tt, TAIL_11);
            odd = odd.lanewise(FMA, tt, TAIL_10);
            even = even.lanewise(FMA, tt, TAIL_9);
            odd = odd.lanewise(FMA, tt, TAIL_8);
            even = even.lanewise(FMA, tt, TAIL_7);
            odd = odd.lanewise(FMA, tt, TAIL_6);
            even = even.lanewise(FMA, tt, TAIL_5);
            odd = odd.lanewise(FMA, tt, TAIL_4);
            even = even.lanewise(FMA, tt, TAIL_3);
            odd = odd.lanewise(FMA, tt, TAIL_2);
            even = even.lanewise(FMA, tt, TAIL_1);
            DoubleVector mills = odd.fma(t, even).lanewise(FMA, t, TAIL_0).mul(c.mul(inverse));
            DoubleVector h = e.mul(a.lanewise(FMA, -INVERSE_SQRT_2_PI, mills))
                    .mul(power1)
                    .mul(power2);
            LongVector sign = v.reinterpretAsLongs().and(SIGN_BIT);
            DoubleVector minusSign = sign.or(ONE_BITS).reinterpretAsDoubles().neg();
            DoubleVector base = v.reinterpretAsLongs()
                    .lanewise(ASHR, 63)
                    .not()
                    .and(ONE_BITS)
                    .reinterpretAsDoubles();
            DoubleVector.fromArray(SPECIES, dY, i).mul(minusSign.fma(h, base)).intoArray(dX, i);
        }
        scalar.geluGradient(x, dY, dX, end, to);
    }

    @Override
    public void silu(double[] x, double[] y, int from, int to) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1.0);
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            DoubleVector a = v.abs().min(LOGISTIC_MAX);
            DoubleVector z = a.neg();
            DoubleVector shifted = z.fma(LOG2_E, ROUND);
            LongVector kBits = shifted.reinterpretAsLongs();
            LongVector half = kBits.lanewise(LSHR, 1);
            DoubleVector power1 =
                    half.lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector power2 =
                    kBits.sub(half).lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector k = shifted.sub(ROUND).neg();
            DoubleVector r0 = k.lanewise(FMA, LN2_HIGH, z);
            DoubleVector r = k.lanewise(FMA, LN2_LOW, r0);
            DoubleVector rLow = k.lanewise(FMA, LN2_LOW, r0.sub(r));
            DoubleVector p = DoubleVector.broadcast(SPECIES, EXP_9);
            p = p.lanewise(FMA, r, EXP_8);
            p = p.lanewise(FMA, r, EXP_7);
            p = p.lanewise(FMA, r, EXP_6);
            p = p.lanewise(FMA, r, EXP_5);
            p = p.lanewise(FMA, r, EXP_4);
            p = p.lanewise(FMA, r, EXP_3);
            p = p.lanewise(FMA, r, EXP_2);
            p = p.lanewise(FMA, r, EXP_1);
            p = p.lanewise(FMA, r, EXP_0);
            DoubleVector tail = r.mul(0.5).fma(r, r.mul(r).mul(r).fma(p, rLow));

            DoubleVector s = r.add(tail);
            DoubleVector e = s.add(1.0);
            DoubleVector eLow = s.sub(e.sub(1.0)).add(tail.sub(s.sub(r)));

            DoubleVector n = e.mul(power1).mul(power2);
            DoubleVector d = n.add(1.0);
            DoubleVector dLow = n.sub(d.sub(1.0)).add(eLow.mul(power1).mul(power2));
            DoubleVector inverse = one.div(d);
            DoubleVector q = e.mul(inverse);
            DoubleVector minusQ = q.neg();
            DoubleVector qLow = minusQ.fma(d, e).add(minusQ.fma(dLow, eLow)).mul(inverse);
            DoubleVector base = v.max(0.0);
            DoubleVector finite = base.min(Double.MAX_VALUE);
            DoubleVector product = a.mul(q);
            DoubleVector productLow = a.fma(q, product.neg()).add(a.mul(qLow));
            DoubleVector sum = product.add(productLow);
            DoubleVector sumLow = productLow.sub(sum.sub(product));
            DoubleVector h = sum.mul(power1).mul(power2);
            DoubleVector hLow = sumLow.mul(power1).mul(power2);
            DoubleVector difference = finite.sub(h);
            DoubleVector low = finite.sub(difference).sub(h);

            LongVector sign = v.reinterpretAsLongs().and(SIGN_BIT);
            DoubleVector result = difference.add(low.sub(hLow)).add(base.sub(finite));
            result.reinterpretAsLongs().or(sign).reinterpretAsDoubles().intoArray(y, i);
        }
        scalar.silu(x, y, end, to);
    }

    @Override
    public void siluGradient(double[] x, double[] dY, double[] dX, int from, int to) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1.0);
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            DoubleVector a = v.abs().min(LOGISTIC_MAX);
            DoubleVector z = a.neg();
            DoubleVector shifted = z.fma(LOG2_E, ROUND);
            LongVector kBits = shifted.reinterpretAsLongs();
            LongVector half = kBits.lanewise(LSHR, 1);
            DoubleVector power1 =
                    half.lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector power2 =
                    kBits.sub(half).lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector k = shifted.sub(ROUND).neg();
            DoubleVector r0 = k.lanewise(FMA, LN2_HIGH, z);
            DoubleVector r = k.lanewise(FMA, LN2_LOW, r0);
            DoubleVector rLow = k.lanewise(FMA, LN2_LOW, r0.sub(r));
            DoubleVector p = DoubleVector.broadcast(SPECIES, EXP_9);
            p = p.lanewise(FMA, r, EXP_8);
            p = p.lanewise(FMA, r, EXP_7);
            p = p.lanewise(FMA, r, EXP_6);
            p = p.lanewise(FMA, r, EXP_5);
            p = p.lanewise(FMA, r, EXP_4);
            p = p.lanewise(FMA, r, EXP_3);
            p = p.lanewise(FMA, r, EXP_2);
            p = p.lanewise(FMA, r, EXP_1);
            p = p.lanewise(FMA, r, EXP_0);
            DoubleVector tail = r.mul(0.5).fma(r, r.mul(r).mul(r).fma(p, rLow));

            DoubleVector n = r.add(tail).add(1.0).mul(power1).mul(power2);
            DoubleVector inverse = one.div(n.add(1.0));
            DoubleVector h = n.mul(inverse).mul(z.fma(inverse, one));
            LongVector sign = v.reinterpretAsLongs().and(SIGN_BIT);
            DoubleVector minusSign = sign.or(ONE_BITS).reinterpretAsDoubles().neg();
            DoubleVector base = v.reinterpretAsLongs()
                    .lanewise(ASHR, 63)
                    .not()
                    .and(ONE_BITS)
                    .reinterpretAsDoubles();
            DoubleVector.fromArray(SPECIES, dY, i).mul(minusSign.fma(h, base)).intoArray(dX, i);
        }
        scalar.siluGradient(x, dY, dX, end, to);
    }

    @Override
    public void sigmoid(double[] x, double[] y, int from, int to) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1.0);
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            DoubleVector z = v.abs().min(LOGISTIC_MAX).neg();
            DoubleVector shifted = z.fma(LOG2_E, ROUND);
            LongVector kBits = shifted.reinterpretAsLongs();
            LongVector half = kBits.lanewise(LSHR, 1);
            DoubleVector power1 =
                    half.lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector power2 =
                    kBits.sub(half).lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector k = shifted.sub(ROUND).neg();
            DoubleVector r0 = k.lanewise(FMA, LN2_HIGH, z);
            DoubleVector r = k.lanewise(FMA, LN2_LOW, r0);
            DoubleVector rLow = k.lanewise(FMA, LN2_LOW, r0.sub(r));
            DoubleVector p = DoubleVector.broadcast(SPECIES, EXP_9);
            p = p.lanewise(FMA, r, EXP_8);
            p = p.lanewise(FMA, r, EXP_7);
            p = p.lanewise(FMA, r, EXP_6);
            p = p.lanewise(FMA, r, EXP_5);
            p = p.lanewise(FMA, r, EXP_4);
            p = p.lanewise(FMA, r, EXP_3);
            p = p.lanewise(FMA, r, EXP_2);
            p = p.lanewise(FMA, r, EXP_1);
            p = p.lanewise(FMA, r, EXP_0);
            DoubleVector tail = r.mul(0.5).fma(r, r.mul(r).mul(r).fma(p, rLow));

            DoubleVector s = r.add(tail);
            DoubleVector e = s.add(1.0);
            DoubleVector eLow = s.sub(e.sub(1.0)).add(tail.sub(s.sub(r)));

            DoubleVector n = e.mul(power1).mul(power2);
            DoubleVector d = n.add(1.0);
            DoubleVector dLow = n.sub(d.sub(1.0)).add(eLow.mul(power1).mul(power2));
            DoubleVector inverse = one.div(d);
            DoubleVector q = e.mul(inverse);
            DoubleVector minusQ = q.neg();
            DoubleVector qLow = minusQ.fma(d, e).add(minusQ.fma(dLow, eLow)).mul(inverse);

            DoubleVector base = v.reinterpretAsLongs()
                    .lanewise(ASHR, 63)
                    .not()
                    .and(ONE_BITS)
                    .reinterpretAsDoubles();
            DoubleVector a = v.reinterpretAsLongs().and(SIGN_BIT).or(ONE_BITS).reinterpretAsDoubles();
            DoubleVector product = a.mul(q);
            DoubleVector productLow = a.fma(q, product.neg()).add(a.mul(qLow));
            DoubleVector sum = product.add(productLow);
            DoubleVector sumLow = productLow.sub(sum.sub(product));
            DoubleVector h = sum.mul(power1).mul(power2);
            DoubleVector hLow = sumLow.mul(power1).mul(power2);
            DoubleVector difference = base.sub(h);
            DoubleVector low = base.sub(difference).sub(h);
            difference.add(low.sub(hLow)).intoArray(y, i);
        }
        scalar.sigmoid(x, y, end, to);
    }

    @Override
    public void sigmoidGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, y, i);
            DoubleVector.fromArray(SPECIES, dY, i).mul(v.mul(v.neg().add(1.0))).intoArray(dX, i);
        }
        scalar.sigmoidGradient(y, dY, dX, end, to);
    }

    @Override
    public void tanh(double[] x, double[] y, int from, int to) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1.0);
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            DoubleVector z = v.abs().min(TANH_MAX).mul(-2.0);
            DoubleVector shifted = z.fma(LOG2_E, ROUND);
            LongVector kBits = shifted.reinterpretAsLongs();
            DoubleVector power =
                    kBits.lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector k = shifted.sub(ROUND).neg();
            DoubleVector r0 = k.lanewise(FMA, LN2_HIGH, z);
            DoubleVector r = k.lanewise(FMA, LN2_LOW, r0);
            DoubleVector rLow = k.lanewise(FMA, LN2_LOW, r0.sub(r));
            DoubleVector p = DoubleVector.broadcast(SPECIES, EXP_9);
            p = p.lanewise(FMA, r, EXP_8);
            p = p.lanewise(FMA, r, EXP_7);
            p = p.lanewise(FMA, r, EXP_6);
            p = p.lanewise(FMA, r, EXP_5);
            p = p.lanewise(FMA, r, EXP_4);
            p = p.lanewise(FMA, r, EXP_3);
            p = p.lanewise(FMA, r, EXP_2);
            p = p.lanewise(FMA, r, EXP_1);
            p = p.lanewise(FMA, r, EXP_0);
            DoubleVector tail = r.mul(0.5).fma(r, r.mul(r).mul(r).fma(p, rLow));

            DoubleVector b0 = power.sub(1.0);
            DoubleVector b0Low = power.sub(b0.add(1.0));
            DoubleVector b1 = power.mul(r);
            DoubleVector sum = b0.add(b1);
            DoubleVector rest = power.fma(tail, b1.sub(sum.sub(b0)).add(b0Low));
            DoubleVector m = sum.add(rest);
            DoubleVector mLow = rest.sub(m.sub(sum));
            DoubleVector d = m.add(2.0);
            DoubleVector dLow = m.sub(d.sub(2.0)).add(mLow);
            DoubleVector inverse = one.div(d);
            DoubleVector q = m.mul(inverse);
            DoubleVector minusQ = q.neg();
            DoubleVector remainder = minusQ.fma(d, m).add(minusQ.fma(dLow, mLow));
            LongVector magnitude = remainder.fma(inverse, q).abs().reinterpretAsLongs();
            LongVector sign = v.reinterpretAsLongs().and(SIGN_BIT);
            magnitude.or(sign).reinterpretAsDoubles().intoArray(y, i);
        }
        scalar.tanh(x, y, end, to);
    }

    @Override
    public void tanhGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1.0);
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, y, i);
            DoubleVector.fromArray(SPECIES, dY, i).mul(v.neg().fma(v, one)).intoArray(dX, i);
        }
        scalar.tanhGradient(y, dY, dX, end, to);
    }

    @Override
    public void softplus(double[] x, double[] y, int from, int to) {
        LongVector oneBits = LongVector.broadcast(LONGS, ONE_BITS);
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
            DoubleVector z = v.abs().min(LOGISTIC_MAX).neg();
            DoubleVector shifted = z.fma(LOG2_E, ROUND);
            LongVector kBits = shifted.reinterpretAsLongs();
            LongVector half = kBits.lanewise(LSHR, 1);
            DoubleVector power1 =
                    half.lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector power2 =
                    kBits.sub(half).lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector k = shifted.sub(ROUND).neg();
            DoubleVector r0 = k.lanewise(FMA, LN2_HIGH, z);
            DoubleVector r = k.lanewise(FMA, LN2_LOW, r0);
            DoubleVector rLow = k.lanewise(FMA, LN2_LOW, r0.sub(r));
            DoubleVector p = DoubleVector.broadcast(SPECIES, EXP_9);
            p = p.lanewise(FMA, r, EXP_8);
            p = p.lanewise(FMA, r, EXP_7);
            p = p.lanewise(FMA, r, EXP_6);
            p = p.lanewise(FMA, r, EXP_5);
            p = p.lanewise(FMA, r, EXP_4);
            p = p.lanewise(FMA, r, EXP_3);
            p = p.lanewise(FMA, r, EXP_2);
            p = p.lanewise(FMA, r, EXP_1);
            p = p.lanewise(FMA, r, EXP_0);
            DoubleVector tail = r.mul(0.5).fma(r, r.mul(r).mul(r).fma(p, rLow));

            DoubleVector s = r.add(tail);
            DoubleVector e = s.add(1.0);
            DoubleVector eLow = s.sub(e.sub(1.0)).add(tail.sub(s.sub(r)));

            DoubleVector n = e.mul(power1).mul(power2);
            DoubleVector u = n.add(1.0);
            DoubleVector uLow = n.sub(u.sub(1.0)).add(eLow.mul(power1).mul(power2));
            LongVector bits = u.reinterpretAsLongs();
            LongVector mBits = bits.sub(SQRT_HALF_BITS).lanewise(ASHR, EXPONENT_SHIFT);
            LongVector mShifted = mBits.lanewise(LSHL, EXPONENT_SHIFT);
            DoubleVector m = mBits.add(ROUND_BITS).reinterpretAsDoubles().sub(ROUND);
            DoubleVector f0 = bits.sub(mShifted).reinterpretAsDoubles().sub(1.0);
            DoubleVector f1 = uLow.mul(oneBits.sub(mShifted).reinterpretAsDoubles());
            DoubleVector f = f0.add(f1);
            DoubleVector fLow = f1.sub(f.sub(f0));
            DoubleVector quotient = f.div(f.add(2.0));
            DoubleVector square = quotient.mul(quotient);
            DoubleVector logP = DoubleVector.broadcast(SPECIES, LOG_6);
            logP = logP.lanewise(FMA, square, LOG_5);
            logP = logP.lanewise(FMA, square, LOG_4);
            logP = logP.lanewise(FMA, square, LOG_3);
            logP = logP.lanewise(FMA, square, LOG_2);
            logP = logP.lanewise(FMA, square, LOG_1);
            logP = logP.lanewise(FMA, square, LOG_0);
            DoubleVector halfF = f.mul(0.5);
            DoubleVector logTail = halfF.neg().fma(f, quotient.fma(halfF.fma(f, square.mul(logP)), fLow));
            DoubleVector mLn2 = m.mul(LN2_SHORT);
            DoubleVector g = mLn2.add(f);
            DoubleVector gLow = f.sub(g.sub(mLn2));
            DoubleVector base = v.max(0.0);
            DoubleVector finite = base.min(Double.MAX_VALUE);
            DoubleVector total = finite.add(g);
            DoubleVector difference = total.sub(finite);
            DoubleVector totalLow = finite.sub(total.sub(difference)).add(g.sub(difference));
            DoubleVector logarithm =
                    total.add(totalLow.add(m.lanewise(FMA, LN2_REST, gLow).add(logTail)));
            logarithm.add(base.sub(finite)).intoArray(y, i);
        }
        scalar.softplus(x, y, end, to);
    }

    @Override
    public void softplusGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, y, i);
            DoubleVector z = v.abs().neg().max(EXPM1_MIN);
            DoubleVector shifted = z.fma(LOG2_E, ROUND);
            LongVector kBits = shifted.reinterpretAsLongs();
            DoubleVector power =
                    kBits.lanewise(LSHL, EXPONENT_SHIFT).add(ONE_BITS).reinterpretAsDoubles();
            DoubleVector k = shifted.sub(ROUND).neg();
            DoubleVector r0 = k.lanewise(FMA, LN2_HIGH, z);
            DoubleVector r = k.lanewise(FMA, LN2_LOW, r0);
            DoubleVector rLow = k.lanewise(FMA, LN2_LOW, r0.sub(r));
            DoubleVector p = DoubleVector.broadcast(SPECIES, EXP_9);
            p = p.lanewise(FMA, r, EXP_8);
            p = p.lanewise(FMA, r, EXP_7);
            p = p.lanewise(FMA, r, EXP_6);
            p = p.lanewise(FMA, r, EXP_5);
            p = p.lanewise(FMA, r, EXP_4);
            p = p.lanewise(FMA, r, EXP_3);
            p = p.lanewise(FMA, r, EXP_2);
            p = p.lanewise(FMA, r, EXP_1);
            p = p.lanewise(FMA, r, EXP_0);
            DoubleVector tail = r.mul(0.5).fma(r, r.mul(r).mul(r).fma(p, rLow));

            DoubleVector b0 = power.sub(1.0);
            DoubleVector b0Low = power.sub(b0.add(1.0));
            DoubleVector b1 = power.mul(r);
            DoubleVector sum = b0.add(b1);
            DoubleVector em1 = sum.add(power.fma(tail, b1.sub(sum.sub(b0)).add(b0Low)));
            DoubleVector.fromArray(SPECIES, dY, i).mul(em1.abs()).intoArray(dX, i);
        }
        scalar.softplusGradient(y, dY, dX, end, to);
    }

    @Override
    public void hardTanh(double[] x, double[] y, int from, int to) {
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector.fromArray(SPECIES, x, i).max(-1.0).min(1.0).intoArray(y, i);
        }
        scalar.hardTanh(x, y, end, to);
    }

    @Override
    public void hardTanhGradient(double[] y, double[] dY, double[] dX, int from, int to) {
        int end = to - (to - from) % LANES;
        for (int i = from; i < end; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, y, i);
            DoubleVector step = v.abs()
                    .neg()
                    .add(1.0)
                    .mul(ScalarElementwise.LIFT)
                    .mul(ScalarElementwise.LIFT)
                    .max(0.0)
                    .min(1.0);
            DoubleVector.fromArray(SPECIES, dY, i).mul(step).intoArray(dX, i);
        }
        scalar.hardTanhGradient(y, dY, dX, end, to);
    }

    @Override
    public void softmax(double[] logits, double[] probabilities, double[] logSum, int columns, int from, int to) {
        scalar.subtractRowMax(logits, probabilities, columns, from, to);
        exp(probabilities, probabilities, from * columns, to * columns);
        scalar.divideByRowSum(probabilities, logSum, columns, from, to);
    }

    @Override
    public void softmaxLogSum(double[] logits, double[] logSum, int columns, int from, int to) {
        scalar.softmaxLogSum(logits, logSum, columns, from, to);
    }
}
