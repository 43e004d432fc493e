package dev.linnet.internal.nn;

import dev.linnet.internal.math.Sums;
import java.util.Arrays;
import java.util.List;

/**
 * Layer normalization over a batch, each row by itself.
 *
 * <pre>
 *   forward    x̂ = (x - mean) / sqrt(variance + epsilon)        y = gain x̂ + bias
 *   backward   g = gain dY      dX = (g - mean(g) - x̂ mean(g x̂)) / sqrt(variance + epsilon)
 * </pre>
 */
final class LayerNormOp implements Op {
    private final double epsilon;
    private final int columns;
    private final double[] parameters;
    private final Parameter gain;
    private final Parameter bias;
    private final double[] x;
    private final double[] y;
    private final double[] dX;
    private final double[] dY;
    private final double[] normalized;
    private final double[] factor;

    /** Wires a layer to its arrays; {@code dX} and {@code dY} are null when only predicting. */
    LayerNormOp(
            double epsilon,
            Place place,
            double[] parameters,
            double[] x,
            double[] y,
            double[] dX,
            double[] dY,
            int maxRows) {
        this.epsilon = epsilon;
        this.columns = place.outputs();
        this.parameters = parameters;
        this.gain = place.parameter(Parameter.Kind.GAIN);
        this.bias = place.parameter(Parameter.Kind.BIAS);
        this.x = x;
        this.y = y;
        this.dX = dX;
        this.dY = dY;
        this.normalized = new double[maxRows * columns];
        this.factor = new double[maxRows];
    }

    @Override
    public void forward(int from, int to, int worker) {
        for (int row = from; row < to; row++) {
            int start = row * columns;
            int end = start + columns;
            double mean = Sums.sum(x, start, end) / columns;
            for (int i = start; i < end; i++) {
                normalized[i] = x[i] - mean;
            }
            double variance = Sums.sumOfSquares(normalized, start, end) / columns;
            factor[row] = 1.0 / Math.sqrt(variance + epsilon);
            for (int i = start; i < end; i++) {
                normalized[i] *= factor[row];
            }
            for (int j = 0; j < columns; j++) {
                y[start + j] =
                        Math.fma(parameters[gain.offset() + j], normalized[start + j], parameters[bias.offset() + j]);
            }
        }
    }

    @Override
    public void backward(int from, int to, int worker) {
        for (int row = from; row < to; row++) {
            int start = row * columns;
            int end = start + columns;
            for (int j = 0; j < columns; j++) {
                dX[start + j] = dY[start + j] * parameters[gain.offset() + j];
            }
            double mean = Sums.sum(dX, start, end) / columns;
            double slope = Sums.dot(dX, normalized, start, end) / columns;
            for (int i = start; i < end; i++) {
                dX[i] = Math.fma(-normalized[i], slope, dX[i] - mean) * factor[row];
            }
        }
    }

    @Override
    public List<Tile> tiles() {
        return List.of(new GainAndBias());
    }

    /** {@code dGain = sum of dY x̂}, {@code dBias = sum of dY}, over the rows. */
    private final class GainAndBias extends NormTile {
        GainAndBias() {
            super(gain, bias);
        }

        @Override
        public void gradient(double[] gradients, int at, boolean adds, int rows, int worker) {
            int atBias = at + columns;
            if (!adds) {
                Arrays.fill(gradients, at, atBias + columns, 0.0);
            }
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double g = dY[i * columns + j];
                    gradients[at + j] = Math.fma(g, normalized[i * columns + j], gradients[at + j]);
                    gradients[atBias + j] += g;
                }
            }
        }
    }
}
