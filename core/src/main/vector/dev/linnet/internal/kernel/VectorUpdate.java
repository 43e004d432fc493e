package dev.linnet.internal.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Optimizer steps with all lanes; the tails, the sums and what C2 vectorises by itself are those of {@link ScalarUpdate}.
 *
 * <p>Each element has the scalar form's expression. The probe is a sum of zeros, or NaN: its order does not matter.
 */
final class VectorUpdate extends ScalarUpdate {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    private static final int LANES = SPECIES.length();

    /** Where none is left over, for those that are take the scalar form. */
    @Override
    public boolean takesGradientAnywhere(int count) {
        return count % LANES == 0;
    }

    @Override
    public double sgd(double[] p, double[] gradient, int gradientFrom, double scale, double rate, int from, int to) {
        int bound = from + (to - from) / LANES * LANES;
        int shift = gradientFrom - from;
        DoubleVector minusRate = DoubleVector.broadcast(SPECIES, -rate);
        DoubleVector zero = DoubleVector.zero(SPECIES);
        DoubleVector probe = zero;
        for (int i = from; i < bound; i += LANES) {
            DoubleVector g =
                    DoubleVector.fromArray(SPECIES, gradient, i + shift).mul(scale);
            DoubleVector moved = minusRate.fma(g, DoubleVector.fromArray(SPECIES, p, i));
            moved.intoArray(p, i);
            probe = moved.fma(zero, probe);
        }
        return probe.reduceLanes(VectorOperators.ADD) + super.sgd(p, gradient, bound, scale, rate, bound, to);
    }

    @Override
    public double momentum(
            double[] p,
            double[] v,
            double[] gradient,
            int gradientFrom,
            double scale,
            double rate,
            double momentum,
            int from,
            int to) {
        int bound = from + (to - from) / LANES * LANES;
        int shift = gradientFrom - from;
        DoubleVector minusRate = DoubleVector.broadcast(SPECIES, -rate);
        DoubleVector keep = DoubleVector.broadcast(SPECIES, momentum);
        DoubleVector zero = DoubleVector.zero(SPECIES);
        DoubleVector probe = zero;
        for (int i = from; i < bound; i += LANES) {
            DoubleVector g =
                    DoubleVector.fromArray(SPECIES, gradient, i + shift).mul(scale);
            DoubleVector velocity = keep.fma(DoubleVector.fromArray(SPECIES, v, i), g);
            velocity.intoArray(v, i);
            DoubleVector moved = minusRate.fma(velocity, DoubleVector.fromArray(SPECIES, p, i));
            moved.intoArray(p, i);
            probe = moved.fma(zero, probe);
        }
        return probe.reduceLanes(VectorOperators.ADD)
                + super.momentum(p, v, gradient, bound, scale, rate, momentum, bound, to);
    }

    @Override
    public double nesterov(
            double[] p,
            double[] v,
            double[] gradient,
            int gradientFrom,
            double scale,
            double rate,
            double momentum,
            int from,
            int to) {
        int bound = from + (to - from) / LANES * LANES;
        int shift = gradientFrom - from;
        DoubleVector minusRate = DoubleVector.broadcast(SPECIES, -rate);
        DoubleVector keep = DoubleVector.broadcast(SPECIES, momentum);
        DoubleVector zero = DoubleVector.zero(SPECIES);
        DoubleVector probe = zero;
        for (int i = from; i < bound; i += LANES) {
            DoubleVector g =
                    DoubleVector.fromArray(SPECIES, gradient, i + shift).mul(scale);
            DoubleVector velocity = keep.fma(DoubleVector.fromArray(SPECIES, v, i), g);
            velocity.intoArray(v, i);
            DoubleVector moved = minusRate.fma(keep.fma(velocity, g), DoubleVector.fromArray(SPECIES, p, i));
            moved.intoArray(p, i);
            probe = moved.fma(zero, probe);
        }
        return probe.reduceLanes(VectorOperators.ADD)
                + super.nesterov(p, v, gradient, bound, scale, rate, momentum, bound, to);
    }

    @Override
    public double adam(
            double[] p,
            double[] m,
            double[] v,
            double[] gradient,
            int gradientFrom,
            double scale,
            double stepSize,
            double beta1,
            double beta2,
            double inverseSqrtBias2,
            double epsilon,
            double keep,
            int from,
            int to) {
        if (from >= to) {
            return 0.0; // see VectorRehearsal
        }
        int bound = from + (to - from) / LANES * LANES;
        int shift = gradientFrom - from;
        DoubleVector keepMean = DoubleVector.broadcast(SPECIES, beta1);
        DoubleVector keepSquare = DoubleVector.broadcast(SPECIES, beta2);
        DoubleVector minusStep = DoubleVector.broadcast(SPECIES, -stepSize);
        DoubleVector inverseRoot = DoubleVector.broadcast(SPECIES, inverseSqrtBias2);
        DoubleVector eps = DoubleVector.broadcast(SPECIES, epsilon);
        DoubleVector zero = DoubleVector.zero(SPECIES);
        DoubleVector probe = zero;
        double rest1 = 1.0 - beta1;
        double rest2 = 1.0 - beta2;
        for (int i = from; i < bound; i += LANES) {
            DoubleVector g =
                    DoubleVector.fromArray(SPECIES, gradient, i + shift).mul(scale);
            DoubleVector mean = keepMean.fma(DoubleVector.fromArray(SPECIES, m, i), g.mul(rest1));
            mean.intoArray(m, i);
            DoubleVector square = keepSquare.fma(
                    DoubleVector.fromArray(SPECIES, v, i), g.mul(rest2).mul(g));
            square.intoArray(v, i);
            DoubleVector ratio = mean.div(square.sqrt().fma(inverseRoot, eps));
            DoubleVector moved =
                    minusStep.fma(ratio, DoubleVector.fromArray(SPECIES, p, i).mul(keep));
            moved.intoArray(p, i);
            probe = moved.fma(zero, probe);
        }
        return probe.reduceLanes(VectorOperators.ADD)
                + super.adam(
                        p,
                        m,
                        v,
                        gradient,
                        bound,
                        scale,
                        stepSize,
                        beta1,
                        beta2,
                        inverseSqrtBias2,
                        epsilon,
                        keep,
                        bound,
                        to);
    }

    @Override
    public double rootOfSquares(
            double[] p,
            double[] v,
            double[] gradient,
            int gradientFrom,
            double scale,
            double rate,
            double keep,
            double add,
            double epsilon,
            int from,
            int to) {
        int bound = from + (to - from) / LANES * LANES;
        int shift = gradientFrom - from;
        DoubleVector keepSquares = DoubleVector.broadcast(SPECIES, keep);
        DoubleVector minusRate = DoubleVector.broadcast(SPECIES, -rate);
        DoubleVector zero = DoubleVector.zero(SPECIES);
        DoubleVector probe = zero;
        for (int i = from; i < bound; i += LANES) {
            DoubleVector g =
                    DoubleVector.fromArray(SPECIES, gradient, i + shift).mul(scale);
            DoubleVector squares = keepSquares.fma(
                    DoubleVector.fromArray(SPECIES, v, i), g.mul(add).mul(g));
            squares.intoArray(v, i);
            DoubleVector moved =
                    minusRate.fma(g.div(squares.sqrt().add(epsilon)), DoubleVector.fromArray(SPECIES, p, i));
            moved.intoArray(p, i);
            probe = moved.fma(zero, probe);
        }
        return probe.reduceLanes(VectorOperators.ADD)
                + super.rootOfSquares(p, v, gradient, bound, scale, rate, keep, add, epsilon, bound, to);
    }
}
