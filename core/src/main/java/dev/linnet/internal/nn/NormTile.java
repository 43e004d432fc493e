package dev.linnet.internal.nn;

import java.util.Arrays;

/** The gain and the bias of a normalized layer: {@code dGain = sum of dY x̂}, {@code dBias = sum of dY}, over the rows. */
final class NormTile implements Op.Tile {
    private final Parameter gain;
    private final Parameter bias;
    private final double[] normalized;
    private final double[] dY;

    /**
     * Wires them to the arrays of their layer.
     *
     * @param normalized what the gain is multiplied with: [rows, columns]
     * @param dY gradient with respect to the layer's output; null when only predicting
     */
    NormTile(Parameter gain, Parameter bias, double[] normalized, double[] dY) {
        this.gain = gain;
        this.bias = bias;
        this.normalized = normalized;
        this.dY = dY;
    }

    @Override
    public void gradient(double[] gradients, boolean adds, int rows, int worker) {
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

    @Override
    public void prepare() {}
}
