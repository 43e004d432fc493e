package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import dev.linnet.internal.nn.Network;
import dev.linnet.layer.Activation;
import dev.linnet.layer.Layer;
import dev.linnet.layer.Linear;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A network's layers as JSON.
 *
 * <pre>
 * {"layers":[{"kind":"linear","inputs":784,"outputs":10,"bias":true},
 *            {"kind":"activation","name":"leakyRelu","parameters":{"negativeSlope":"0x1.47ae147ae147bp-7"}}]}
 * </pre>
 *
 * <p>How the first weights were drawn is not kept: they have been drawn. A kind, a key or a name that is not known is
 * refused and never skipped, since without it the network would compute something else.
 */
final class NetworkCodec {
    private final JsonReader json;
    private final JsonReader.Blame blame;
    private final List<Activation> own;

    private NetworkCodec(JsonReader json, JsonReader.Blame blame, List<Activation> own) {
        this.json = json;
        this.blame = blame;
        this.own = own;
    }

    /**
     * Returns the network as JSON.
     *
     * @throws IllegalArgumentException if an activation takes a built-in one's name, or has a parameter that is not finite
     */
    static String write(Network network) {
        JsonWriter json = new JsonWriter().beginObject().key("layers").beginArray();
        for (Layer layer : network.layers()) {
            json.beginObject();
            if (layer instanceof Linear linear) {
                json.key("kind").value("linear");
                json.key("inputs").value(linear.inputs());
                json.key("outputs").value(linear.outputs());
                json.key("bias").value(linear.hasBias());
            } else if (layer instanceof Activation activation) {
                checkThatItCanBeTold(activation);
                json.key("kind").value("activation");
                json.key("name").value(activation.name());
                write(activation.parameters(), json);
            } else {
                throw new IllegalArgumentException("a layer of a kind that files do not know: " + layer);
            }
            json.endObject();
        }
        return json.endArray().endObject().toString();
    }

    /**
     * Reads a network.
     *
     * @param own activations that are not built in; one is taken where name and parameters are those in the text
     */
    static Network read(byte[] text, JsonReader.Blame blame, List<Activation> own) throws FileFormatException {
        return new NetworkCodec(new JsonReader(text, blame), blame, own).network();
    }

    private static void write(Map<String, Double> parameters, JsonWriter json) {
        if (!parameters.isEmpty()) {
            json.key("parameters").beginObject();
            new TreeMap<>(parameters).forEach((name, value) -> json.key(name).value(HexDouble.format(value)));
            json.endObject();
        }
    }

    private static void checkThatItCanBeTold(Activation activation) {
        Optional<Activation> builtIn;
        try {
            builtIn = Activation.byName(activation.name(), activation.parameters());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(nameIsTaken(activation), e);
        }
        if (builtIn.isPresent() && !builtIn.get().equals(activation)) {
            throw new IllegalArgumentException(nameIsTaken(activation));
        }
    }

    private static String nameIsTaken(Activation activation) {
        return "an activation of your own cannot be saved under the name of a built-in one: " + activation.name();
    }

    private Network network() throws FileFormatException {
        List<Layer> layers = new ArrayList<>();
        json.beginObject();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (!key.equals("layers")) {
                throw json.unexpectedKey("layers");
            }
            json.beginArray();
            while (json.nextElement()) {
                layers.add(layer());
            }
        }
        json.end();
        try {
            return Network.of(layers);
        } catch (IllegalArgumentException e) {
            throw blame.at(0, e.getMessage(), "layers that make up a network");
        }
    }

    /** Reads one layer, whose keys may come in any order. */
    private Layer layer() throws FileFormatException {
        int start = json.offset();
        String kind = null;
        String name = null;
        long inputs = -1;
        long outputs = -1;
        Boolean bias = null;
        Map<String, Double> parameters = null;
        json.beginObject();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "kind" -> kind = json.nextString();
                case "inputs" -> inputs = size();
                case "outputs" -> outputs = size();
                case "bias" -> bias = json.nextBoolean();
                case "name" -> name = json.nextString();
                case "parameters" -> parameters = parameters();
                default -> throw json.unexpectedKey("what this version knows of layers");
            }
        }
        boolean ofLinear = inputs >= 0 && outputs >= 0 && bias != null;
        if ("linear".equals(kind) && ofLinear && name == null && parameters == null) {
            Linear linear = Linear.of((int) inputs, (int) outputs);
            return bias ? linear : linear.withoutBias();
        }
        if ("activation".equals(kind) && name != null && inputs < 0 && outputs < 0 && bias == null) {
            return activation(name, parameters == null ? Map.of() : parameters, start);
        }
        throw blame.at(
                start,
                "a layer" + (kind == null ? "" : " of kind " + Quoted.of(kind)) + " with other keys than expected",
                "kind linear with inputs, outputs and bias, or kind activation with name and, where it has any, parameters");
    }

    private long size() throws FileFormatException {
        int at = json.offset();
        long size = json.nextLong();
        if (size < 1 || size > Integer.MAX_VALUE) {
            throw blame.at(at, String.valueOf(size), "a number from 1 to " + Integer.MAX_VALUE);
        }
        return size;
    }

    private Map<String, Double> parameters() throws FileFormatException {
        Map<String, Double> parameters = new TreeMap<>();
        json.beginObject();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            parameters.put(key, nextDouble(json, blame));
        }
        return parameters;
    }

    private Activation activation(String name, Map<String, Double> parameters, int start) throws FileFormatException {
        try {
            Optional<Activation> builtIn = Activation.byName(name, parameters);
            if (builtIn.isPresent()) {
                return builtIn.get();
            }
        } catch (IllegalArgumentException e) {
            throw blame.at(start, e.getMessage(), "the parameters of the activation " + Quoted.of(name));
        }
        List<Map<String, Double>> others = new ArrayList<>();
        for (Activation candidate : own) {
            if (candidate.name().equals(name)) {
                if (candidate.parameters().equals(parameters)) {
                    return candidate;
                }
                others.add(new TreeMap<>(candidate.parameters()));
            }
        }
        String described = "the activation " + Quoted.of(name);
        if (others.isEmpty()) {
            throw blame.at(start, described, "one that is built in or was handed in when loading, by the same name");
        }
        throw blame.at(start, described + " with parameters " + parameters, "those handed in when loading: " + others);
    }

    /** Takes a string that holds a finite number in hexadecimal text. */
    static double nextDouble(JsonReader json, JsonReader.Blame blame) throws FileFormatException {
        int at = json.offset();
        String text = json.nextString();
        OptionalDouble value = HexDouble.parse(text);
        if (value.isEmpty()) {
            throw blame.at(at, Quoted.of(text), "a finite number in hexadecimal text, such as \"0x1.8p0\"");
        }
        return value.getAsDouble();
    }
}
