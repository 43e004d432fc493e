package dev.linnet.internal.math;

import dev.linnet.internal.kernel.GemmKernels;
import dev.linnet.internal.kernel.KernelProvider;

/**
 * The right-hand factor B of {@link Gemm} in the layout that the kernels read, or the transpose of a matrix in it.
 *
 * <p>It is filled by {@link #pack}, whole or by ranges of rows of the source, which different threads may pack at the same
 * time. While it is only read, any number of threads may multiply with it.
 */
public final class PackedMatrix {
    final GemmKernels kernels;
    final int blockRows;
    final int blockColumns;
    final int blocksAcross;
    final double[][] blocks;
    private final int rows;
    private final int columns;
    private final boolean transposed;

    private PackedMatrix(GemmKernels kernels, int rows, int columns, boolean transposed) {
        this.kernels = kernels;
        this.rows = rows;
        this.columns = columns;
        this.transposed = transposed;
        blockRows = kernels.blockRows();
        blockColumns = kernels.blockColumns(columns);
        blocksAcross = blockColumns == 0 ? 0 : (columns + blockColumns - 1) / blockColumns;
        blocks = new double[(rows + blockRows - 1) / blockRows * blocksAcross][];
        for (int block = 0; block < blocks.length; block++) {
            int firstRow = block / blocksAcross * blockRows;
            blocks[block] = new double[Math.min(blockRows, rows - firstRow) * blockColumns];
        }
    }

    /** Returns a matrix of zeros that will be packed from a source of the same shape. */
    public static PackedMatrix of(int rows, int columns) {
        return of(KernelProvider.kernels().gemm(), rows, columns);
    }

    /** Returns a matrix of zeros with {@code rows x columns} elements that will be packed from its transpose, {@code columns x rows}. */
    public static PackedMatrix ofTranspose(int rows, int columns) {
        return ofTranspose(KernelProvider.kernels().gemm(), rows, columns);
    }

    static PackedMatrix of(GemmKernels kernels, int rows, int columns) {
        return new PackedMatrix(kernels, rows, columns, false);
    }

    static PackedMatrix ofTranspose(GemmKernels kernels, int rows, int columns) {
        return new PackedMatrix(kernels, rows, columns, true);
    }

    /** Returns the number of rows of B, which is the number of terms of each sum. */
    public int rows() {
        return rows;
    }

    /** Returns the number of columns of B, which is that of the product. */
    public int columns() {
        return columns;
    }

    /** Returns the number of rows of the source: {@link #columns()} for a transpose, else {@link #rows()}. */
    public int sourceRows() {
        return transposed ? columns : rows;
    }

    /** Packs the whole source, as {@link #pack(double[], int, int, int, int)} does. */
    public void pack(double[] source, int offset, int stride) {
        pack(source, offset, stride, 0, sourceRows());
    }

    /**
     * Packs the rows {@code [from, to)} of the source.
     *
     * @param source holds the element of row i and column j at {@code offset + i * stride + j}; not modified
     */
    public void pack(double[] source, int offset, int stride, int from, int to) {
        if (transposed) {
            packTranspose(source, offset, stride, from, to);
            return;
        }
        for (int i = from; i < to; i++) {
            int block = i / blockRows * blocksAcross;
            int row = i % blockRows * blockColumns;
            for (int j = 0; j < columns; j += blockColumns) {
                int live = Math.min(blockColumns, columns - j);
                System.arraycopy(source, offset + i * stride + j, blocks[block++], row, live);
            }
        }
    }

    private void packTranspose(double[] source, int offset, int stride, int from, int to) {
        for (int j = from; j < to; j++) {
            int row = offset + j * stride;
            for (int p = 0; p < rows; p += blockRows) {
                double[] block = blocks[p / blockRows * blocksAcross + j / blockColumns];
                int live = Math.min(blockRows, rows - p);
                for (int i = 0, to0 = j % blockColumns; i < live; i++, to0 += blockColumns) {
                    block[to0] = source[row + p + i];
                }
            }
        }
    }
}
