package dev.linnet.examples;

import dev.linnet.Evaluation;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Locale;

/** What has to be known of a model before it is used, as Markdown. */
final class ModelCard {
    private ModelCard() {}

    static String of(Recipe recipe, DigitModel model, Evaluation test, Duration time, Path file) throws IOException {
        StringBuilder card = new StringBuilder();
        card.append("# ").append(recipe.name()).append("\n\n");
        card.append(recipe.purpose()).append("\n\n");
        row(card, "what", "value");
        row(card, "---", "---");
        row(card, "network", model.network() + ", ReLU, softmax");
        row(card, "input", input(recipe));
        row(card, "data", data(recipe));
        row(card, "distortions", recipe.distortion().map(Object::toString).orElse("none"));
        row(card, "dropout", recipe.dropout() == 0 ? "none" : Double.toString(recipe.dropout()));
        row(
                card,
                "optimizer",
                "AdamW, rate %s falling along half a cosine to 0, weight decay %s, batches of %d, %d epochs"
                        .formatted(recipe.learningRate(), recipe.weightDecay(), recipe.batch(), recipe.epochs()));
        row(card, "seed", Long.toString(recipe.seed()));
        row(card, "choice of recipe and seed", recipe.choice());
        row(
                card,
                "time",
                time.toSeconds() + " s on " + Runtime.getRuntime().availableProcessors() + " processors, "
                        + System.getProperty("os.arch") + ", Java "
                        + Runtime.version().feature());
        row(
                card,
                "test accuracy",
                String.format(
                        Locale.ROOT, "**%.2f %%** of MNIST's 10,000 test images, of this file", 100 * test.accuracy()));
        row(card, "weights", "32 bits; SHA-256 of the file " + sha256(file));
        card.append("\nWhat the test images are (rows), and what they are read as (columns):\n\n```\n");
        card.append(test.confusionTable().stripTrailing()).append("\n```\n\n");
        card.append(
                "MNIST was written in one country and scanned; digits from elsewhere, and pictures prepared in other"
                        + " ways, are read less well.\n");
        card.append("Made by `TrainZoo --only ").append(recipe.name()).append("`.\n");
        return card.toString();
    }

    private static void row(StringBuilder card, String name, String value) {
        card.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    private static String input(Recipe recipe) {
        return recipe.blackAndWhite()
                ? "28 x 28 pixels, 0 for ground and 1 for ink: of a grey pixel, what is nearer"
                : "28 x 28 pixels, 0 for ground to 1 for ink";
    }

    private static String data(Recipe recipe) {
        return recipe.synthesized() == 0
                ? "the 60,000 training images of MNIST"
                : String.format(
                        Locale.ROOT,
                        "the 60,000 training images of MNIST and in each epoch %,d other digits, synthesised as pen strokes",
                        recipe.synthesized());
    }

    private static String sha256(Path file) throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return String.format("%064x", new BigInteger(1, hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
