package dev.linnet.internal.io;

import dev.linnet.layer.Activation;
import dev.linnet.layer.Output;

/** What is known of a value of an ONNX graph. */
sealed interface OnnxValue {
    record Constant(OnnxTensor tensor) implements OnnxValue {}

    /** Made from constants in a way that is not known, or a result besides a node's first. */
    record Unknown(OnnxNode node) implements OnnxValue {}

    /** Rows after some steps: none where {@code last} is null. */
    record Rows(Rows before, OnnxStep last, int length) implements OnnxValue {
        Rows then(OnnxStep step) {
            return new Rows(this, step, length + 1);
        }

        boolean endsWith(Activation activation) {
            return last instanceof OnnxStep.OfLayer step && step.layer().equals(activation);
        }

        /** Returns how many columns the last linear layer gave them; 0 in front of the first. */
        int columns() {
            for (Rows at = this; at.last != null; at = at.before) {
                if (at.last instanceof OnnxStep.OfLinear linear) {
                    return linear.outputs();
                }
            }
            return 0;
        }
    }

    /** What a user wants. */
    record Prediction(Rows logits, Output output) implements OnnxValue {}

    /** Made from a prediction: labels. */
    record Derived() implements OnnxValue {}

    // On the way to a matrix of rows: how writers say that an image becomes a row, however many there are

    /** The numbers of rows and of columns. */
    record ShapeOfRows() implements OnnxValue {}

    record NumberOfRows() implements OnnxValue {}

    /** The shape of a matrix with as many rows; -1 for as many columns as there are. */
    record ShapeOfMatrix(long columns) implements OnnxValue {}

    // On the way to GELU

    /** erf(x / sqrt(2)). */
    record ErfOf(Rows x) implements OnnxValue {}

    /** factor (1 + erf(x / sqrt(2))). */
    record OnePlusErf(Rows x, double factor) implements OnnxValue {}

    /** factor x (1 + erf(x / sqrt(2))). */
    record TimesOnePlusErf(Rows x, double factor) implements OnnxValue {}

    // On the way to softplus

    /** Whether x is above a number, as PyTorch asks. */
    record Above(Rows x) implements OnnxValue {}

    // On the way to layer normalization, which had no node of its own before opset 17

    /** The mean of each row. */
    record Mean(Rows x) implements OnnxValue {}

    /** x less its mean. */
    record Deviation(Rows x) implements OnnxValue {}

    record SquaredDeviation(Rows x) implements OnnxValue {}

    /** The mean of the squared deviation, and what was added to it. */
    record Variance(Rows x, double epsilon) implements OnnxValue {}

    /** The root of that. */
    record Spread(Rows x, double epsilon) implements OnnxValue {}
}
