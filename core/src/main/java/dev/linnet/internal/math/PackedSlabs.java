package dev.linnet.internal.math;

import dev.linnet.internal.kernel.GemmKernels;
import dev.linnet.internal.kernel.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * A right-hand factor B of {@link Gemm#forward(int, Rows, int, PackedSlabs, double[], int, double[], int, int, GemmScratch) Gemm}, packed once and whole, in the slabs
 * that a product takes one after the other. It is only read, by any number of threads.
 */
public final class PackedSlabs {
    private final GemmKernels kernels;
    private final int columns;

    /** From left to right, and of the same columns from the first term to the last. */
    final Slab[] slabs;

    /** A part of B, which begins in its row {@code term} and its column {@code column}. */
    record Slab(int term, int terms, int column, PackedMatrix matrix) {}

    /**
     * Packs B [k, n] for the kernels of {@code scratch}.
     *
     * @param b holds the element of row p and column j at {@code offset + p * stride + j}; not modified
     */
    public PackedSlabs(int k, int n, double[] b, int offset, int stride, GemmScratch scratch) {
        this.kernels = scratch.kernels;
        this.columns = n;
        List<Slab> parts = new ArrayList<>();
        for (int j = 0; j < n; j += GemmScratch.SLAB_COLUMNS) {
            int width = Math.min(GemmScratch.SLAB_COLUMNS, n - j);
            int mostTerms = Gemm.mostTerms(k, width, scratch);
            for (int p = 0; p < k; p += mostTerms) {
                int terms = Math.min(mostTerms, k - p);
                PackedMatrix matrix = PackedMatrix.of(kernels, terms, width);
                matrix.pack(b, offset + p * stride + j, stride, 0, terms);
                parts.add(new Slab(p, terms, j, matrix));
            }
        }
        this.slabs = parts.toArray(Slab[]::new);
    }

    /** Returns the number of columns of B. */
    int columns() {
        return columns;
    }

    /** Whether the kernels of {@code scratch} read it. */
    public boolean suits(GemmScratch scratch) {
        return kernels == scratch.kernels;
    }
}
