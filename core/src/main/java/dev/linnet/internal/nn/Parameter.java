package dev.linnet.internal.nn;

/**
 * One tensor of a network and where it stands in the flat array of parameters.
 *
 * @param name as PyTorch's {@code nn.Sequential} names it: {@code 0.weight}, {@code 0.bias}, {@code 2.weight} ...
 * @param layer index of its layer, activations counted
 * @param kind what it is
 * @param rows number of inputs of a weight; 1 otherwise
 * @param columns number of outputs
 * @param offset index of its first element
 */
public record Parameter(String name, int layer, Kind kind, int rows, int columns, int offset) {
    /** What a tensor is: weights may decay, biases do not. */
    public enum Kind {
        /** A matrix [rows, columns], row-major. */
        WEIGHT,
        /** A vector [columns]. */
        BIAS
    }

    /** Number of elements. */
    public int size() {
        return rows * columns;
    }

    /** Index behind its last element. */
    public int end() {
        return offset + size();
    }
}
