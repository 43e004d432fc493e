package dev.linnet.internal.io;

import java.util.List;

/**
 * What the header of a file says about one tensor.
 *
 * @param name name of the tensor
 * @param type type of its elements
 * @param shape its dimensions, outermost first; empty for a scalar
 * @param offset where its elements begin, in bytes from the start of the file
 * @param bytes how many bytes they take
 */
record TensorEntry(String name, ElementType type, List<Long> shape, long offset, long bytes) {
    TensorEntry {
        shape = List.copyOf(shape);
    }
}
