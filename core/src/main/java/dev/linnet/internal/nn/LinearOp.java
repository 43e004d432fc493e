package dev.linnet.internal.nn;

import dev.linnet.internal.kernel.GemmScratch;
import dev.linnet.internal.math.Gemm;
import dev.linnet.internal.math.PackedMatrix;
import java.util.Arrays;

/**
 * A fully connected layer over a batch.
 *
 * <pre>
 *   forward    Y  = X W + b
 *   backward   dX = dY W^T
 *   gradient   dW = X^T dY        db = sum of the rows of dY
 * </pre>
 *
 * <p>{@code X} [rows, in], {@code W} [in, out], {@code Y} [rows, out]. Forward and backward run over ranges of rows; the
 * gradient sums over all rows and runs over tiles, ranges of rows of {@code W}, of which each is a chain of its own.
 */
final class LinearOp implements Op {
    /** Rows of W in a tile: enough to fill the matrix product's own tiles, few enough to share out and to stay in cache. */
    static final int TILE_ROWS = 64;

    private final int in;
    private final int out;
    private final double[] parameters;
    private final int weightOffset;
    private final int biasOffset;
    private final boolean hasBias;
    private final double[] x;
    private final double[] y;
    private final GemmScratch[] scratch;
    private final PackedMatrix w;
    private final PackedMatrix wTransposed;
    private final PackedMatrix packedDY;
    private final double[] dX;
    private final double[] dY;

    /**
     * Wires a layer to its arrays.
     *
     * @param weight its matrix
     * @param bias its bias, or null
     * @param parameters the network's flat array
     * @param x input of the batch
     * @param y output of the batch
     * @param dX gradient with respect to the input; null where nobody wants it
     * @param dY gradient with respect to the output; null when only predicting
     * @param maxRows number of rows the arrays have room for
     * @param scratch one a worker
     */
    LinearOp(
            Parameter weight,
            Parameter bias,
            double[] parameters,
            double[] x,
            double[] y,
            double[] dX,
            double[] dY,
            int maxRows,
            GemmScratch[] scratch) {
        this.in = weight.rows();
        this.out = weight.columns();
        this.parameters = parameters;
        this.weightOffset = weight.offset();
        this.biasOffset = bias == null ? 0 : bias.offset();
        this.hasBias = bias != null;
        this.x = x;
        this.y = y;
        this.dX = dX;
        this.dY = dY;
        this.scratch = scratch;
        this.w = PackedMatrix.of(in, out);
        this.wTransposed = dX == null ? null : PackedMatrix.ofTranspose(out, in);
        this.packedDY = dY == null ? null : PackedMatrix.of(maxRows, out);
    }

    @Override
    public void forward(int from, int to, int worker) {
        Gemm.forward(
                to - from,
                x,
                from * in,
                in,
                w,
                hasBias ? parameters : null,
                biasOffset,
                y,
                from * out,
                out,
                scratch[worker]);
    }

    @Override
    public void backward(int from, int to, int worker) {
        packedDY.pack(dY, 0, out, from, to);
        if (dX != null) {
            Gemm.multiply(to - from, dY, from * out, out, wTransposed, dX, from * in, in, scratch[worker]);
        }
    }

    /** Number of tiles that the rows of W are cut into. */
    int tiles() {
        return (in + TILE_ROWS - 1) / TILE_ROWS;
    }

    /** Packs the rows of W in {@code tile} for the matrix products; to be called whenever they have changed. */
    void pack(int tile) {
        w.pack(parameters, weightOffset, out, firstRow(tile), firstRow(tile + 1));
        if (wTransposed != null) {
            wTransposed.pack(parameters, weightOffset, out, firstRow(tile), firstRow(tile + 1));
        }
    }

    /**
     * Adds the gradient of the rows of W in {@code tile} over {@code rows} rows of the batch; with the first tile also
     * that of the bias.
     *
     * @param gradients modified: laid out like the parameters
     */
    void addGradient(int tile, int rows, double[] gradients, int worker) {
        Gemm.addTransposed(
                firstRow(tile),
                firstRow(tile + 1),
                rows,
                x,
                0,
                in,
                packedDY,
                gradients,
                weightOffset,
                out,
                scratch[worker]);
        if (hasBias && tile == 0) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < out; j++) {
                    gradients[biasOffset + j] += dY[i * out + j];
                }
            }
            for (int j = 0; j < out; j++) {
                gradients[biasOffset + j] += 0.0;
            }
        }
    }

    /** Sets the gradient of {@code tile} (with the first also that of the bias) to zero. */
    void clearGradient(int tile, double[] gradients) {
        Arrays.fill(gradients, weightFrom(tile), weightFrom(tile + 1), 0.0);
        if (hasBias && tile == 0) {
            Arrays.fill(gradients, biasOffset, biasOffset + out, 0.0);
        }
    }

    /** Index of the first weight of {@code tile} in the flat array; behind the last tile, that behind the last weight. */
    int weightFrom(int tile) {
        return weightOffset + firstRow(tile) * out;
    }

    /** Index of the first bias in the flat array. */
    int biasFrom() {
        return biasOffset;
    }

    /** Index behind the last bias in the flat array; that of the first where there is none. */
    int biasTo() {
        return hasBias ? biasOffset + out : biasOffset;
    }

    private int firstRow(int tile) {
        return Math.min(in, tile * TILE_ROWS);
    }
}
