package dev.linnet.internal.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gets the kernels of ordinary networks compiled before they are used: the products, ReLU, softmax, Adam.
 *
 * <p>Until C2 has compiled a kernel, each of its vectors is an object: it runs fifty times slower than a scalar one, and leaves
 * gigabytes of garbage before it is hot enough to be compiled. So scalar kernels, which give the same bits, do the work at first,
 * and these are called with next to nothing: now and then with a little, so that C2 learns what they do, and many times with
 * nothing, which takes no time but counts. They return from such a call before their loops: C2 would take a loop that is mostly
 * empty for one that need not be fast. How long a call with a little takes tells whether C2 is done.
 */
final class VectorRehearsal {
    private static final int LANES = VectorGemm.LANES;
    private static final boolean MANY = VectorGemm.MANY_REGISTERS;
    private static final int ROWS = VectorGemm.ROWS;
    private static final int WIDE = VectorGemm.WIDE;
    private static final int NARROW = VectorGemm.NARROW;

    /** What a call with a little gets: terms, rows, or vectors. */
    private static final int LITTLE = 16;

    /** Tiles one below the other: so many that C2 sees a loop over them. */
    private static final int STACKED = 3;

    /** Kernels that do little with each term, row or vector get so many times as many, or they would be fast uncompiled. */
    private static final int MORE = 8;

    /** What a call with nothing gets: less than nothing, for a sum of no terms may have to be made a positive zero. */
    private static final int NOTHING = -1;

    /** Calls with nothing, for each with a little; C2 compiles what was called 5,000 times. */
    private static final int EMPTY_CALLS = 200;

    /** A call of a compiled kernel takes a tenth to a third of it, one of another several times as long. */
    private static final long COMPILED_NANOS = 3_000;

    /** A kernel with so much to do. */
    private interface Exercise {
        void run(int amount);
    }

    private final double[] a = new double[MORE * LITTLE * Math.max(ROWS, 4 * LANES)];
    private final double[] b = new double[MORE * LITTLE * WIDE];
    private final double[] c = new double[MORE * LITTLE * WIDE];
    private final double[] d = new double[MORE * LITTLE * LANES];
    private final byte[] bytes = new byte[LITTLE * LANES];
    private final int[] terms = new int[MORE * LITTLE];
    private final int[] counts = new int[STACKED * ROWS];
    private final TileScratch scratch = new TileScratch();
    private final Rows aRows;
    private final Rows bRows;

    /** Few rows of many numbers, and many of few. */
    private final Rows longRows;

    private final Rows manyRows;

    /** Those that are not compiled yet. */
    private final List<Exercise> exercises = new ArrayList<>();

    VectorRehearsal(VectorGemm gemm, VectorElementwise elementwise, VectorUpdate update) {
        for (int i = 0; i < a.length; i++) {
            a[i] = i % 16 < 8 ? 1.0 : 0.0; // of the terms of a tile, some are zero and left out
        }
        Arrays.fill(counts, LITTLE);
        aRows = Rows.of(a, 0, LITTLE, LITTLE);
        bRows = Rows.of(b, 0, VectorLowTiles.FOUR_VECTORS, LITTLE);
        longRows = Rows.of(a, 0, MORE * LITTLE, ROWS);
        manyRows = Rows.of(a, 0, ROWS, MORE * LITTLE);
        addTiles(1, false);
        addTiles(1, true);
        addTiles(4, false);
        addTiles(4, true);
        if (MANY) {
            addTiles(8, false);
            addTiles(8, true);
            exercises.add(this::addTerms);
            exercises.add(n -> VectorLowTiles.compute(
                    true,
                    STACKED,
                    n,
                    a,
                    0,
                    LITTLE,
                    bRows,
                    0,
                    0,
                    c,
                    0,
                    VectorLowTiles.FOUR_VECTORS,
                    c,
                    0,
                    VectorLowTiles.FOUR_VECTORS));
            exercises.add(n -> VectorRow.addSixteen(n, a, 0, terms, 0, b, c, 0));
        } else {
            exercises.add(
                    n -> VectorStackedTiles.computeCopied(STACKED, n, scratch.values, b, c, 0, NARROW, c, 0, NARROW));
            exercises.add(n -> VectorStackedTiles.computeListed(
                    n < 0 ? n : STACKED, counts, scratch.values, scratch.termNumbers, b, c, 0, NARROW, c, 0, NARROW));
            exercises.add(n -> VectorStackedTiles.addRows(false, STACKED, n, aRows, 0, 0, b, c, 0, NARROW));
            exercises.add(n -> VectorStackedTiles.addRows(true, STACKED, n, aRows, 0, 0, b, c, 0, WIDE));
            exercises.add(n -> VectorLeftFactor.copyRows(MORE * n, longRows, 0, 0, scratch.values, 0));
        }
        exercises.add(
                n -> VectorLowTiles.compute(false, STACKED, n, a, 0, LITTLE, bRows, 0, 0, c, 0, WIDE, c, 0, WIDE));
        exercises.add(n -> VectorLeftFactor.mostTermsCount(ROWS, MORE * n, longRows, 0, 0, scratch));
        exercises.add(n -> VectorLeftFactor.mostTermsOfColumnsCount(MORE * LITTLE, n < 0 ? n : ROWS, longRows, 0, 0));
        exercises.add(n -> VectorLeftFactor.gatherRows(0, MORE * n, longRows, 0, 0, scratch));
        exercises.add(n -> VectorLeftFactor.copyColumns(ROWS, MORE * n, manyRows, 0, 0, scratch.values));
        exercises.add(n -> VectorLeftFactor.gatherColumns(ROWS, MORE * n, manyRows, 0, 0, scratch));
        exercises.add(n -> VectorGemm.copy(n, WIDE - 1, b, 0, WIDE, c, 0, WIDE));
        exercises.add(n -> VectorGemm.packThree(MORE * n, b, 0, WIDE, c, 0));
        exercises.add(n -> VectorGemm.packTwo(MORE * n, b, 0, NARROW, c, 0));
        exercises.add(n -> gemm.addRows(MORE * n, 4 * LANES, a, 0, 4 * LANES, c, 0));
        exercises.add(n -> VectorRow.addEight(MORE * n, a, 0, terms, 0, b, c, 0));
        exercises.add(n -> VectorRow.addFour(MORE * n, a, 0, terms, 0, LANES, 2 * LANES, 2 * LANES, b, c, 0));
        exercises.add(n -> update.adam(b, c, d, a, 0, 1.0, 0.0, 0.5, 0.5, 1.0, 1.0, 1.0, 0, 2 * n * LANES));
        exercises.add(n -> elementwise.ofBytes(a, 1.0, 0.0, bytes, 0, d, 0, n * LANES));
        exercises.add(n -> elementwise.exp(a, d, 0, n * LANES));
        exercises.add(n -> elementwise.relu(a, d, 0, MORE * n * LANES));
        exercises.add(n -> elementwise.reluGradient(a, b, d, 0, MORE * n * LANES));
    }

    private void addTiles(int height, boolean wide) {
        int width = wide ? WIDE : NARROW;
        if (height == 8) {
            exercises.add(n -> VectorInPlaceTiles.add(wide, n, aRows, 0, 0, b, c, 0, width));
            exercises.add(n -> VectorPackingTiles.add(wide, n, aRows, 0, 0, a, 0, WIDE, b, c, 0, width));
        }
        if (height > 1) {
            exercises.add(n -> VectorTermTiles.compute(height, wide, n, a, 0, b, c, 0, width, c, 0, width));
        }
        exercises.add(n -> VectorGatheredTiles.compute(height, wide, n, a, 0, terms, b, c, 0, width, c, 0, width));
    }

    /** Adds so many terms one by one, for a single one takes too little time to tell; or does nothing, once. */
    private void addTerms(int count) {
        for (int p = Math.min(count, 0); p < Math.max(count, 0); p++) {
            VectorInPlaceTiles.addTerm(p, aRows, 0, 0, b, c, 0, NARROW);
        }
    }

    /** Calls each kernel that was not fast yet; returns whether all have been. */
    boolean round() {
        exercises.removeIf(VectorRehearsal::isCompiled);
        return exercises.isEmpty();
    }

    /** Whatever else a processor does makes a call longer, never shorter: one that was fast is proof. */
    private static boolean isCompiled(Exercise exercise) {
        for (int i = 0; i < EMPTY_CALLS; i++) {
            exercise.run(NOTHING);
        }
        long start = System.nanoTime();
        exercise.run(LITTLE);
        return System.nanoTime() - start < COMPILED_NANOS;
    }
}
