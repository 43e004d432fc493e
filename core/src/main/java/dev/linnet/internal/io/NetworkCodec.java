package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import dev.linnet.internal.nn.Network;
import dev.linnet.layer.Activation;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.Dropout;
import dev.linnet.layer.Layer;
import dev.linnet.layer.LayerNorm;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Residual;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A network's layers as JSON.
 *
 * <pre>
 * {"layers":[{"kind":"linear","inputs":784,"outputs":10,"bias":true},
 *            {"kind":"residual","layers":[{"kind":"layerNorm","columns":10,"epsilon":"0x1.4f8b588e368f1p-17"},
 *                                         {"kind":"dropout","rate":"0x1.0p-2"}]},
 *            {"kind":"activation","name":"leakyRelu","parameters":{"negativeSlope":"0x1.47ae147ae147bp-7"}}]}
 * </pre>
 *
 * <p>How the first weights were drawn is not kept: they have been drawn. A kind, a key or a name that is not known is
 * refused and never skipped, since without it the network would compute something else.
 */
final class NetworkCodec {
    /** The keys of each kind of layer; an activation may have parameters besides. */
    private static final Map<String, Set<String>> KEYS = Map.of(
            "linear", Set.of("inputs", "outputs", "bias"),
            "activation", Set.of("name"),
            "dropout", Set.of("rate"),
            "batchNorm", Set.of("columns", "momentum", "epsilon"),
            "layerNorm", Set.of("columns", "epsilon"),
            "residual", Set.of("layers"));

    /** How deep blocks may stand in blocks: what {@link JsonReader#MAX_DEPTH} has room for. */
    private static final int MAX_BLOCKS = 16;

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
        JsonWriter json = new JsonWriter().beginObject();
        write(network.layers(), 0, json);
        return json.endObject().toString();
    }

    private static void write(List<Layer> layers, int blocks, JsonWriter json) {
        if (blocks > MAX_BLOCKS) {
            throw new IllegalArgumentException(
                    "residual blocks stand more than " + MAX_BLOCKS + " deep in one another");
        }
        json.key("layers").beginArray();
        for (Layer layer : layers) {
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
            } else if (layer instanceof Dropout dropout) {
                json.key("kind").value("dropout");
                json.key("rate").value(HexDouble.format(dropout.rate()));
            } else if (layer instanceof BatchNorm norm) {
                json.key("kind").value("batchNorm");
                json.key("columns").value(norm.columns());
                json.key("momentum").value(HexDouble.format(norm.momentum()));
                json.key("epsilon").value(HexDouble.format(norm.epsilon()));
            } else if (layer instanceof LayerNorm norm) {
                json.key("kind").value("layerNorm");
                json.key("columns").value(norm.columns());
                json.key("epsilon").value(HexDouble.format(norm.epsilon()));
            } else if (layer instanceof Residual residual) {
                json.key("kind").value("residual");
                write(residual.layers(), blocks + 1, json);
            } else {
                throw new IllegalArgumentException("a layer of a kind that files do not know: " + layer);
            }
            json.endObject();
        }
        json.endArray();
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
        List<Layer> layers = List.of();
        json.beginObject();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (!key.equals("layers")) {
                throw json.unexpectedKey("layers");
            }
            layers = layers();
        }
        json.end();
        try {
            return Network.of(layers);
        } catch (IllegalArgumentException e) {
            throw blame.at(0, e.getMessage(), "layers that make up a network");
        }
    }

    private List<Layer> layers() throws FileFormatException {
        List<Layer> layers = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            layers.add(layer());
        }
        return layers;
    }

    /** Reads one layer, whose keys may come in any order. */
    private Layer layer() throws FileFormatException {
        int start = json.offset();
        Map<String, Object> values = new TreeMap<>();
        json.beginObject();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            values.put(
                    key,
                    switch (key) {
                        case "kind", "name" -> json.nextString();
                        case "inputs", "outputs", "columns" -> size();
                        case "bias" -> json.nextBoolean();
                        case "rate", "momentum", "epsilon" -> nextDouble(json, blame);
                        case "parameters" -> parameters();
                        case "layers" -> layers();
                        default -> throw json.unexpectedKey("what this version knows of layers");
                    });
        }
        return layer(new Fields(values, start));
    }

    private Layer layer(Fields fields) throws FileFormatException {
        String kind = fields.kind();
        try {
            return switch (kind) {
                case "linear" -> {
                    Linear linear = Linear.of(fields.size("inputs"), fields.size("outputs"));
                    yield fields.is("bias") ? linear : linear.withoutBias();
                }
                case "activation" -> activation(fields.name(), fields.parameters(), fields.start());
                case "dropout" -> Dropout.of(fields.number("rate"));
                case "batchNorm" ->
                    BatchNorm.of(fields.size("columns"))
                            .withMomentum(fields.number("momentum"))
                            .withEpsilon(fields.number("epsilon"));
                case "layerNorm" -> LayerNorm.of(fields.size("columns")).withEpsilon(fields.number("epsilon"));
                default -> Residual.of(fields.layers());
            };
        } catch (IllegalArgumentException e) {
            throw blame.at(fields.start(), e.getMessage(), "a layer of kind " + Quoted.of(kind));
        }
    }

    /** What stands in the text about one layer. */
    private final class Fields {
        private final Map<String, Object> values;
        private final int start;

        Fields(Map<String, Object> values, int start) {
            this.values = values;
            this.start = start;
        }

        /** The kind, for which all the right keys are there. */
        String kind() throws FileFormatException {
            Set<String> found = new TreeSet<>(values.keySet());
            String kind = (String) values.get("kind");
            found.remove("kind");
            if ("activation".equals(kind)) {
                found.remove("parameters");
            }
            Set<String> expected = kind == null ? null : KEYS.get(kind);
            if (expected == null) {
                String what = kind == null ? "a layer without a kind" : "a layer of kind " + Quoted.of(kind);
                throw blame.at(start, what, "one of the kinds " + new TreeSet<>(KEYS.keySet()));
            }
            if (!found.equals(expected)) {
                throw blame.at(
                        start, "a layer of kind " + Quoted.of(kind) + " with " + found, "" + new TreeSet<>(expected));
            }
            return kind;
        }

        int start() {
            return start;
        }

        int size(String key) {
            return (Integer) values.get(key);
        }

        boolean is(String key) {
            return (Boolean) values.get(key);
        }

        double number(String key) {
            return (Double) values.get(key);
        }

        String name() {
            return (String) values.get("name");
        }

        @SuppressWarnings("unchecked") // what parameters() gave
        Map<String, Double> parameters() {
            return (Map<String, Double>) values.getOrDefault("parameters", Map.of());
        }

        @SuppressWarnings("unchecked") // what layers() gave
        List<Layer> layers() {
            return (List<Layer>) values.get("layers");
        }
    }

    private int size() throws FileFormatException {
        int at = json.offset();
        long size = json.nextLong();
        if (size < 1 || size > Integer.MAX_VALUE) {
            throw blame.at(at, String.valueOf(size), "a number from 1 to " + Integer.MAX_VALUE);
        }
        return (int) size;
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
