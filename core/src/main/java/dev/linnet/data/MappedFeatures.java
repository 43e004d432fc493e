package dev.linnet.data;

/** A data set whose features a function changes in place, row by row, whenever they are read. */
final class MappedFeatures extends DerivedDataset {

    private final RowFunction function;

    MappedFeatures(Dataset base, RowFunction function) {
        super(base);
        this.function = function;
    }

    @Override
    Dataset over(Dataset otherBase) {
        return new MappedFeatures(otherBase, function);
    }

    @Override
    public void read(int[] rows, int from, int to, double[] features, double[] targets) {
        base.read(rows, from, to, features, targets);
        if (features != null) {
            int width = base.features();
            for (int i = from; i < to; i++) {
                function.apply(features, i * width, (i + 1) * width);
            }
        }
    }
}
