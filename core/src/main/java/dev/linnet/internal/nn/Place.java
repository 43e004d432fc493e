package dev.linnet.internal.nn;

import dev.linnet.layer.Layer;
import java.util.List;

/**
 * A layer where it stands in a network.
 *
 * @param number position among all layers, those inside blocks counted where they stand: 0, 1, 2 ...
 * @param path position as PyTorch writes it: {@code 2}, or {@code 2.1} inside of block 2
 * @param layer the description
 * @param inputs number of columns it takes
 * @param outputs number of columns it gives
 * @param parameters its tensors, in the order in which they stand in the flat array; those of inner layers not included
 * @param inner the layers inside a block; empty for all others
 */
public record Place(
        int number, String path, Layer layer, int inputs, int outputs, List<Parameter> parameters, List<Place> inner) {
    /** Names it for a message: {@code layer 2 (Linear 128 -> 10)}. */
    public String title() {
        return "layer " + path + " (" + layer + ")";
    }

    /** Its tensor of that kind. */
    Parameter parameter(Parameter.Kind kind) {
        return parameters.stream().filter(p -> p.kind() == kind).findFirst().orElseThrow();
    }
}
