package dev.linnet.data;

import java.util.function.UnaryOperator;

/** A data set whose features a function replaces by others, more or fewer, whenever they are read. */
final class ReplacedFeatures extends DerivedDataset {

    private final int width;
    private final UnaryOperator<double[]> function;

    ReplacedFeatures(Dataset base, int width, UnaryOperator<double[]> function) {
        super(base);
        this.width = width;
        this.function = function;
    }

    @Override
    Dataset over(Dataset otherBase) {
        return new ReplacedFeatures(otherBase, width, function);
    }

    @Override
    public int features() {
        return width;
    }

    @Override
    public void read(int[] rows, int from, int to, double[] features, double[] targets) {
        if (targets != null) {
            base.read(rows, from, to, null, targets);
        }
        if (features != null) {
            int[] row = new int[1];
            for (int i = from; i < to; i++) {
                row[0] = rows[i];
                double[] x = new double[base.features()];
                base.read(row, 0, 1, x, null);
                double[] y = function.apply(x);
                if (y.length != width) {
                    throw new IllegalArgumentException(
                            "map: the function returned " + y.length + " features, expected " + width);
                }
                System.arraycopy(y, 0, features, i * width, width);
            }
        }
    }
}
