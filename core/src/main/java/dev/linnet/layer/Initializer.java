package dev.linnet.layer;

import dev.linnet.internal.math.Checks;
import dev.linnet.internal.math.Purpose;
import dev.linnet.internal.math.RandomStream;
import java.util.Arrays;

/**
 * How a layer's first weights are drawn, from the numbers of its inputs (fan in) and outputs (fan out).
 *
 * <p>Element {@code e} of layer {@code l} depends on (seed, l, e) alone: adding a layer behind does not change the
 * weights of those before it.
 */
public final class Initializer {
    private enum Kind {
        HE_NORMAL("He normal"),
        HE_UNIFORM("He uniform"),
        GLOROT_NORMAL("Glorot normal"),
        GLOROT_UNIFORM("Glorot uniform"),
        LECUN_NORMAL("LeCun normal"),
        LECUN_UNIFORM("LeCun uniform"),
        ORTHOGONAL("orthogonal"),
        CONSTANT("constant");

        final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    private final Kind kind;
    private final double parameter;

    private Initializer(Kind kind, double parameter) {
        this.kind = kind;
        this.parameter = parameter;
    }

    /** Normal with variance 2 / in (He, Zhang, Ren, Sun 2015, eq. 10). */
    public static Initializer heNormal() {
        return new Initializer(Kind.HE_NORMAL, 0.0);
    }

    /** Uniform with variance 2 / in: between plus and minus sqrt(6 / in). */
    public static Initializer heUniform() {
        return new Initializer(Kind.HE_UNIFORM, 0.0);
    }

    /** Normal with variance 2 / (in + out) (Glorot, Bengio 2010, eq. 12). */
    public static Initializer glorotNormal() {
        return new Initializer(Kind.GLOROT_NORMAL, 0.0);
    }

    /** Uniform with variance 2 / (in + out): between plus and minus sqrt(6 / (in + out)) (Glorot, Bengio 2010, eq. 16). */
    public static Initializer glorotUniform() {
        return new Initializer(Kind.GLOROT_UNIFORM, 0.0);
    }

    /** Normal with variance 1 / in (LeCun, Bottou, Orr, Müller 1998, section 4.6); what SELU expects. */
    public static Initializer lecunNormal() {
        return new Initializer(Kind.LECUN_NORMAL, 0.0);
    }

    /** Uniform with variance 1 / in: between plus and minus sqrt(3 / in). */
    public static Initializer lecunUniform() {
        return new Initializer(Kind.LECUN_UNIFORM, 0.0);
    }

    /** A random matrix with orthonormal rows or columns, whichever are fewer (Saxe, McClelland, Ganguli 2014). */
    public static Initializer orthogonal() {
        return orthogonal(1.0);
    }

    /** As {@link #orthogonal()}, every element multiplied by {@code gain}. */
    public static Initializer orthogonal(double gain) {
        return new Initializer(Kind.ORTHOGONAL, Checks.positive(gain, "gain"));
    }

    /** Every weight {@code value}. Several units that start alike stay alike: meant for a single unit and for tests. */
    public static Initializer constant(double value) {
        return new Initializer(Kind.CONSTANT, Checks.finite(value, "value"));
    }

    /**
     * Draws the weights of one layer.
     *
     * @param weights modified: [in, out], row-major, from {@code offset}
     * @param offset where the first weight stands
     * @param in number of inputs
     * @param out number of outputs
     * @param seed the network's seed
     * @param layer the layer's index in the network
     */
    public void draw(double[] weights, int offset, int in, int out, long seed, int layer) {
        switch (kind) {
            case HE_NORMAL -> normal(weights, offset, in * out, StrictMath.sqrt(2.0 / in), seed, layer);
            case HE_UNIFORM -> uniform(weights, offset, in * out, StrictMath.sqrt(6.0 / in), seed, layer);
            case GLOROT_NORMAL -> normal(weights, offset, in * out, StrictMath.sqrt(2.0 / (in + out)), seed, layer);
            case GLOROT_UNIFORM -> uniform(weights, offset, in * out, StrictMath.sqrt(6.0 / (in + out)), seed, layer);
            case LECUN_NORMAL -> normal(weights, offset, in * out, StrictMath.sqrt(1.0 / in), seed, layer);
            case LECUN_UNIFORM -> uniform(weights, offset, in * out, StrictMath.sqrt(3.0 / in), seed, layer);
            case ORTHOGONAL -> orthogonal(weights, offset, in, out, seed, layer);
            case CONSTANT -> Arrays.fill(weights, offset, offset + in * out, parameter);
        }
    }

    private static void normal(double[] w, int offset, int n, double deviation, long seed, int layer) {
        for (int e = 0; e < n; e++) {
            w[offset + e] = deviation * RandomStream.normal(seed, Purpose.INITIAL_WEIGHTS, layer, 0, e);
        }
    }

    private static void uniform(double[] w, int offset, int n, double bound, long seed, int layer) {
        for (int e = 0; e < n; e++) {
            w[offset + e] = bound * (2.0 * RandomStream.uniform(seed, Purpose.INITIAL_WEIGHTS, layer, 0, e) - 1.0);
        }
    }

    /** Gram-Schmidt, twice ("twice is enough": Kahan, Parlett), on the shorter side of a matrix of normal deviates. */
    private void orthogonal(double[] w, int offset, int in, int out, long seed, int layer) {
        int vectors = Math.min(in, out);
        int length = Math.max(in, out);
        double[] q = new double[vectors * length];
        normal(q, 0, q.length, 1.0, seed, layer);
        for (int i = 0; i < vectors; i++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    double projection = dot(q, i * length, j * length, length);
                    for (int k = 0; k < length; k++) {
                        q[i * length + k] -= projection * q[j * length + k];
                    }
                }
            }
            double norm = StrictMath.sqrt(dot(q, i * length, i * length, length));
            for (int k = 0; k < length; k++) {
                q[i * length + k] /= norm;
            }
        }
        for (int i = 0; i < in; i++) {
            for (int j = 0; j < out; j++) {
                w[offset + i * out + j] = parameter * (in <= out ? q[i * length + j] : q[j * length + i]);
            }
        }
    }

    private static double dot(double[] q, int a, int b, int length) {
        double sum = 0.0;
        for (int k = 0; k < length; k++) {
            sum += q[a + k] * q[b + k];
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Initializer that
                && kind == that.kind
                && Double.doubleToLongBits(parameter) == Double.doubleToLongBits(that.parameter);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + Double.hashCode(parameter);
    }

    @Override
    public String toString() {
        boolean parameterised = kind == Kind.ORTHOGONAL || kind == Kind.CONSTANT;
        return kind.title + (parameterised ? "(" + parameter + ")" : "");
    }
}
