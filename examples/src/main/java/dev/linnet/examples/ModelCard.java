package dev.linnet.examples;

import dev.linnet.Evaluation;
import dev.linnet.training.Training;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** What has to be known of a model before it is used, as Markdown. */
final class ModelCard {
    private ModelCard() {}

    static String of(Recipe recipe, Evaluation test, Effort effort, Path file) throws IOException {
        StringBuilder card = new StringBuilder();
        card.append("# ").append(recipe.name()).append("\n\n");
        card.append("Intended use: ").append(recipe.use()).append("\n\n");
        row(card, "what", "value");
        row(card, "---", "---");
        row(card, "network", recipe.network() + ", " + recipe.activation().name() + ", softmax");
        row(card, "input", input(recipe.lessons()));
        row(card, "data", data(recipe.lessons()));
        row(
                card,
                "distortions",
                recipe.lessons().distortion().map(Object::toString).orElse("none"));
        row(card, "training", training(recipe.training()));
        row(card, "choice of recipe", recipe.choice().recipe());
        row(card, "seed", recipe.training().seed() + "; " + recipe.choice().seedInWords());
        row(card, "time", effort.toString());
        row(
                card,
                "test accuracy",
                String.format(
                        Locale.ROOT, "**%.2f %%** of MNIST's 10,000 test images, of this file", 100 * test.accuracy()));
        row(card, "looks at the test images", "one, at this file; nothing was chosen by it");
        row(card, "weights", "32 bits; SHA-256 of the file " + sha256(file));
        card.append("\nWhat the test images are (rows), and what they are read as (columns):\n\n```\n");
        card.append(test.confusionTable().stripTrailing()).append("\n```\n\n");
        card.append(
                "MNIST was written in one country and scanned; digits from elsewhere, and pictures prepared in other"
                        + " ways, are read less well.\n");
        card.append("Made by `TrainZoo ").append(recipe.name()).append("`.\n");
        return card.toString();
    }

    private static void row(StringBuilder card, String name, String value) {
        card.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    private static String input(Lessons lessons) {
        return lessons.blackAndWhite()
                ? "28 x 28 pixels, 0 for ground and 1 for ink: of a grey pixel, what is nearer"
                : "28 x 28 pixels, 0 for ground to 1 for ink";
    }

    private static String data(Lessons lessons) {
        String images = lessons.images() == 60_000
                ? "the 60,000 training images of MNIST"
                : String.format(Locale.ROOT, "the first %,d training images of MNIST", lessons.images());
        return images
                + (lessons.synthesized() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " and in each epoch %,d other digits, synthesised as pen strokes",
                                lessons.synthesized()));
    }

    private static String training(Training training) {
        String average = training.averaging().isPresent()
                ? ", the weights averaged over the steps with a decay of "
                        + training.averaging().getAsDouble()
                : "";
        return "%d epochs, batches of %d, %s, the rate falling along half a cosine to 0%s"
                .formatted(training.epochs(), training.batchSize(Integer.MAX_VALUE), training.optimizer(), average);
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
