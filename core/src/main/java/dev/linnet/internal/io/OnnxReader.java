package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.layer.Activation;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.LayerNorm;
import dev.linnet.layer.Output;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a multi-layer perceptron out of an ONNX file, as PyTorch, scikit-learn and Keras have theirs written.
 *
 * <p>The nodes are followed in their order, and each value is known by what was done to the rows on the way: a chain of
 * {@link OnnxStep steps}. So writers may put one layer in one node or in several (GELU in five, a bias in a node of its
 * own), as long as the chain comes out. What a classifier's writer adds behind the probabilities (the most probable label,
 * a table of names) is passed over. The first node that fits nowhere is named.
 */
@SuppressWarnings("ReferenceEquality") // a value of the graph is itself and no other
public final class OnnxReader {
    private static final String KNOWN =
            "a node of a multi-layer perceptron: Gemm or MatMul and Add; Relu, LeakyRelu, Elu,"
                    + " Selu, Gelu, Sigmoid, Tanh, Softplus or Clip to [-1, 1]; BatchNormalization, LayerNormalization, Dropout,"
                    + " Add around a block; a scaler in front, Softmax at the end";

    /** Writers round the constants of GELU to 32 bits. */
    private static final double ROUNDED = 1e-6;

    /** Blocks within blocks, as in a model file. */
    private static final int MAX_BLOCKS = 16;

    /** What is known of a value. */
    private sealed interface Value {}

    private record Constant(OnnxTensor tensor) implements Value {}

    /** Rows after some steps: none where {@code last} is null. */
    record Rows(Rows before, OnnxStep last, int length) implements Value {
        Rows then(OnnxStep step) {
            return new Rows(this, step, length + 1);
        }

        boolean endsWith(Activation activation) {
            return last instanceof OnnxStep.OfLayer step && step.layer().equals(activation);
        }
    }

    /** On the way to GELU: erf(x / sqrt(2)). */
    private record ErfOf(Rows x) implements Value {}

    /** On the way to GELU: factor (1 + erf(x / sqrt(2))). */
    private record OnePlusErf(Rows x, double factor) implements Value {}

    /** On the way to GELU: factor x (1 + erf(x / sqrt(2))). */
    private record TimesOnePlusErf(Rows x, double factor) implements Value {}

    /** Whether x is above a number, as PyTorch's softplus asks. */
    private record Above(Rows x) implements Value {}

    private record Prediction(Rows logits, Output output) implements Value {}

    /** Made from a prediction: labels. */
    private record Derived() implements Value {}

    /** Made from constants in a way that is not known. */
    private record Unknown(OnnxNode node) implements Value {}

    private final OnnxFile file;
    private final Map<String, Value> values = new HashMap<>();
    private List<String> labels = List.of();

    private OnnxReader(OnnxFile file) {
        this.file = file;
    }

    /**
     * Reads a model.
     *
     * @param nonFinite whether infinities and NaN are read, and not refused
     * @throws FileFormatException if the file is malformed, or more than a multi-layer perceptron
     */
    public static ModelState read(Path path, boolean nonFinite) throws IOException {
        return read(Files.readAllBytes(path), path.toString(), nonFinite);
    }

    /**
     * Reads a model from a stream, to its end; the stream is not closed.
     *
     * @param name says in messages where the bytes came from
     */
    public static ModelState read(InputStream stream, String name, boolean nonFinite) throws IOException {
        return read(stream.readAllBytes(), name, nonFinite);
    }

    private static ModelState read(byte[] bytes, String name, boolean nonFinite) throws FileFormatException {
        OnnxReader reader = new OnnxReader(OnnxFile.read(name, bytes));
        Prediction prediction = reader.prediction();
        return new OnnxAssembly(reader.file, bytes.length, nonFinite)
                .model(prediction.logits, prediction.output, reader.labels);
    }

    private Prediction prediction() throws FileFormatException {
        if (file.inputs.size() != 1) {
            throw file.source.error("a graph that takes " + file.inputs, "one input, a matrix of rows");
        }
        file.constants.forEach((name, tensor) -> values.put(name, new Constant(tensor)));
        values.put(file.inputs.iterator().next(), new Rows(null, null, 0));
        for (OnnxNode node : file.nodes) {
            Value result = follow(node);
            for (String output : node.outputs()) {
                values.put(output, result); // of several, only the first is ever meant
            }
        }
        return chosen();
    }

    /** The graph's output that is a prediction, or else what is known of its last rows. */
    private Prediction chosen() throws FileFormatException {
        Rows rows = null;
        for (String output : file.outputs) {
            Value value = values.get(output);
            if (value instanceof Prediction prediction) {
                return prediction;
            }
            if (value instanceof Rows candidate && rows == null) {
                rows = candidate;
            }
        }
        if (rows == null) {
            throw file.source.error("a graph that gives " + file.outputs, "one with a prediction among its outputs");
        }
        return rows.endsWith(Activation.sigmoid())
                ? new Prediction(rows.before, Output.SIGMOID)
                : new Prediction(rows, Output.IDENTITY);
    }

    // Nodes

    private Value follow(OnnxNode node) throws FileFormatException {
        List<Value> inputs = new ArrayList<>();
        boolean constant = true;
        for (String name : node.inputs()) {
            Value value = values.get(name);
            if (value == null && !name.isEmpty()) {
                throw node.error(node.title() + " that takes " + Quoted.of(name), "values that exist before it");
            }
            if (value instanceof Unknown unknown && !constant) {
                throw unsupported(unknown.node);
            }
            constant &= value == null || value instanceof Constant || value instanceof Unknown;
            inputs.add(value);
        }
        if (constant) {
            return ofConstants(node, inputs);
        }
        for (Value value : inputs) {
            if (value instanceof Unknown unknown) {
                throw unsupported(unknown.node);
            }
        }
        Value result;
        try {
            result = ofRows(node, inputs);
        } catch (IllegalArgumentException e) { // of a layer's description
            throw node.error(node.title() + ": " + e.getMessage(), KNOWN);
        }
        if (result == null) {
            throw unsupported(node);
        }
        return result;
    }

    private static FileFormatException unsupported(OnnxNode node) {
        return node.error(node.title(), KNOWN);
    }

    private static Value ofConstants(OnnxNode node, List<Value> inputs) throws FileFormatException {
        if (node.operator().equals("Constant") && node.tensor("value") != null) {
            return new Constant(node.tensor("value"));
        }
        if (node.operator().equals("Identity") && inputs.size() == 1 && inputs.get(0) instanceof Constant same) {
            return same;
        }
        return new Unknown(node);
    }

    /** What a node makes of rows or of what was made of them; null where that is not known. */
    private Value ofRows(OnnxNode node, List<Value> inputs) throws FileFormatException {
        Value first = inputs.get(0);
        if (first instanceof Derived) {
            return node.operator().equals("Concat") ? afterPrediction(node, inputs) : new Derived();
        }
        if (first instanceof Prediction || (first instanceof Rows rows && rows.endsWith(Activation.sigmoid()))) {
            Value result = ofPrediction(node, inputs, first);
            if (result != null) {
                return result;
            }
        }
        return switch (node.operator()) {
            case "Add" -> inputs.size() == 2 ? sum(node, inputs.get(0), inputs.get(1)) : null;
            case "Mul" -> inputs.size() == 2 ? product(node, inputs.get(0), inputs.get(1)) : null;
            case "Sub", "Div" -> inputs.size() == 2 ? difference(node, inputs.get(0), inputs.get(1)) : null;
            case "Where" -> inputs.size() == 3 ? choice(inputs.get(0), inputs.get(1), inputs.get(2)) : null;
            case "Concat", "ai.onnx.ml.ArrayFeatureExtractor" -> afterPrediction(node, inputs);
            default -> first instanceof Rows rows ? ofRows(node, inputs, rows) : null;
        };
    }

    private Value ofRows(OnnxNode node, List<Value> inputs, Rows x) throws FileFormatException {
        return switch (node.operator()) {
            case "Gemm", "MatMul" -> linear(node, inputs, x);
            case "BatchNormalization" -> batchNorm(node, inputs, x);
            case "LayerNormalization" -> layerNorm(node, inputs, x);
            case OnnxSchema.DOMAIN + ".LayerNorm" -> {
                Double epsilon = scalar(inputs, 3);
                yield epsilon == null ? null : layerNorm(node, inputs, x, epsilon);
            }
            case "ai.onnx.ml.Scaler" -> {
                OnnxTensor offset = node.floats("offset");
                OnnxTensor scale = node.floats("scale");
                Rows shifted = offset == null ? x : x.then(new OnnxStep.ByColumn(node, '-', offset));
                yield scale == null ? shifted : shifted.then(new OnnxStep.ByColumn(node, '*', scale));
            }
            case "Softmax" -> {
                long axis = node.whole("axis", -1);
                yield axis == -1 || axis == 1 ? new Prediction(x, Output.SOFTMAX) : null;
            }
            case "Identity", "Cast", "Dropout" -> x;
            case "Flatten" -> node.whole("axis", 1) == 1 ? x : null;
            case "Reshape" -> keepsRows(inputs) ? x : null;
            case "Erf" ->
                x.last instanceof OnnxStep.ByColumn scaled && isOverSqrt2(scaled) ? new ErfOf(x.before) : null;
            case "Greater" -> {
                Double bound = scalar(inputs, 1);
                yield bound != null && bound >= 20 ? new Above(x) : null; // from there on softplus is x
            }
            default -> {
                Activation activation = activation(node, inputs);
                yield activation == null ? null : then(x, node, activation);
            }
        };
    }

    private static Rows then(Rows x, OnnxNode node, Activation activation) {
        return x.then(new OnnxStep.OfLayer(node, activation, List.of()));
    }

    private static Activation activation(OnnxNode node, List<Value> inputs) throws FileFormatException {
        return switch (node.operator()) {
            case "Relu" -> Activation.relu();
            case "LeakyRelu" -> Activation.leakyRelu(node.number("alpha", (float) 0.01));
            case "PRelu" -> {
                Double slope = scalar(inputs, 1);
                yield slope == null ? null : Activation.leakyRelu(slope);
            }
            case "Elu" -> Activation.elu(node.number("alpha", 1));
            case OnnxSchema.DOMAIN + ".Elu" -> {
                Double alpha = scalar(inputs, 1);
                Double scale = scalar(inputs, 2);
                yield alpha == null || scale == null ? null : scale == 1 ? Activation.elu(alpha) : selu(alpha, scale);
            }
            case "Selu" ->
                selu(node.number("alpha", OnnxWriter.SELU_ALPHA), node.number("gamma", OnnxWriter.SELU_SCALE));
            case "Gelu" -> node.text("approximate", "none").equals("none") ? Activation.gelu() : null;
            case OnnxSchema.DOMAIN + ".Gelu" -> Activation.gelu();
            case OnnxSchema.DOMAIN + ".Silu" -> Activation.silu();
            case "Sigmoid", OnnxSchema.DOMAIN + ".Sigmoid" -> Activation.sigmoid();
            case "Tanh" -> Activation.tanh();
            case "Softplus", OnnxSchema.DOMAIN + ".Softplus" -> Activation.softplus();
            case "Clip" -> {
                double min = node.number("min", inputs.size() > 1 ? or(scalar(inputs, 1), 0) : 0);
                double max = node.number("max", inputs.size() > 2 ? or(scalar(inputs, 2), 0) : 0);
                yield min == -1 && max == 1 ? Activation.hardTanh() : null;
            }
            default -> null;
        };
    }

    private static Activation selu(double alpha, double scale) {
        boolean usual =
                Math.abs(alpha - OnnxWriter.SELU_ALPHA) < ROUNDED && Math.abs(scale - OnnxWriter.SELU_SCALE) < ROUNDED;
        return usual ? Activation.selu() : null;
    }

    // Layers

    private static Value linear(OnnxNode node, List<Value> inputs, Rows x) throws FileFormatException {
        OnnxTensor weight = constant(inputs, 1);
        OnnxTensor bias = constant(inputs, 2);
        boolean gemm = node.operator().equals("Gemm");
        if (weight == null || (inputs.size() > 2 && bias == null) || (gemm && node.whole("transA", 0) != 0)) {
            return null;
        }
        return x.then(new OnnxStep.OfLinear(
                node,
                weight,
                gemm && node.whole("transB", 0) != 0,
                gemm ? node.number("alpha", 1) : 1,
                bias,
                gemm ? node.number("beta", 1) : 1));
    }

    private static Value batchNorm(OnnxNode node, List<Value> inputs, Rows x) throws FileFormatException {
        List<OnnxTensor> tensors = new ArrayList<>();
        for (int i = 1; i < 5; i++) {
            OnnxTensor tensor = constant(inputs, i);
            if (tensor == null) {
                return null;
            }
            tensors.add(tensor);
        }
        if (tensors.get(0).size() == 0 || node.whole("training_mode", 0) != 0) {
            return null;
        }
        double kept = Math.min(Math.max(node.number("momentum", 0.9), 0), 1); // of the running averages
        BatchNorm norm = BatchNorm.of(tensors.get(0).size())
                .withMomentum(1 - kept)
                .withEpsilon(node.number("epsilon", (float) 1e-5));
        return x.then(new OnnxStep.OfLayer(node, norm, tensors));
    }

    private static Value layerNorm(OnnxNode node, List<Value> inputs, Rows x) throws FileFormatException {
        long axis = node.whole("axis", -1);
        return axis == -1 || axis == 1 ? layerNorm(node, inputs, x, node.number("epsilon", (float) 1e-5)) : null;
    }

    private static Value layerNorm(OnnxNode node, List<Value> inputs, Rows x, double epsilon) {
        OnnxTensor gain = constant(inputs, 1);
        OnnxTensor bias = constant(inputs, 2);
        if (gain == null || gain.size() == 0) {
            return null;
        }
        LayerNorm norm = LayerNorm.of(gain.size()).withEpsilon(epsilon);
        return x.then(new OnnxStep.OfLayer(node, norm, Arrays.asList(gain, bias))); // no bias: zeros
    }

    // Arithmetic

    private static Value sum(OnnxNode node, Value a, Value b) throws FileFormatException {
        if (a instanceof Constant) {
            return sum(node, b, a);
        }
        if (a instanceof Rows x && b instanceof Constant c) {
            return x.then(new OnnxStep.ByColumn(node, '+', c.tensor));
        }
        if (a instanceof ErfOf erf && b instanceof Constant c && c.tensor.isScalar(1, 0)) {
            return new OnePlusErf(erf.x, 1);
        }
        if (a instanceof Rows x && b instanceof Rows y) {
            Rows shorter = x.length <= y.length ? x : y;
            Rows longer = shorter == x ? y : x;
            return block(node, shorter, longer);
        }
        return null;
    }

    /** The end of a residual block: what came out is added to what went in. */
    private static Value block(OnnxNode node, Rows in, Rows out) {
        int blocks = 0;
        Rows at = out;
        for (; at.length > in.length; at = at.before) {
            blocks = Math.max(blocks, at.last instanceof OnnxStep.OfBlock block ? block.depth() : 0);
        }
        if (at != in || out == in || blocks == MAX_BLOCKS) {
            return null;
        }
        return in.then(new OnnxStep.OfBlock(node, in, out, blocks + 1));
    }

    private static Value product(OnnxNode node, Value a, Value b) throws FileFormatException {
        if (a instanceof Constant || (b instanceof Rows && !(a instanceof Rows))) {
            return product(node, b, a);
        }
        if (a instanceof Rows x && b instanceof Rows y) {
            Rows plain = x.length <= y.length ? x : y;
            Rows sigmoid = plain == x ? y : x;
            boolean silu = sigmoid.endsWith(Activation.sigmoid()) && sigmoid.before == plain;
            return silu ? then(plain, node, Activation.silu()) : null;
        }
        if (a instanceof Rows x && b instanceof OnePlusErf erf) {
            if (x == erf.x) {
                return gelu(node, erf.x, erf.factor);
            }
            boolean scaled = x.before == erf.x && x.last instanceof OnnxStep.ByColumn step && step.isFactor();
            return scaled ? gelu(node, erf.x, erf.factor * ((OnnxStep.ByColumn) x.last).scalar()) : null;
        }
        if (!(b instanceof Constant c)) {
            return null;
        }
        if (a instanceof Rows x) {
            return x.then(new OnnxStep.ByColumn(node, '*', c.tensor));
        }
        Double factor = scalar(c);
        if (factor == null) {
            return null;
        }
        if (a instanceof OnePlusErf erf) {
            return new OnePlusErf(erf.x, erf.factor * factor);
        }
        return a instanceof TimesOnePlusErf part ? gelu(node, part.x, part.factor * factor) : null;
    }

    private static Value gelu(OnnxNode node, Rows x, double factor) {
        return Math.abs(factor - 0.5) < ROUNDED ? then(x, node, Activation.gelu()) : new TimesOnePlusErf(x, factor);
    }

    private static Value difference(OnnxNode node, Value a, Value b) throws FileFormatException {
        if (a instanceof Rows x && b instanceof Constant c) {
            return x.then(new OnnxStep.ByColumn(node, node.operator().equals("Sub") ? '-' : '/', c.tensor));
        }
        boolean other = a instanceof Constant one && one.tensor.isScalar(1, 0);
        return other && b instanceof Rows y && y.endsWith(Activation.sigmoid()) ? new Derived() : null;
    }

    private static Value choice(Value condition, Value yes, Value no) {
        boolean softplus = condition instanceof Above above
                && above.x == yes
                && no instanceof Rows rows
                && rows.before == yes
                && rows.endsWith(Activation.softplus());
        return softplus ? no : null;
    }

    private static boolean isOverSqrt2(OnnxStep.ByColumn step) throws FileFormatException {
        return switch (step.operation()) {
            case '*' -> step.operand().isScalar(Math.sqrt(0.5), ROUNDED);
            case '/' -> step.operand().isScalar(Math.sqrt(2), ROUNDED);
            default -> false;
        };
    }

    /** Whether the shape is that of a matrix whose first dimension is the rows. */
    private static boolean keepsRows(List<Value> inputs) {
        OnnxTensor shape = constant(inputs, 1);
        return shape != null && shape.toLongs() != null && shape.size() == 2;
    }

    // Behind the prediction

    private Value ofPrediction(OnnxNode node, List<Value> inputs, Value prediction) throws FileFormatException {
        return switch (node.operator()) {
            case "Identity", "Cast", "Reshape" -> prediction;
            case "ai.onnx.ml.ZipMap" -> {
                List<String> names = node.texts("classlabels_strings");
                labels = names.isEmpty() ? node.texts("classlabels_int64s") : names;
                yield asPrediction(prediction);
            }
            case "ArgMax", "ai.onnx.ml.Binarizer" -> new Derived();
            case "Concat" -> afterPrediction(node, inputs);
            default -> null;
        };
    }

    /** Two columns, 1 - p and p; or the names of the labels, picked. */
    private Value afterPrediction(OnnxNode node, List<Value> inputs) {
        if (node.operator().equals("Concat")) {
            Value last = inputs.get(inputs.size() - 1);
            boolean both = inputs.size() == 2 && inputs.get(0) instanceof Derived;
            return both && last instanceof Rows rows && rows.endsWith(Activation.sigmoid()) ? asPrediction(last) : null;
        }
        OnnxTensor names = constant(inputs, 0);
        if (names == null || names.toTexts() == null || !(inputs.get(1) instanceof Derived)) {
            return null;
        }
        labels = names.toTexts();
        return new Derived();
    }

    private static Value asPrediction(Value value) {
        return value instanceof Rows rows ? new Prediction(rows.before, Output.SIGMOID) : value;
    }

    // Inputs

    private static OnnxTensor constant(List<Value> inputs, int index) {
        return index < inputs.size() && inputs.get(index) instanceof Constant constant ? constant.tensor : null;
    }

    private static Double scalar(List<Value> inputs, int index) throws FileFormatException {
        return index < inputs.size() && inputs.get(index) instanceof Constant constant ? scalar(constant) : null;
    }

    private static Double scalar(Constant constant) throws FileFormatException {
        return constant.tensor.size() == 1 ? (Double) constant.tensor.toDoubles()[0] : null;
    }

    private static double or(Double value, double otherwise) {
        return value == null ? otherwise : value;
    }
}
