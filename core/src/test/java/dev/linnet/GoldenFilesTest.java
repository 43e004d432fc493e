package dev.linnet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that version 0.1.0 wrote, one of each kind of model file: every later version loads them, and predicts what stands
 * beside them. {@code NumPyTest} does so for arrays, {@code CheckpointsTest} for checkpoints.
 */
@Tag("kernel")
class GoldenFilesTest {
    private static final String FOLDER = "/models/";
    private static final String PREDICTIONS = "golden-0.1.0.predictions.txt";
    private static final double[][] ROWS = {{0.25, -1, 3}, {0, 0, 0}, {-7.5, 0.125, 2}, {100, -100, 1}};

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "golden-0.1.0-f64.safetensors",
                "golden-0.1.0-f32.safetensors",
                "golden-0.1.0-f64.onnx",
                "golden-0.1.0-f32.onnx"
            })
    void everyLaterVersionLoadsItAndPredictsTheSameBits(String name) throws IOException {
        Mlp model = load(name);
        assertEquals(expected(name), text(model.predict(ROWS)));
        assertEquals(Optional.of(Labels.of("no", "yes", "maybe")), model.labels());
    }

    @ParameterizedTest
    @CsvSource({
        "golden-0.1.0-f64.safetensors, false, false",
        "golden-0.1.0-f32.safetensors, false, true",
        "golden-0.1.0-f64.onnx, true, false",
        "golden-0.1.0-f32.onnx, true, true"
    })
    void thisVersionWritesTheSameBytes(String name, boolean onnx, boolean narrow) throws IOException {
        Path file = folder.resolve(name);
        save(load("golden-0.1.0-f64.safetensors"), file, onnx, narrow);
        assertArrayEquals(bytes(name), Files.readAllBytes(file));
    }

    @Test
    void in64BitsAFileOfOnnxPredictsWhatTheModelDoes() throws IOException {
        assertEquals(expected("golden-0.1.0-f64.safetensors"), expected("golden-0.1.0-f64.onnx"));
    }

    /** Every kind of layer. */
    private static Mlp model() {
        double[][] rows = {{1, 2, 3}, {-1, 0.5, 7}, {0, -4, 2}, {2, 2, -1}};
        return Mlp.builder()
                .standardize()
                .linear(3, 5)
                .batchNorm()
                .leakyRelu()
                .residual(block -> block.layerNorm().linear(5, 5).gelu())
                .dropout(0.25)
                .linear(5, 4)
                .elu()
                .linear(4, 3)
                .fit(Dataset.of(rows, new int[] {0, 1, 2, 1}, Labels.of("no", "yes", "maybe")))
                .model();
    }

    private static void save(Mlp model, Path file, boolean onnx, boolean narrow) throws IOException {
        Saving saving = narrow ? Saving.float32() : Saving.float64();
        if (onnx) {
            Onnx.save(model, file, saving);
        } else {
            model.save(file, saving);
        }
    }

    /** Writes the files anew, for a format that changed on purpose: takes their folder. */
    public static void main(String[] args) throws IOException {
        Mlp model = model();
        StringBuilder predictions = new StringBuilder("# Printed by GoldenFilesTest. Not to be edited.\n");
        for (String kind : new String[] {"safetensors", "onnx"}) {
            for (String type : new String[] {"f64", "f32"}) {
                Path file = Path.of(args[0], "golden-0.1.0-" + type + "." + kind);
                boolean onnx = kind.equals("onnx");
                save(model, file, onnx, type.equals("f32"));
                Mlp loaded = onnx ? Onnx.load(file) : Mlp.load(file);
                predictions.append(file.getFileName()).append(" = ").append(text(loaded.predict(ROWS)));
                predictions.append('\n');
            }
        }
        Files.writeString(Path.of(args[0], PREDICTIONS), predictions);
    }

    private static String expected(String name) throws IOException {
        String start = name + " = ";
        return new String(bytes(PREDICTIONS), UTF_8)
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow()
                .substring(start.length());
    }

    private static String text(double[][] rows) {
        StringBuilder text = new StringBuilder();
        Arrays.stream(rows).flatMapToDouble(Arrays::stream).forEach(x -> text.append(text.length() == 0 ? "" : " ")
                .append(Double.toHexString(x)));
        return text.toString();
    }

    private static Mlp load(String name) throws IOException {
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream(FOLDER + name)) {
            return name.endsWith(".onnx") ? Onnx.load(in, name) : Mlp.load(in, name);
        }
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream(FOLDER + name)) {
            return in.readAllBytes();
        }
    }
}
