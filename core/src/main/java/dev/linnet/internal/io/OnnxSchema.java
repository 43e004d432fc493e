package dev.linnet.internal.io;

/**
 * The part of ONNX that we speak: the numbers of fields and enumerations in {@code onnx.proto3}, and our own names.
 *
 * <p>Each nested class is a message, each constant one of its fields.
 */
final class OnnxSchema {
    /** The version of the file format: the first with functions in a model, and the operators of {@link #OPSET}. */
    static final int IR_VERSION = 8;

    /** The version of the standard operators that we write: the first with layer normalisation. */
    static final int OPSET = 17;

    /** The domain of the functions that come with our models. */
    static final String DOMAIN = "dev.linnet";

    static final int DOMAIN_VERSION = 1;

    static final int FLOAT = 1;
    static final int INT32 = 6;
    static final int INT64 = 7;
    static final int STRING = 8;
    static final int FLOAT16 = 10;
    static final int DOUBLE = 11;
    static final int BFLOAT16 = 16;

    static final int ATTRIBUTE_FLOAT = 1;
    static final int ATTRIBUTE_TENSOR = 4;
    static final int ATTRIBUTE_INTS = 7;

    private OnnxSchema() {}

    static final class Model {
        static final int IR_VERSION = 1;
        static final int PRODUCER_NAME = 2;
        static final int GRAPH = 7;
        static final int OPSET_IMPORT = 8;
        static final int METADATA = 14;
        static final int FUNCTIONS = 25;

        private Model() {}
    }

    static final class OperatorSet {
        static final int DOMAIN = 1;
        static final int VERSION = 2;

        private OperatorSet() {}
    }

    static final class Entry {
        static final int KEY = 1;
        static final int VALUE = 2;

        private Entry() {}
    }

    static final class Graph {
        static final int NODE = 1;
        static final int NAME = 2;
        static final int INITIALIZER = 5;
        static final int INPUT = 11;
        static final int OUTPUT = 12;

        private Graph() {}
    }

    static final class Node {
        static final int INPUT = 1;
        static final int OUTPUT = 2;
        static final int NAME = 3;
        static final int OP_TYPE = 4;
        static final int ATTRIBUTE = 5;
        static final int DOMAIN = 7;

        private Node() {}
    }

    static final class Attribute {
        static final int NAME = 1;
        static final int FLOAT = 2;
        static final int INT = 3;
        static final int STRING = 4;
        static final int TENSOR = 5;
        static final int FLOATS = 7;
        static final int INTS = 8;
        static final int STRINGS = 9;
        static final int TYPE = 20;

        private Attribute() {}
    }

    static final class Tensor {
        static final int DIMS = 1;
        static final int DATA_TYPE = 2;
        static final int FLOAT_DATA = 4;
        static final int INT32_DATA = 5;
        static final int STRING_DATA = 6;
        static final int INT64_DATA = 7;
        static final int NAME = 8;
        static final int RAW_DATA = 9;
        static final int DOUBLE_DATA = 10;
        static final int DATA_LOCATION = 14;
        static final int EXTERNAL = 1;

        private Tensor() {}
    }

    static final class Value {
        static final int NAME = 1;
        static final int TYPE = 2;

        private Value() {}
    }

    static final class Type {
        static final int TENSOR = 1;
        static final int ELEMENT_TYPE = 1;
        static final int SHAPE = 2;
        static final int DIM = 1;
        static final int DIM_VALUE = 1;
        static final int DIM_PARAM = 2;

        private Type() {}
    }

    static final class Function {
        static final int NAME = 1;
        static final int INPUT = 4;
        static final int OUTPUT = 5;
        static final int NODE = 7;
        static final int OPSET_IMPORT = 9;
        static final int DOMAIN = 10;

        private Function() {}
    }
}
