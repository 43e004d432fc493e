package dev.linnet.benchmarks;

import dev.linnet.internal.math.Gemm;
import dev.linnet.internal.math.GemmScratch;
import dev.linnet.internal.math.MatrixProduct;
import dev.linnet.internal.math.PackedMatrix;
import dev.linnet.internal.math.Team;
import java.util.Arrays;
import java.util.Random;

/** C = A · B from plain arrays to a plain array, and the same with B packed beforehand, as the weights of a net are. */
final class PeerProduct {
    private static final int SLICE = 32;

    private final int m;
    private final int k;
    private final int n;
    private final boolean transposedA;
    private final boolean transposedB;
    private final double[] a;
    private final double[] b;
    private final double[] c;
    private final MatrixProduct whole = new MatrixProduct();
    private final PackedMatrix packed;
    private final Team team;
    private final GemmScratch[] scratch;
    private final int slice;

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
        this.packed = PackedMatrix.of(k, n);
        this.team = Team.of(threads);
        this.scratch = new GemmScratch[threads];
        Arrays.setAll(scratch, i -> new GemmScratch());
        this.slice = threads == 1 ? m : SLICE;
    }

    /** Multiplies plain arrays for so long. */
    double gigaflops(double seconds) {
        return gigaflops(team.workers() == 1 ? call -> multiplyWhole() : call -> multiplyShared(), seconds);
    }

    /** Multiplies with B packed beforehand for so long; 0 where B is given as its transpose, which is never packed. */
    double packedGigaflops(double seconds) {
        if (transposedB) {
            return 0.0;
        }
        packed.pack(b, 0, n);
        return gigaflops(call -> multiplySlices(), seconds);
    }

    private double gigaflops(PeerClock.Call call, double seconds) {
        return 2.0 * m * k * n / PeerClock.medianNanos(call, seconds);
    }

    private void multiplyWhole() {
        if (transposedA) {
            whole.multiplyTransposedA(m, n, k, a, b, c);
        } else if (transposedB) {
            whole.multiplyTransposedB(m, n, k, a, b, c);
        } else {
            whole.multiply(m, n, k, a, b, c);
        }
    }

    private void multiplyShared() {
        if (!transposedB) {
            team.run(this::packSlice, (k + SLICE - 1) / SLICE);
        }
        multiplySlices();
    }

    private void packSlice(int tile, int worker) {
        packed.pack(b, 0, n, tile * SLICE, Math.min(k, (tile + 1) * SLICE));
    }

    private void multiplySlices() {
        team.run(this::multiplySlice, (m + slice - 1) / slice);
    }

    private void multiplySlice(int tile, int worker) {
        int from = tile * slice;
        int to = Math.min(m, from + slice);
        if (transposedA) {
            Arrays.fill(c, from * n, to * n, 0.0);
            Gemm.addTransposed(from, to, k, a, 0, m, packed, c, 0, n, scratch[worker]);
        } else if (transposedB) {
            Gemm.backward(to - from, k, a, from * k, k, n, b, 0, k, c, from * n, n, scratch[worker]);
        } else {
            Gemm.forward(to - from, k, n, a, from * k, k, b, 0, n, null, 0, c, from * n, n, scratch[worker]);
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
