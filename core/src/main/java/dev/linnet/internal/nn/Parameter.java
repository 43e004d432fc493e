package dev.linnet.internal.nn;

import java.util.Arrays;

/**
 * One tensor of a network and where it stands in the flat array of parameters.
 *
 * @param name as PyTorch's {@code nn.Sequential} names it: {@code 0.weight}, {@code 0.bias}, {@code 2.weight} ...
 * @param layer number of its layer, as {@link Place#number()}
 * @param kind what it is
 * @param rows number of inputs of a weight; 1 otherwise
 * @param columns number of outputs
 * @param offset index of its first element
 */
public record Parameter(String name, int layer, Kind kind, int rows, int columns, int offset) {
    /** What a tensor is. */
    public enum Kind {
        /** A matrix [rows, columns], row-major; what weight decay and penalties concern. */
        WEIGHT("weight", 0.0),
        /** A vector [columns] that is added. */
        BIAS("bias", 0.0),
        /** A vector [columns] that a normalized layer is multiplied by. */
        GAIN("weight", 1.0),
        /** A vector [columns] of running means: no gradient moves it. */
        RUNNING_MEAN("running_mean", 0.0),
        /** A vector [columns] of running variances: no gradient moves it. */
        RUNNING_VARIANCE("running_var", 1.0);

        private final String title;
        private final double initial;

        Kind(String title, double initial) {
            this.title = title;
            this.initial = initial;
        }

        /** What PyTorch calls it. */
        public String title() {
            return title;
        }

        /** What its elements are before training; a weight's are drawn. */
        double initial() {
            return initial;
        }

        /** Whether an optimizer moves it. */
        public boolean isTrained() {
            return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
        }
    }

    /** Number of elements. */
    public int size() {
        return rows * columns;
    }

    /** A copy of its elements in the flat array of {@code parameters}. */
    double[] values(double[] parameters) {
        return Arrays.copyOfRange(parameters, offset, end());
    }

    /** Index behind its last element. */
    public int end() {
        return offset + size();
    }
}
