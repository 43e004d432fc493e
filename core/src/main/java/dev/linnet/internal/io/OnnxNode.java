package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node of an ONNX graph: an operator, the names of what it takes and gives, and its attributes, read when asked for. */
final class OnnxNode {
    private final ProtoReader source;
    private String operator = "";
    private String domain = "";
    private String name = "";
    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final Map<String, ProtoReader> attributes = new HashMap<>();

    private OnnxNode(ProtoReader source) {
        this.source = source;
    }

    static OnnxNode read(ProtoReader message) throws FileFormatException {
        OnnxNode node = new OnnxNode(message);
        while (message.next()) {
            switch (message.field()) {
                case OnnxSchema.Node.INPUT -> node.inputs.add(message.text());
                case OnnxSchema.Node.OUTPUT -> node.outputs.add(message.text());
                case OnnxSchema.Node.NAME -> node.name = message.text();
                case OnnxSchema.Node.OP_TYPE -> node.operator = message.text();
                case OnnxSchema.Node.DOMAIN -> node.domain = message.text();
                case OnnxSchema.Node.ATTRIBUTE -> node.addAttribute(message.message());
                default -> {} // a comment
            }
        }
        if (node.operator.isEmpty() || node.outputs.isEmpty()) {
            throw node.error("a node without operator or without result", "both");
        }
        return node;
    }

    private void addAttribute(ProtoReader attribute) throws FileFormatException {
        while (attribute.next()) {
            if (attribute.field() == OnnxSchema.Attribute.NAME) {
                attributes.put(attribute.text(), attribute);
            }
        }
    }

    /** Returns the operator; with its domain in front where that is not the standard one. */
    String operator() {
        return domain.isEmpty() || domain.equals("ai.onnx") ? operator : domain + "." + operator;
    }

    /** Returns the names of what it takes; an optional input that is left out is empty or missing. */
    List<String> inputs() {
        return inputs;
    }

    /** Returns the name of an input, or an empty one. */
    String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    /** Returns the names of what it gives, at least one. */
    List<String> outputs() {
        return outputs;
    }

    /** Names it for a message. */
    String title() {
        String what = "the node " + Quoted.of(operator());
        return name.isEmpty() ? what + " that gives " + Quoted.of(outputs.get(0)) : what + " called " + Quoted.of(name);
    }

    /** Returns an exception about this node. */
    FileFormatException error(String found, String expected) {
        return source.error(found, expected);
    }

    /** Returns an attribute of type float. */
    double number(String attribute, double otherwise) throws FileFormatException {
        if (!attributes.containsKey(attribute)) {
            return otherwise;
        }
        ProtoReader value = field(attribute, OnnxSchema.Attribute.FLOAT);
        return value == null ? 0 : value.float32(); // protobuf may leave out what is 0
    }

    /** Returns an attribute of type int. */
    long whole(String attribute, long otherwise) throws FileFormatException {
        if (!attributes.containsKey(attribute)) {
            return otherwise;
        }
        ProtoReader value = field(attribute, OnnxSchema.Attribute.INT);
        return value == null ? 0 : value.number();
    }

    /** Returns an attribute of type string. */
    String text(String attribute, String otherwise) throws FileFormatException {
        if (!attributes.containsKey(attribute)) {
            return otherwise;
        }
        ProtoReader value = field(attribute, OnnxSchema.Attribute.STRING);
        return value == null ? "" : value.text();
    }

    /** Returns an attribute of type tensor, or null. */
    OnnxTensor tensor(String attribute) throws FileFormatException {
        ProtoReader value = field(attribute, OnnxSchema.Attribute.TENSOR);
        return value == null ? null : OnnxTensor.read(value.message());
    }

    /** Returns an attribute that is a list of floats, or null. */
    OnnxTensor floats(String attribute) throws FileFormatException {
        ProtoReader message = attributes.get(attribute);
        return message == null ? null : OnnxTensor.floatsOf(message.again());
    }

    /** Returns an attribute that is a list of strings or of ints, as texts; empty where there is none. */
    List<String> texts(String attribute) throws FileFormatException {
        List<String> texts = new ArrayList<>();
        ProtoReader message = attributes.get(attribute);
        for (ProtoReader value = message == null ? null : message.again(); value != null && value.next(); ) {
            if (value.field() == OnnxSchema.Attribute.STRINGS) {
                texts.add(value.text());
            } else if (value.field() == OnnxSchema.Attribute.INTS) {
                value.forEachNumber(number -> texts.add(Long.toString(number)));
            }
        }
        return texts;
    }

    /** Returns a reader that stands at a field of an attribute, or null where there is none. */
    private ProtoReader field(String attribute, int field) throws FileFormatException {
        ProtoReader message = attributes.get(attribute);
        for (ProtoReader value = message == null ? null : message.again(); value != null && value.next(); ) {
            if (value.field() == field) {
                return value;
            }
        }
        return null;
    }
}
