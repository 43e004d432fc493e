package dev.linnet.benchmarks;

import dev.linnet.internal.kernel.GemmScratch;
import dev.linnet.internal.math.Gemm;
import dev.linnet.internal.math.PackedMatrix;
import dev.linnet.internal.math.Team;
import java.util.Arrays;
import java.util.Random;

/** C = A · B from plain arrays to a plain array, shared by a team in slices of C's rows. */
final class PeerProduct {
    private static final int SLICE = 64;

    private final int m;
    private final int k;
    private final int n;
    private final boolean transposedA;
    private final boolean transposedB;
    private final double[] a;
    private final double[] b;
    private final double[] c;
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
        this.packed = transposedB ? PackedMatrix.ofTranspose(k, n) : PackedMatrix.of(k, n);
        this.team = Team.of(threads);
        this.scratch = new GemmScratch[threads];
        Arrays.setAll(scratch, i -> new GemmScratch());
        this.slice = threads == 1 ? m : Math.min(SLICE, m / threads);
    }

    /**
     * Multiplies for so long.
     *
     * @param packing whether B is packed at each call, as it is when all that is given are plain arrays
     */
    double gigaflops(double seconds, boolean packing) {
        pack();
        double nanos = PeerClock.medianNanos(
                call -> {
                    if (packing) {
                        pack();
                    }
                    team.run(this::multiply, (m + slice - 1) / slice);
                },
                seconds);
        return 2.0 * m * k * n / nanos;
    }

    private void pack() {
        int tiles = (packed.sourceRows() + SLICE - 1) / SLICE;
        team.run(this::packTile, team.workers() == 1 ? 1 : tiles);
    }

    private void packTile(int tile, int worker) {
        int rows = packed.sourceRows();
        int step = team.workers() == 1 ? rows : SLICE;
        packed.pack(b, 0, transposedB ? k : n, tile * step, Math.min(rows, (tile + 1) * step));
    }

    private void multiply(int tile, int worker) {
        int from = tile * slice;
        int to = Math.min(m, from + slice);
        if (transposedA) {
            Arrays.fill(c, from * n, to * n, 0.0);
            Gemm.addTransposed(from, to, k, a, 0, m, packed, c, 0, n, scratch[worker]);
        } else {
            Gemm.multiply(to - from, a, from * k, k, packed, c, from * n, n, scratch[worker]);
        }
    }

    /** Compares every 97th element with the sum that it is. */
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
