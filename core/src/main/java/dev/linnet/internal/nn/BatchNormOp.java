package dev.linnet.internal.nn;

import dev.linnet.layer.BatchNorm;
import java.util.Arrays;
import java.util.List;

/**
 * Batch normalization.
 *
 * <pre>
 *   forward    x̂ = (x - mean) / sqrt(variance + epsilon)        y = gain x̂ + bias
 *   backward   dX = gain / sqrt(variance + epsilon) (dY - mean(dY) - x̂ mean(dY x̂))
 * </pre>
 *
 * <p>The means are taken over the rows of the batch, each column a chain in ascending order of the rows. x̂ is nowhere stored but
 * computed from x when it is wanted: that takes no longer than fetching it.
 *
 * <p>All is done by columns, a tile of them after the other. What belongs to a tile, the part of a row that is worked on included,
 * is in arrays of the tile's own: loops over such arrays C2 turns into vectors.
 */
final class BatchNormOp implements BatchOp {
    /** Most columns in a tile: the six arrays of them that a loop needs stay in the first-level cache. */
    private static final int TILE_COLUMNS = 512;

    /** Tiles are so many columns wide, or a multiple: as much as a line of the cache holds. */
    private static final int LINE = 8;

    private final BatchNorm layer;
    private final int columns;
    private final double[] parameters;
    private final Parameter gain;
    private final Parameter bias;
    private final int runningMean;
    private final int runningVariance;
    private final double[] x;
    private final double[] y;
    private final double[] dY;
    private final Draws draws;
    private final Columns[] tiles;

    /**
     * Wires a layer to its arrays.
     *
     * @param dY gradient with respect to the output, on the way back turned into that with respect to the input; null when only
     *     predicting
     * @param draws tells whether the gradient adds to that of batches before
     */
    BatchNormOp(
            BatchNorm layer,
            Place place,
            double[] parameters,
            double[] x,
            double[] y,
            double[] dY,
            Draws draws,
            int workers) {
        this.layer = layer;
        this.columns = layer.columns();
        this.parameters = parameters;
        this.gain = place.parameter(Parameter.Kind.GAIN);
        this.bias = place.parameter(Parameter.Kind.BIAS);
        this.runningMean = place.parameter(Parameter.Kind.RUNNING_MEAN).offset();
        this.runningVariance = place.parameter(Parameter.Kind.RUNNING_VARIANCE).offset();
        this.x = x;
        this.y = y;
        this.dY = dY;
        this.draws = draws;
        int share = (columns + workers - 1) / workers;
        int width = Math.min(TILE_COLUMNS, (share + LINE - 1) / LINE * LINE);
        this.tiles = new Columns[dY == null ? 0 : (columns + width - 1) / width];
        Arrays.setAll(tiles, tile -> new Columns(tile * width, Math.min(columns, (tile + 1) * width)));
    }

    @Override
    public int forwardTiles() {
        return tiles.length;
    }

    @Override
    public void forwardTile(int tile, int rows, int worker) {
        tiles[tile].forward(rows);
    }

    @Override
    public void forward(int from, int to, int worker) {} // its columns are done

    @Override
    public void predict(int from, int to, int worker) {
        for (int row = from; row < to; row++) {
            int start = row * columns;
            for (int j = 0; j < columns; j++) {
                double inverse = 1.0 / Math.sqrt(parameters[runningVariance + j] + layer.epsilon());
                double value = (x[start + j] - parameters[runningMean + j]) * inverse;
                y[start + j] = Math.fma(parameters[gain.offset() + j], value, parameters[bias.offset() + j]);
            }
        }
    }

    @Override
    public int backwardTiles() {
        return tiles.length;
    }

    @Override
    public void backwardTile(int tile, int rows, int worker) {
        tiles[tile].backward(rows);
    }

    @Override
    public void backward(int from, int to, int worker) {} // its columns are done

    @Override
    public List<Tile> tiles() {
        return List.of(new GainAndBias());
    }

    /** Some of the columns, and what there is one of for each of them. */
    private final class Columns {
        private final int from;
        private final int width;
        private final double[] row;
        private final double[] dRow;
        private final double[] gains;
        private final double[] biases;
        private final double[] mean;
        private final double[] squares;
        private final double[] inverse;
        private final double[] slope;
        private final double[] sumDY;
        private final double[] sumDYNormalized;
        private final double[] meanDY;
        private final double[] meanDYNormalized;
        private final double[] gradientOfBiases;
        private final double[] gradientOfGains;

        Columns(int from, int to) {
            this.from = from;
            this.width = to - from;
            this.row = new double[width];
            this.dRow = new double[width];
            this.gains = new double[width];
            this.biases = new double[width];
            this.mean = new double[width];
            this.squares = new double[width];
            this.inverse = new double[width];
            this.slope = new double[width];
            this.sumDY = new double[width];
            this.sumDYNormalized = new double[width];
            this.meanDY = new double[width];
            this.meanDYNormalized = new double[width];
            this.gradientOfBiases = new double[width];
            this.gradientOfGains = new double[width];
        }

        /** Normalizes the first rows. */
        void forward(int rows) {
            Arrays.fill(mean, 0.0);
            for (int i = 0; i < rows; i++) {
                fetch(x, i, row);
                add(row, mean);
            }
            for (int j = 0; j < width; j++) {
                mean[j] /= rows;
            }
            Arrays.fill(squares, 0.0);
            for (int i = 0; i < rows; i++) {
                fetch(x, i, row);
                addSquares(row, mean, squares);
            }
            for (int j = 0; j < width; j++) {
                inverse[j] = 1.0 / Math.sqrt(squares[j] / rows + layer.epsilon());
                if (rows > 1) {
                    follow(runningMean + from + j, mean[j]);
                    follow(runningVariance + from + j, squares[j] / (rows - 1));
                }
            }
            System.arraycopy(parameters, gain.offset() + from, gains, 0, width);
            System.arraycopy(parameters, bias.offset() + from, biases, 0, width);
            for (int i = 0; i < rows; i++) {
                fetch(x, i, row);
                normalize(row, mean, inverse, gains, biases);
                System.arraycopy(row, 0, y, i * columns + from, width);
            }
        }

        private void follow(int running, double current) {
            double momentum = layer.momentum();
            parameters[running] = Math.fma(momentum, current, (1.0 - momentum) * parameters[running]);
        }

        /** Turns the gradient of the first rows of the output into that of the input, and adds up those of gains and biases. */
        void backward(int rows) {
            Arrays.fill(sumDY, 0.0);
            Arrays.fill(sumDYNormalized, 0.0);
            addGradients(rows, sumDY, sumDYNormalized);
            if (draws.firstRow == 0) {
                System.arraycopy(sumDY, 0, gradientOfBiases, 0, width);
                System.arraycopy(sumDYNormalized, 0, gradientOfGains, 0, width);
            } else { // chains that earlier batches of the step began
                addGradients(rows, gradientOfBiases, gradientOfGains);
            }
            for (int j = 0; j < width; j++) {
                meanDY[j] = sumDY[j] / rows;
                meanDYNormalized[j] = sumDYNormalized[j] / rows;
                slope[j] = gains[j] * inverse[j];
            }
            for (int i = 0; i < rows; i++) {
                fetch(x, i, row);
                fetch(dY, i, dRow);
                toInputGradient(row, mean, inverse, meanDY, meanDYNormalized, slope, dRow);
                System.arraycopy(dRow, 0, dY, i * columns + from, width);
            }
        }

        private void addGradients(int rows, double[] ofBiases, double[] ofGains) {
            for (int i = 0; i < rows; i++) {
                fetch(x, i, row);
                fetch(dY, i, dRow);
                add(dRow, ofBiases);
                addProducts(row, mean, inverse, dRow, ofGains);
            }
        }

        private void fetch(double[] values, int i, double[] to) {
            System.arraycopy(values, i * columns + from, to, 0, width);
        }
    }

    private static void add(double[] values, double[] sums) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += values[j];
        }
    }

    private static void addSquares(double[] values, double[] mean, double[] sums) {
        for (int j = 0; j < sums.length; j++) {
            double deviation = values[j] - mean[j];
            sums[j] = Math.fma(deviation, deviation, sums[j]);
        }
    }

    private static void normalize(double[] values, double[] mean, double[] inverse, double[] gain, double[] bias) {
        for (int j = 0; j < values.length; j++) {
            values[j] = Math.fma(gain[j], (values[j] - mean[j]) * inverse[j], bias[j]);
        }
    }

    private static void addProducts(double[] values, double[] mean, double[] inverse, double[] dY, double[] sums) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = Math.fma(dY[j], (values[j] - mean[j]) * inverse[j], sums[j]);
        }
    }

    /** Turns dY into dX. */
    private static void toInputGradient(
            double[] values,
            double[] mean,
            double[] inverse,
            double[] meanDY,
            double[] meanDYNormalized,
            double[] slope,
            double[] dY) {
        for (int j = 0; j < dY.length; j++) {
            double normalized = (values[j] - mean[j]) * inverse[j];
            dY[j] = slope[j] * Math.fma(-normalized, meanDYNormalized[j], dY[j] - meanDY[j]);
        }
    }

    /**
     * Their gradients were added up on the way back, which needs them, and added to those of batches before: afterwards the
     * gradient of the output is no longer there.
     */
    private final class GainAndBias extends NormTile {
        GainAndBias() {
            super(gain, bias);
        }

        @Override
        public void gradient(double[] gradients, int at, boolean adds, int rows, int worker) {
            for (Columns tile : tiles) {
                System.arraycopy(tile.gradientOfGains, 0, gradients, at + tile.from, tile.width);
                System.arraycopy(tile.gradientOfBiases, 0, gradients, at + columns + tile.from, tile.width);
            }
        }
    }
}
