package dev.linnet.internal.kernel;

/**
 * Gets the kernels compiled before they are used.
 *
 * <p>Until C2 has compiled a kernel, each of its vectors is an object: it runs fifty times slower than a scalar kernel, and
 * leaves gigabytes of garbage until it is hot enough to be compiled. So scalar kernels, which give the same bits, do the
 * work at first, and the vector ones are called with next to nothing: with a few terms, so that C2 learns what they do, and
 * many times with nothing to do, which takes no time but counts. How long a call with a few terms takes tells whether C2 is done.
 */
final class VectorRehearsal {
    private static final int LANES = VectorGemm.LANES;
    private static final int ROWS = VectorGemm.ROWS;
    private static final int WIDE = VectorGemm.WIDE;
    private static final int NARROW = VectorGemm.NARROW;

    /** What a call with something to do gets: terms, or vectors. */
    private static final int FEW = 16;

    /** What a call with nothing to do gets: less than nothing, for a sum of no terms may have to be made a positive zero. */
    private static final int NOTHING = -1;

    /** Calls with nothing to do, for each that has; C2 compiles what was called 5,000 times. */
    private static final int EMPTY_CALLS = 200;

    /** A call of a compiled kernel takes a tenth of it, one of another ten times as long. */
    private static final long COMPILED_NANOS = 3_000;

    /** A kernel with so much to do. */
    private interface Exercise {
        void run(int amount);
    }

    private final double[] a = new double[ROWS * FEW * LANES];
    private final double[] b = new double[8 * WIDE * FEW];
    private final double[] c = new double[ROWS * WIDE];
    private final double[] streamed = new double[FEW * WIDE];
    private final double[] vectors = new double[FEW * LANES];
    private final int[] terms = new int[FEW];
    private final TileScratch scratch = new TileScratch();
    private final Exercise[] exercises;

    VectorRehearsal(VectorGemm gemm, VectorElementwise elementwise, VectorUpdate update) {
        for (int i = 0; i < a.length; i++) {
            a[i] = i % 16 < 8 ? 1.0 : 0.0; // of the terms of a tile, half are zero and left out
        }
        scratch.a = a;
        scratch.terms = 8;
        scratch.termStride = FEW;
        exercises = new Exercise[] {
            n -> VectorInPlaceTiles.add(ROWS, true, n, a, 0, FEW, b, c, 0, WIDE),
            n -> VectorInPlaceTiles.add(ROWS, false, n, a, 0, FEW, b, c, 0, NARROW),
            n -> VectorCopiedTiles.add(ROWS, true, n, a, 0, ROWS, b, c, 0, WIDE),
            n -> VectorCopiedTiles.add(ROWS, false, n, a, 0, ROWS, b, c, 0, NARROW),
            n -> VectorGatheredTiles.add(ROWS, true, n, a, 0, terms, b, c, 0, WIDE),
            n -> VectorGatheredTiles.add(ROWS, false, n, a, 0, terms, b, c, 0, NARROW),
            n -> VectorStreamedRows.add(ROWS, true, n, 8, a, 0, FEW, b, streamed),
            n -> VectorStreamedRows.add(ROWS, false, n, 8, a, 0, FEW, b, streamed),
            n -> VectorGemm.gatherRows(0, n, a, 0, FEW, scratch),
            n -> VectorGemm.gatherColumns(ROWS, n, a, 0, ROWS, 0, scratch),
            n -> gemm.pack(n, WIDE, b, 0, WIDE, streamed, 0, WIDE),
            n -> gemm.stream(n, NARROW, b, NARROW, streamed, 0, NARROW, scratch),
            n -> VectorGemm.row16(n, a, terms, 0, b, streamed, 0),
            n -> VectorGemm.row8(n, a, terms, 0, b, streamed, 0),
            n -> VectorGemm.row2(n, a, terms, 0, b, streamed, 0),
            n -> gemm.addRows(n, 4 * LANES, a, 0, 4 * LANES, c, 0),
            n -> update.adam(b, streamed, a, vectors, 1.0, 0.0, 0.5, 0.5, 1.0, 1.0, 1.0, 0, n * LANES),
            n -> elementwise.exp(vectors, vectors, 0, n * LANES),
            n -> elementwise.relu(a, vectors, 0, n * LANES),
            n -> elementwise.reluGradient(a, b, vectors, 0, n * LANES),
        };
    }

    /** Calls each kernel; returns whether all of them were fast. */
    boolean round() {
        boolean compiled = true;
        for (Exercise exercise : exercises) {
            for (int i = 0; i < EMPTY_CALLS; i++) {
                exercise.run(NOTHING);
            }
            long start = System.nanoTime();
            exercise.run(FEW);
            compiled &= System.nanoTime() - start < COMPILED_NANOS;
        }
        return compiled;
    }
}
