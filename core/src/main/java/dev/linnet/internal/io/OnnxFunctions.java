package dev.linnet.internal.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Functions in 64 bits, built of operators that run-times have in 64 bits.
 *
 * <p>The standard {@code Elu}, {@code Selu}, {@code Softplus} and {@code Erf} are often there in 32 bits alone (ONNX Runtime
 * 1.22 on CPUs), {@code Sigmoid} loses the digits of small results, and {@code LayerNormalization} takes means in 32 bits.
 * A model that is written in 64 bits brings these
 * functions along instead.
 */
final class OnnxFunctions {
    /**
     * The upper tail of the normal distribution, for a from 0: exp(-a^2 / 2) / (a + 1) times this polynomial of
     * u = (a - 5) / (a + 5), lowest power first; within 6e-14 as far as exp is not subnormal. A Chebyshev series of degree
     * 20 in the manner of Shepherd and Laframboise (1981), computed with 60 digits.
     */
    private static final double[] NORMAL_TAIL = {
        0x1.d8979b0f2b39bp-2,
        -0x1.76ff86859f823p-4,
        0x1.fc66cc64a3982p-6,
        0x1.47c1d03238366p-7,
        -0x1.b08e00081353fp-6,
        0x1.92037b969f6c5p-6,
        -0x1.f11aaaf77509cp-7,
        0x1.ab6d06cc3f621p-8,
        -0x1.b75f526a4c163p-10,
        0x1.054d9702fcabdp-17,
        0x1.7e624e5a8bd0fp-13,
        -0x1.c19384c20a1c2p-15,
        -0x1.4c21ca407e3dbp-17,
        0x1.2f0287ce8277cp-17,
        -0x1.1c6d955e52e83p-24,
        -0x1.544683d93772dp-20,
        0x1.07fde77c1524fp-23,
        0x1.5cbb385f624bcp-23,
        -0x1.844343d2a399bp-26,
        -0x1.dce7091ce4421p-27,
        0x1.1d37b04d15cfap-29
    };

    /** The functions by name: their inputs, and what gives the name of their result. */
    private static final Map<String, Definition> DEFINITIONS = Map.of(
            "Sigmoid", new Definition(OnnxFunctions::sigmoid, "x"),
            "Silu", new Definition(OnnxFunctions::silu, "x"),
            "Softplus", new Definition(OnnxFunctions::softplus, "x"),
            "Elu", new Definition(OnnxFunctions::elu, "x", "alpha", "scale"),
            "Gelu", new Definition(OnnxFunctions::gelu, "x"),
            "LayerNorm", new Definition(OnnxFunctions::layerNorm, "x", "gain", "bias", "epsilon"));

    private OnnxFunctions() {}

    private record Definition(List<String> inputs, Function<Body, String> body) {
        Definition(Function<Body, String> body, String... inputs) {
            this(List.of(inputs), body);
        }
    }

    /** Returns the definition of a function, as a model brings it along. */
    static ProtoWriter definition(String name) {
        Definition definition = DEFINITIONS.get(name);
        Body body = new Body();
        String result = definition.body.apply(body);
        ProtoWriter function = new ProtoWriter().text(OnnxSchema.Function.NAME, name);
        definition.inputs.forEach(input -> function.text(OnnxSchema.Function.INPUT, input));
        function.text(OnnxSchema.Function.OUTPUT, result);
        body.nodes.forEach(node -> function.message(OnnxSchema.Function.NODE, node));
        function.message(OnnxSchema.Function.OPSET_IMPORT, OnnxWriter.operatorSet("", OnnxSchema.OPSET));
        return function.text(OnnxSchema.Function.DOMAIN, OnnxSchema.DOMAIN);
    }

    /** 1 / (1 + exp(-x)): where exp overflows, 0. */
    private static String sigmoid(Body f) {
        return f.node("Div", f.constant(1), f.node("Add", f.constant(1), f.node("Exp", f.node("Neg", "x"))));
    }

    private static String silu(Body f) {
        return f.node("Mul", "x", sigmoid(f));
    }

    /** max(x, 0) + log(1 + u) with u = exp(-|x|); for the logarithm Kahan's u log(w) / (w - 1) with w = 1 + u rounded. */
    private static String softplus(Body f) {
        String u = f.node("Exp", f.node("Neg", f.node("Abs", "x")));
        String w = f.node("Add", f.constant(1), u);
        String rounded = f.node("Sub", w, f.constant(1));
        String log = f.node("Mul", f.node("Log", w), f.node("Div", u, rounded));
        String lost = f.node("Equal", rounded, f.constant(0)); // then log is NaN, and u the logarithm
        return f.node("Add", f.node("Max", "x", f.constant(0)), f.node("Where", lost, u, log));
    }

    /** scale (max(x, 0) + alpha (exp(z) - 1)), z = min(x, 0); for exp(z) - 1, 2 t / (1 - t) with t = tanh(z / 2). */
    private static String elu(Body f) {
        String t = f.node("Tanh", f.node("Mul", f.node("Min", "x", f.constant(0)), f.constant(0.5)));
        String expm1 = f.node("Div", f.node("Add", t, t), f.node("Sub", f.constant(1), t));
        String sum = f.node("Add", f.node("Max", "x", f.constant(0)), f.node("Mul", "alpha", expm1));
        return f.node("Mul", "scale", sum);
    }

    /** max(x, 0) - a Q(a) with a = |x| and Q the upper tail of the normal distribution. */
    private static String gelu(Body f) {
        String a = f.node("Abs", "x");
        String u = f.node("Div", f.node("Sub", a, f.constant(5)), f.node("Add", a, f.constant(5)));
        String p = f.constant(NORMAL_TAIL[NORMAL_TAIL.length - 1]);
        for (int i = NORMAL_TAIL.length - 2; i >= 0; i--) {
            p = f.node("Add", f.node("Mul", p, u), f.constant(NORMAL_TAIL[i]));
        }
        String exp = f.node("Exp", f.node("Mul", f.node("Mul", a, a), f.constant(-0.5)));
        String share = f.node("Div", a, f.node("Add", a, f.constant(1)));
        String tail = f.node("Mul", f.node("Mul", exp, share), p);
        return f.node("Sub", f.node("Max", "x", f.constant(0)), tail);
    }

    /** gain (x - mean) / sqrt(variance + epsilon) + bias, mean and variance of each row. */
    private static String layerNorm(Body f) {
        String deviation = f.node("Sub", "x", f.mean("x"));
        String variance = f.mean(f.node("Mul", deviation, deviation));
        String normalized = f.node("Div", deviation, f.node("Sqrt", f.node("Add", variance, "epsilon")));
        return f.node("Add", f.node("Mul", "gain", normalized), "bias");
    }

    /** Nodes whose results have names given here. */
    private static final class Body {
        final List<ProtoWriter> nodes = new ArrayList<>();

        String node(String operator, String... inputs) {
            String output = "v" + nodes.size();
            nodes.add(OnnxWriter.node(operator, output, inputs));
            return output;
        }

        /** The mean of each row, as a column. */
        String mean(String x) {
            ProtoWriter axes = new ProtoWriter()
                    .text(OnnxSchema.Attribute.NAME, "axes")
                    .number(OnnxSchema.Attribute.INTS, 1)
                    .number(OnnxSchema.Attribute.TYPE, OnnxSchema.ATTRIBUTE_INTS);
            String output = "v" + nodes.size();
            nodes.add(OnnxWriter.node("ReduceMean", output, x).message(OnnxSchema.Node.ATTRIBUTE, axes));
            return output;
        }

        String constant(double value) {
            byte[] bytes = ByteBuffer.allocate(Double.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(0, value)
                    .array();
            ProtoWriter tensor = new ProtoWriter()
                    .number(OnnxSchema.Tensor.DATA_TYPE, OnnxSchema.DOUBLE)
                    .bytes(OnnxSchema.Tensor.RAW_DATA, bytes);
            ProtoWriter attribute = new ProtoWriter()
                    .text(OnnxSchema.Attribute.NAME, "value")
                    .message(OnnxSchema.Attribute.TENSOR, tensor)
                    .number(OnnxSchema.Attribute.TYPE, OnnxSchema.ATTRIBUTE_TENSOR);
            String output = "v" + nodes.size();
            nodes.add(OnnxWriter.node("Constant", output).message(OnnxSchema.Node.ATTRIBUTE, attribute));
            return output;
        }
    }
}
