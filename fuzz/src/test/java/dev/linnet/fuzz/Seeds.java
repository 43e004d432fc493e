package dev.linnet.fuzz;

import dev.linnet.Mlp;
import dev.linnet.NumPy;
import dev.linnet.Onnx;
import dev.linnet.Saving;
import dev.linnet.data.NdArray;
import dev.linnet.layer.Dropout;
import dev.linnet.mnist.Idx;
import dev.linnet.mnist.IdxArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small files that are as they should be: Jazzer starts from them. */
final class Seeds {
    /** One of every kind of layer with tensors. */
    static final Mlp NETWORK = Mlp.builder()
            .linear(3, 4)
            .batchNorm()
            .leakyRelu()
            .residual(block -> block.linear(4, 4).gelu())
            .layerNorm()
            .layer(Dropout.of(0.5))
            .linear(4, 2)
            .softmax()
            .build();

    /** Files that others wrote. */
    private static final Path OTHERS = Path.of("../core/src/test/resources");

    private static final int BEFORE_THE_HEADER = 8;

    private Seeds() {}

    /** Writes the files of a reader into an empty folder. */
    static void write(Reader reader, Path folder) throws IOException {
        switch (reader) {
            case SAFETENSORS, WEIGHTS -> models(folder);
            case HEADER -> headers(folder);
            case NETWORK -> networks(folder);
            case NPY -> arrays(folder);
            case NPZ -> zips(folder);
            case ONNX -> {
                Onnx.save(NETWORK, folder.resolve("f64"));
                Onnx.save(NETWORK, folder.resolve("f32"), Saving.float32());
                copy("onnx", ".onnx", folder);
            }
            case IDX -> images(folder);
        }
    }

    /** The text of a model's header, with no tensors, in which a network is described by the given text. */
    static String header(String network) {
        return "{\"__metadata__\":{\"linnet.format\":\"1.0\",\"linnet.output\":\"softmax\",\"linnet.seed\":\"42\","
                + "\"linnet.network\":" + quoted(network) + "}}";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20) {
                quoted.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static void models(Path folder) throws IOException {
        NETWORK.save(folder.resolve("f64"));
        NETWORK.save(folder.resolve("f32"), Saving.float32());
        copy("models", ".safetensors", folder);
    }

    private static void headers(Path folder) throws IOException {
        models(folder);
        for (Path model : files(folder)) {
            byte[] bytes = Files.readAllBytes(model);
            int length = (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8; // headers here are short
            Files.write(model, Arrays.copyOfRange(bytes, BEFORE_THE_HEADER, BEFORE_THE_HEADER + length));
        }
        Files.writeString(folder.resolve("network"), header("{\"layers\":[]}"));
    }

    private static void networks(Path folder) throws IOException {
        Files.writeString(
                folder.resolve("kinds"),
                "{\"layers\":[{\"kind\":\"linear\",\"inputs\":2,\"outputs\":3,\"bias\":true},"
                        + "{\"kind\":\"activation\",\"name\":\"elu\",\"parameters\":{\"alpha\":\"0x1.0p0\"}},"
                        + "{\"kind\":\"dropout\",\"rate\":\"0x1.0p-1\"},"
                        + "{\"kind\":\"batchNorm\",\"columns\":3,\"momentum\":\"0x1.999999999999ap-4\","
                        + "\"epsilon\":\"0x1.4f8b588e368f1p-17\"},"
                        + "{\"kind\":\"residual\",\"layers\":[{\"kind\":\"layerNorm\",\"columns\":3,"
                        + "\"epsilon\":\"0x1.4f8b588e368f1p-17\"}]}]}");
        Files.writeString(folder.resolve("spaces"), "{ \"layers\" : [ ] }\n");
    }

    private static void arrays(Path folder) throws IOException {
        List<NdArray> arrays = List.of(
                NdArray.of(new double[] {1, Double.NaN, -0.0, 1e300, 2, 3}, 2, 3),
                NdArray.of(new float[] {1, 2}, 2),
                NdArray.of(new long[] {-1}),
                NdArray.of(new int[] {1, 2, 3, 4}, 1, 2, 2),
                NdArray.of(new short[0], 0, 4),
                NdArray.ofBytes(NdArray.Type.BOOL, new byte[] {0, 1}, 2),
                NdArray.of(new String[] {"Apfel", "Käse"}, 2));
        for (int i = 0; i < arrays.size(); i++) {
            NumPy.save(arrays.get(i), folder.resolve("array-" + i));
        }
        copy("numpy", ".npy", folder);
    }

    private static void zips(Path folder) throws IOException {
        NumPy.saveZip(
                Map.of("a", NdArray.of(new double[] {1, 2}, 2), "b", NdArray.of(new int[] {3}, 1)),
                folder.resolve("stored"));
        Path array = Files.createTempFile("array", ".npy");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("deflated")))) {
            NumPy.save(NdArray.of(new float[100], 10, 10), array);
            zip.putNextEntry(new ZipEntry("a.npy"));
            Files.copy(array, zip);
        } finally {
            Files.delete(array);
        }
        copy("numpy", ".npz", folder);
    }

    private static void images(Path folder) throws IOException {
        List<IdxArray> arrays = List.of(
                IdxArray.ofUnsigned(new byte[] {0, 1, 127, -1, 5, 6, 7, 8}, 2, 2, 2),
                IdxArray.of(new byte[] {-1}),
                IdxArray.of(new short[] {1, 2}, 2),
                IdxArray.of(new int[] {3, 4, 5}, 3, 1),
                IdxArray.of(new float[0], 0, 9),
                IdxArray.of(new double[] {1.5, -2.5}, 1, 2));
        for (int i = 0; i < arrays.size(); i++) {
            Idx.write(arrays.get(i), folder.resolve("array-" + i));
        }
        Idx.writeGzip(arrays.get(0), folder.resolve("packed"));
        Idx.writeGzip(IdxArray.ofUnsigned(new byte[28 * 28], 1, 28, 28), folder.resolve("zeros"));
        // A named member, and a second one behind it.
        Files.write(
                folder.resolve("named"),
                "\u001f\u008b\b\b\0\0\0\0\0\u0003name\0\u0003\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void copy(String name, String suffix, Path folder) throws IOException {
        for (Path file : files(OTHERS.resolve(name))) {
            if (file.toString().endsWith(suffix)) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
