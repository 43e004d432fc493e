package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an ONNX file says, message by message: inputs, constants, nodes in their order, and outputs.
 *
 * <p>Nothing is understood here. Subgraphs and the bodies of functions are not read.
 */
final class OnnxFile {
    private static final int MAX_NODES = 4096;

    /** Refuses what belongs to the file as a whole. */
    final ProtoReader source;

    /** What the graph takes, and its dimensions: 0 for one that may be any, none where nothing is said. */
    final Map<String, List<Long>> inputs = new LinkedHashMap<>();

    final Map<String, OnnxTensor> constants = new HashMap<>();
    final List<OnnxNode> nodes = new ArrayList<>();
    final Set<String> outputs = new LinkedHashSet<>();
    final Map<String, String> metadata = new HashMap<>();

    private OnnxFile(ProtoReader source) {
        this.source = source;
    }

    static OnnxFile read(String file, byte[] bytes) throws FileFormatException {
        ProtoReader model = new ProtoReader(file, bytes);
        OnnxFile content = new OnnxFile(model);
        int graphs = 0;
        while (model.next()) {
            switch (model.field()) {
                case OnnxSchema.Model.GRAPH -> {
                    graphs++;
                    content.graph(model.message());
                }
                case OnnxSchema.Model.METADATA -> content.entry(model.message());
                default -> {} // versions, comments, bodies of functions
            }
        }
        if (graphs != 1) {
            throw model.error(graphs + " graphs", "an ONNX file, which has one");
        }
        content.inputs.keySet().removeAll(content.constants.keySet()); // old files list them as inputs, too
        return content;
    }

    private void graph(ProtoReader graph) throws FileFormatException {
        Set<String> names = new HashSet<>();
        while (graph.next()) {
            switch (graph.field()) {
                case OnnxSchema.Graph.INPUT -> {
                    ProtoReader input = graph.message();
                    inputs.put(nameOf(input), dimensionsOf(input.again()));
                }
                case OnnxSchema.Graph.OUTPUT -> outputs.add(nameOf(graph.message()));
                case OnnxSchema.Graph.INITIALIZER -> {
                    OnnxTensor tensor = OnnxTensor.read(graph.message());
                    if (constants.put(tensor.name(), tensor) != null) {
                        throw tensor.error("the second one of its name", "every name once");
                    }
                }
                case OnnxSchema.Graph.NODE -> {
                    OnnxNode node = OnnxNode.read(graph.message());
                    for (String output : node.outputs()) {
                        if (!output.isEmpty() && !names.add(output)) {
                            throw node.error(node.title() + " with a result that exists", "every name once");
                        }
                    }
                    if (nodes.size() == MAX_NODES) {
                        throw node.error("a node too many", "at most " + MAX_NODES);
                    }
                    nodes.add(node);
                }
                default -> {} // comments, and shapes of values between nodes
            }
        }
    }

    private void entry(ProtoReader entry) throws FileFormatException {
        String key = "";
        String value = "";
        while (entry.next()) {
            switch (entry.field()) {
                case OnnxSchema.Entry.KEY -> key = entry.text();
                case OnnxSchema.Entry.VALUE -> value = entry.text();
                default -> {} // unknown to this version
            }
        }
        metadata.put(key, value);
    }

    /** Returns the dimensions of the graph's first input. */
    List<Long> dimensions() {
        return inputs.values().iterator().next();
    }

    /** Returns how many rows the graph takes; 0 if any number, or if it does not say so. */
    long rows() {
        return dimensions().isEmpty() ? 0 : dimensions().get(0);
    }

    /** Returns how many numbers a row of the graph's input has; 0 if it does not say so. */
    long columns() {
        List<Long> dimensions = dimensions();
        long columns = dimensions.size() < 2 ? 0 : 1; // a single one is a row without a number of rows
        for (int i = 1; i < dimensions.size(); i++) {
            columns = Math.min(columns * dimensions.get(i), Integer.MAX_VALUE); // each factor is below 2^31
        }
        return columns;
    }

    private static List<Long> dimensionsOf(ProtoReader value) throws FileFormatException {
        List<Long> dimensions = new ArrayList<>();
        while (value.next()) {
            if (value.field() == OnnxSchema.Value.TYPE) {
                for (ProtoReader type = value.message(); type.next(); ) {
                    if (type.field() == OnnxSchema.Type.TENSOR) {
                        addDimensions(type.message(), dimensions);
                    }
                }
            }
        }
        return dimensions;
    }

    private static void addDimensions(ProtoReader tensor, List<Long> dimensions) throws FileFormatException {
        while (tensor.next()) {
            if (tensor.field() == OnnxSchema.Type.SHAPE) {
                for (ProtoReader shape = tensor.message(); shape.next(); ) {
                    if (shape.field() == OnnxSchema.Type.DIM) {
                        if (dimensions.size() == OnnxTensor.MAX_RANK) {
                            throw shape.error("a dimension too many", "at most " + OnnxTensor.MAX_RANK);
                        }
                        dimensions.add(size(shape.message()));
                    }
                }
            }
        }
    }

    private static long size(ProtoReader dimension) throws FileFormatException {
        long size = 0; // it may have a name instead
        while (dimension.next()) {
            if (dimension.field() == OnnxSchema.Type.DIM_VALUE) {
                size = dimension.number();
            }
        }
        return size < 0 || size > Integer.MAX_VALUE ? 0 : size;
    }

    private static String nameOf(ProtoReader value) throws FileFormatException {
        String name = "";
        while (value.next()) {
            if (value.field() == OnnxSchema.Value.NAME) {
                name = value.text();
            }
        }
        return name;
    }
}
