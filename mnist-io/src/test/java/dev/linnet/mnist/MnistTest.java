package dev.linnet.mnist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MnistTest {
    private final Map<String, byte[]> files = FakeMnist.files();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"-idx", ".idx"})
    void bothSpellingsAreFoundPackedOrNot(String spelling) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String name = file.getKey().replace("-idx", spelling);
            Files.write(directory.resolve(name), file.getValue());
        }
        assertIsTheFake(Mnist.load(directory));

        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String name = file.getKey().replace("-idx", spelling);
            Files.delete(directory.resolve(name));
            Idx.write(IdxFiles.read(file.getValue()), directory.resolve(name.replace(".gz", "")));
        }
        assertIsTheFake(Mnist.load(directory));
    }

    @Test
    void filesMayComeFromAnywhere() throws IOException {
        Mnist mnist = Mnist.load(FakeMnist.opener(files), MnistVariant.FASHION_MNIST);
        assertIsTheFake(mnist);
        assertEquals("Ankle boot", mnist.train().labels().orElseThrow().name(9));
    }

    private static void assertIsTheFake(Mnist mnist) {
        assertEquals(FakeMnist.ROWS, mnist.rows());
        assertEquals(FakeMnist.COLUMNS, mnist.columns());
        assertHolds(FakeMnist.TRAIN_IMAGES, FakeMnist.TRAIN_LABELS, mnist.train());
        assertHolds(FakeMnist.TEST_IMAGES, FakeMnist.TEST_LABELS, mnist.test());
    }

    private static void assertHolds(IdxArray images, IdxArray labels, Dataset data) {
        int count = labels.size();
        assertEquals(count, data.size());
        assertEquals(12, data.features());
        assertEquals(1, data.targets());
        int[] all = new int[count];
        for (int i = 0; i < count; i++) {
            all[i] = i;
        }
        double[] pixels = new double[count * 12];
        double[] classes = new double[count];
        data.read(all, 0, count, pixels, classes);
        double[] scaled = images.toDoubles();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] /= 255.0;
        }
        assertArrayEquals(scaled, pixels);
        assertArrayEquals(labels.toDoubles(), classes);
    }

    @Test
    void theVariantNamesTheClasses() throws IOException {
        assertEquals(
                Optional.of(Labels.numbered(10)),
                Mnist.load(FakeMnist.opener(files), MnistVariant.MNIST).train().labels());
        assertEquals("Trouser", MnistVariant.FASHION_MNIST.labels().name(1));
        assertEquals("wo", MnistVariant.KMNIST.labels().name(9));
    }

    @Test
    void everyMissingFileIsNamedWithTheNamesTried() throws IOException {
        files.remove("train-labels-idx1-ubyte.gz");
        files.remove("t10k-images-idx3-ubyte.gz");
        FileNotFoundException e = assertThrows(
                FileNotFoundException.class, () -> Mnist.load(FakeMnist.opener(files), MnistVariant.MNIST));
        assertEquals("""
            train-labels-idx1-ubyte is missing; also tried [train-labels-idx1-ubyte.gz, \
            train-labels.idx1-ubyte, train-labels.idx1-ubyte.gz]
            t10k-images-idx3-ubyte is missing; also tried [t10k-images-idx3-ubyte.gz, \
            t10k-images.idx3-ubyte, t10k-images.idx3-ubyte.gz]\
            """, e.getMessage());

        FileNotFoundException inDirectory = assertThrows(FileNotFoundException.class, () -> Mnist.load(directory));
        assertEquals(
                directory.resolve("train-images-idx3-ubyte")
                        + " is missing; also tried [train-images-idx3-ubyte.gz, train-images.idx3-ubyte, "
                        + "train-images.idx3-ubyte.gz]",
                inDirectory.getMessage().lines().findFirst().orElseThrow());
    }

    @Test
    void filesThatDoNotFitTogetherAreRefused() {
        assertRefused(
                "train-labels-idx1-ubyte.gz",
                IdxArray.ofUnsigned(new byte[4], 4),
                "train-labels-idx1-ubyte.gz, offset 4: found 4 labels, expected 5, one for each image in "
                        + "train-images-idx3-ubyte.gz");
        assertRefused(
                "t10k-labels-idx1-ubyte.gz",
                IdxArray.ofUnsigned(new byte[] {9, 10}, 2),
                "t10k-labels-idx1-ubyte.gz, offset 9: found label 10, expected 0..9");
        assertRefused(
                "t10k-labels-idx1-ubyte.gz",
                IdxArray.of(new int[2], 2),
                "t10k-labels-idx1-ubyte.gz, offset 2: found int[2], expected ubyte[labels]");
        assertRefused(
                "train-images-idx3-ubyte.gz",
                IdxArray.ofUnsigned(new byte[60], 5, 12),
                "train-images-idx3-ubyte.gz, offset 2: found ubyte[5, 12], expected ubyte[images, rows, columns]");
        assertRefused(
                "train-images-idx3-ubyte.gz",
                IdxArray.ofUnsigned(new byte[0], 5, 0, 3),
                "train-images-idx3-ubyte.gz, offset 4: found ubyte[5, 0, 3], expected at least one image of at least "
                        + "one pixel");
        assertRefused(
                "t10k-images-idx3-ubyte.gz",
                IdxArray.ofUnsigned(new byte[24], 2, 3, 4),
                "t10k-images-idx3-ubyte.gz, offset 8: found 3 x 4 pixels, expected 4 x 3 as in "
                        + "train-images-idx3-ubyte.gz");
    }

    private static void assertRefused(String name, IdxArray content, String message) {
        Map<String, byte[]> files = FakeMnist.files();
        files.put(name, IdxFiles.packed(content));
        assertEquals(
                message,
                assertThrows(IdxFormatException.class, () -> Mnist.load(FakeMnist.opener(files), MnistVariant.MNIST))
                        .getMessage());
    }

    @Test
    void downloadReadsTheCacheWhenTheFilesAreThere() throws IOException {
        Path real = RealMnist.directory("mnist");
        Path folder = Files.createDirectory(directory.resolve("mnist"));
        for (String name : IdxTest.namesIn(real)) {
            Files.copy(real.resolve(name), folder.resolve(name));
        }
        Mnist mnist = Mnist.download(MnistVariant.MNIST, directory, (file, received, total) -> {
            throw new AssertionError(file + " is in the cache");
        });
        assertEquals(
                List.of(60_000, 10_000),
                List.of(mnist.train().size(), mnist.test().size()));
    }
}
