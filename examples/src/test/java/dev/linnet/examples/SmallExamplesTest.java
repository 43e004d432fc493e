package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.Dataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs each of the examples that show one thing, and reads what it prints and draws. */
class SmallExamplesTest {
    @TempDir
    Path folder;

    private static Run run(Example example, String... args) {
        Run run = Run.of(example, args);
        assertEquals("", run.err());
        assertEquals(0, run.status());
        return run;
    }

    /** The number that follows some words. */
    private static double number(Run run, String words) {
        int at = run.out().indexOf(words);
        assertTrue(at >= 0, () -> "'" + words + "' is not in:\n" + run.out());
        String rest = run.out().substring(at + words.length()).strip();
        return Double.parseDouble(rest.replaceFirst("(?s)^(-?[0-9.]*[0-9]).*", "$1"));
    }

    private static void assertBad(String message, Run run) {
        assertEquals(message + " (--help lists the options)\n", run.err());
        assertEquals(2, run.status());
    }

    @Test
    void irisIsLearnedAndAFlowerNamed() {
        Run run = run(new Iris());
        assertTrue(number(run, "accuracy by cross-validation:") > 93, run.out());
        assertTrue(run.out().contains("fold 5: "), run.out());
        assertEquals("[6.1, 2.9, 4.7, 1.4] cm: versicolor", run.lastLine());
        assertBad(
                "Iris: Invalid value for option '--folds': expected 2 to 150, found '1'",
                Run.of(new Iris(), "--folds", "1"));
    }

    @Test
    void theBandHoldsAboutAsMuchAsItShouldAndIsDrawn() throws IOException {
        Path picture = folder.resolve("band.png");
        Run run = run(new QuantileBand(), "--picture", picture.toString());
        assertEquals(80, number(run, "(meant: 10 %),"), 5, run.out());
        assertEquals(10, number(run, "points never seen,"), 4, run.out());
        assertTrue(colours(picture) > 3);
        assertBad(
                "QuantileBand: Invalid value for option '--picture': " + folder + " is a folder",
                Run.of(new QuantileBand(), "--epochs", "1", "--picture", folder.toString()));
    }

    @Test
    void fashionMnistIsLearnedFromAFolder() throws IOException {
        Path data = SmallMnist.writeTo(folder);
        Run run = run(new FashionMnist(), "--data", data.toString(), "--epochs", "1");
        assertTrue(run.lastLine().matches("test accuracy: \\d+\\.\\d\\d %"), run.out());
        Path missing = folder.resolve("missing");
        assertBad(
                "FashionMnist: Invalid value for option '--data': there is no folder " + missing,
                Run.of(new FashionMnist(), "--data", missing.toString()));
    }

    @Test
    void anActivationAndALossOfOnesOwnLearnBetterFromSpoiltPoints() {
        Run run = run(new OwnActivationAndLoss());
        assertTrue(run.out().startsWith("gradients agree with finite differences: true"), run.out());
        double own = number(run, "learned with Charbonnier's loss:");
        double usual = number(run, "with mean squared error:");
        assertTrue(own < 0.3 && own < usual / 2, run.out());
        assertEquals(number(run, "at 0.5:"), number(run, "after saving and loading:"));
    }

    @Test
    void manyThreadsAnswerAsOneDoes() {
        Run run = run(new ServePredictions(), "--threads", "3", "--requests", "300");
        assertTrue(run.out().startsWith("3 threads, 900 requests: "), run.out());
        assertEquals("answers that differ from those of a single thread: 0", run.lastLine());
    }

    @Test
    void anAutoencoderGivesDigitsBackAndDrawsThem() throws IOException {
        Path data = SmallMnist.writeTo(folder);
        Path picture = folder.resolve("digits.png");
        Run run = run(
                new Autoencoder(),
                "--data",
                data.toString(),
                "--epochs",
                "5",
                "--code",
                "16",
                "--picture",
                picture.toString());
        // an empty picture is 0.31 away from a digit
        assertTrue(number(run, "of a pixel of the test images:") < 0.29, run.out());
        assertTrue(colours(picture) > 50);
    }

    @Test
    void synthesizedStrokesAreReadByRecogniseStrokes() throws IOException {
        Run written = run(new SynthesizeStrokes(), "--count", "50", "--seed", "3");
        List<String> lines = written.lines();
        assertEquals(50, lines.size());
        assertEquals(
                written.out(),
                run(new SynthesizeStrokes(), "--count", "50", "--seed", "3").out());
        assertNotEquals(
                written.out(),
                run(new SynthesizeStrokes(), "--count", "50", "--seed", "3", "--held-out")
                        .out());
        Path file = Files.writeString(folder.resolve("digits.tsv"), written.out());
        assertTrue(number(run(new RecogniseStrokes(), file.toString()), "accuracy:") > 80);
    }

    @Test
    void aSheetOfSynthesizedDigitsIsDrawn() throws IOException {
        Path sheet = folder.resolve("sheet.png");
        Run run = run(new SynthesizeStrokes(), "--sheet", sheet.toString());
        assertEquals("wrote " + sheet, run.lastLine());
        assertTrue(colours(sheet) > 50);
        Path nowhere = folder.resolve("nowhere").resolve("sheet.png");
        assertBad(
                "SynthesizeStrokes: Invalid value for option '--sheet': there is no folder " + nowhere.getParent(),
                Run.of(new SynthesizeStrokes(), "--sheet", nowhere.toString()));
    }

    @Test
    void stylesThatWereNotLearnedAreReadToo() throws IOException {
        String data = SmallMnist.writeTo(folder).toString();
        Run run = run(new HeldOutStyles(), "--data", data, "--epochs", "6", "--synthesized", "1000", "--count", "200");
        assertTrue(run.out().contains("7, not learned: bent back; hook and bar; "), run.out());
        assertTrue(number(run, "of digits in styles that were not learned:") > 35, run.out());
        assertTrue(number(run, "of digits as in images that were not learned:") > 35, run.out());
    }

    @Test
    void imagesThatLackADigitAreRefused() throws IOException {
        Dataset images = MnistSource.bundled().train().range(0, 60); // of the last ten none is a 2
        SmallMnist.write(images, folder, "train");
        SmallMnist.write(images, folder, "t10k");
        assertBad(
                "HeldOutStyles: Invalid value for option '--data': there is no 2 among the last 10 images",
                Run.of(new HeldOutStyles(), "--data", folder.toString()));
    }

    private static long colours(Path picture) throws IOException {
        BufferedImage image = ImageIO.read(picture.toFile());
        return java.util.Arrays.stream(
                        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct()
                .count();
    }
}
