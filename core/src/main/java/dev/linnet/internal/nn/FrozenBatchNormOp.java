package dev.linnet.internal.nn;

import dev.linnet.layer.BatchNorm;

/**
 * Batch normalization that is frozen: it normalizes by its running statistics while learning, too, and leaves them alone.
 *
 * <pre>
 *   forward    y = gain (x - running mean) / sqrt(running variance + epsilon) + bias
 *   backward   dX = gain / sqrt(running variance + epsilon) dY
 * </pre>
 *
 * <p>So it looks at each row by itself, and a network that was trained before behaves as it does when it predicts.
 */
final class FrozenBatchNormOp implements Op {
    private final int columns;
    private final double[] x;
    private final double[] y;
    private final double[] dY;
    private final double[] mean;
    private final double[] inverse;
    private final double[] gain;
    private final double[] bias;

    /**
     * Wires a layer to its arrays; its parameters stay what they are now.
     *
     * @param dY gradient with respect to the output, on the way back turned into that with respect to the input
     */
    FrozenBatchNormOp(BatchNorm layer, Place place, double[] parameters, double[] x, double[] y, double[] dY) {
        this.columns = layer.columns();
        this.x = x;
        this.y = y;
        this.dY = dY;
        this.mean = place.parameter(Parameter.Kind.RUNNING_MEAN).values(parameters);
        this.gain = place.parameter(Parameter.Kind.GAIN).values(parameters);
        this.bias = place.parameter(Parameter.Kind.BIAS).values(parameters);
        this.inverse = place.parameter(Parameter.Kind.RUNNING_VARIANCE).values(parameters);
        for (int j = 0; j < columns; j++) {
            inverse[j] = 1.0 / Math.sqrt(inverse[j] + layer.epsilon());
        }
    }

    @Override
    public void forward(int from, int to, int worker) {
        for (int row = from; row < to; row++) {
            int start = row * columns;
            for (int j = 0; j < columns; j++) {
                y[start + j] = Math.fma(gain[j], (x[start + j] - mean[j]) * inverse[j], bias[j]);
            }
        }
    }

    @Override
    public void backward(int from, int to, int worker) {
        for (int row = from; row < to; row++) {
            int start = row * columns;
            for (int j = 0; j < columns; j++) {
                dY[start + j] *= gain[j] * inverse[j];
            }
        }
    }
}
