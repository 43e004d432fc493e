package dev.linnet.internal.nn;

import dev.linnet.layer.Activation;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.Initializer;
import dev.linnet.layer.Layer;
import dev.linnet.layer.LayerNorm;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Residual;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Layers that chain, and the table that says where each of their tensors stands in one flat array.
 *
 * <p>Immutable. Gradients, moments and copies of the weights share the table's layout.
 */
public final class Network {
    private static final int MOST_PARAMETERS = Integer.MAX_VALUE - 8;

    private final List<Layer> layers;
    private final List<Place> places;
    private final List<Place> allPlaces;
    private final List<Parameter> parameters;
    private final int inputs;
    private final int outputs;

    private Network(List<Layer> layers, Placement placement, List<Place> places) {
        this.layers = List.copyOf(layers);
        this.places = List.copyOf(places);
        this.allPlaces = List.copyOf(placement.all);
        this.parameters = List.copyOf(placement.parameters);
        this.inputs = places.get(0).inputs();
        this.outputs = places.get(places.size() - 1).outputs();
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
        Placement placement = new Placement();
        return new Network(layers, placement, placement.place(layers, "", first.inputs()));
    }

    /** Gives each layer its place, and each tensor its offset, in one walk. */
    private static final class Placement {
        final List<Place> all = new ArrayList<>();
        final List<Parameter> parameters = new ArrayList<>();
        private long offset;

        List<Place> place(List<Layer> layers, String prefix, int inputs) {
            List<Place> places = new ArrayList<>();
            int columns = inputs;
            for (int i = 0; i < layers.size(); i++) {
                Place place = place(layers.get(i), prefix + i, columns);
                places.add(place);
                columns = place.outputs();
            }
            return places;
        }

        private Place place(Layer layer, String path, int columns) {
            int number = all.size();
            all.add(null); // its place, before those of inner layers
            int from = parameters.size();
            int outputs = columns;
            List<Place> inner = List.of();
            if (layer instanceof Linear linear) {
                expect(linear.inputs(), columns, path, layer);
                outputs = linear.outputs();
                add(number, path, layer, Parameter.Kind.WEIGHT, linear.inputs(), outputs);
                if (linear.hasBias()) {
                    add(number, path, layer, Parameter.Kind.BIAS, 1, outputs);
                }
            } else if (layer instanceof BatchNorm norm) {
                expect(norm.columns(), columns, path, layer);
                add(number, path, layer, Parameter.Kind.GAIN, 1, columns);
                add(number, path, layer, Parameter.Kind.BIAS, 1, columns);
                add(number, path, layer, Parameter.Kind.RUNNING_MEAN, 1, columns);
                add(number, path, layer, Parameter.Kind.RUNNING_VARIANCE, 1, columns);
            } else if (layer instanceof LayerNorm norm) {
                expect(norm.columns(), columns, path, layer);
                add(number, path, layer, Parameter.Kind.GAIN, 1, columns);
                add(number, path, layer, Parameter.Kind.BIAS, 1, columns);
            }
            List<Parameter> own = List.copyOf(parameters.subList(from, parameters.size()));
            if (layer instanceof Residual residual) {
                inner = List.copyOf(place(residual.layers(), path + ".", columns));
                int given = inner.get(inner.size() - 1).outputs();
                if (given != columns) {
                    throw new IllegalArgumentException("layer " + path + " (" + layer + "): the block gives " + given
                            + " columns, expected the " + columns + " that it takes");
                }
            }
            Place place = new Place(number, path, layer, columns, outputs, own, inner);
            all.set(number, place);
            return place;
        }

        private static void expect(int expected, int columns, String path, Layer layer) {
            if (columns != expected) {
                throw new IllegalArgumentException(
                        "layer " + path + " (" + layer + "): input has " + columns + " columns, expected " + expected);
            }
        }

        private void add(int number, String path, Layer layer, Parameter.Kind kind, int rows, int columns) {
            long end = offset + (long) rows * columns;
            if (end > MOST_PARAMETERS) {
                throw new IllegalArgumentException("layer " + path + " (" + layer + "): the network would have " + end
                        + " parameters, at most " + MOST_PARAMETERS + " are possible");
            }
            parameters.add(new Parameter(path + "." + kind.title(), number, kind, rows, columns, (int) offset));
            offset = end;
        }
    }

    /** The layers, in order. */
    public List<Layer> layers() {
        return layers;
    }

    /** The layers where they stand; those inside blocks are found in {@link Place#inner()}. */
    public List<Place> places() {
        return places;
    }

    /** Where the last layer stands. */
    public Place last() {
        return places.get(places.size() - 1);
    }

    /** The place with that {@linkplain Place#number() number}, inner ones included. */
    public Place place(int number) {
        return allPlaces.get(number);
    }

    /** The tensors, in the order in which they stand in the flat array. */
    public List<Parameter> parameters() {
        return parameters;
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
        return parameters.get(parameters.size() - 1).end();
    }

    /** New parameters: weights drawn from {@code seed} by each layer's initializer, biases 0, gains 1. */
    public double[] initialParameters(long seed) {
        double[] values = new double[parameterCount()];
        for (Parameter p : parameters) {
            if (p.kind() == Parameter.Kind.WEIGHT) {
                initializerOf(p.layer()).draw(values, p.offset(), p.rows(), p.columns(), seed, p.layer());
            } else {
                Arrays.fill(values, p.offset(), p.end(), p.kind().initial());
            }
        }
        return values;
    }

    /** The layer's own, or what suits the activation that follows it, normalization and dropout passed over. */
    private Initializer initializerOf(int number) {
        Linear linear = (Linear) place(number).layer();
        boolean reluLike = false;
        for (int next = number + 1; next < allPlaces.size(); next++) {
            Layer layer = place(next).layer();
            if (layer instanceof Activation activation) {
                reluLike = activation.reluLike();
            }
            if (layer instanceof Activation || layer instanceof Linear || layer instanceof Residual) {
                break;
            }
        }
        return linear.initializer().orElse(reluLike ? Initializer.heNormal() : Initializer.glorotUniform());
    }
}
