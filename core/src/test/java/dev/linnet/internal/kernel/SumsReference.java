package dev.linnet.internal.kernel;

/** The sums of {@link UpdateKernels}, written as its text says. */
final class SumsReference {
    private SumsReference() {}

    static double sum(double[] x, int from, int to) {
        double total = 0.0;
        for (int block = from; block < to; block += UpdateKernels.SUM_BLOCK) {
            double[] p = new double[16];
            for (int i = block; i < Math.min(to, block + UpdateKernels.SUM_BLOCK); i++) {
                p[(i - from) % 16] += x[i];
            }
            total += tree(p);
        }
        return total;
    }

    static double dot(double[] x, double[] y, int from, int to) {
        double total = 0.0;
        for (int block = from; block < to; block += UpdateKernels.SUM_BLOCK) {
            double[] p = new double[16];
            for (int i = block; i < Math.min(to, block + UpdateKernels.SUM_BLOCK); i++) {
                p[(i - from) % 16] = Math.fma(x[i], y[i], p[(i - from) % 16]);
            }
            total += tree(p);
        }
        return total;
    }

    private static double tree(double[] p) {
        for (int half = 8; half >= 1; half /= 2) {
            for (int j = 0; j < half; j++) {
                p[j] += p[j + half];
            }
        }
        return p[0];
    }
}
