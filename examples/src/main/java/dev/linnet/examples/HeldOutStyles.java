package dev.linnet.examples;

import dev.linnet.Mlp;
import dev.linnet.data.Dataset;
import dev.linnet.data.RandomDraws;
import dev.linnet.examples.WritingStyles.Style;
import dev.linnet.mnist.DigitImage;
import dev.linnet.mnist.PenStrokes;
import dev.linnet.training.Training;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Estimates how well the drawing model reads digits that are written in a way that it has not learned. */
@Command(
        name = "HeldOutStyles",
        description = {
            "Trains mnist-draw as its recipe says, but without one way in four to write each digit, and tells how many"
                    + " digits it reads that are written in those ways.%n",
            "That is optimistic: the hands that write them are those that it learned from. What people really do, nobody"
                    + " has put into a file of styles.%n"
        })
public final class HeldOutStyles extends Example {
    private static final int DIGITS = 10;

    @Mixin
    private MnistSource source;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "4",
            description = "How long to train; the recipe does so longer (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--synthesized",
            paramLabel = "N",
            converter = Values.Count.class,
            description = "How many digits to synthesise for each epoch (default: as the recipe says).")
    private Integer synthesized;

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = Values.Count.class,
            defaultValue = "20000",
            description = "How many digits to read (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Values.Count.class,
            description = "Threads; they do not change the result (default: as many as help).")
    private Integer threads;

    public static void main(String[] args) {
        launch(new HeldOutStyles(), args);
    }

    @Override
    void run(PrintStream out) throws IOException {
        WritingStyles styles = WritingStyles.all();
        WritingStyles kept = styles.heldOut();
        WritingStyles learned = styles.withoutHeldOut();
        for (int digit = 0; digit < DIGITS; digit++) {
            out.printf("%d, not learned: %s%n", digit, String.join("; ", names(kept, digit)));
        }
        out.println();
        DigitModel model = new DigitModel("mnist-draw", learn(learned, out), false);
        StrokeSynthesizer synthesizer = new StrokeSynthesizer(kept);
        int[] right = new int[DIGITS];
        int all = 0;
        for (int i = 0; i < count; i++) {
            int digit = i % DIGITS;
            PenStrokes strokes =
                    synthesizer.write(digit, RandomDraws.of(1, 0, i)).strokes();
            if (DigitModel.guess(model.read(strokes, DigitImage.USUAL_INK)) == digit) {
                right[digit]++;
                all++;
            }
        }
        out.println();
        for (int digit = 0; digit < DIGITS; digit++) {
            int written = (count - digit + DIGITS - 1) / DIGITS;
            out.printf(Locale.ROOT, "%d: %.1f %%%n", digit, 100.0 * right[digit] / written);
        }
        out.printf(Locale.ROOT, "%nof digits in styles that were not learned: %.2f %%%n", 100.0 * all / count);
    }

    private static Iterable<String> names(WritingStyles styles, int digit) {
        return styles.of(digit).stream().map(Style::name).toList();
    }

    private Mlp learn(WritingStyles styles, PrintStream out) throws IOException {
        Recipe recipe = Recipe.named("mnist-draw").withEpochs(epochs);
        Training training =
                threads == null ? recipe.training() : recipe.training().withThreads(threads);
        Lessons listed = recipe.lessons();
        Dataset lessons = (synthesized == null ? listed : listed.withSynthesized(synthesized))
                .from(source.load().train(), styles, training.seed());
        try (Progress progress = Progress.on(out, lessons.size(), epochs)) {
            return recipe.network()
                    .fit(lessons, training.withListener(progress))
                    .model();
        }
    }
}
