package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Network;
import dev.linnet.layer.Activation;
import dev.linnet.training.Epoch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * A checkpoint as a file: the file of the model as it stands, with the rest of the run in one more metadata key and in more
 * tensors, and a checksum of all bytes as the last of them. {@code docs/format.md} specifies it.
 */
public final class CheckpointFile {
    private static final String CHECKSUM = ModelFile.CHECKPOINT_TENSORS + "crc32c";
    private static final int CHUNK = 1 << 16;

    private final TensorReader file;
    private final RunState run;
    private Map<String, String> settings = Map.of();

    private CheckpointFile(TensorReader file, String name) {
        this.file = file;
        this.run = new RunState(name);
    }

    /**
     * What a file holds.
     *
     * @param model the network with its parameters as they stood
     * @param settings what the run was told, by name
     * @param run the rest
     */
    public record Content(ModelState model, Map<String, String> settings, RunState run) {
        /** Whether {@code network} computes what the one in the checkpoint does; how weights were drawn does not count. */
        public boolean isOf(Network network) {
            return NetworkCodec.write(model.network()).equals(NetworkCodec.write(network));
        }
    }

    // Writing

    /**
     * Writes a checkpoint, in place of the file that is there, if any.
     *
     * @throws IOException if it cannot be written; then the old file is untouched
     * @throws IllegalArgumentException if a parameter is not finite, an activation's name is taken by a built-in one, or the
     *     model's metadata use a key of ours
     */
    static void write(Path path, Content content) throws IOException {
        ModelFile.checkThatParametersAreFinite(content.model());
        Map<String, String> metadata = ModelFile.metadata(content.model());
        metadata.put(ModelFile.CHECKPOINT, json(content));
        AtomicFile.write(path, out -> {
            Summing summing = new Summing(out);
            TensorWriter.write(summing, metadata, ElementType.F64, tensors(content, summing.sum));
        });
    }

    private static String json(Content content) {
        JsonWriter json = new JsonWriter().beginObject();
        json.key("settings").beginObject();
        new TreeMap<>(content.settings())
                .forEach((name, value) -> json.key(name).value(value));
        json.endObject().key("counts").beginObject();
        content.run().counts().forEach((name, value) -> json.key(name).value(value));
        json.endObject().key("numbers").beginObject();
        content.run().numbers().forEach((name, value) -> json.key(name).value(HexDouble.format(value)));
        json.endObject().key("history").beginArray();
        content.run().history().forEach(epoch -> write(epoch, json));
        return json.endArray().endObject().toString();
    }

    private static void write(Epoch epoch, JsonWriter json) {
        json.beginObject();
        json.key("learningRate").value(HexDouble.format(epoch.learningRate()));
        json.key("loss").value(HexDouble.format(epoch.loss()));
        epoch.validationLoss().ifPresent(loss -> json.key("validationLoss").value(HexDouble.format(loss)));
        json.key("metrics").beginObject();
        epoch.metrics().forEach((name, value) -> json.key(name).value(metric(value)));
        json.endObject().endObject();
    }

    /** A metric may be anything: where it had no value, NaN. */
    private static String metric(double value) {
        return Double.isFinite(value) ? HexDouble.format(value) : Double.toString(value);
    }

    private static List<TensorWriter.Tensor> tensors(Content content, double[] sum) {
        Network network = content.model().network();
        List<TensorWriter.Tensor> tensors =
                new ArrayList<>(ModelFile.tensors("", network, content.model().parameters()));
        content.run()
                .arrays()
                .forEach((name, array) -> tensors.addAll(ModelFile.tensors(prefix(name), network, array)));
        tensors.add(new TensorWriter.Tensor(CHECKSUM, List.of(1), TensorView.vector(sum, 0, 1)));
        return tensors;
    }

    private static String prefix(String array) {
        return ModelFile.CHECKPOINT_TENSORS + array + ".";
    }

    /** Passes bytes on, and keeps the checksum of all that have passed where the last tensor is taken from. */
    private static final class Summing implements WritableByteChannel {
        final double[] sum = new double[1];
        private final WritableByteChannel out;
        private final CRC32C crc = new CRC32C();

        Summing(WritableByteChannel out) {
            this.out = out;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            ByteBuffer passed = bytes.duplicate();
            int count = out.write(bytes);
            crc.update(passed.limit(passed.position() + count));
            sum[0] = crc.getValue();
            return count;
        }

        @Override
        public boolean isOpen() {
            return out.isOpen();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    // Reading

    /**
     * Reads a checkpoint.
     *
     * @param own activations that are not built in, found by name and parameters
     * @throws FileFormatException if the file is not a whole checkpoint, each byte as it was written
     */
    public static Content read(Path path, List<Activation> own) throws IOException {
        try (TensorReader file = TensorReader.open(path)) {
            checkSum(path, file);
            return new CheckpointFile(file, path.toString()).content(own);
        }
    }

    /** Holds the last 8 bytes, which are the last tensor, against the sum of all before them. */
    private static void checkSum(Path path, TensorReader file) throws IOException {
        TensorEntry entry = file.tensors().get(CHECKSUM);
        long end = file.size() - Double.BYTES;
        if (!file.metadata().containsKey(ModelFile.CHECKPOINT)
                || entry == null
                || entry.offset() != end
                || entry.bytes() != Double.BYTES) {
            throw file.error(
                    0,
                    "no checkpoint",
                    "the metadata " + ModelFile.CHECKPOINT + ", and the checksum as the last tensor");
        }
        CRC32C crc = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
            for (long at = 0; at < end; at += chunk.limit()) {
                crc.update(fill(chunk, (int) Math.min(CHUNK, end - at), in, at, file));
            }
            double found = fill(chunk, Double.BYTES, in, end, file).getDouble();
            if (found != crc.getValue()) {
                throw file.error(end, "the checksum " + (long) found, crc.getValue() + ", that of the bytes before it");
            }
        }
    }

    private static ByteBuffer fill(ByteBuffer chunk, int bytes, FileChannel in, long at, TensorReader file)
            throws IOException {
        chunk.clear().limit(bytes);
        while (chunk.hasRemaining()) {
            if (in.read(chunk, at + chunk.position()) < 0) {
                throw file.error(at + chunk.position(), "the end of the file", "a file of " + file.size() + " bytes");
            }
        }
        return chunk.flip();
    }

    private Content content(List<Activation> own) throws IOException {
        ModelFile model = new ModelFile(file, false);
        ModelState state = model.model(own);
        readJson();
        for (String array : arrays()) {
            // The mean square of a gradient may be infinite in a run that goes on; whoever takes an array out looks at
            // it.
            run.put(array, new ModelFile(file, true).array(prefix(array), state.network(), false));
        }
        file.checkUnchanged();
        return new Content(state, settings, run);
    }

    /** The names of all arrays that the file has tensors of: what stands between two dots. */
    private Set<String> arrays() throws FileFormatException {
        Set<String> arrays = new TreeSet<>();
        for (TensorEntry tensor : file.tensors().values()) {
            String name = tensor.name();
            if (name.startsWith(ModelFile.CHECKPOINT_TENSORS) && !name.equals(CHECKSUM)) {
                int start = ModelFile.CHECKPOINT_TENSORS.length();
                int end = name.indexOf('.', start);
                if (end < 0) {
                    throw file.error(
                            tensor.offset(), "the tensor " + Quoted.of(name), "a name of three parts at least");
                }
                arrays.add(name.substring(start, end));
            }
        }
        return arrays;
    }

    private void readJson() throws FileFormatException {
        byte[] text = file.metadata().get(ModelFile.CHECKPOINT).getBytes(StandardCharsets.UTF_8);
        JsonReader.Blame blame = (at, found, expected) -> file.metadataError(ModelFile.CHECKPOINT, at, found, expected);
        JsonReader json = new JsonReader(text, blame);
        json.beginObject();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "settings" -> settings = settings(json);
                case "counts" -> {
                    json.beginObject();
                    for (String name = json.nextKey(); name != null; name = json.nextKey()) {
                        run.put(name, json.nextLong());
                    }
                }
                case "numbers" -> {
                    json.beginObject();
                    for (String name = json.nextKey(); name != null; name = json.nextKey()) {
                        run.put(name, NetworkCodec.nextDouble(json, blame));
                    }
                }
                case "history" -> run.putHistory(history(json, blame));
                default -> throw json.unexpectedKey("settings, counts, numbers and history");
            }
        }
        json.end();
    }

    private static Map<String, String> settings(JsonReader json) throws FileFormatException {
        Map<String, String> settings = new TreeMap<>();
        json.beginObject();
        for (String name = json.nextKey(); name != null; name = json.nextKey()) {
            settings.put(name, json.nextString());
        }
        return settings;
    }

    private static List<Epoch> history(JsonReader json, JsonReader.Blame blame) throws FileFormatException {
        List<Epoch> epochs = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
            epochs.add(epoch(epochs.size() + 1, json, blame));
        }
        return epochs;
    }

    private static Epoch epoch(int number, JsonReader json, JsonReader.Blame blame) throws FileFormatException {
        int start = json.offset();
        Map<String, Double> numbers = new TreeMap<>();
        Map<String, Double> metrics = Map.of();
        json.beginObject();
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case "learningRate", "loss", "validationLoss" -> numbers.put(key, NetworkCodec.nextDouble(json, blame));
                case "metrics" -> metrics = metrics(json, blame);
                default -> throw json.unexpectedKey("learningRate, loss, validationLoss and metrics");
            }
        }
        double rate = numbers.getOrDefault("learningRate", Double.NaN);
        if (!(rate >= 0.0) || !numbers.containsKey("loss")) {
            throw blame.at(start, "epoch " + number + " without loss or rate", "both, and a rate of at least 0");
        }
        Epoch epoch = Epoch.of(number, rate, numbers.get("loss"));
        if (numbers.containsKey("validationLoss")) {
            epoch = epoch.withValidationLoss(numbers.get("validationLoss"));
        }
        for (Map.Entry<String, Double> metric : metrics.entrySet()) {
            epoch = epoch.withMetric(metric.getKey(), metric.getValue());
        }
        return epoch;
    }

    private static Map<String, Double> metrics(JsonReader json, JsonReader.Blame blame) throws FileFormatException {
        Map<String, Double> metrics = new LinkedHashMap<>(); // in the order in which they were asked for
        json.beginObject();
        for (String name = json.nextKey(); name != null; name = json.nextKey()) {
            int at = json.offset();
            String text = json.nextString();
            OptionalDouble value = HexDouble.parse(text);
            if (value.isEmpty() && !Set.of("NaN", "Infinity", "-Infinity").contains(text)) {
                throw blame.at(at, Quoted.of(text), "a number in hexadecimal text, NaN, Infinity or -Infinity");
            }
            metrics.put(name, value.isPresent() ? value.getAsDouble() : Double.parseDouble(text));
        }
        return metrics;
    }
}
