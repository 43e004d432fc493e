package dev.linnet.internal.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.Mlp;
import dev.linnet.Onnx;
import dev.linnet.data.FileFormatException;
import dev.linnet.data.Labels;
import dev.linnet.layer.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ONNX graphs put together here, node by node: what writers make of a perceptron in more than one way, and what is close to
 * one but is none. {@code OnnxImportTest} has whole files of other programs.
 */
class OnnxReaderTest {
    private final ProtoWriter graph = new ProtoWriter();
    private int names;

    // Sums and products by column

    @Test
    void betweenLayersTheyBecomeANormalization() throws IOException {
        String x = node("Relu", linear(input(0, 2), 2, 2));
        x = node("Sub", x, constant(new long[] {1, 2}, 1, 2)); // Keras's normalization: mean, factor, bias
        x = node("Mul", x, constant(new long[] {2}, 3, 4));
        x = node("Add", x, constant(new long[] {}, 5));
        Mlp model = load(linear(x, 2, 1));
        assertEquals("[Linear 2 -> 2 without bias, relu, BatchNorm 2, Linear 2 -> 1 without bias]", layers(model));
        // weights, gain, bias, mean, variance, weights
        double[] expected = {1, 2, 3, 4, 3, 4, 2, -3, 0, 0, 1 - 1e-5, 1 - 1e-5, 1, 2};
        assertArrayEquals(expected, model.parameters());
        double relu1 = 1 + 3;
        double relu2 = 2 + 4;
        double sum = (relu1 - 1) * 3 + 5 + 2 * ((relu2 - 2) * 4 + 5);
        assertArrayEquals(new double[] {sum}, model.predict(new double[] {1, 1}));
    }

    @Test
    void behindALinearLayerTheyBecomePartOfIt() throws IOException {
        String x = node("Mul", linear(input(0, 2), 2, 2), constant(new long[] {2}, 10, 100));
        x = node("Div", node("Add", x, constant(new long[] {2}, 3, 4)), constant(new long[] {}, 2));
        Mlp model = load(x);
        assertEquals("[Linear 2 -> 2]", layers(model));
        assertArrayEquals(new double[] {5, 100, 15, 200, 1.5, 2}, model.parameters());
    }

    @Test
    void inFrontTheyBecomeTheScaler() throws IOException {
        String x = node("Div", node("Sub", input(0, 2), constant(new long[] {}, 1)), constant(new long[] {}, 4));
        Mlp model = load(linear(x, 2, 1));
        assertEquals("[Linear 2 -> 1 without bias]", layers(model));
        assertArrayEquals(new double[] {(3 - 1) / 4.0 + 2 * (5 - 1) / 4.0}, model.predict(new double[] {3, 5}));
    }

    @Test
    void withoutALinearLayerBeforeThemTheyAreRefused() {
        String product = node("Mul", node("Relu", input(0, 2)), constant(new long[] {}, 2));
        var e = assertThrows(FileFormatException.class, () -> load(linear(product, 2, 1)));
        assertEquals("the node \"Mul\" that gives \"" + product + "\", which changes columns", e.found());
        assertEquals("a linear layer before it", e.expected());
    }

    @Test
    void aProductWithOneIsNothing() throws IOException {
        String x = linear(input(0, 2), 2, 2);
        String beta = node("Mul", constant(new long[] {}, 1), x); // as Keras writes its SiLU
        Mlp model = load(node("Mul", x, node("Sigmoid", beta)));
        assertEquals("[Linear 2 -> 2 without bias, silu]", layers(model));
    }

    // Layer normalization before opset 17

    @Test
    void aLayerNormalizationOfNineNodesIsOne() throws IOException {
        String x = linear(input(0, 2), 2, 2);
        String deviation = node("Sub", x, mean(x, -1, 1));
        String squares = node("Pow", deviation, constant(new long[] {}, 2));
        String variance = node("Add", mean(squares, -1, 1), constant(new long[] {}, 0.5));
        String normalized = node("Div", deviation, node("Sqrt", variance));
        String scaled = node("Mul", normalized, constant(new long[] {2}, 3, 4));
        Mlp model = load(linear(node("Add", scaled, constant(new long[] {2}, 5, 6)), 2, 1));
        assertEquals("[Linear 2 -> 2 without bias, LayerNorm 2, Linear 2 -> 1 without bias]", layers(model));
        assertArrayEquals(new double[] {1, 2, 3, 4, 3, 4, 5, 6, 1, 2}, model.parameters());
    }

    @Test
    void itMayDoWithoutGainAndBiasAndSquareByAProduct() throws IOException {
        String x = linear(input(0, 2), 2, 2);
        String deviation = node("Sub", x, mean(x, 1, 1));
        String variance = node("Add", constant(new long[] {}, 0.5), mean(node("Mul", deviation, deviation), 1, 1));
        Mlp model = load(node("Div", deviation, node("Sqrt", variance)));
        assertEquals("[Linear 2 -> 2 without bias, LayerNorm 2]", layers(model));
        assertArrayEquals(new double[] {1, 2, 3, 4, 1, 1, 0, 0}, model.parameters());
        double[] y = {(4 - 5) / Math.sqrt(1 + 0.5), (6 - 5) / Math.sqrt(1 + 0.5)};
        assertArrayEquals(y, model.predict(new double[] {1, 1}), 1e-15);
    }

    @Test
    void whatOnlyResemblesOneIsRefused() {
        String x = linear(input(0, 2), 2, 2);
        assertRefused("Sub", node("Relu", x), mean(x, -1, 1));
        assertRefused("ReduceMean", unfinishedMean(x, 0, 1));
        assertRefused("ReduceMean", unfinishedMean(x, -1, 0));
        String deviation = node("Sub", x, mean(x, -1, 1));
        assertRefused("Pow", deviation, constant(new long[] {}, 3));
        assertRefused("Div", deviation, mean(x, -1, 1));
        assertRefused("Exp", deviation);
    }

    // Images

    @ParameterizedTest
    @CsvSource({"-1, 6", "0, -1", "7, -1", "7, 6", "0, 6"})
    void anImageBecomesARow(long rows, long columns) throws IOException {
        Mlp model = load(linear(node("Reshape", input(7, 1, 2, 3), whole(rows, columns)), 6, 1));
        assertEquals(6, model.inputs());
    }

    @ParameterizedTest
    @CsvSource({"-1, 3", "3, -1", "6, -1", "-1, -1", "14, 3", "-1, 0"})
    void rowsThatAreCutAnewAreRefused(long rows, long columns) {
        assertRefused("Reshape", input(7, 1, 2, 3), whole(rows, columns));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aShapeThatIsNoMatrixIsRefused(int dimensions) {
        assertRefused("Reshape", input(0, 6), whole(new long[dimensions]));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 6})
    void theNumberOfRowsMayBeTakenFromTheImages(long columns) throws IOException {
        String x = input(0, 2, 3);
        String rows = node("Gather", node("Shape", x), whole(0)); // as PyTorch writes x.view(x.size(0), -1)
        String shape = node("Concat", node("Unsqueeze", rows, whole(0)), whole(columns));
        assertEquals(6, load(linear(node("Reshape", x, shape), 6, 1)).inputs());
    }

    @Test
    void theyMayBeTakenAsTensorFlowDoes() throws IOException {
        String x = input(0, 2, 3);
        String shape = node("Cast", node("Shape", x));
        String rows = node("Squeeze", node("Slice", shape, whole(0), whole(1), whole(0)), whole(0));
        String matrix = node("Concat", node("Identity", node("Unsqueeze", rows, whole(0))), whole(6));
        assertEquals(6, load(linear(node("Reshape", x, matrix), 6, 1)).inputs());
    }

    @Test
    void anythingElseMadeOfAShapeIsRefused() {
        String x = input(0, 2, 3);
        String shape = node("Shape", x);
        String rows = node("Shape", attribute("end", 1), x);
        assertRefused("Gather", shape, whole(1));
        assertRefused("Slice", shape, whole(0), whole(2));
        assertRefused("Shape", unfinished("Shape", x).message(OnnxSchema.Node.ATTRIBUTE, attribute("start", 1)));
        assertRefused("Mul", rows, whole(2));
        assertRefused("Concat", rows, whole(2, 3));
        assertRefused("Reshape", x, node("Concat", rows, whole(3)));
    }

    @Test
    void anInputWhoseRowsAreLongerIsRefused() {
        String y = linear(input(0, 4, 5), 5, 1);
        var e = assertThrows(FileFormatException.class, () -> load(y));
        assertEquals("an input of shape [0, 4, 5] (0: any)", e.found());
        assertEquals("5 numbers for each row, as the first layer takes", e.expected());
    }

    @Test
    void anInputOfTooManyDimensionsIsRefused() {
        String y = linear(input(0, 1, 1, 1, 1, 1, 1, 1, 5), 5, 1);
        var e = assertThrows(FileFormatException.class, () -> load(y));
        assertEquals("a dimension too many", e.found());
        assertEquals("at most 8", e.expected());
    }

    @Test
    void resultsOfARegressorInOneColumnAreThoseOfItsRows() throws IOException { // as skl2onnx writes them
        Mlp model = load(node("Reshape", linear(input(0, 1), 1, 3), whole(-1, 1)));
        assertArrayEquals(new double[] {2, 4, 6}, model.predict(new double[] {2}));
    }

    // Behind the prediction

    @Test
    void labelsOfSeveralClassesAtOnceArePassedOver() throws IOException { // as skl2onnx writes them
        String y = node("Sigmoid", linear(input(0, 2), 2, 3));
        String labels = node("Cast", node("ai.onnx.ml.Binarizer", y));
        Mlp model = load(labels, node("Identity", y));
        assertEquals(Output.SIGMOID, model.output());
        assertEquals(3, model.outputs());
        assertEquals(Optional.empty(), model.labels());
    }

    @Test
    void namesOfClassesComeFromTheNodeThatPicksOne() throws IOException {
        String y = node("Softmax", linear(input(0, 2), 2, 2));
        String label = node("ai.onnx.ml.ArrayFeatureExtractor", whole(7, 9), node("ArgMax", y));
        Mlp model = load(node("Reshape", label, whole(-1)), y);
        assertEquals(Optional.of(Labels.of("7", "9")), model.labels());
    }

    @Test
    void aProbabilityByItselfIsNoPrediction() { // as skl2onnx writes them with zipmap="columns"
        String y = node("Softmax", linear(input(0, 2), 2, 2));
        assertRefused("Slice", y, whole(0), whole(1), whole(1));
    }

    // Single nodes

    @Test
    void aWeightThatIsNoMatrixOfRealNumbersIsNamed() {
        String x = input(0, 2);
        String product = node("MatMul", x, constant(new long[] {2, 1, 1}, 1, 2));
        var e = assertThrows(FileFormatException.class, () -> load(product));
        assertEquals("the node \"MatMul\" that gives \"" + product + "\" with a weight of shape [2, 1, 1]", e.found());
        assertEquals("a matrix", e.expected());
        String bytes = tensor(3, new long[] {2, 1}, new byte[2]);
        String ofBytes = node("MatMul", x, bytes);
        e = assertThrows(FileFormatException.class, () -> load(ofBytes));
        assertEquals("a tensor of type 3 in the tensor \"" + bytes + "\"", e.found());
        assertEquals("real numbers", e.expected());
    }

    /** As PyTorch writes them unless told otherwise. */
    @Test
    void weightsInAnotherFileAreRefused() {
        ProtoWriter place = new ProtoWriter().text(1, "location").text(2, "model.onnx.data");
        graph.message(
                OnnxSchema.Graph.INITIALIZER,
                new ProtoWriter()
                        .number(OnnxSchema.Tensor.DIMS, 2)
                        .number(OnnxSchema.Tensor.DATA_TYPE, OnnxSchema.FLOAT)
                        .text(OnnxSchema.Tensor.NAME, "weight")
                        .message(13, place) // external_data
                        .number(OnnxSchema.Tensor.DATA_LOCATION, OnnxSchema.Tensor.EXTERNAL));
        String x = input(0, 2);
        var e = assertThrows(FileFormatException.class, () -> load(x));
        assertEquals("data in another file in the tensor \"weight\"", e.found());
        assertEquals(
                "all data in this one, since no path in a file is followed: torch.onnx.export writes it with"
                        + " external_data=False",
                e.expected());
    }

    @Test
    void onlyTheFirstResultOfANodeIsMeant() throws IOException {
        String x = linear(input(0, 2), 2, 2);
        graph.message(OnnxSchema.Graph.NODE, OnnxWriter.node("Dropout", "y", x).text(OnnxSchema.Node.OUTPUT, "mask"));
        assertEquals("[Linear 2 -> 2 without bias]", layers(load("y")));
        String y = node("Relu", "mask");
        var e = assertThrows(FileFormatException.class, () -> load(y));
        assertEquals("the node \"Dropout\" that gives \"y\"", e.found());
    }

    @Test
    void anInputThatIsLeftOutIsNotAResultWithoutAName() {
        String x = linear(input(0, 2), 2, 2);
        graph.message(OnnxSchema.Graph.NODE, OnnxWriter.node("Dropout", "y", x).text(OnnxSchema.Node.OUTPUT, ""));
        assertRefused("Clip", "y", "", constant(new long[] {}, 1));
    }

    @Test
    void aCastToWholeNumbersIsRefused() {
        String x = linear(input(0, 2), 2, 2);
        assertRefused(
                "Cast", unfinished("Cast", x).message(OnnxSchema.Node.ATTRIBUTE, attribute("to", OnnxSchema.INT64)));
    }

    /** Each of the nodes could copy the tensor that they share. */
    @Test
    void memoryIsInProportionToTheFileHoweverManyNodesShareATensor() {
        String y = node("Softmax", linear(input(0, 2), 2, 2));
        String label = node("ArgMax", y);
        String names = whole(new long[4000]);
        for (int i = 0; i < 1000; i++) {
            node("ai.onnx.ml.ArrayFeatureExtractor", names, label);
        }
        for (int i = 0; i < 1000; i++) {
            y = node("Reshape", y, whole(-1, 2));
        }
        byte[] file = file(node("Reshape", y, names));
        long allocated = Allocation.of(() -> assertThrows(FileFormatException.class, () -> load(file)));
        assertTrue(allocated < 200L * file.length, allocated + " bytes for a file of " + file.length);
    }

    // Graphs

    /** Declares the graph's input; a dimension of 0 may be any. */
    private String input(long... dimensions) {
        ProtoWriter shape = new ProtoWriter();
        for (long dimension : dimensions) {
            ProtoWriter size = new ProtoWriter();
            shape.message(
                    OnnxSchema.Type.DIM,
                    dimension == 0
                            ? size.text(OnnxSchema.Type.DIM_PARAM, "batch")
                            : size.number(OnnxSchema.Type.DIM_VALUE, dimension));
        }
        ProtoWriter tensor = new ProtoWriter()
                .number(OnnxSchema.Type.ELEMENT_TYPE, OnnxSchema.DOUBLE)
                .message(OnnxSchema.Type.SHAPE, shape);
        graph.message(
                OnnxSchema.Graph.INPUT,
                new ProtoWriter()
                        .text(OnnxSchema.Value.NAME, "x")
                        .message(OnnxSchema.Value.TYPE, new ProtoWriter().message(OnnxSchema.Type.TENSOR, tensor)));
        return "x";
    }

    /** Adds a product with the matrix that counts from 1. */
    private String linear(String x, int in, int out) {
        double[] weight = new double[in * out];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = i + 1;
        }
        return node("MatMul", x, constant(new long[] {in, out}, weight));
    }

    private String mean(String x, long axis, long keepDimensions) {
        return add(unfinishedMean(x, axis, keepDimensions));
    }

    private ProtoWriter unfinishedMean(String x, long axis, long keepDimensions) {
        ProtoWriter axes =
                new ProtoWriter().text(OnnxSchema.Attribute.NAME, "axes").number(OnnxSchema.Attribute.INTS, axis);
        return unfinished("ReduceMean", x)
                .message(OnnxSchema.Node.ATTRIBUTE, axes)
                .message(OnnxSchema.Node.ATTRIBUTE, attribute("keepdims", keepDimensions));
    }

    /** Adds a node and returns the name of what it gives. */
    private String node(String operator, String... inputs) {
        return add(
                operator.equals("Cast") // which needs to know to what
                        ? unfinished(operator, inputs)
                                .message(OnnxSchema.Node.ATTRIBUTE, attribute("to", OnnxSchema.FLOAT))
                        : unfinished(operator, inputs));
    }

    private String node(String operator, ProtoWriter attribute, String... inputs) {
        return add(unfinished(operator, inputs).message(OnnxSchema.Node.ATTRIBUTE, attribute));
    }

    private String add(ProtoWriter node) {
        graph.message(OnnxSchema.Graph.NODE, node);
        return "v" + (names - 1);
    }

    private ProtoWriter unfinished(String operator, String... inputs) {
        int dot = operator.lastIndexOf('.');
        ProtoWriter node = OnnxWriter.node(operator.substring(dot + 1), "v" + names++, inputs);
        return dot < 0 ? node : node.text(OnnxSchema.Node.DOMAIN, operator.substring(0, dot));
    }

    private static ProtoWriter attribute(String name, long value) {
        return new ProtoWriter().text(OnnxSchema.Attribute.NAME, name).number(OnnxSchema.Attribute.INT, value);
    }

    private String constant(long[] shape, double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return tensor(OnnxSchema.DOUBLE, shape, bytes.array());
    }

    /** Adds a vector of whole numbers. */
    private String whole(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return tensor(OnnxSchema.INT64, new long[] {values.length}, bytes.array());
    }

    private String tensor(int type, long[] shape, byte[] bytes) {
        ProtoWriter tensor = new ProtoWriter();
        for (long dimension : shape) {
            tensor.number(OnnxSchema.Tensor.DIMS, dimension);
        }
        String name = "v" + names++;
        graph.message(
                OnnxSchema.Graph.INITIALIZER,
                tensor.number(OnnxSchema.Tensor.DATA_TYPE, type)
                        .text(OnnxSchema.Tensor.NAME, name)
                        .bytes(OnnxSchema.Tensor.RAW_DATA, bytes));
        return name;
    }

    /** The file of the graph so far, with these results. */
    private byte[] file(String... outputs) {
        return file(new ProtoWriter(), outputs);
    }

    /** The same, with something more behind the graph so far. */
    private byte[] file(ProtoWriter more, String... outputs) {
        for (String output : outputs) {
            more.message(OnnxSchema.Graph.OUTPUT, new ProtoWriter().text(OnnxSchema.Value.NAME, output));
        }
        return bytes(new ProtoWriter().bytes(OnnxSchema.Model.GRAPH, bytes(graph, more)));
    }

    private static byte[] bytes(ProtoWriter... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (ProtoWriter part : parts) {
                part.writeTo(Channels.newChannel(bytes));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Mlp load(String... outputs) throws IOException {
        return load(file(outputs));
    }

    private static Mlp load(byte[] file) throws IOException {
        return Onnx.load(new ByteArrayInputStream(file), "test");
    }

    private static String layers(Mlp model) {
        return model.layers().toString();
    }

    /** Such a node, behind the graph so far. */
    private void assertRefused(String operator, String... inputs) {
        assertRefused(operator, unfinished(operator, inputs));
    }

    private void assertRefused(String operator, ProtoWriter node) {
        String output = "v" + (names - 1);
        byte[] file = file(new ProtoWriter().message(OnnxSchema.Graph.NODE, node), output);
        var e = assertThrows(FileFormatException.class, () -> load(file));
        assertEquals("the node \"" + operator + "\" that gives \"" + output + "\"", e.found());
    }
}
