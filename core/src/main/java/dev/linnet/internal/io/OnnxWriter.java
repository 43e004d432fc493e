package dev.linnet.internal.io;

import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Parameter;
import dev.linnet.internal.nn.Place;
import dev.linnet.layer.Activation;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.Dropout;
import dev.linnet.layer.LayerNorm;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Residual;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes a model as ONNX: a chain of nodes from {@code input} of shape [batch, inputs] to {@code output} of shape [batch,
 * outputs].
 *
 * <p>A linear layer is a {@code Gemm}, the scaler a {@code Sub} and a {@code Mul}, the end of a residual block an {@code
 * Add}, softmax and sigmoid the last node; dropout is left out. In 32 bits every node is a standard operator; in 64 bits
 * some are functions that the file brings along (see {@link OnnxFunctions}). Equal models give equal bytes.
 */
public final class OnnxWriter {
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";

    static final double SELU_ALPHA = 1.6732632423543772;
    static final double SELU_SCALE = 1.0507009873554805;

    private final ModelState model;
    private final ElementType type;
    private final List<ProtoWriter> nodes = new ArrayList<>();
    private final List<ProtoWriter> initializers = new ArrayList<>();
    private final Set<String> functions = new TreeSet<>();

    /** The node added last, written once it is known whether its result is the model's. */
    private Step pending;

    private OnnxWriter(ModelState model, ElementType type) {
        this.model = model;
        this.type = type;
    }

    /**
     * Writes a model, in place of the file that is there, if any.
     *
     * @param type {@link ElementType#F64} or {@link ElementType#F32}
     * @param nonFinite whether infinities and NaN are written, and not refused
     * @throws IOException if it cannot be written; then the old file is untouched
     * @throws IllegalArgumentException if an activation is not built in, a number refused or too large for the type, or the whole too
     *     large for protobuf; then the old file is untouched, too
     * @throws IllegalStateException if the model has a scaler that is not fitted
     */
    public static void write(ModelState model, Path path, ElementType type, boolean nonFinite) throws IOException {
        if (!nonFinite) {
            ModelFile.checkThatParametersAreFinite(model);
        }
        ProtoWriter message = new OnnxWriter(model, type).model();
        AtomicFile.write(path, message::writeTo);
    }

    static void write(ModelState model, WritableByteChannel out, ElementType type) throws IOException {
        new OnnxWriter(model, type).model().writeTo(out);
    }

    private ProtoWriter model() {
        scaler();
        layers(model.network().places());
        output();

        ProtoWriter graph = new ProtoWriter();
        nodes.forEach(node -> graph.message(OnnxSchema.Graph.NODE, node));
        graph.text(OnnxSchema.Graph.NAME, "linnet");
        initializers.forEach(tensor -> graph.message(OnnxSchema.Graph.INITIALIZER, tensor));
        graph.message(OnnxSchema.Graph.INPUT, value(INPUT, model.network().inputs()));
        graph.message(OnnxSchema.Graph.OUTPUT, value(OUTPUT, model.network().outputs()));

        ProtoWriter message = new ProtoWriter()
                .number(OnnxSchema.Model.IR_VERSION, OnnxSchema.IR_VERSION)
                .text(OnnxSchema.Model.PRODUCER_NAME, "linnet")
                .message(OnnxSchema.Model.GRAPH, graph)
                .message(OnnxSchema.Model.OPSET_IMPORT, operatorSet("", OnnxSchema.OPSET));
        if (!functions.isEmpty()) {
            message.message(OnnxSchema.Model.OPSET_IMPORT, operatorSet(OnnxSchema.DOMAIN, OnnxSchema.DOMAIN_VERSION));
        }
        if (model.labels() != null) {
            message.message(
                    OnnxSchema.Model.METADATA,
                    new ProtoWriter()
                            .text(OnnxSchema.Entry.KEY, ModelFile.LABELS)
                            .text(OnnxSchema.Entry.VALUE, ModelFile.labels(model.labels())));
        }
        functions.forEach(name -> message.message(OnnxSchema.Model.FUNCTIONS, OnnxFunctions.definition(name)));
        if (message.size() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("as ONNX the model takes " + message.size() + " bytes, at most "
                    + Integer.MAX_VALUE + " are possible: save it as safetensors");
        }
        return message;
    }

    // Layers

    private void scaler() {
        if (!model.standardize()) {
            return;
        }
        if (model.standardizer() == null) {
            throw new IllegalStateException("the model's scaler is not fitted yet: fit the model first");
        }
        int columns = model.network().inputs();
        add("Sub", "scaler.shifted", tensor("scaler.mean", model.standardizer().mean(), columns));
        add("Mul", "scaler.scaled", tensor("scaler.factor", model.standardizer().factor(), columns));
    }

    private void layers(List<Place> places) {
        for (Place place : places) {
            String name = place.path();
            if (place.layer() instanceof Linear) {
                add("Gemm", name, tensors(place));
            } else if (place.layer() instanceof Activation activation && isBuiltIn(activation)) {
                activation(activation, name + "." + activation.name());
            } else if (place.layer() instanceof BatchNorm norm) {
                batchNorm(place, norm.epsilon());
            } else if (place.layer() instanceof LayerNorm norm) {
                layerNorm(place, norm.epsilon());
            } else if (place.layer() instanceof Residual) {
                String x = value();
                layers(place.inner());
                add("Add", name, x);
            } else if (!(place.layer() instanceof Dropout)) { // which does nothing while predicting
                throw new IllegalArgumentException(
                        place.title() + ": an activation that is not built in cannot be written as ONNX");
            }
        }
    }

    private String[] tensors(Place place) {
        return place.parameters().stream()
                .map(p -> p.kind() == Parameter.Kind.WEIGHT
                        ? tensor(p.name(), values(p), p.rows(), p.columns())
                        : tensor(p.name(), values(p), p.columns()))
                .toArray(String[]::new);
    }

    private double[] values(Parameter p) {
        return Arrays.copyOfRange(model.parameters(), p.offset(), p.end());
    }

    /** The attribute epsilon has 32 bits: what 64 hold beyond them is added to the variance. */
    private void batchNorm(Place place, double epsilon) {
        double rest = type == ElementType.F64 ? epsilon - (float) epsilon : 0;
        List<String> tensors = new ArrayList<>();
        for (Parameter p : place.parameters()) {
            double[] values = values(p);
            for (int i = 0; p.kind() == Parameter.Kind.RUNNING_VARIANCE && i < values.length; i++) {
                values[i] += rest;
            }
            tensors.add(tensor(p.name(), values, p.columns()));
        }
        add("BatchNormalization", place.path(), tensors.toArray(String[]::new))
                .floats
                .put("epsilon", epsilon);
    }

    private void layerNorm(Place place, double epsilon) {
        List<String> inputs = new ArrayList<>(List.of(tensors(place)));
        if (type == ElementType.F64) {
            inputs.add(scalar(place.path() + ".epsilon", epsilon));
            function("LayerNorm", place.path(), inputs.toArray(String[]::new));
        } else {
            add("LayerNormalization", place.path(), inputs.toArray(String[]::new))
                    .floats
                    .put("epsilon", epsilon);
        }
    }

    private static boolean isBuiltIn(Activation activation) {
        return Activation.byName(activation.name(), activation.parameters())
                .filter(activation::equals)
                .isPresent();
    }

    private void activation(Activation activation, String name) {
        boolean wide = type == ElementType.F64;
        Map<String, Double> parameters = activation.parameters();
        switch (activation.name()) {
            case "relu" -> add("Relu", name);
            case "leakyRelu" -> {
                double slope = parameters.get("negativeSlope");
                if (wide) {
                    add("PRelu", name, tensor(name + ".slope", new double[] {slope}, 1)); // an attribute has 32 bits
                } else {
                    add("LeakyRelu", name).floats.put("alpha", slope);
                }
            }
            case "elu" -> elu(name, parameters.get("alpha"), 1);
            case "selu" -> elu(name, SELU_ALPHA, SELU_SCALE);
            case "gelu" -> {
                if (wide) {
                    function("Gelu", name);
                } else {
                    gelu(name);
                }
            }
            case "silu" -> {
                if (wide) {
                    function("Silu", name);
                } else {
                    String x = value();
                    add("Sigmoid", name + ".sigmoid");
                    add("Mul", name, x);
                }
            }
            case "sigmoid" -> sigmoid(name);
            case "tanh" -> add("Tanh", name);
            case "softplus" -> {
                if (wide) {
                    function("Softplus", name);
                } else {
                    add("Softplus", name);
                }
            }
            case "hardTanh" -> add("Clip", name, scalar(name + ".min", -1), scalar(name + ".max", 1));
            case "identity" -> add("Identity", name);
            default -> throw new AssertionError("a built-in activation that ONNX was not told of: " + activation);
        }
    }

    private void elu(String name, double alpha, double scale) {
        if (type == ElementType.F64) {
            function("Elu", name, scalar(name + ".alpha", alpha), scalar(name + ".scale", scale));
        } else if (scale == 1) {
            add("Elu", name).floats.put("alpha", alpha);
        } else {
            Map<String, Double> floats = add("Selu", name).floats;
            floats.put("alpha", alpha);
            floats.put("gamma", scale);
        }
    }

    /** x (1 + erf(x / sqrt(2))) / 2: the operator {@code Gelu} is newer than many run-times. */
    private void gelu(String name) {
        String x = value();
        add("Mul", name + ".scaled", scalar(name + ".sqrtHalf", Math.sqrt(0.5)));
        add("Erf", name + ".erf");
        add("Add", name + ".shifted", scalar(name + ".one", 1));
        add("Mul", name + ".product", x);
        add("Mul", name, scalar(name + ".half", 0.5));
    }

    private void sigmoid(String name) {
        if (type == ElementType.F64) {
            function("Sigmoid", name);
        } else {
            add("Sigmoid", name);
        }
    }

    /** Adds what makes a prediction of the last layer's values, and gives the model's result its name. */
    private void output() {
        switch (model.output()) {
            case SOFTMAX -> add("Softmax", "softmax");
            case SIGMOID -> sigmoid("sigmoid");
            case IDENTITY -> {} // they are the prediction
        }
        nodes.add(pending.write(OUTPUT));
    }

    // Nodes

    /** A node that takes the value of the one before it. */
    private static final class Step {
        final String operator;
        final String domain;
        final String name;
        final List<String> inputs;
        final Map<String, Double> floats = new TreeMap<>();

        Step(String operator, String domain, String name, List<String> inputs) {
            this.operator = operator;
            this.domain = domain;
            this.name = name;
            this.inputs = inputs;
        }

        ProtoWriter write(String output) {
            ProtoWriter node = node(operator, output, inputs.toArray(String[]::new));
            node.text(OnnxSchema.Node.NAME, name);
            floats.forEach((key, value) -> node.message(
                    OnnxSchema.Node.ATTRIBUTE,
                    new ProtoWriter()
                            .text(OnnxSchema.Attribute.NAME, key)
                            .float32(OnnxSchema.Attribute.FLOAT, narrowed(value, name))
                            .number(OnnxSchema.Attribute.TYPE, OnnxSchema.ATTRIBUTE_FLOAT)));
            if (!domain.isEmpty()) {
                node.text(OnnxSchema.Node.DOMAIN, domain);
            }
            return node;
        }
    }

    /** The name of the value that the next node takes. */
    private String value() {
        return pending == null ? INPUT : pending.name;
    }

    private void function(String function, String name, String... more) {
        functions.add(function);
        add(function, OnnxSchema.DOMAIN, name, more);
    }

    private Step add(String operator, String name, String... more) {
        return add(operator, "", name, more);
    }

    private Step add(String operator, String domain, String name, String[] more) {
        List<String> inputs = new ArrayList<>(List.of(value()));
        inputs.addAll(List.of(more));
        if (pending != null) {
            nodes.add(pending.write(pending.name));
        }
        pending = new Step(operator, domain, name, inputs);
        return pending;
    }

    static ProtoWriter node(String operator, String output, String... inputs) {
        ProtoWriter node = new ProtoWriter();
        for (String input : inputs) {
            node.text(OnnxSchema.Node.INPUT, input);
        }
        return node.text(OnnxSchema.Node.OUTPUT, output).text(OnnxSchema.Node.OP_TYPE, operator);
    }

    static ProtoWriter operatorSet(String domain, int version) {
        return new ProtoWriter()
                .text(OnnxSchema.OperatorSet.DOMAIN, domain)
                .number(OnnxSchema.OperatorSet.VERSION, version);
    }

    /** A matrix of any number of rows. */
    private ProtoWriter value(String name, int columns) {
        ProtoWriter shape = new ProtoWriter()
                .message(OnnxSchema.Type.DIM, new ProtoWriter().text(OnnxSchema.Type.DIM_PARAM, "batch"))
                .message(OnnxSchema.Type.DIM, new ProtoWriter().number(OnnxSchema.Type.DIM_VALUE, columns));
        ProtoWriter tensor = new ProtoWriter()
                .number(OnnxSchema.Type.ELEMENT_TYPE, elementType())
                .message(OnnxSchema.Type.SHAPE, shape);
        return new ProtoWriter()
                .text(OnnxSchema.Value.NAME, name)
                .message(OnnxSchema.Value.TYPE, new ProtoWriter().message(OnnxSchema.Type.TENSOR, tensor));
    }

    private String scalar(String name, double value) {
        return tensor(name, new double[] {value});
    }

    /** Adds a constant, and returns its name. */
    private String tensor(String name, double[] values, int... shape) {
        ProtoWriter tensor = new ProtoWriter();
        for (int size : shape) {
            tensor.number(OnnxSchema.Tensor.DIMS, size);
        }
        tensor.number(OnnxSchema.Tensor.DATA_TYPE, elementType()).text(OnnxSchema.Tensor.NAME, name);
        if (type == ElementType.F32) {
            for (double value : values) {
                narrowed(value, name);
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, type.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        type.write(values, values.length, bytes);
        initializers.add(tensor.bytes(OnnxSchema.Tensor.RAW_DATA, bytes.array()));
        return name;
    }

    private int elementType() {
        return type == ElementType.F64 ? OnnxSchema.DOUBLE : OnnxSchema.FLOAT;
    }

    private static float narrowed(double value, String name) {
        if (Double.isFinite(value) && Float.isInfinite((float) value)) {
            throw new IllegalArgumentException(name + " holds " + value + ", too large for 32 bits: save it with 64");
        }
        return (float) value;
    }
}
