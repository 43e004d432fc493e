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
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Estimates how well the drawing model reads digits that are written in ways that it has not learned. */
@Command(
        name = "HeldOutStyles",
        description = {
            "Trains mnist-draw as its recipe says, but without one way in four to write each digit and without the last"
                    + " sixth of the images, and tells how many digits it reads that are written in those ways, or as"
                    + " those images were.%n",
            "That is optimistic: the hands that write them, and the tablets that read them, are those that it learned"
                    + " from.%n"
        })
public final class HeldOutStyles extends Example {
    private static final int DIGITS = 10;

    /** One image in so many is not learned. */
    private static final int KEPT_IMAGES_EVERY = 6;

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
            description = "How many digits of each sort to read, rounded up to tens (default: ${DEFAULT-VALUE}).")
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
        Dataset images = source.load().train();
        int learned = images.size() - images.size() / KEPT_IMAGES_EVERY;
        TracedStyles traced = TracedStyles.of(images.range(learned, images.size()));
        for (int digit = 0; digit < DIGITS; digit++) {
            if (!traced.has(digit)) {
                throw badOption("Invalid value for option '--data': there is no %d among the last %d images"
                        .formatted(digit, images.size() - learned));
            }
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            out.printf("%d, not learned: %s%n", digit, String.join("; ", names(kept, digit)));
        }
        out.println();
        DigitModel model =
                new DigitModel("mnist-draw", learn(images.range(0, learned), styles.withoutHeldOut(), out), false);
        double[] inStyles = read(model, (digit, random) -> kept.choose(digit, random.uniform()));
        double[] asInImages = read(model, (digit, random) -> traced.choose(digit, random.uniform()));
        out.printf("%n   in styles   as in images   that were not learned%n");
        for (int digit = 0; digit < DIGITS; digit++) {
            out.printf(Locale.ROOT, "%d: %6.1f %%       %6.1f %%%n", digit, inStyles[digit], asInImages[digit]);
        }
        out.println();
        out.printf(Locale.ROOT, "of digits as in images that were not learned: %.2f %%%n", mean(asInImages));
        out.printf(Locale.ROOT, "of digits in styles that were not learned: %.2f %%%n", mean(inStyles));
    }

    /** How many digits of each kind are read that are written in these styles, in percent. */
    private double[] read(DigitModel model, BiFunction<Integer, RandomDraws, Style> styles) {
        int each = (count + DIGITS - 1) / DIGITS;
        int[] right = new int[DIGITS];
        for (int i = 0; i < each * DIGITS; i++) {
            int digit = i % DIGITS;
            RandomDraws random = RandomDraws.of(1, 0, i);
            PenStrokes strokes =
                    StrokeSynthesizer.write(styles.apply(digit, random), random).strokes();
            if (DigitModel.guess(model.read(strokes, DigitImage.USUAL_INK)) == digit) {
                right[digit]++;
            }
        }
        return Arrays.stream(right).mapToDouble(n -> 100.0 * n / each).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static Iterable<String> names(WritingStyles styles, int digit) {
        return styles.of(digit).stream().map(Style::name).toList();
    }

    private Mlp learn(Dataset images, WritingStyles styles, PrintStream out) {
        Recipe recipe = Recipe.named("mnist-draw").withEpochs(epochs);
        Training training =
                threads == null ? recipe.training() : recipe.training().withThreads(threads);
        Lessons listed = recipe.lessons();
        Dataset lessons = (synthesized == null ? listed : listed.withSynthesized(synthesized))
                .from(images, styles, training.seed());
        try (Progress progress = Progress.on(out, lessons.size(), epochs)) {
            return recipe.network()
                    .fit(lessons, training.withListener(progress))
                    .model();
        }
    }
}
