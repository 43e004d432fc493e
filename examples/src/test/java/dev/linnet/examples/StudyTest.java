package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {
    @TempDir
    Path folder;

    @Test
    void everyNetworkIsMeasuredAndPicturesAreDrawnAgainFromTheMeasurements() throws IOException {
        String first = folder.resolve("first").toString();
        Run run = Run.of(new Study(), "--seeds", "1", "--epochs", "1", "--widest", "16", "--to", first);
        assertEquals(0, run.status(), run.err());
        List<Measurement> all = Measurement.parse(Files.readAllLines(folder.resolve("first/measurements.csv")));
        assertEquals(
                List.of("grey 1 x 16", "grey 2 x 16", "bw 2 x 16", "grey 3 x 16"),
                all.stream()
                        .map(one -> "%s %d x %d".formatted(one.pixels(), one.depth(), one.width()))
                        .toList());
        for (Measurement one : all) {
            assertTrue(one.error() > 5 && one.error() < 50, one.toString());
            assertTrue(one.seconds() > 0, one.toString());
        }

        Path csv = folder.resolve("first/measurements.csv");
        String second = folder.resolve("second").toString();
        assertEquals(
                0, Run.of(new Study(), "--from", csv.toString(), "--to", second).status());
        for (String name : List.of("depth-and-width.png", "epochs.png", "black-and-white.png")) {
            BufferedImage picture =
                    ImageIO.read(folder.resolve("first").resolve(name).toFile());
            BufferedImage again =
                    ImageIO.read(folder.resolve("second").resolve(name).toFile());
            assertArrayEquals(pixels(picture), pixels(again), name);
        }
    }

    @Test
    void aPointIsTheMeanOfItsSeedsWithTheirDeviation() {
        StudyResults results = new StudyResults(List.of(
                new Measurement("grey", 2, 8, 1, 1, 1.0, 10.0),
                new Measurement("grey", 2, 8, 2, 1, 2.0, 12.0),
                new Measurement("grey", 2, 8, 3, 1, 6.0, 14.0)));
        assertEquals(List.of(new StudyResults.Point(8, 1, 3.0, 12.0, 2.0)), results.byWidth("grey", 2));
        assertEquals(3, results.seeds());
        assertTrue(results.table().contains("| grey | 2 x 8 | 3.0 | 12.00 ± 2.00 % |"), results.table());
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("measurements.csv"), "a,b\n1,2\n");
        Run run = Run.of(new Study(), "--from", file.toString(), "--to", folder.toString());
        assertEquals(
                "Study: measurements begin with 'pixels,depth,width,seed,epoch,seconds,error' (--help lists the options)\n",
                run.err());
        assertEquals(2, run.status());
    }

    private static int[] pixels(BufferedImage picture) {
        return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    }
}
