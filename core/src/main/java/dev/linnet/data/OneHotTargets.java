package dev.linnet.data;

import java.util.Arrays;
import java.util.Optional;

/** A labelled data set whose class indices are read as one column per class: 1 in the row's class, 0 elsewhere. */
final class OneHotTargets extends SameFeatures {

    private final int classes;
    private final ScratchPool<double[]> indices;

    OneHotTargets(Dataset base, int classes) {
        this(base, classes, new ScratchPool<>(double[]::new));
    }

    private OneHotTargets(Dataset base, int classes, ScratchPool<double[]> indices) {
        super(base);
        this.classes = classes;
        this.indices = indices;
    }

    @Override
    Dataset over(Dataset otherBase) {
        return new OneHotTargets(otherBase, classes, indices);
    }

    @Override
    public int targets() {
        return classes;
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.empty();
    }

    @Override
    public void read(int[] rows, int from, int to, double[] features, double[] targets) {
        if (targets == null) {
            base.read(rows, from, to, features, null);
            return;
        }
        // A class index may not pass through targets: its place belongs to rows that another thread may be reading.
        double[] index = indices.take(to);
        base.read(rows, from, to, features, index);
        Arrays.fill(targets, from * classes, to * classes, 0.0);
        for (int i = from; i < to; i++) {
            targets[i * classes + (int) index[i]] = 1.0;
        }
        indices.giveBack(index);
    }
}
