package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import dev.linnet.data.Labels;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Network;
import dev.linnet.internal.nn.Parameter;
import dev.linnet.internal.nn.Standardizer;
import dev.linnet.layer.Activation;
import dev.linnet.layer.Output;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model as a file: safetensors, named and laid out as PyTorch's {@code nn.Sequential} has its tensors.
 *
 * <p>A weight is [in, out] in memory and [out, in] in the file. What else a model is stands in the file's metadata, each
 * part under a key of its own. {@code docs/format.md} specifies all of it. Equal models give equal bytes.
 */
public final class ModelFile {
    /** The version of the format: readers know every minor version of their major version, and refuse later ones. */
    static final String VERSION = "1.0";

    static final String FORMAT = "linnet.format";
    static final String NETWORK = "linnet.network";
    static final String OUTPUT = "linnet.output";
    static final String LABELS = "linnet.labels";
    static final String SCALER = "linnet.scaler";
    static final String SEED = "linnet.seed";

    /** What makes a model file a checkpoint, and begins the names of the tensors that it has besides. */
    static final String CHECKPOINT = "linnet.checkpoint";

    static final String CHECKPOINT_TENSORS = "checkpoint.";

    private static final Set<String> KEYS = Set.of(FORMAT, NETWORK, OUTPUT, LABELS, SCALER, SEED, CHECKPOINT);
    private static final int MAJOR = 1;
    private static final Pattern MAJOR_MINOR = Pattern.compile("([0-9]{1,6})\\.[0-9]{1,6}");

    private final TensorReader file;

    private final boolean nonFinite;

    ModelFile(TensorReader file, boolean nonFinite) {
        this.file = file;
        this.nonFinite = nonFinite;
    }

    /**
     * Writes a model, in place of the file that is there, if any.
     *
     * @param type {@link ElementType#F64} or {@link ElementType#F32}
     * @param nonFinite whether infinities and NaN are written, and not refused
     * @throws IOException if it cannot be written; then the old file is untouched
     * @throws IllegalArgumentException if a parameter is refused or too large for the type, an activation's name is taken
     *     by a built-in one, or the metadata use a key of ours; then the old file is untouched, too
     */
    public static void write(ModelState model, Path path, ElementType type, boolean nonFinite) throws IOException {
        AtomicFile.write(path, out -> write(model, out, type, nonFinite));
    }

    /**
     * Reads a model.
     *
     * @param own activations that are not built in, found by name and parameters
     * @param nonFinite whether infinities and NaN are read, and not refused
     * @throws FileFormatException if the file is not a whole and valid model, or has an activation that is not known
     */
    public static ModelState read(Path path, List<Activation> own, boolean nonFinite) throws IOException {
        try (TensorReader file = TensorReader.open(path)) {
            return new ModelFile(file, nonFinite).model(own);
        }
    }

    /**
     * Reads a model from a stream, to its end; the stream is not closed.
     *
     * @param name says in messages where the bytes came from
     */
    public static ModelState read(InputStream stream, String name, List<Activation> own, boolean nonFinite)
            throws IOException {
        try (TensorReader file = TensorReader.open(name, stream)) {
            return new ModelFile(file, nonFinite).model(own);
        }
    }

    /**
     * Reads the parameters of a network that is known, whoever wrote the file; its metadata are ignored.
     *
     * @param path a safetensors file with the tensors of the network, of types F64, F32, F16 or BF16, and no others
     * @param nonFinite whether infinities and NaN are read, and not refused
     * @return the parameters, laid out by the network
     * @throws FileFormatException if the tensors are not those of the network
     */
    public static double[] readParameters(Path path, Network network, boolean nonFinite) throws IOException {
        try (TensorReader file = TensorReader.open(path)) {
            return new ModelFile(file, nonFinite).parameters(network);
        }
    }

    /**
     * Reads the parameters of a network from a stream, to its end; the stream is not closed.
     *
     * @param name says in messages where the bytes came from
     */
    public static double[] readParameters(InputStream stream, String name, Network network, boolean nonFinite)
            throws IOException {
        try (TensorReader file = TensorReader.open(name, stream)) {
            return new ModelFile(file, nonFinite).parameters(network);
        }
    }

    // Writing

    static void write(ModelState model, WritableByteChannel out, ElementType type, boolean nonFinite)
            throws IOException {
        if (!nonFinite) {
            checkThatParametersAreFinite(model);
        }
        TensorWriter.write(out, metadata(model), type, tensors("", model.network(), model.parameters()));
    }

    static void checkThatParametersAreFinite(ModelState model) {
        for (Parameter parameter : model.network().parameters()) {
            int wrong = TensorReader.firstNonFinite(model.parameters(), parameter.offset(), parameter.end());
            if (wrong >= 0) {
                throw new IllegalArgumentException(parameter.name() + " holds " + model.parameters()[wrong]
                        + ": a model is saved only if all its parameters are finite, unless that is allowed");
            }
        }
    }

    static Map<String, String> metadata(ModelState model) {
        Map<String, String> metadata = new TreeMap<>(model.metadata());
        for (String key : KEYS) {
            if (metadata.containsKey(key)) {
                throw new IllegalArgumentException("the metadata key " + key + " is Linnet's own");
            }
        }
        metadata.put(FORMAT, VERSION);
        metadata.put(NETWORK, NetworkCodec.write(model.network()));
        metadata.put(OUTPUT, model.output().name().toLowerCase(Locale.ROOT));
        metadata.put(SEED, Long.toString(model.seed()));
        if (model.labels() != null) {
            metadata.put(LABELS, labels(model.labels()));
        }
        if (model.standardize()) {
            metadata.put(SCALER, scaler(model.standardizer()));
        }
        return metadata;
    }

    /** Returns the names of the classes as JSON. */
    static String labels(Labels labels) {
        JsonWriter json = new JsonWriter().beginArray();
        labels.names().forEach(json::value);
        return json.endArray().toString();
    }

    /** Returns the scaler as JSON; an empty object if it is yet to be fitted. */
    private static String scaler(Standardizer scaler) {
        JsonWriter json = new JsonWriter().beginObject();
        if (scaler != null) {
            write("mean", scaler.mean(), json);
            write("factor", scaler.factor(), json);
        }
        return json.endObject().toString();
    }

    private static void write(String key, double[] values, JsonWriter json) {
        json.key(key).beginArray();
        for (double value : values) {
            json.value(HexDouble.format(value));
        }
        json.endArray();
    }

    /** Returns the tensors of an array that is laid out by {@code network}; {@code prefix} begins their names. */
    static List<TensorWriter.Tensor> tensors(String prefix, Network network, double[] array) {
        List<TensorWriter.Tensor> tensors = new ArrayList<>();
        for (Parameter parameter : network.parameters()) {
            String name = prefix + parameter.name();
            tensors.add(new TensorWriter.Tensor(name, shape(parameter), view(parameter, array)));
        }
        return tensors;
    }

    // Reading

    ModelState model(List<Activation> own) throws IOException {
        checkVersion();
        byte[] text = required(NETWORK).getBytes(StandardCharsets.UTF_8);
        Network network = NetworkCodec.read(text, blame(NETWORK), own);
        Output output = output();
        Labels labels = file.metadata().containsKey(LABELS) ? labels(network) : null;
        boolean standardize = file.metadata().containsKey(SCALER);
        Standardizer scaler = standardize ? scaler(network) : null;
        long seed = seed();
        double[] parameters = parameters(network);
        Map<String, String> others = new TreeMap<>(file.metadata());
        others.keySet().removeAll(KEYS);
        return new ModelState(network, standardize, scaler, output, labels, seed, parameters, Map.copyOf(others));
    }

    private void checkVersion() throws FileFormatException {
        String version = file.metadata().get(FORMAT);
        if (version == null) {
            throw file.error(
                    0,
                    "a safetensors file without the metadata " + Quoted.of(FORMAT),
                    "a model saved by Linnet, which says what network the tensors belong to");
        }
        Matcher matcher = MAJOR_MINOR.matcher(version);
        if (!matcher.matches()) {
            throw file.metadataError(FORMAT, -1, Quoted.of(version), "a version such as " + VERSION);
        }
        if (Integer.parseInt(matcher.group(1)) != MAJOR) {
            throw file.metadataError(
                    FORMAT,
                    -1,
                    "version " + version,
                    MAJOR + ".x, which this version of Linnet reads: a later one wrote this file, and can read it");
        }
    }

    private Output output() throws FileFormatException {
        String name = required(OUTPUT);
        for (Output output : Output.values()) {
            if (output.name().toLowerCase(Locale.ROOT).equals(name)) {
                return output;
            }
        }
        throw file.metadataError(OUTPUT, -1, Quoted.of(name), "identity, softmax or sigmoid");
    }

    private Labels labels(Network network) throws FileFormatException {
        JsonReader json = json(LABELS);
        List<String> names = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            names.add(json.nextString());
        }
        json.end();
        int outputs = network.outputs();
        boolean binary = outputs == 1 && names.size() == 2;
        if (names.size() != outputs && !binary) {
            throw file.metadataError(LABELS, -1, names.size() + " names", outputs == 1 ? "1 or 2" : "" + outputs);
        }
        try {
            return Labels.of(names);
        } catch (IllegalArgumentException e) {
            throw file.metadataError(LABELS, -1, e.getMessage(), "a different name for each class");
        }
    }

    private Standardizer scaler(Network network) throws FileFormatException {
        JsonReader json = json(SCALER);
        double[] mean = null;
        double[] factor = null;
        json.beginObject();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "mean" -> mean = doubles(json, network.inputs());
                case "factor" -> factor = doubles(json, network.inputs());
                default -> throw json.unexpectedKey("mean and factor");
            }
        }
        json.end();
        if ((mean == null) != (factor == null)) {
            throw file.metadataError(SCALER, -1, "mean or factor alone", "both, or neither if it is yet to be fitted");
        }
        return mean == null ? null : new Standardizer(mean, factor);
    }

    private double[] doubles(JsonReader json, int expected) throws FileFormatException {
        int start = json.offset();
        List<Double> values = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            values.add(NetworkCodec.nextDouble(json, blame(SCALER)));
        }
        if (values.size() != expected) {
            throw blame(SCALER).at(start, values.size() + " numbers", expected + ", one for each input");
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private long seed() throws FileFormatException {
        required(SEED);
        JsonReader json = json(SEED);
        long seed = json.nextLong();
        json.end();
        return seed;
    }

    /** Reads the tensors of the network, after having checked that the file has them, and no others. */
    private double[] parameters(Network network) throws IOException {
        checkShapes("", network);
        Set<String> unknown = new HashSet<>(file.tensors().keySet());
        if (file.metadata().containsKey(CHECKPOINT)) {
            unknown.removeIf(name -> name.startsWith(CHECKPOINT_TENSORS));
        }
        for (Parameter parameter : network.parameters()) {
            unknown.remove(parameter.name());
            if (parameter.kind()
                    == Parameter.Kind.RUNNING_MEAN) { // PyTorch counts batches beside it; we have no use for it
                unknown.remove(parameter.name().replace("running_mean", "num_batches_tracked"));
            }
        }
        for (TensorEntry tensor : file.tensors().values()) {
            if (unknown.contains(tensor.name())) {
                throw file.error(
                        tensor.offset(), "the tensor " + Quoted.of(tensor.name()), "the tensors of the network alone");
            }
        }
        double[] array = array("", network, !nonFinite);
        file.checkUnchanged();
        return array;
    }

    /** Reads an array that is laid out by {@code network}, from tensors whose names begin with {@code prefix}. */
    double[] array(String prefix, Network network, boolean finite) throws IOException {
        checkShapes(prefix, network);
        double[] array = new double
                [network.parameterCount()]; // at most 4 times the bytes of the file, where that has 16 bits for each
        for (Parameter parameter : network.parameters()) {
            file.read(file.tensors().get(prefix + parameter.name()), view(parameter, array), finite);
        }
        return array;
    }

    private void checkShapes(String prefix, Network network) throws FileFormatException {
        for (Parameter parameter : network.parameters()) {
            checkShape(prefix + parameter.name(), parameter);
        }
    }

    private void checkShape(String name, Parameter parameter) throws FileFormatException {
        List<Integer> expected = shape(parameter);
        TensorEntry tensor = file.tensors().get(name);
        if (tensor == null) {
            throw file.error(file.size(), "no tensor " + Quoted.of(name), "one of shape " + expected);
        }
        if (!tensor.shape().equals(expected.stream().map(Integer::longValue).toList())) {
            throw file.error(
                    tensor.offset(),
                    "the tensor " + Quoted.of(tensor.name()) + " of "
                            + (tensor.shape().size() <= 8
                                    ? "shape " + tensor.shape()
                                    : tensor.shape().size() + " dimensions"),
                    "shape " + expected);
        }
    }

    private String required(String key) throws FileFormatException {
        String value = file.metadata().get(key);
        if (value == null) {
            throw file.error(0, "no metadata " + Quoted.of(key), "it in every model");
        }
        return value;
    }

    private JsonReader json(String key) throws FileFormatException {
        return new JsonReader(file.metadata().get(key).getBytes(StandardCharsets.UTF_8), blame(key));
    }

    private JsonReader.Blame blame(String key) {
        return (at, found, expected) -> file.metadataError(key, at, found, expected);
    }

    // Both

    private static List<Integer> shape(Parameter parameter) {
        return switch (parameter.kind()) {
            case WEIGHT -> List.of(parameter.columns(), parameter.rows());
            default -> List.of(parameter.columns());
        };
    }

    private static TensorView view(Parameter parameter, double[] array) {
        int in = parameter.rows();
        int out = parameter.columns();
        return switch (parameter.kind()) {
            case WEIGHT -> TensorView.transposed(array, parameter.offset(), out, in);
            default -> TensorView.vector(array, parameter.offset(), out);
        };
    }
}
