package dev.linnet.mnist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linnet.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of the published files, counted elsewhere. */
class RealMnistTest {
    @Test
    void theTrainingSetIsWhatItIsKnownToBe() throws IOException {
        Mnist mnist = Mnist.load(RealMnist.directory("mnist"));
        assertEquals(28, mnist.rows());
        assertEquals(28, mnist.columns());
        assertIs(mnist.train(), 33.3184, 5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
        assertIs(mnist.test(), 33.7912, 980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
    }

    private static void assertIs(Dataset data, double meanPixel, int... perClass) {
        int[] counts = new int[10];
        double sum = 0;
        double[] pixels = new double[784];
        double[] label = new double[1];
        for (int row = 0; row < data.size(); row++) {
            data.read(new int[] {row}, 0, 1, pixels, label);
            counts[(int) label[0]]++;
            for (double pixel : pixels) {
                sum += pixel;
            }
        }
        assertArrayEquals(perClass, counts);
        assertEquals(meanPixel, sum / data.size() / 784 * 255, 5e-5);
    }

    @ParameterizedTest
    @EnumSource(
            value = MnistVariant.class,
            names = {"MNIST", "FASHION_MNIST"})
    void thePublishedChecksumsAreThoseOfTheFiles(MnistVariant variant) throws IOException {
        Publication publication = variant.publication();
        Path directory = RealMnist.directory(publication.folder());
        assertEquals(4, publication.files().size());
        for (Publication.PublishedFile file : publication.files()) {
            byte[] bytes = Files.readAllBytes(directory.resolve(file.name()));
            assertEquals(file.bytes(), bytes.length, file.name());
            assertEquals(file.sha256(), FakeMnist.sha256(bytes), file.name());
        }
    }

    @Test
    void aPublishedFileSurvivesReadingAndWriting() throws IOException {
        IdxArray labels = Idx.read(RealMnist.directory("mnist").resolve("t10k-labels-idx1-ubyte.gz"));
        assertArrayEquals(new byte[] {7, 2, 1, 0, 4}, Arrays.copyOf(labels.bytes(), 5));
        assertEquals(
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
                FakeMnist.sha256(IdxFiles.plain(labels)));
    }

    /** The data take 55 MB; there is no room for a second copy of them. */
    @Test
    void theDataLoadInAHeapOf80Megabytes() throws Exception {
        Path directory = RealMnist.directory("mnist");
        assertEquals(
                0,
                OtherJvm.start(List.of("-Xmx80m"), LoadAll.class, directory.toString())
                        .waitFor());
    }

    /** Loads the data set in a directory (the only argument). */
    static final class LoadAll {
        private LoadAll() {}

        public static void main(String[] args) throws IOException {
            assertEquals(60_000, Mnist.load(Path.of(args[0])).train().size());
        }
    }
}
