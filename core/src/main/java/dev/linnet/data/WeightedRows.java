package dev.linnet.data;

/** A data set with a weight for each row. */
final class WeightedRows extends SameFeatures {

    private final double[] weights;

    /** Weights that were checked before; the array is kept. */
    WeightedRows(Dataset base, double[] weights) {
        super(base);
        this.weights = weights;
    }

    @Override
    Dataset over(Dataset otherBase) {
        return new WeightedRows(otherBase, weights);
    }

    @Override
    public Dataset select(int[] index) {
        double[] selected = new double[index.length];
        for (int i = 0; i < index.length; i++) {
            selected[i] = weights[index[i]];
        }
        return new WeightedRows(Views.select(base, index), selected);
    }

    @Override
    public boolean weighted() {
        return true;
    }

    @Override
    public void readWeights(int[] rows, int from, int to, double[] out) {
        for (int i = from; i < to; i++) {
            out[i] = weights[rows[i]];
        }
    }
}
