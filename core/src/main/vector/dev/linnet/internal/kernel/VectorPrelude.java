package dev.linnet.internal.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.B2L;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What is played before the kernels: each operation that they are made of, over and over.
 *
 * <p>All operations go through the same few methods of the Vector API, which C2 may compile before the kernels. If they have then
 * met one operation only, C2 bets on it, loses when the next one comes by, and remembers. A kernel has some fifty operations,
 * and the lost bets of all that is inlined into it are added up: from 100 on, C2 bets on nothing in that kernel, no
 * longer knows that a vector is a vector, and makes an object of each one that is stored. In one start of five on a busy machine
 * training then took four times as long, to the end of the process. So C1's code, which keeps the account, has to see the
 * operations mixed before it sees a kernel.
 */
final class VectorPrelude {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_64;

    /** Twice the calls after which C1 compiles a method; they take 25 ms. */
    private static final int ROUNDS = 400;

    private VectorPrelude() {}

    /** Uses each operation. */
    static void play() {
        double[] values = new double[DOUBLES.length()];
        byte[] bytes = new byte[BYTES.length()];
        DoubleVector one = DoubleVector.broadcast(DOUBLES, 1.0);
        LongVector sign = LongVector.broadcast(LONGS, Long.MIN_VALUE);
        for (int i = 0; i < ROUNDS; i++) {
            DoubleVector x = DoubleVector.fromArray(DOUBLES, values, 0);
            x = x.fma(one, one).add(one).sub(one).mul(one).div(one).min(one).max(one);
            x = x.sqrt().neg().abs().add(1.0).sub(1.0).mul(1.0);
            LongVector bits = x.reinterpretAsLongs();
            bits = bits.and(sign.not()).or(sign).add(bits).sub(bits);
            bits = bits.lanewise(LSHL, 1).lanewise(LSHR, 1).lanewise(ASHR, 1);
            bits.reinterpretAsDoubles().intoArray(values, 0);
            if (DOUBLES.length() >= 4) { // as VectorElementwise: C2 knows no vectors of two bytes
                bits = (LongVector) ByteVector.fromArray(BYTES, bytes, 0).convertShape(B2L, LONGS, 0);
                bits.and(1).or(1).reinterpretAsDoubles().intoArray(values, 0);
            }
        }
    }
}
