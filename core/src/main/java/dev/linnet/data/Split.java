package dev.linnet.data;

/**
 * A data set in two parts: one to train on, one to test on.
 *
 * <p>Each row is in exactly one of them, and both keep the rows in their original order. Immutable.
 */
public final class Split {

    private final Dataset train;
    private final Dataset test;

    Split(Dataset train, Dataset test) {
        this.train = train;
        this.test = test;
    }

    /** The part to train on. */
    public Dataset train() {
        return train;
    }

    /** The part held out. */
    public Dataset test() {
        return test;
    }

    @Override
    public String toString() {
        return "train: " + train + "; test: " + test;
    }
}
