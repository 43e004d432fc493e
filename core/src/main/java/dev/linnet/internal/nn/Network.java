package dev.linnet.internal.nn;

import dev.linnet.layer.Activation;
import dev.linnet.layer.Initializer;
import dev.linnet.layer.Layer;
import dev.linnet.layer.Linear;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers that chain, and the table that says where each of their tensors stands in one flat array.
 *
 * <p>Immutable. Gradients, moments and copies of the weights share the table's layout.
 */
public final class Network {
    private final List<Layer> layers;
    private final List<Parameter> parameters;
    private final int inputs;
    private final int outputs;
    private final int parameterCount;

    private Network(List<Layer> layers, List<Parameter> parameters, int inputs, int outputs, int parameterCount) {
        this.layers = List.copyOf(layers);
        this.parameters = List.copyOf(parameters);
        this.inputs = inputs;
        this.outputs = outputs;
        this.parameterCount = parameterCount;
    }

    /**
     * The network of {@code layers}.
     *
     * @throws IllegalArgumentException if there are none, the first is not linear, or one takes another number of columns
     *     than the one before gives; the message names the layer
     */
    public static Network of(List<Layer> layers) {
        if (layers.isEmpty() || !(layers.get(0) instanceof Linear first)) {
            throw new IllegalArgumentException("a network starts with a linear layer: "
                    + (layers.isEmpty() ? "it has no layers" : "layer 0 is " + layers.get(0)));
        }
        List<Parameter> parameters = new ArrayList<>();
        int columns = first.inputs();
        long offset = 0;
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof Linear linear) {
                if (linear.inputs() != columns) {
                    throw new IllegalArgumentException("layer " + i + " (" + linear + "): input has " + columns
                            + " columns, expected " + linear.inputs());
                }
                columns = linear.outputs();
                long size = (long) linear.inputs() * columns + (linear.hasBias() ? columns : 0);
                if (offset + size > Integer.MAX_VALUE - 8) {
                    throw new IllegalArgumentException("layer " + i + " (" + linear + "): the network would have "
                            + (offset + size) + " parameters, at most " + (Integer.MAX_VALUE - 8) + " are possible");
                }
                int start = (int) offset;
                Parameter weight =
                        new Parameter(i + ".weight", i, Parameter.Kind.WEIGHT, linear.inputs(), columns, start);
                parameters.add(weight);
                if (linear.hasBias()) {
                    parameters.add(new Parameter(i + ".bias", i, Parameter.Kind.BIAS, 1, columns, weight.end()));
                }
                offset += size;
            }
        }
        return new Network(layers, parameters, first.inputs(), columns, (int) offset);
    }

    /** The layers, in order. */
    public List<Layer> layers() {
        return layers;
    }

    /** The tensors, in the order in which they stand in the flat array. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** The tensors of layer {@code layer}: weight, then bias where there is one; none for an activation. */
    public List<Parameter> parametersOf(int layer) {
        return parameters.stream().filter(p -> p.layer() == layer).toList();
    }

    /** Number of columns it takes. */
    public int inputs() {
        return inputs;
    }

    /** Number of columns it gives. */
    public int outputs() {
        return outputs;
    }

    /** Length of the flat array. */
    public int parameterCount() {
        return parameterCount;
    }

    /** New parameters: weights drawn from {@code seed} by each layer's initializer, biases 0. */
    public double[] initialParameters(long seed) {
        double[] values = new double[parameterCount];
        for (Parameter p : parameters) {
            if (p.kind() == Parameter.Kind.WEIGHT) {
                initializerOf(p.layer()).draw(values, p.offset(), p.rows(), p.columns(), seed, p.layer());
            }
        }
        return values;
    }

    private Initializer initializerOf(int layer) {
        boolean reluLike = layer + 1 < layers.size()
                && layers.get(layer + 1) instanceof Activation activation
                && activation.reluLike();
        Initializer usual = reluLike ? Initializer.heNormal() : Initializer.glorotUniform();
        return ((Linear) layers.get(layer)).initializer().orElse(usual);
    }

    /** Names layer {@code index} for a message: {@code layer 2 (Linear 128 -> 10)}. */
    public String nameOf(int index) {
        return "layer " + index + " (" + layers.get(index) + ")";
    }
}
