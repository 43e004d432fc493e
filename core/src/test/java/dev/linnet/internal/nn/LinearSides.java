package dev.linnet.internal.nn;

import dev.linnet.internal.math.GemmScratch;
import java.util.Arrays;
import java.util.Random;

/** A fully connected layer's arrays, filled at random, and the operations that may be wired to them. */
final class LinearSides {
    private final int rows;
    private final Parameter weight;
    private final Parameter bias;
    private final double[] parameters;
    private final double[] x;
    final double[] y;
    final double[] dX;
    private final double[] dY;
    private final GemmScratch[] scratch;

    LinearSides(int rows, int in, int out, int workers, boolean biased, boolean wanted, long seed) {
        this.rows = rows;
        this.weight = new Parameter("0.weight", 0, Parameter.Kind.WEIGHT, in, out, 0);
        this.bias = biased ? new Parameter("0.bias", 0, Parameter.Kind.BIAS, 1, out, in * out) : null;
        Random random = new Random(seed);
        this.parameters = random.doubles((in + 1L) * out, -1.0, 1.0).toArray();
        this.x = random.doubles((long) rows * in, -1.0, 1.0)
                .map(v -> random.nextInt(3) == 0 ? 0.0 : v)
                .toArray();
        this.y = new double[rows * out];
        this.dX = wanted ? new double[rows * in] : null;
        this.dY = random.doubles((long) rows * out, -1.0, 1.0).toArray();
        this.scratch = GemmScratch.ofWorkers(workers);
        forget();
    }

    void forget() {
        Arrays.fill(y, Double.NaN);
        if (dX != null) {
            Arrays.fill(dX, Double.NaN);
        }
    }

    LinearOp byRows() {
        return new LinearOp(weight, bias, parameters, x, y, dX, dY, rows, scratch);
    }

    RelayLinearOp byTerms() {
        return new RelayLinearOp(weight, bias, parameters, x, y, dX, dY, rows, scratch);
    }

    SharedLinearOp byColumns() {
        return new SharedLinearOp(weight, bias, parameters, x, y, dX, dY, rows, scratch);
    }

    double[] gradient(LinearOp op, int rows) {
        double[] gradient = new double[parameters.length];
        for (Op.Tile tile : op.tiles()) {
            tile.gradient(gradient, tile.from(), false, rows, 0);
        }
        return gradient;
    }
}
