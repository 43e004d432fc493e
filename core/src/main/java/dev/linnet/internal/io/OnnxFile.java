package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

    final Set<String> inputs = new LinkedHashSet<>();
    final Map<String, OnnxTensor> constants = new HashMap<>();
    final List<OnnxNode> nodes = new ArrayList<>();
    final List<String> outputs = new ArrayList<>();
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
        content.inputs.removeAll(content.constants.keySet()); // old files list them as inputs, too
        return content;
    }

    private void graph(ProtoReader graph) throws FileFormatException {
        Set<String> names = new HashSet<>();
        while (graph.next()) {
            switch (graph.field()) {
                case OnnxSchema.Graph.INPUT -> inputs.add(nameOf(graph.message()));
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
