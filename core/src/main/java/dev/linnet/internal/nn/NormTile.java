package dev.linnet.internal.nn;

import java.util.Arrays;

/** The gain and the bias of a normalized layer: {@code dGain = sum of dY x̂}, {@code dBias = sum of dY}, over the rows. */
final class NormTile implements Op.Tile {
    private final Parameter gain;
    private final Parameter bias;
    private final double[] normalized;
    private final double[] dY;
    private final double[] sumDYNormalized;
    private final double[] sumDY;

    /**
     * Wires them to the arrays of their layer.
     *
     * @param normalized what the gain is multiplied with: [rows, columns]
     * @param dY gradient with respect to the layer's output; null when only predicting
     */
    NormTile(Parameter gain, Parameter bias, double[] normalized, double[] dY) {
        this(gain, bias, normalized, dY, null, null);
    }

    /** The same of a layer that needs these sums, over the rows of the batch, on its way back already. */
    NormTile(
            Parameter gain,
            Parameter bias,
            double[] normalized,
            double[] dY,
            double[] sumDYNormalized,
            double[] sumDY) {
        this.gain = gain;
        this.bias = bias;
        this.normalized = normalized;
        this.dY = dY;
        this.sumDYNormalized = sumDYNormalized;
        this.sumDY = sumDY;
    }

    @Override
    public int from() {
        return gain.offset();
    }

    @Override
    public int to() {
        return bias.end(); // it stands behind the gain
    }

    @Override
    public void gradient(double[] gradients, int at, boolean adds, int rows, int worker) {
        int columns = gain.columns();
        int atBias = at + columns;
        if (!adds && sumDY != null) {
            System.arraycopy(sumDYNormalized, 0, gradients, at, columns);
            System.arraycopy(sumDY, 0, gradients, atBias, columns);
            return;
        }
        if (!adds) {
            Arrays.fill(gradients, at, atBias + columns, 0.0);
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int from = i * columns + j;
                gradients[at + j] = Math.fma(dY[from], normalized[from], gradients[at + j]);
                gradients[atBias + j] += dY[from];
            }
        }
    }

    @Override
    public double update(ParameterUpdate update, double[] parameters, double[] gradients, int at) {
        return update.update(parameters, gradients, at, from(), to(), false);
    }
}
