package dev.linnet.internal.math;

import dev.linnet.internal.kernel.GemmKernels;
import dev.linnet.internal.kernel.KernelProvider;
import dev.linnet.internal.kernel.Rows;
import dev.linnet.internal.kernel.TileScratch;
import java.util.Arrays;

/**
 * The working memory of one thread's matrix products: of fixed size, whatever the shapes.
 *
 * <p>Not thread-safe; the contents mean nothing between two products.
 */
public final class GemmScratch {
    /**
     * Columns of the slab in which a right factor is packed: with {@link TileScratch#TERMS} rows it is half a megabyte, half
     * of a usual second-level cache. With half the rows and twice the columns, C went through the caches twice as often. (With 16
     * vector registers half as much again is set aside for few columns, and not touched otherwise.) Of few columns it may hold more rows.
     */
    static final int SLAB_COLUMNS = 256;

    final GemmKernels kernels;
    final TileScratch tile = new TileScratch();

    /** Rows of weights: of a left factor as many as a result or as terms, or of a slab of a right one that is stored as its transpose. */
    final Rows rows = new Rows(Math.max(Transposed.ROWS, Math.max(SLAB_COLUMNS, TileScratch.TERMS)));

    private PackedMatrix slab;
    private Transposed transposed;

    /** For products whose result comes out transposed: a slab of the right factor, and a part of the result. */
    static final class Transposed {
        /** Columns of the slab. */
        static final int COLUMNS = 64;

        /** Rows of the part of the result. */
        static final int ROWS = 512;

        final PackedMatrix slab;

        /** Room as well for a narrow gradient, of at most 32 rows, four to spare, in as many columns as any kernels' gradientRows: 256. */
        final double[] result = new double[ROWS * COLUMNS];

        Transposed(GemmKernels kernels) {
            slab = PackedMatrix.slab(kernels, TileScratch.TERMS, COLUMNS);
        }
    }

    /** Makes working memory for the kernels that run now. */
    public GemmScratch() {
        this(KernelProvider.kernels().gemm());
    }

    GemmScratch(GemmKernels kernels) {
        this.kernels = kernels;
    }

    /** Makes that of several workers, all for the same kernels: those that run now. */
    public static GemmScratch[] ofWorkers(int workers) {
        GemmKernels kernels = KernelProvider.kernels().gemm();
        GemmScratch[] scratch = new GemmScratch[workers];
        Arrays.setAll(scratch, i -> new GemmScratch(kernels));
        return scratch;
    }

    /** Whether other kernels run now than when it was made. */
    public boolean isOutdated() {
        return kernels != KernelProvider.kernels().gemm();
    }

    /** A right factor of so many rows and columns, packed as these kernels read it. */
    public PackedMatrix packed(int rows, int columns) {
        return PackedMatrix.of(kernels, rows, columns);
    }

    /** A part of a right factor of its own: of so many rows and up to so many columns, at least three vectors, as {@link PackedMatrix#reshape} says. */
    public PackedMatrix panel(int rows, int columns) {
        return PackedMatrix.slab(kernels, rows, columns);
    }

    /** Rows of C that are computed together. */
    public int tileRows() {
        return kernels.tileRows();
    }

    /** A part of a right factor; made when it is first needed, as predicting single rows never needs it. */
    PackedMatrix slab() {
        if (slab == null) {
            slab = PackedMatrix.slab(kernels, TileScratch.TERMS, SLAB_COLUMNS);
        }
        return slab;
    }

    /** Made when it is first needed: by learning, and with some kernels by narrow layers that predict. */
    Transposed transposed() {
        if (transposed == null) {
            transposed = new Transposed(kernels);
        }
        return transposed;
    }
}
