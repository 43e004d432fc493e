package dev.linnet.layer;

/** What turns the last layer's values (the logits) into a prediction. */
public enum Output {
    /** The values themselves: regression. */
    IDENTITY,
    /** Probabilities of exclusive classes, {@code exp(z[j]) / sum_k exp(z[k])}: classification. */
    SOFTMAX,
    /** One independent probability a column, {@code 1 / (1 + exp(-z[j]))}: binary and multi-label classification. */
    SIGMOID
}
