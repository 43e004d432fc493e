package dev.linnet.data;

import dev.linnet.internal.math.RowsInPlace;

/** A view that leaves the features of its base alone: what lies in place stays there. */
abstract class SameFeatures extends DerivedDataset implements RowsInPlace {

    SameFeatures(Dataset base) {
        super(base);
    }

    @Override
    public double[] locate(int[] rows, int count, int[] starts) {
        return base instanceof RowsInPlace inPlace ? inPlace.locate(rows, count, starts) : null;
    }
}
