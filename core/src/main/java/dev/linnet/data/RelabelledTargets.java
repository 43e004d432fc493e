package dev.linnet.data;

import java.util.Optional;

/** A labelled data set whose classes are numbered as other labels have them. */
final class RelabelledTargets extends SameFeatures {
    private final Labels labels;
    private final int[] numbers; // by the base's class

    private RelabelledTargets(Dataset base, Labels labels, int[] numbers) {
        super(base);
        this.labels = labels;
        this.numbers = numbers;
    }

    static Dataset of(Dataset base, Labels labels) {
        Labels old = Views.labelsFor("withLabels", base);
        if (old.equals(labels)) {
            return base;
        }
        int[] numbers = new int[old.size()];
        for (int c = 0; c < numbers.length; c++) {
            numbers[c] = labels.indexOf(old.name(c));
            if (numbers[c] < 0) {
                throw new IllegalArgumentException("class " + old.name(c) + " is not among the labels " + labels);
            }
        }
        return new RelabelledTargets(base, labels, numbers);
    }

    @Override
    Dataset over(Dataset otherBase) {
        return new RelabelledTargets(otherBase, labels, numbers);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.of(labels);
    }

    @Override
    public void read(int[] rows, int from, int to, double[] features, double[] targets) {
        base.read(rows, from, to, features, targets);
        for (int i = from; targets != null && i < to; i++) {
            targets[i] = numbers[(int) targets[i]];
        }
    }
}
