package dev.linnet.internal.kernel;

import java.util.List;
import java.util.SplittableRandom;

/** Every element-wise function in one shape: of x (or of the output, for most gradients) and dY. */
record ElementwiseCase(String name, Function function) {
    interface Function {
        void apply(ElementwiseKernels kernels, double[] x, double[] dY, double[] out, int from, int to);
    }

    /** A function that overwrites its input, or a gradient that overwrites dY, as networks call them. */
    void inPlace(ElementwiseKernels kernels, double[] x, double[] dY, int from, int to) {
        function.apply(kernels, x, dY, name.endsWith("Gradient") ? dY : x, from, to);
    }

    static List<ElementwiseCase> all() {
        return List.of(
                of("exp", ElementwiseKernels::exp),
                of("expm1", ElementwiseKernels::expm1),
                of("log", ElementwiseKernels::log),
                of("log1p", ElementwiseKernels::log1p),
                of("normalCdf", ElementwiseKernels::normalCdf),
                of("relu", ElementwiseKernels::relu),
                of("reluGradient", ElementwiseKernels::reluGradient),
                of("leakyRelu", (k, x, y, from, to) -> k.leakyRelu(0.01, x, y, from, to)),
                of("leakyReluGradient", (k, x, dY, dX, from, to) -> k.leakyReluGradient(0.01, x, dY, dX, from, to)),
                of("elu", (k, x, y, from, to) -> k.elu(1.7, 1.1, x, y, from, to)),
                of("eluGradient", (k, x, dY, dX, from, to) -> k.eluGradient(1.7, 1.1, x, dY, dX, from, to)),
                of("gelu", ElementwiseKernels::gelu),
                of("geluGradient", ElementwiseKernels::geluGradient),
                of("silu", ElementwiseKernels::silu),
                of("siluGradient", ElementwiseKernels::siluGradient),
                of("sigmoid", ElementwiseKernels::sigmoid),
                of("sigmoidGradient", ElementwiseKernels::sigmoidGradient),
                of("tanh", ElementwiseKernels::tanh),
                of("tanhGradient", ElementwiseKernels::tanhGradient),
                of("softplus", ElementwiseKernels::softplus),
                of("softplusGradient", ElementwiseKernels::softplusGradient),
                of("hardTanh", ElementwiseKernels::hardTanh),
                of("hardTanhGradient", ElementwiseKernels::hardTanhGradient));
    }

    /** Numbers of all sizes, every fourth with random bits, and the special ones. */
    static double[] numbers(int n, long seed) {
        double[] special = {
            0.0,
            -0.0,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            0x1p-1022,
            -0x1p-1022,
            1.0,
            -1.0,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN
        };
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            double u = 2.0 * random.nextDouble() - 1.0;
            switch (random.nextInt(8)) {
                case 0 -> x[i] = special[random.nextInt(special.length)];
                case 1, 2 -> x[i] = Double.longBitsToDouble(random.nextLong());
                case 3 -> x[i] = 800.0 * u;
                case 4 -> x[i] = 40.0 * u;
                default -> x[i] = 4.0 * u;
            }
        }
        return x;
    }

    private interface Value {
        void apply(ElementwiseKernels kernels, double[] x, double[] y, int from, int to);
    }

    private interface Gradient {
        void apply(ElementwiseKernels kernels, double[] x, double[] dY, double[] dX, int from, int to);
    }

    private static ElementwiseCase of(String name, Value value) {
        return new ElementwiseCase(name, (kernels, x, dY, out, from, to) -> value.apply(kernels, x, out, from, to));
    }

    private static ElementwiseCase of(String name, Gradient gradient) {
        return new ElementwiseCase(name, gradient::apply);
    }

    @Override
    public String toString() {
        return name;
    }
}
