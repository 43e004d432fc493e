package dev.linnet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.layer.Activation;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.Linear;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every layer that has a place in {@code nn.Sequential}, from PyTorch and back by PyTorch's own names; {@code
 * model_files.py} wrote the files here, and loads what comes back with {@code load_state_dict(..., strict=True)}.
 */
class EveryLayerTest {
    @TempDir
    Path folder;

    @Test
    void pyTorchsStateDictPredictsTheSame() throws IOException {
        double[] inputs = numbers("inputs");
        double[] logits = numbers("logits");
        Mlp model = fromPyTorch();
        assertEquals(18, inputs.length);
        for (int i = 0; i < 6; i++) {
            double[] found = model.logits(Arrays.copyOfRange(inputs, 3 * i, 3 * i + 3));
            for (int j = 0; j < 2; j++) {
                double expected = logits[2 * i + j];
                assertEquals(expected, found[j], 1e-13 * Math.max(1, Math.abs(expected)), "row " + i);
            }
        }
    }

    @Test
    void whatIsSavedIsTheFileThatPyTorchLoadsStrictly() throws IOException {
        Path file = folder.resolve("model");
        fromPyTorch().save(file);
        assertArrayEquals(bytes("every-layer.safetensors"), Files.readAllBytes(file));
        assertTrue(lines().contains("# load_state_dict(load_file('every-layer.safetensors'), strict=True): "
                + "<All keys matched successfully>"));
    }

    private static Mlp fromPyTorch() throws IOException {
        Mlp described = Mlp.builder()
                .linear(3, 6)
                .batchNorm()
                .relu()
                .layer(Linear.of(6, 5).withoutBias())
                .layerNorm()
                .gelu()
                .dropout(0.5)
                .linear(5, 4)
                .layer(Activation.leakyRelu(0.2))
                .layer(Activation.elu(0.7))
                .selu()
                .silu()
                .layer(Activation.sigmoid())
                .tanh()
                .softplus()
                .hardTanh()
                .identity()
                .layer(BatchNorm.of(4).withEpsilon(1e-3))
                .linear(4, 2)
                .build();
        try (InputStream in = EveryLayerTest.class.getResourceAsStream("/models/pytorch-every-layer.safetensors")) {
            return described.withParametersFrom(in, "pytorch-every-layer.safetensors");
        }
    }

    /** Writes the file that PyTorch loads: takes its folder. */
    public static void main(String[] args) throws IOException {
        fromPyTorch().save(Path.of(args[0], "every-layer.safetensors"));
    }

    private static double[] numbers(String key) throws IOException {
        String line = lines().stream()
                .filter(text -> text.startsWith(key + " = "))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(line.substring(key.length() + 3).split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static List<String> lines() throws IOException {
        return new String(bytes("every-layer.pytorch.txt"), UTF_8).lines().toList();
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = EveryLayerTest.class.getResourceAsStream("/models/" + name)) {
            return in.readAllBytes();
        }
    }
}
