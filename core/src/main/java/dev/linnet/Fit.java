package dev.linnet;

import dev.linnet.training.History;

/** What a training run gives: the trained model and how it got there. */
public final class Fit {
    private final Mlp model;
    private final History history;

    Fit(Mlp model, History history) {
        this.model = model;
        this.history = history;
    }

    /** The trained model. */
    public Mlp model() {
        return model;
    }

    /** What was measured after each epoch. */
    public History history() {
        return history;
    }
}
