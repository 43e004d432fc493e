package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import dev.linnet.data.Labels;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Network;
import dev.linnet.internal.nn.Standardizer;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.Layer;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Output;
import dev.linnet.layer.Residual;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes a model of the steps that an ONNX graph takes.
 *
 * <p>Sums and products by column in front of the first layer become the scaler; behind a linear layer or a normalization
 * they become part of it, and elsewhere a normalization of their own. Nothing is computed anew besides: where a file has 32
 * bits, the model has the same numbers in 64.
 */
final class OnnxAssembly {
    private final OnnxFile file;
    private final int fileBytes;
    private final boolean nonFinite;
    private final List<double[]> tensors = new ArrayList<>(); // of all layers, in the order of the network
    private long parameters;
    private int width; // how many columns the layers so far give; 0 in front of the first

    /**
     * Starts with no layer.
     *
     * @param nonFinite whether weights that are infinite or NaN are taken, and not refused
     */
    OnnxAssembly(OnnxFile file, int fileBytes, boolean nonFinite) {
        this.file = file;
        this.fileBytes = fileBytes;
        this.nonFinite = nonFinite;
    }

    /** Returns the model whose last layer gives {@code logits}. */
    ModelState model(OnnxValue.Rows logits, Output output, List<String> classes) throws FileFormatException {
        Deque<OnnxStep> steps = steps(null, logits);
        List<OnnxStep.ByColumn> scaling = new ArrayList<>();
        while (steps.peek() instanceof OnnxStep.ByColumn step) {
            scaling.add(step);
            steps.remove();
        }
        Network network;
        try {
            network = Network.of(layers(steps));
        } catch (IllegalArgumentException e) {
            throw file.source.error(e.getMessage(), "layers that make up a network");
        }
        if (file.columns() > 0 && file.columns() != network.inputs()) {
            throw file.source.error(
                    "an input of shape " + file.dimensions() + " (0: any)",
                    network.inputs() + " numbers for each row, as the first layer takes");
        }
        double[] values = flat(network);
        Standardizer scaler = scaling.isEmpty() ? null : scaler(scaling, network.inputs());
        Map<String, String> metadata = new TreeMap<>(file.metadata);
        metadata.keySet().removeIf(key -> key.startsWith("linnet."));
        return new ModelState(
                network,
                scaler != null,
                scaler,
                output,
                labels(classes, network.outputs()),
                0, // what drew the first weights is not known
                values,
                Map.copyOf(metadata));
    }

    /** The steps that lead from some rows to others. */
    @SuppressWarnings("ReferenceEquality") // a value of the graph is itself and no other
    private static Deque<OnnxStep> steps(OnnxValue.Rows from, OnnxValue.Rows to) {
        Deque<OnnxStep> steps = new ArrayDeque<>();
        for (OnnxValue.Rows at = to; at != from && at.last() != null; at = at.before()) {
            steps.addFirst(at.last());
        }
        return steps;
    }

    private List<Layer> layers(Deque<OnnxStep> steps) throws FileFormatException {
        List<Layer> layers = new ArrayList<>();
        while (!steps.isEmpty()) {
            OnnxStep step = steps.peek();
            if (step instanceof OnnxStep.ByColumn) {
                layers.add(betweenLayers(steps));
                continue;
            }
            steps.remove();
            if (step instanceof OnnxStep.OfLinear linear) {
                layers.add(linear(linear, steps));
            } else if (step instanceof OnnxStep.OfLayer layer) {
                if (!layer.tensors().isEmpty()) {
                    norm(layer.tensors(), steps);
                }
                layers.add(layer.layer());
            } else if (step instanceof OnnxStep.OfBlock block) {
                layers.add(Residual.of(layers(steps(block.in(), block.out()))));
            }
        }
        return layers;
    }

    private Linear linear(OnnxStep.OfLinear step, Deque<OnnxStep> following) throws FileFormatException {
        List<Integer> shape = step.weight().shape();
        if (shape.size() != 2 || shape.contains(0)) {
            throw step.node().error(step.node().title() + " with a weight of shape " + shape, "a matrix");
        }
        int in = shape.get(step.outputsFirst() ? 1 : 0);
        int out = step.outputs();
        double[] weight = product(step, in, out);
        double[] bias = step.bias() == null ? null : vector(step.bias(), out, step.beta());
        if (following.peek() instanceof OnnxStep.ByColumn) {
            double[] factors = filled(out, 1);
            bias = bias == null ? new double[out] : bias;
            takeIn(following, factors, bias);
            for (int i = 0; i < weight.length; i++) {
                weight[i] *= factors[i % out];
            }
        }
        add(weight);
        if (bias != null) {
            add(bias);
        }
        width = out;
        Linear linear = Linear.of(in, out);
        return bias == null ? linear.withoutBias() : linear;
    }

    /** Adds the tensors of a normalization: gain and bias, and statistics if it has any. */
    private void norm(List<OnnxTensor> parts, Deque<OnnxStep> following) throws FileFormatException {
        int length = parts.get(0) == null ? width : parts.get(0).size();
        double[] gain = parts.get(0) == null ? filled(length, 1) : vector(parts.get(0), length, 1);
        double[] bias = parts.get(1) == null ? new double[length] : vector(parts.get(1), length, 1);
        takeIn(following, gain, bias);
        add(gain);
        add(bias);
        for (OnnxTensor statistic : parts.subList(2, parts.size())) {
            add(vector(statistic, length, 1));
        }
    }

    /**
     * Sums and products that belong to no layer. Keras's normalization behind an activation is written so, and so it
     * becomes one again: with the statistics that change nothing.
     */
    private BatchNorm betweenLayers(Deque<OnnxStep> steps) throws FileFormatException {
        if (width == 0) {
            OnnxNode node = steps.remove().node();
            throw node.error(node.title() + ", which changes columns", "a linear layer before it");
        }
        count(4L * width);
        BatchNorm norm = BatchNorm.of(width);
        double[] gain = filled(width, 1);
        double[] bias = new double[width];
        takeIn(steps, gain, bias);
        add(gain);
        add(bias);
        add(new double[width]);
        add(filled(width, 1 - norm.epsilon()));
        return norm;
    }

    /** Makes the sums and products by column that come next part of a layer, whose factors and bias are modified. */
    private void takeIn(Deque<OnnxStep> following, double[] factors, double[] bias) throws FileFormatException {
        while (following.peek() instanceof OnnxStep.ByColumn change) {
            following.remove();
            double[] operand = vector(change.operand(), bias.length, 1);
            for (int j = 0; j < bias.length; j++) {
                bias[j] = apply(change.operation(), bias[j], operand[j]);
                if (change.operation() == '*' || change.operation() == '/') {
                    factors[j] = apply(change.operation(), factors[j], operand[j]);
                }
            }
        }
    }

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    /** The weight as [inputs, outputs]. */
    private double[] product(OnnxStep.OfLinear step, int in, int out) throws FileFormatException {
        count((long) in * out);
        double[] weight = step.weight().toDoubles();
        if (step.outputsFirst()) {
            double[] transposed = new double[weight.length];
            TensorView.transposed(transposed, 0, out, in).putAll(weight);
            weight = transposed;
        }
        for (int i = 0; step.alpha() != 1 && i < weight.length; i++) {
            weight[i] *= step.alpha();
        }
        return weight;
    }

    private double[] vector(OnnxTensor tensor, int length, double factor) throws FileFormatException {
        if (!tensor.isVector() || (tensor.size() != length && tensor.size() != 1)) {
            throw tensor.error("shape " + tensor.shape(), "a number for each of " + length + " columns, or one");
        }
        count(length);
        double[] values = tensor.toDoubles();
        if (values.length < length) {
            values = filled(length, values[0]);
        }
        for (int i = 0; factor != 1 && i < length; i++) {
            values[i] *= factor;
        }
        return values;
    }

    private static double apply(char operation, double x, double operand) {
        return switch (operation) {
            case '+' -> x + operand;
            case '-' -> x - operand;
            case '*' -> x * operand;
            default -> x / operand;
        };
    }

    private void add(double[] tensor) {
        tensors.add(tensor);
    }

    /** Many layers may share one tensor: what a model takes must still be in proportion to its file. */
    private void count(long more) throws FileFormatException {
        parameters += more;
        if (parameters > fileBytes) {
            throw file.source.error(
                    "tensors that layers share, " + parameters + " numbers so far",
                    "fewer numbers than the file has bytes, " + fileBytes);
        }
    }

    private double[] flat(Network network) throws FileFormatException {
        double[] values = new double[network.parameterCount()];
        int at = 0;
        for (double[] tensor : tensors) {
            System.arraycopy(tensor, 0, values, at, tensor.length);
            at += tensor.length;
        }
        int wrong = nonFinite ? -1 : TensorReader.firstNonFinite(values, 0, values.length);
        if (wrong >= 0) {
            throw file.source.error(values[wrong] + " among the weights", "finite numbers");
        }
        return values;
    }

    /** (x - mean) * factor, of all steps in front of the first layer. */
    private Standardizer scaler(List<OnnxStep.ByColumn> steps, int columns) throws FileFormatException {
        double[] mean = new double[columns];
        double[] factor = filled(columns, 1);
        for (OnnxStep.ByColumn step : steps) {
            double[] operand = vector(step.operand(), columns, 1);
            for (int j = 0; j < columns; j++) {
                switch (step.operation()) {
                    case '+' -> mean[j] -= operand[j] / factor[j];
                    case '-' -> mean[j] += operand[j] / factor[j];
                    case '*' -> factor[j] *= operand[j];
                    default -> factor[j] /= operand[j];
                }
                if (!Double.isFinite(mean[j]) || !Double.isFinite(factor[j])) {
                    throw step.node()
                            .error(
                                    step.node().title() + " that scales column " + j + " by " + operand[j],
                                    "finite numbers, and no factor of 0 before a sum");
                }
            }
        }
        return new Standardizer(mean, factor);
    }

    /** The names in our own metadata, or else those that the graph picks from. */
    private Labels labels(List<String> classes, int outputs) throws FileFormatException {
        List<String> names = classes;
        String ours = file.metadata.get(ModelFile.LABELS);
        if (ours != null) {
            names = new ArrayList<>();
            JsonReader json = new JsonReader(
                    ours.getBytes(StandardCharsets.UTF_8),
                    (at, found, expected) -> file.source.error(
                            found + " at byte " + at + " of the metadata " + Quoted.of(ModelFile.LABELS), expected));
            json.beginArray();
            while (json.nextElement()) {
                names.add(json.nextString());
            }
            json.end();
        }
        if (names.isEmpty()) {
            return null;
        }
        if (names.size() != outputs && !(outputs == 1 && names.size() == 2)) {
            throw file.source.error(names.size() + " names of classes", "one for each of " + outputs + " outputs");
        }
        try {
            return Labels.of(names);
        } catch (IllegalArgumentException e) {
            throw file.source.error(e.getMessage(), "a different name for each class");
        }
    }
}
