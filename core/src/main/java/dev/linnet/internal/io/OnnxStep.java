package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import dev.linnet.layer.Layer;
import java.util.List;

/** Something that an ONNX graph does to rows. */
sealed interface OnnxStep {
    /** The node that does it, or the last of those. */
    OnnxNode node();

    /**
     * A product with a matrix, and a bias.
     *
     * @param weight [inputs, outputs], or the other way round
     * @param outputsFirst whether the other way round
     * @param alpha factor of the product
     * @param bias [outputs], or a single number, or null
     * @param beta factor of the bias
     */
    record OfLinear(OnnxNode node, OnnxTensor weight, boolean outputsFirst, double alpha, OnnxTensor bias, double beta)
            implements OnnxStep {
        /** The number of outputs, where the weight is a matrix; else 0. */
        int outputs() {
            return weight.shape().size() == 2 ? weight.shape().get(outputsFirst ? 0 : 1) : 0;
        }
    }

    /**
     * A layer that keeps the number of columns.
     *
     * @param tensors in the order in which a network has them; null for zeros
     */
    record OfLayer(OnnxNode node, Layer layer, List<OnnxTensor> tensors) implements OnnxStep {}

    /**
     * A sum, difference, product or quotient with a number for each column, or with one number.
     *
     * @param operation {@code + - *} or {@code /}
     */
    record ByColumn(OnnxNode node, char operation, OnnxTensor operand) implements OnnxStep {
        /** Whether it multiplies or divides by one number. */
        boolean isFactor() {
            return operand.size() == 1 && (operation == '*' || operation == '/');
        }

        /** What it multiplies by, where it {@link #isFactor}. */
        double scalar() throws FileFormatException {
            double value = operand.toDoubles()[0];
            return operation == '*' ? value : 1 / value;
        }
    }

    /**
     * A residual block.
     *
     * @param in what goes in
     * @param out what is added to it
     * @param depth 1, or more where there are blocks in it
     */
    record OfBlock(OnnxNode node, OnnxValue.Rows in, OnnxValue.Rows out, int depth) implements OnnxStep {}
}
