package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import dev.linnet.internal.io.OnnxValue.Above;
import dev.linnet.internal.io.OnnxValue.Constant;
import dev.linnet.internal.io.OnnxValue.Derived;
import dev.linnet.internal.io.OnnxValue.Deviation;
import dev.linnet.internal.io.OnnxValue.ErfOf;
import dev.linnet.internal.io.OnnxValue.Mean;
import dev.linnet.internal.io.OnnxValue.NumberOfRows;
import dev.linnet.internal.io.OnnxValue.OnePlusErf;
import dev.linnet.internal.io.OnnxValue.Prediction;
import dev.linnet.internal.io.OnnxValue.Rows;
import dev.linnet.internal.io.OnnxValue.ShapeOfMatrix;
import dev.linnet.internal.io.OnnxValue.ShapeOfRows;
import dev.linnet.internal.io.OnnxValue.Spread;
import dev.linnet.internal.io.OnnxValue.SquaredDeviation;
import dev.linnet.internal.io.OnnxValue.TimesOnePlusErf;
import dev.linnet.internal.io.OnnxValue.Unknown;
import dev.linnet.internal.io.OnnxValue.Variance;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.layer.Activation;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.LayerNorm;
import dev.linnet.layer.Output;
import java.io.IOException;
import java.io.InputStream;
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
                    + " Add around a block, sums and products by column; a matrix in front, Softmax at the end";

    /** Writers round the constants of GELU to 32 bits. */
    private static final double ROUNDED = 1e-6;

    /** Blocks within blocks, as in a model file. */
    private static final int MAX_BLOCKS = 16;

    private final OnnxFile file;
    private final Map<String, OnnxValue> values = new HashMap<>();
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
        return read(InputFile.bytes(path), path.toString(), nonFinite);
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
                .model(prediction.logits(), prediction.output(), reader.labels);
    }

    private Prediction prediction() throws FileFormatException {
        if (file.inputs.size() != 1) {
            throw file.source.error("a graph that takes " + file.inputs.keySet(), "one input, a matrix of rows");
        }
        file.constants.forEach((name, tensor) -> values.put(name, new Constant(tensor)));
        values.put(file.inputs.keySet().iterator().next(), new Rows(null, null, 0));
        for (OnnxNode node : file.nodes) {
            OnnxValue result = follow(node);
            for (String output : node.outputs()) {
                values.put(output, result);
                result = new Unknown(node); // masks, statistics: all that stands besides the first
            }
        }
        return chosen();
    }

    /** The graph's output that is a prediction, or else what is known of its last rows. */
    private Prediction chosen() throws FileFormatException {
        Rows rows = null;
        for (String output : file.outputs) {
            OnnxValue value = values.get(output);
            if (value instanceof Prediction prediction) {
                return prediction;
            }
            if (value instanceof Rows candidate && rows == null) {
                rows = candidate;
            }
        }
        if (rows == null) {
            for (String output : file.outputs) {
                if (values.get(output) instanceof Unknown unknown) {
                    throw unsupported(unknown.node());
                }
            }
            throw file.source.error("a graph that gives " + file.outputs, "one with a prediction among its outputs");
        }
        return rows.endsWith(Activation.sigmoid())
                ? new Prediction(rows.before(), Output.SIGMOID)
                : new Prediction(rows, Output.IDENTITY);
    }

    // Nodes

    private OnnxValue follow(OnnxNode node) throws FileFormatException {
        List<OnnxValue> inputs = new ArrayList<>();
        boolean constant = true;
        for (String name : node.inputs()) {
            OnnxValue value = name.isEmpty() ? null : values.get(name);
            if (value == null && !name.isEmpty()) {
                throw node.error(node.title() + " that takes " + Quoted.of(name), "values that exist before it");
            }
            if (value instanceof Unknown unknown && !constant) {
                throw unsupported(unknown.node());
            }
            constant &= value == null || value instanceof Constant || value instanceof Unknown;
            inputs.add(value);
        }
        if (constant) {
            return ofConstants(node, inputs);
        }
        for (OnnxValue value : inputs) {
            if (value instanceof Unknown unknown) {
                throw unsupported(unknown.node());
            }
        }
        OnnxValue result;
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

    private static OnnxValue ofConstants(OnnxNode node, List<OnnxValue> inputs) throws FileFormatException {
        if (node.operator().equals("Constant") && node.tensor("value") != null) {
            return new Constant(node.tensor("value"));
        }
        if (node.operator().equals("Identity") && inputs.size() == 1 && inputs.get(0) instanceof Constant same) {
            return same;
        }
        for (OnnxValue value : inputs) {
            if (value instanceof Unknown unknown) {
                return unknown; // the node that was the first not to be understood
            }
        }
        return new Unknown(node);
    }

    /** What a node makes of rows or of what was made of them; null where that is not known. */
    private OnnxValue ofRows(OnnxNode node, List<OnnxValue> inputs) throws FileFormatException {
        OnnxValue first = inputs.get(0);
        if (first instanceof Derived) {
            return node.operator().equals("Concat") ? afterPrediction(node, inputs) : new Derived();
        }
        if (first instanceof ShapeOfRows || first instanceof NumberOfRows) {
            return ofShape(node, inputs, first);
        }
        if (first instanceof Prediction || (first instanceof Rows rows && rows.endsWith(Activation.sigmoid()))) {
            OnnxValue result = ofPrediction(node, inputs, first);
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
            case "ReduceMean" -> mean(node, inputs);
            case "Pow" ->
                first instanceof Deviation some && isScalar(inputs, 1, 2) ? new SquaredDeviation(some.x()) : null;
            case "Sqrt" -> first instanceof Variance some ? new Spread(some.x(), some.epsilon()) : null;
            default -> first instanceof Rows rows ? ofRows(node, inputs, rows) : null;
        };
    }

    private OnnxValue ofRows(OnnxNode node, List<OnnxValue> inputs, Rows x) throws FileFormatException {
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
            case "Identity", "Dropout" -> x;
            case "Cast" -> isReal(node.whole("to", 0)) ? x : null;
            case "Flatten" -> node.whole("axis", 1) == 1 ? x : null;
            case "Shape" -> {
                OnnxValue shape = node.whole("end", 0) == 1 ? new NumberOfRows() : new ShapeOfRows();
                yield node.whole("start", 0) == 0 ? shape : null;
            }
            case "Reshape" -> keepsRows(node, inputs, x) ? x : null;
            case "Erf" ->
                x.last() instanceof OnnxStep.ByColumn scaled && isOverSqrt2(scaled) ? new ErfOf(x.before()) : null;
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

    private static boolean isReal(long type) {
        return type == OnnxSchema.FLOAT
                || type == OnnxSchema.DOUBLE
                || type == OnnxSchema.FLOAT16
                || type == OnnxSchema.BFLOAT16;
    }

    private static Rows then(Rows x, OnnxNode node, Activation activation) {
        return x.then(new OnnxStep.OfLayer(node, activation, List.of()));
    }

    private static Activation activation(OnnxNode node, List<OnnxValue> inputs) throws FileFormatException {
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

    private static OnnxValue linear(OnnxNode node, List<OnnxValue> inputs, Rows x) throws FileFormatException {
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

    private static OnnxValue batchNorm(OnnxNode node, List<OnnxValue> inputs, Rows x) throws FileFormatException {
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

    private static OnnxValue layerNorm(OnnxNode node, List<OnnxValue> inputs, Rows x) throws FileFormatException {
        long axis = node.whole("axis", -1);
        return axis == -1 || axis == 1 ? layerNorm(node, inputs, x, node.number("epsilon", (float) 1e-5)) : null;
    }

    private static OnnxValue layerNorm(OnnxNode node, List<OnnxValue> inputs, Rows x, double epsilon) {
        OnnxTensor gain = constant(inputs, 1);
        OnnxTensor bias = constant(inputs, 2);
        if (gain == null || gain.size() == 0) {
            return null;
        }
        LayerNorm norm = LayerNorm.of(gain.size()).withEpsilon(epsilon);
        return x.then(new OnnxStep.OfLayer(node, norm, Arrays.asList(gain, bias))); // no bias: zeros
    }

    /** Before opset 17, put together: without gain and bias, which what follows may bring. */
    private static OnnxValue layerNorm(OnnxNode node, Rows x, double epsilon) {
        LayerNorm norm = LayerNorm.of(x.columns()).withEpsilon(epsilon);
        return x.then(new OnnxStep.OfLayer(node, norm, Arrays.asList(null, null)));
    }

    /** On the way to that, the mean of a row or of its squared deviations. */
    private static OnnxValue mean(OnnxNode node, List<OnnxValue> inputs) throws FileFormatException {
        List<String> axes = node.texts("axes"); // from opset 18 on an input
        boolean ofEachRow = isWhole(inputs, 1, -1)
                || isWhole(inputs, 1, 1)
                || axes.equals(List.of("-1"))
                || axes.equals(List.of("1"));
        if (!ofEachRow || node.whole("keepdims", 1) != 1) {
            return null;
        }
        if (inputs.get(0) instanceof SquaredDeviation square) {
            return new Variance(square.x(), 0);
        }
        return inputs.get(0) instanceof Rows x ? new Mean(x) : null;
    }

    // Arithmetic

    private static OnnxValue sum(OnnxNode node, OnnxValue a, OnnxValue b) throws FileFormatException {
        if (a instanceof Constant) {
            return sum(node, b, a);
        }
        if (a instanceof Rows x && b instanceof Constant c) {
            return x.then(new OnnxStep.ByColumn(node, '+', c.tensor()));
        }
        if (a instanceof ErfOf erf && b instanceof Constant c && c.tensor().isScalar(1, 0)) {
            return new OnePlusErf(erf.x(), 1);
        }
        if (a instanceof Variance variance && b instanceof Constant c && scalar(c) != null) {
            return new Variance(variance.x(), variance.epsilon() + scalar(c));
        }
        if (a instanceof Rows x && b instanceof Rows y) {
            Rows shorter = x.length() <= y.length() ? x : y;
            Rows longer = shorter == x ? y : x;
            return block(node, shorter, longer);
        }
        return null;
    }

    /** The end of a residual block: what came out is added to what went in. */
    private static OnnxValue block(OnnxNode node, Rows in, Rows out) {
        int blocks = 0;
        Rows at = out;
        for (; at.length() > in.length(); at = at.before()) {
            blocks = Math.max(blocks, at.last() instanceof OnnxStep.OfBlock block ? block.depth() : 0);
        }
        if (at != in || out == in || blocks == MAX_BLOCKS) {
            return null;
        }
        return in.then(new OnnxStep.OfBlock(node, in, out, blocks + 1));
    }

    private static OnnxValue product(OnnxNode node, OnnxValue a, OnnxValue b) throws FileFormatException {
        if (a instanceof Constant || (b instanceof Rows && !(a instanceof Rows))) {
            return product(node, b, a);
        }
        if (a instanceof Rows x && b instanceof Rows y) {
            Rows plain = x.length() <= y.length() ? x : y;
            Rows sigmoid = plain == x ? y : x;
            boolean silu = sigmoid.endsWith(Activation.sigmoid()) && sigmoid.before() == plain;
            return silu ? then(plain, node, Activation.silu()) : null;
        }
        if (a instanceof Rows x && b instanceof OnePlusErf erf) {
            if (x == erf.x()) {
                return gelu(node, erf.x(), erf.factor());
            }
            boolean scaled = x.before() == erf.x() && x.last() instanceof OnnxStep.ByColumn step && step.isFactor();
            return scaled ? gelu(node, erf.x(), erf.factor() * ((OnnxStep.ByColumn) x.last()).scalar()) : null;
        }
        if (a instanceof Deviation once && b instanceof Deviation again) {
            return once.x() == again.x() ? new SquaredDeviation(once.x()) : null;
        }
        if (!(b instanceof Constant c)) {
            return null;
        }
        if (a instanceof Rows x) {
            return c.tensor().isScalar(1, 0) ? x : x.then(new OnnxStep.ByColumn(node, '*', c.tensor()));
        }
        Double factor = scalar(c);
        if (factor == null) {
            return null;
        }
        if (a instanceof OnePlusErf erf) {
            return new OnePlusErf(erf.x(), erf.factor() * factor);
        }
        return a instanceof TimesOnePlusErf part ? gelu(node, part.x(), part.factor() * factor) : null;
    }

    private static OnnxValue gelu(OnnxNode node, Rows x, double factor) {
        return Math.abs(factor - 0.5) < ROUNDED ? then(x, node, Activation.gelu()) : new TimesOnePlusErf(x, factor);
    }

    private static OnnxValue difference(OnnxNode node, OnnxValue a, OnnxValue b) throws FileFormatException {
        boolean minus = node.operator().equals("Sub");
        if (a instanceof Rows x && b instanceof Constant c) {
            return x.then(new OnnxStep.ByColumn(node, minus ? '-' : '/', c.tensor()));
        }
        if (a instanceof Rows x && b instanceof Mean mean) {
            return minus && x == mean.x() ? new Deviation(x) : null;
        }
        if (a instanceof Deviation part && b instanceof Spread spread) {
            boolean normalized = !minus && part.x() == spread.x() && spread.x().columns() > 0;
            return normalized ? layerNorm(node, spread.x(), spread.epsilon()) : null;
        }
        boolean other = a instanceof Constant one && one.tensor().isScalar(1, 0);
        return other && b instanceof Rows y && y.endsWith(Activation.sigmoid()) ? new Derived() : null;
    }

    private static OnnxValue choice(OnnxValue condition, OnnxValue yes, OnnxValue no) {
        boolean softplus = condition instanceof Above above
                && above.x() == yes
                && no instanceof Rows rows
                && rows.before() == yes
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

    // Shapes

    /** What a node makes of numbers of rows and columns: they may be picked and put together anew. */
    private static OnnxValue ofShape(OnnxNode node, List<OnnxValue> inputs, OnnxValue shape)
            throws FileFormatException {
        boolean whole = shape instanceof ShapeOfRows;
        return switch (node.operator()) {
            case "Cast", "Identity" -> shape;
            case "Gather" -> whole && isWhole(inputs, 1, 0) ? new NumberOfRows() : null;
            case "Slice" -> whole && isWhole(inputs, 1, 0) && isWhole(inputs, 2, 1) ? new NumberOfRows() : null;
            case "Squeeze", "Unsqueeze" -> whole ? null : shape;
            case "Concat" -> {
                long[] columns = whole || inputs.size() != 2 ? null : wholes(inputs, 1, 1);
                yield columns == null ? null : new ShapeOfMatrix(columns[0]);
            }
            default -> null;
        };
    }

    /** Whether a matrix of that shape has the same rows: as many, of all their numbers. */
    private boolean keepsRows(OnnxNode node, List<OnnxValue> inputs, Rows x) {
        long columns = x.columns() > 0 ? x.columns() : file.columns();
        if (inputs.size() > 1 && inputs.get(1) instanceof ShapeOfMatrix shape) {
            return shape.columns() == -1 || columns == 0 || shape.columns() == columns;
        }
        long[] shape = wholes(inputs, 1, 2);
        if (shape == null) {
            return false;
        }
        if (shape[1] == -1) {
            return shape[0] == 0 || (shape[0] > 0 && shape[0] == file.rows()); // 0: as before
        }
        // skl2onnx puts all results of a regressor into one column, several of a row one below the other.
        boolean results = shape[1] == 1 && file.outputs.contains(node.outputs().get(0));
        return columns == 0 || shape[1] == columns || results;
    }

    // Behind the prediction

    private OnnxValue ofPrediction(OnnxNode node, List<OnnxValue> inputs, OnnxValue prediction)
            throws FileFormatException {
        return switch (node.operator()) {
            case "Identity" -> prediction;
            case "Cast" -> isReal(node.whole("to", 0)) ? prediction : null;
            case "Reshape" -> keepsRows(node, inputs, logits(prediction)) ? prediction : null;
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
    private OnnxValue afterPrediction(OnnxNode node, List<OnnxValue> inputs) {
        if (node.operator().equals("Concat")) {
            OnnxValue last = inputs.get(inputs.size() - 1);
            boolean both = inputs.size() == 2 && inputs.get(0) instanceof Derived;
            return both && last instanceof Rows rows && rows.endsWith(Activation.sigmoid()) ? asPrediction(last) : null;
        }
        OnnxTensor names = constant(inputs, 0);
        if (names == null || !names.hasTexts() || !(inputs.get(1) instanceof Derived)) {
            return null;
        }
        if (labels.isEmpty()) { // once: many nodes may pick from one tensor
            labels = names.toTexts();
        }
        return new Derived();
    }

    private static Rows logits(OnnxValue value) {
        return value instanceof Rows rows ? rows : ((Prediction) value).logits();
    }

    private static OnnxValue asPrediction(OnnxValue value) {
        return value instanceof Rows rows ? new Prediction(rows.before(), Output.SIGMOID) : value;
    }

    // Inputs

    private static OnnxTensor constant(List<OnnxValue> inputs, int index) {
        return index < inputs.size() && inputs.get(index) instanceof Constant constant ? constant.tensor() : null;
    }

    private static Double scalar(List<OnnxValue> inputs, int index) throws FileFormatException {
        return index < inputs.size() && inputs.get(index) instanceof Constant constant ? scalar(constant) : null;
    }

    private static Double scalar(Constant constant) throws FileFormatException {
        return constant.tensor().size() == 1 ? (Double) constant.tensor().toDoubles()[0] : null;
    }

    private static boolean isScalar(List<OnnxValue> inputs, int index, double expected) throws FileFormatException {
        OnnxTensor tensor = constant(inputs, index);
        return tensor != null && tensor.isScalar(expected, 0);
    }

    /** Returns an input that consists of so many whole numbers, or null. */
    private static long[] wholes(List<OnnxValue> inputs, int index, int size) {
        OnnxTensor tensor = constant(inputs, index);
        return tensor == null || tensor.size() != size ? null : tensor.toLongs();
    }

    private static boolean isWhole(List<OnnxValue> inputs, int index, long expected) {
        long[] whole = wholes(inputs, index, 1);
        return whole != null && whole[0] == expected;
    }

    private static double or(Double value, double otherwise) {
        return value == null ? otherwise : value;
    }
}
