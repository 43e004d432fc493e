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
 */
final class BatchNormOp implements BatchOp {
    /** Columns that one worker sums: one row of them is a few cache lines. */
    private static final int TILE_COLUMNS = 64;

    private final BatchNorm layer;
    private final int columns;
    private final double[] parameters;
    private final Parameter gain;
    private final Parameter bias;
    private final int runningMean;
    private final int runningVariance;
    private final double[] x;
    private final double[] y;
    private final double[] dX;
    private final double[] dY;
    private final double[] mean;
    private final double[] factor;
    private final double[] sumDY;
    private final double[] sumDYNormalized;
    private final double[] meanDY;
    private final double[] meanDYNormalized;

    /** Wires a layer to its arrays; {@code dX} and {@code dY} are null when only predicting. */
    BatchNormOp(BatchNorm layer, Place place, double[] parameters, double[] x, double[] y, double[] dX, double[] dY) {
        this.layer = layer;
        this.columns = layer.columns();
        this.parameters = parameters;
        this.gain = place.parameter(Parameter.Kind.GAIN);
        this.bias = place.parameter(Parameter.Kind.BIAS);
        this.runningMean = place.parameter(Parameter.Kind.RUNNING_MEAN).offset();
        this.runningVariance = place.parameter(Parameter.Kind.RUNNING_VARIANCE).offset();
        this.x = x;
        this.y = y;
        this.dX = dX;
        this.dY = dY;
        this.mean = new double[columns];
        this.factor = new double[columns];
        this.sumDY = new double[columns];
        this.sumDYNormalized = new double[columns];
        this.meanDY = new double[columns];
        this.meanDYNormalized = new double[columns];
    }

    @Override
    public int forwardTiles() {
        return (columns + TILE_COLUMNS - 1) / TILE_COLUMNS;
    }

    @Override
    public int backwardTiles() {
        return forwardTiles();
    }

    @Override
    public void forwardColumns(int tile, int rows, int worker) {
        int from = tile * TILE_COLUMNS;
        int to = Math.min(columns, from + TILE_COLUMNS);
        Arrays.fill(mean, from, to, 0.0);
        for (int i = 0; i < rows; i++) {
            for (int j = from; j < to; j++) {
                mean[j] += x[i * columns + j];
            }
        }
        for (int j = from; j < to; j++) {
            mean[j] /= rows;
        }
        Arrays.fill(factor, from, to, 0.0);
        for (int i = 0; i < rows; i++) {
            for (int j = from; j < to; j++) {
                double deviation = x[i * columns + j] - mean[j];
                factor[j] = Math.fma(deviation, deviation, factor[j]);
            }
        }
        for (int j = from; j < to; j++) {
            double squares = factor[j];
            factor[j] = 1.0 / Math.sqrt(squares / rows + layer.epsilon());
            if (rows > 1) {
                follow(runningMean + j, mean[j]);
                follow(runningVariance + j, squares / (rows - 1));
            }
        }
    }

    private void follow(int running, double current) {
        double momentum = layer.momentum();
        parameters[running] = Math.fma(momentum, current, (1.0 - momentum) * parameters[running]);
    }

    @Override
    public void forward(int from, int to, int worker) {
        for (int row = from; row < to; row++) {
            int start = row * columns;
            for (int j = 0; j < columns; j++) {
                double normalized = (x[start + j] - mean[j]) * factor[j];
                y[start + j] = Math.fma(parameters[gain.offset() + j], normalized, parameters[bias.offset() + j]);
            }
        }
    }

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
    public void backwardColumns(int tile, int rows, int worker) {
        int from = tile * TILE_COLUMNS;
        int to = Math.min(columns, from + TILE_COLUMNS);
        Arrays.fill(sumDY, from, to, 0.0);
        Arrays.fill(sumDYNormalized, from, to, 0.0);
        for (int i = 0; i < rows; i++) {
            for (int j = from; j < to; j++) {
                int at = i * columns + j;
                sumDY[j] += dY[at];
                double normalized = (x[at] - mean[j]) * factor[j];
                sumDYNormalized[j] = Math.fma(dY[at], normalized, sumDYNormalized[j]);
            }
        }
        for (int j = from; j < to; j++) {
            meanDY[j] = sumDY[j] / rows;
            meanDYNormalized[j] = sumDYNormalized[j] / rows;
        }
    }

    @Override
    public void backward(int from, int to, int worker) {
        for (int row = from; row < to; row++) {
            int start = row * columns;
            for (int j = 0; j < columns; j++) {
                double normalized = (x[start + j] - mean[j]) * factor[j];
                double centred = Math.fma(-normalized, meanDYNormalized[j], dY[start + j] - meanDY[j]);
                dX[start + j] = parameters[gain.offset() + j] * factor[j] * centred;
            }
        }
    }

    @Override
    public List<Tile> tiles() {
        return List.of(new GainAndBias());
    }

    /** Their gradients are, but for those that add to others, sums that were needed on the way back already. */
    private final class GainAndBias extends NormTile {
        GainAndBias() {
            super(gain, bias);
        }

        @Override
        public void gradient(double[] gradients, int at, boolean adds, int rows, int worker) {
            if (!adds) {
                System.arraycopy(sumDYNormalized, 0, gradients, at, columns);
                System.arraycopy(sumDY, 0, gradients, at + columns, columns);
                return;
            }
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double normalized = (x[i * columns + j] - mean[j]) * factor[j];
                    gradients[at + j] = Math.fma(dY[i * columns + j], normalized, gradients[at + j]);
                    gradients[at + columns + j] += dY[i * columns + j];
                }
            }
        }
    }
}
