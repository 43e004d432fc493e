package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.Mlp;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateModelTest {
    @TempDir
    Path folder;

    @Test
    void aPageAndItsPicturesAreWritten() throws IOException {
        String data = SmallMnist.writeTo(folder).toString();
        Path to = folder.resolve("page");
        Run run = Run.of(new EvaluateModel(), "--data", data, "--to", to.toString());
        assertEquals("", run.err());
        assertEquals(0, run.status());
        assertTrue(run.lastLine().matches("accuracy: \\d+\\.\\d\\d %"), run.lastLine());
        assertTrue(run.out().contains("true \\ predicted"), run.out());
        assertTrue(run.out().contains("precision"), run.out());

        Set<String> files;
        try (Stream<Path> written = Files.list(to)) {
            files = written.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
        Set<String> pictures = Set.of(
                "confusion.png", "mistakes.png", "predictions.png", "reliability.png", "training.png", "weights.png");
        assertEquals(7, files.size());
        assertTrue(files.containsAll(pictures), files.toString());
        for (String name : pictures) {
            assertNotEmpty(ImageIO.read(to.resolve(name).toFile()), name);
        }
        String page = Files.readString(to.resolve("index.html"));
        assertEquals(6, page.split("<img ", -1).length - 1);
        assertFalse(page.contains("src=\"http") || page.contains("href="), "the page needs the network");
    }

    private static void assertNotEmpty(BufferedImage picture, String name) {
        int background = picture.getRGB(0, 0);
        int drawn = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                drawn += picture.getRGB(x, y) == background ? 0 : 1;
            }
        }
        assertTrue(drawn > 1000, name + " is empty");
    }

    @Test
    void aFileOfOnesOwnIsEvaluatedToo() throws IOException {
        Path file = folder.resolve("mine.safetensors");
        Mlp.builder().linear(784, 5).relu().linear(5, 10).softmax().build().save(file);
        String data = SmallMnist.writeTo(folder).toString();
        Run run = Run.of(
                new EvaluateModel(),
                "--model",
                file.toString(),
                "--data",
                data,
                "--to",
                folder.resolve("out").toString());
        assertEquals("", run.err());
        assertTrue(Files.readString(folder.resolve("out/index.html")).contains("There is no record of its training"));
    }

    @Test
    void aModelThatDoesNotReadDigitsIsRefused() throws IOException {
        Path file = folder.resolve("xor.safetensors");
        Mlp.builder().linear(2, 1).build().save(file);
        Run run = Run.of(new EvaluateModel(), "--model", file.toString());
        assertEquals(2, run.status());
        assertEquals(
                "EvaluateModel: Invalid value for option '--model': " + file
                        + " has 2 inputs and 1 outputs, expected 784 pixels and 10 digits (--help lists the options)\n",
                run.err());
    }

    @Test
    void reliabilityComparesWhatWasSaidWithWhatWasTrue() {
        double[] none = new double[784];
        Reliability reliability = Reliability.of(List.of(
                new Reading(none, 1, 1, 0.9375),
                new Reading(none, 1, 1, 0.9375),
                new Reading(none, 2, 1, 0.9375),
                new Reading(none, 3, 3, 0.45),
                new Reading(none, 3, 4, 0.41)));
        assertEquals(
                List.of(new Reliability.Bin(2, 0.43, 0.5), new Reliability.Bin(3, 0.9375, 2 / 3.0)),
                reliability.bins());
        assertEquals((2 * 0.07 + 3 * (0.9375 - 2 / 3.0)) / 5, reliability.error(), 1e-12);
    }

    @Test
    void aTrainingCurveIsReadAsItWasWritten() {
        TrainingCurve curve = new TrainingCurve(List.of(0.001, 0.0005), List.of(0.25, 0.125));
        assertEquals("epoch,learning rate,loss\n1,0.00100000,0.25000\n2,0.00050000,0.12500\n", curve.toString());
        assertEquals(curve, TrainingCurve.parse(curve.toString().lines().toList()));
    }
}
