package dev.linnet.examples;

import dev.linnet.data.RandomDraws;
import dev.linnet.examples.StrokeSynthesizer.Written;
import dev.linnet.mnist.DigitImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes digits as people do with a pen, as text or as a sheet: what the drawing model learns from beside MNIST. */
@Command(
        name = "SynthesizeStrokes",
        description = {
            "Writes digits in all the ways that the recipe of mnist-draw learns from, listed in a file or traced from MNIST's"
                    + " training images, as RecogniseStrokes reads them: a label, a tab, the strokes.%n",
            "With --sheet it draws them instead, two rows of each digit, as the network sees them.%n"
        })
public final class SynthesizeStrokes extends Example {
    private static final int DIGITS = 10;
    private static final int COLUMNS = 24;
    private static final int ROWS_PER_DIGIT = 2;

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "1000",
            description = "How many lines to write (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = Values.Seed.class,
            defaultValue = "1",
            description = "Draws the digits (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--held-out", description = "Only in the ways of writing that HeldOutStyles keeps from training.")
    private boolean heldOut;

    @Option(names = "--sheet", paramLabel = "FILE", description = "Draw a sheet, a PNG, and write no lines.")
    private Path sheet;

    public static void main(String[] args) {
        launch(new SynthesizeStrokes(), args);
    }

    @Override
    void run(PrintStream out) throws IOException {
        WritingStyles styles = WritingStyles.all();
        StrokeSynthesizer synthesizer = new StrokeSynthesizer(
                heldOut
                        ? styles.heldOut()
                        : styles.withTraced(MnistSource.bundled().train()));
        if (sheet == null) {
            for (int i = 0; i < count; i++) {
                out.printf(
                        "%d\t%s%n",
                        i % DIGITS, write(synthesizer, i % DIGITS, i).strokes());
            }
        } else {
            Path folder = sheet.toAbsolutePath().getParent();
            if (folder == null || !java.nio.file.Files.isDirectory(folder)) {
                throw badOption("Invalid value for option '--sheet': there is no folder " + folder);
            }
            ImageIO.write(Pictures.plain(pictures(synthesizer), COLUMNS), "png", sheet.toFile());
            out.println("wrote " + sheet);
        }
    }

    private Written write(StrokeSynthesizer synthesizer, int digit, int number) {
        return synthesizer.write(digit, RandomDraws.of(seed, 0, number));
    }

    private List<double[]> pictures(StrokeSynthesizer synthesizer) {
        List<double[]> pictures = new ArrayList<>();
        for (int i = 0; i < DIGITS * ROWS_PER_DIGIT * COLUMNS; i++) {
            Written written = write(synthesizer, i / (ROWS_PER_DIGIT * COLUMNS), i);
            pictures.add(DigitImage.of(written.strokes(), DigitImage.USUAL_INK).features());
        }
        return pictures;
    }
}
