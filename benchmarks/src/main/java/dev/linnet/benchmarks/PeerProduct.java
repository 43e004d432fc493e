package dev.linnet.benchmarks;

import dev.linnet.internal.math.MatrixProduct;
import dev.linnet.internal.math.Team;
import java.util.Arrays;
import java.util.Random;

/** C = A · B from plain arrays to a plain array; several threads take a range of C each. */
final class PeerProduct {
    /** Ranges begin at multiples of this: a whole number of cache lines and of the widest vectors. */
    private static final int STEP = 8;

    private final int m;
    private final int k;
    private final int n;
    private final boolean transposedA;
    private final boolean transposedB;
    private final double[] a;
    private final double[] b;
    private final double[] c;
    private final Team team;
    private final MatrixProduct[] products;
    private final int length;
    private final int share;

    /**
     * Draws the factors.
     *
     * @param form {@code plain}, {@code transposedA} (A is stored as [k, m]) or {@code transposedB} (B as [n, k])
     */
    PeerProduct(int m, int k, int n, String form, int threads) {
        this.m = m;
        this.k = k;
        this.n = n;
        this.transposedA = form.equals("transposedA");
        this.transposedB = form.equals("transposedB");
        Random random = new Random(1);
        this.a = random.doubles((long) m * k, -1.0, 1.0).toArray();
        this.b = random.doubles((long) k * n, -1.0, 1.0).toArray();
        this.c = new double[m * n];
        this.team = Team.of(threads);
        this.products = new MatrixProduct[team.workers()];
        Arrays.setAll(products, i -> new MatrixProduct());
        this.length = transposedA ? m : n;
        int perWorker = (length + team.workers() - 1) / team.workers();
        this.share = (perWorker + STEP - 1) / STEP * STEP;
    }

    /** Multiplies for so long. */
    double gigaflops(double seconds) {
        return 2.0 * m * k * n / PeerClock.medianNanos(call -> multiply(), seconds);
    }

    private void multiply() {
        team.run(this::multiplyRange, (length + share - 1) / share);
    }

    private void multiplyRange(int tile, int worker) {
        MatrixProduct product = products[worker];
        int from = tile * share;
        int to = Math.min(length, from + share);
        if (transposedA) {
            product.multiplyTransposedA(m, n, k, a, b, c, from, to);
        } else if (transposedB) {
            product.multiplyTransposedB(m, n, k, a, b, c, from, to);
        } else {
            product.multiply(m, n, k, a, b, c, from, to);
        }
    }

    /** Compares every 97th element of the last product with the sum that it is. */
    void check() {
        for (int at = 0; at < m * n; at += 97) {
            int i = at / n;
            int j = at % n;
            double sum = 0.0;
            for (int p = 0; p < k; p++) {
                sum = Math.fma(a[transposedA ? p * m + i : i * k + p], b[transposedB ? j * k + p : p * n + j], sum);
            }
            if (c[at] != sum) {
                throw new IllegalStateException("C[" + i + "][" + j + "] is " + c[at] + ", expected " + sum);
            }
        }
    }
}
