package dev.linnet.internal.math;

import dev.linnet.internal.kernel.GemmKernels;
import dev.linnet.internal.kernel.Rows;
import dev.linnet.internal.kernel.Transpose;

/**
 * The right-hand factor B of {@link Gemm}, in blocks as the kernels read them.
 *
 * <p>It is filled by {@link #pack}, whole or by ranges of rows, which different threads may pack at the same time; a slab also block by block, by the product that uses it first. While
 * it is only read, any number of threads may multiply with it.
 */
public final class PackedMatrix {
    /** As many streams as are read at a time when packing. */
    private static final int ROWS_AT_A_TIME = 8;

    private final GemmKernels kernels;
    private int columns;

    /** Rows of B in a block. */
    final int blockRows;

    /** Number of blocks side by side. */
    int across;

    /** For each block in a row of blocks, its width and the first column in it. */
    final int[] widths;

    final int[] starts;

    /** The blocks, row of blocks by row of blocks. */
    final double[][] blocks;

    private PackedMatrix(GemmKernels kernels, int rows, int columns, boolean reshapable) {
        this.kernels = kernels;
        blockRows = kernels.blockRows();
        int most = kernels.blocks(columns);
        widths = new int[most];
        starts = new int[most];
        reshape(columns);
        blocks = new double[(rows + blockRows - 1) / blockRows * most][];
        for (int block = 0; block < blocks.length; block++) {
            int height = Math.min(blockRows, rows - block / most * blockRows);
            int width = reshapable ? Math.min(kernels.widestBlock(), columns) : widths[block % most];
            blocks[block] = new double[height * width];
        }
    }

    /** Returns a matrix of zeros. */
    static PackedMatrix of(GemmKernels kernels, int rows, int columns) {
        return new PackedMatrix(kernels, rows, columns, false);
    }

    /** Returns a matrix with room for so many columns, at least three vectors of them, which may be reshaped to have fewer. */
    static PackedMatrix slab(GemmKernels kernels, int rows, int columns) {
        return new PackedMatrix(kernels, rows, columns, true);
    }

    /** Returns the number of columns of B, which is that of the product. */
    public int columns() {
        return columns;
    }

    /** Returns how many rows there is room for with the columns that there are, if all blocks are {@link #blockRows} high. */
    int rows() {
        return blocks.length / across * blockRows;
    }

    /** Changes the number of columns of a slab; its elements mean nothing then. */
    public void reshape(int columns) {
        this.columns = columns;
        across = kernels.blocks(columns);
        for (int block = 0, start = 0; block < across; block++) {
            widths[block] = kernels.blockWidth(columns, block);
            starts[block] = start;
            start += widths[block];
        }
    }

    /**
     * Packs the rows {@code [from, to)}, a few at a time so that as many streams are read and what is written lies together.
     *
     * @param source holds the element of row i and column j at {@code offset + i * stride + j}; not modified
     */
    public void pack(double[] source, int offset, int stride, int from, int to) {
        int next;
        for (int i = from; i < to; i = next) {
            next = Math.min(to, i + ROWS_AT_A_TIME - i % ROWS_AT_A_TIME);
            next = Math.min(next, i + blockRows - i % blockRows);
            int firstBlock = i / blockRows * across;
            for (int block = 0; block < across; block++) {
                int width = widths[block];
                kernels.pack(
                        next - i,
                        Math.min(width, columns - starts[block]),
                        source,
                        offset + i * stride + starts[block],
                        stride,
                        blocks[firstBlock + block],
                        i % blockRows * width,
                        width);
            }
        }
    }

    /**
     * Packs the first {@code terms} rows from their transpose.
     *
     * @param source holds the element of row i and column j in its row {@code first + j} at {@code column + i}; not modified
     */
    void packTransposed(int terms, Rows source, int first, int column) {
        for (int block = 0; block < across; block++) {
            int live = Math.min(widths[block], columns - starts[block]);
            for (int i = 0; i < terms; i += blockRows) {
                int height = Math.min(blockRows, terms - i);
                double[] target = blocks[i / blockRows * across + block];
                Transpose.copy(live, height, source, first + starts[block], column + i, target, 0, widths[block]);
            }
        }
    }
}
