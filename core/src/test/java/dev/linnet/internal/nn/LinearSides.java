package dev.linnet.internal.nn;

import dev.linnet.internal.math.GemmScratch;
import java.util.Arrays;
import java.util.Random;

/** A fully connected layer's arrays, filled at random, and the operations that may be wired to them. */
final class LinearSides {
    private final Random random;
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
        this.random = new Random(seed);
        this.parameters = random.doubles((in + 1L) * out, -1.0, 1.0).toArray();
        this.x = random.doubles((long) rows * in, -1.0, 1.0)
                .map(v -> random.nextInt(3) == 0 ? 0.0 : v)
                .toArray();
        this.y = new double[rows * out];
        this.dX = wanted ? new double[rows * in] : null;
        this.dY = new double[rows * out];
        nextBatch();
        this.scratch = GemmScratch.ofWorkers(workers);
        forget();
    }

    /** Has another gradient arrive, which operations do not know of yet. */
    void nextBatch() {
        Arrays.setAll(dY, i -> 2.0 * random.nextDouble() - 1.0);
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

    /** The gradient of all tiles, which workers take in turn. */
    double[] gradient(LinearOp op, int rows) {
        double[] gradient = new double[parameters.length];
        int number = 0;
        for (Op.Tile tile : op.tiles()) {
            tile.gradient(gradient, tile.from(), false, rows, number++ % scratch.length);
        }
        return gradient;
    }
}
