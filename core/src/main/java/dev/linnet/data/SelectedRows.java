package dev.linnet.data;

import dev.linnet.internal.math.RowsInPlace;
import java.util.Optional;

/**
 * Some rows of a data set, in any order: row {@code i} is row {@code index[i]} of the base.
 *
 * <p>A selection of a selection reads the base directly. The base gets the translated row numbers in a borrowed array.
 */
final class SelectedRows implements Views.Selectable, RowsInPlace {

    private final Dataset base;
    private final int[] index;
    private final ScratchPool<int[]> rowNumbers;

    SelectedRows(Dataset base, int[] index) {
        this(base, index, new ScratchPool<>(int[]::new));
    }

    private SelectedRows(Dataset base, int[] index, ScratchPool<int[]> rowNumbers) {
        this.base = base;
        this.index = index;
        this.rowNumbers = rowNumbers;
    }

    @Override
    public Dataset select(int[] indexHere) {
        int[] indexInBase = new int[indexHere.length];
        for (int i = 0; i < indexInBase.length; i++) {
            indexInBase[i] = index[indexHere[i]];
        }
        return new SelectedRows(base, indexInBase, rowNumbers);
    }

    @Override
    public int size() {
        return index.length;
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
        int[] rowsOfBase = translate(rows, from, to);
        base.read(rowsOfBase, from, to, features, targets);
        rowNumbers.giveBack(rowsOfBase);
    }

    @Override
    public double[] locate(int[] rows, int count, int[] starts) {
        if (!(base instanceof RowsInPlace inPlace)) {
            return null;
        }
        int[] rowsOfBase = translate(rows, 0, count);
        double[] array = inPlace.locate(rowsOfBase, count, starts);
        rowNumbers.giveBack(rowsOfBase);
        return array;
    }

    @Override
    public boolean weighted() {
        return base.weighted();
    }

    @Override
    public void readWeights(int[] rows, int from, int to, double[] weights) {
        int[] rowsOfBase = translate(rows, from, to);
        base.readWeights(rowsOfBase, from, to, weights);
        rowNumbers.giveBack(rowsOfBase);
    }

    private int[] translate(int[] rows, int from, int to) {
        int[] rowsOfBase = rowNumbers.take(to);
        for (int i = from; i < to; i++) {
            rowsOfBase[i] = index[rows[i]];
        }
        return rowsOfBase;
    }

    @Override
    public Dataset atEpoch(long seed, int epoch) {
        Dataset then = base.atEpoch(seed, epoch);
        return then == base ? this : new SelectedRows(then, index, rowNumbers);
    }

    @Override
    public String toString() {
        return Views.describe(this);
    }
}
