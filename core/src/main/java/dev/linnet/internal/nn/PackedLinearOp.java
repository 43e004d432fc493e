package dev.linnet.internal.nn;

import dev.linnet.internal.math.Gemm;
import dev.linnet.internal.math.GemmScratch;
import dev.linnet.internal.math.PackedSlabs;

/** A fully connected layer that predicts many rows with {@linkplain PackedWeights weights packed once} for all who predict with the model. */
final class PackedLinearOp extends LinearOp {
    private final Parameter weight;
    private final PackedWeights weights;

    /** Wires a layer as {@link LinearOp} does, to predict. */
    PackedLinearOp(
            Parameter weight,
            Parameter bias,
            double[] parameters,
            PackedWeights weights,
            double[] x,
            double[] y,
            int maxRows,
            GemmScratch[] scratch) {
        super(weight, bias, parameters, x, y, null, null, maxRows, scratch);
        this.weight = weight;
        this.weights = weights;
    }

    @Override
    public void predict(int from, int to, int worker) {
        GemmScratch own = scratch[worker];
        PackedSlabs packed = Gemm.packs(to - from, out, own) ? weights.find(weight, own) : null;
        if (packed == null) {
            forward(from, to, worker);
        } else {
            forward(from, to, packed, worker);
        }
    }
}
