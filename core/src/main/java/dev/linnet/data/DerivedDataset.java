package dev.linnet.data;

import java.util.Optional;

/**
 * A view that has the rows of its base in their order, and changes what stands in each.
 *
 * <p>Since a row's content does not depend on its number, a selection of rows passes through to the base.
 */
abstract class DerivedDataset implements Views.Selectable {

    final Dataset base;

    DerivedDataset(Dataset base) {
        this.base = base;
    }

    /** The same view of another base. */
    abstract Dataset over(Dataset otherBase);

    @Override
    public Dataset select(int[] index) {
        return over(Views.select(base, index));
    }

    @Override
    public Dataset atEpoch(long seed, int epoch) {
        Dataset then = base.atEpoch(seed, epoch);
        return then == base ? this : over(then);
    }

    @Override
    public int size() {
        return base.size();
    }

    @Override
    public int features() {
        return base.features();
    }

    @Override
    public int targets() {
        return base.targets();
    }

    @Override
    public Optional<Labels> labels() {
        return base.labels();
    }

    @Override
    public void read(int[] rows, int from, int to, double[] features, double[] targets) {
        base.read(rows, from, to, features, targets);
    }

    @Override
    public boolean weighted() {
        return base.weighted();
    }

    @Override
    public void readWeights(int[] rows, int from, int to, double[] weights) {
        base.readWeights(rows, from, to, weights);
    }

    @Override
    public String toString() {
        return Views.describe(this);
    }
}
