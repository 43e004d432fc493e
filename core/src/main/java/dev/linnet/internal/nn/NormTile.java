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
    public void gradient(double[] gradients, boolean adds, int rows, int worker) {
        if (!adds && sumDY != null) {
            System.arraycopy(sumDYNormalized, 0, gradients, gain.offset(), gain.columns());
            System.arraycopy(sumDY, 0, gradients, bias.offset(), bias.columns());
            return;
        }
        if (!adds) {
            Arrays.fill(gradients, gain.offset(), gain.end(), 0.0);
            Arrays.fill(gradients, bias.offset(), bias.end(), 0.0);
        }
        int columns = gain.columns();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int at = i * columns + j;
                gradients[gain.offset() + j] = Math.fma(dY[at], normalized[at], gradients[gain.offset() + j]);
                gradients[bias.offset() + j] += dY[at];
            }
        }
    }

    @Override
    public double update(ParameterUpdate update, double[] parameters, double[] gradients) {
        return update.update(parameters, gradients, gain.offset(), gain.end(), false)
                + update.update(parameters, gradients, bias.offset(), bias.end(), false);
    }
}
