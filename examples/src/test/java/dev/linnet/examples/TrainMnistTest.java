package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.Mlp;
import dev.linnet.mnist.Mnist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainMnistTest {
    @TempDir
    static Path folder;

    private static Path data;

    @BeforeAll
    static void writeData() throws IOException {
        data = SmallMnist.writeTo(Files.createDirectory(folder.resolve("data")));
    }

    @Test
    void aRunTellsItsProgressItsMistakesAndWhereItsModelIs() throws IOException {
        Path model = folder.resolve("new folder").resolve("model.safetensors");
        Run run = train("--epochs", "5", "--hidden", "32,16", "--save", model.toString());

        assertEquals("", run.err());
        assertEquals(0, run.status());
        List<String> lines = run.lines();
        assertEquals(data + ": 2,000 images to learn, 500 to test", lines.get(0));
        assertEquals("Mlp 784-32-16-10 (25,818 parameters), relu", lines.get(1));
        for (int epoch = 1; epoch <= 5; epoch++) {
            assertTrue(
                    lines.get(3 + epoch)
                            .matches("epoch " + epoch + "/5  loss \\d\\.\\d{4}  +[\\d,]+ samples/s  \\d+:\\d\\d left"),
                    lines.get(3 + epoch));
        }
        assertTrue(run.out().contains("true \\ predicted"), run.out());
        assertTrue(run.out().contains("most often mistaken for one another:"), run.out());
        assertTrue(run.out().contains("    Mlp model = Mlp.load(Path.of(\"" + model + "\"));"), run.out());

        Mnist mnist = Mnist.load(data);
        double accuracy = Mlp.load(model).evaluate(mnist.test()).accuracy();
        assertEquals(String.format(Locale.ROOT, "test accuracy: %.2f %%", 100 * accuracy), run.lastLine());
        assertTrue(accuracy > 0.8, run.lastLine());
    }

    @Test
    void theTableOfConfusionsHasALinePerDigitAndCountsEveryTestImage() {
        List<String> lines = train("--epochs", "1").lines();
        int title = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("true \\ predicted"))
                .findFirst()
                .orElseThrow());
        int images = 0;
        for (int digit = 0; digit < 10; digit++) {
            String[] cells = lines.get(title + 1 + digit).split(" +", -1);
            assertEquals(11, cells.length);
            assertEquals(Integer.toString(digit), cells[0]);
            images += Arrays.stream(cells).skip(1).mapToInt(Integer::parseInt).sum();
        }
        assertEquals(SmallMnist.TEST, images);
    }

    @Test
    void theSeedDecidesTheModelAndThreadsDoNot() throws IOException {
        byte[] one = model("--seed", "7", "--threads", "1");
        assertArrayEquals(one, model("--seed", "7", "--threads", "2"));
        assertFalse(Arrays.equals(one, model("--seed", "8")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1", "200"})
    void validationImagesAreNotLearnedAndTheirAccuracyIsShown(String part) {
        Run run = train("--epochs", "2", "--validation", part);
        assertEquals(data + ": 1,800 images to learn, 500 to test", run.lines().get(0));
        Stream<String> epochs = run.lines().stream().filter(line -> line.startsWith("epoch "));
        assertEquals(
                2,
                epochs.filter(line -> line.matches(".*  validation \\d\\d\\.\\d\\d %  .*"))
                        .count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "adamw", "momentum", "nesterov", "sgd", "SGD"})
    void everyOptimizerLearnsAtItsUsualRate(String optimizer) {
        assertLearns(train("--epochs", "3", "--optimizer", optimizer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"constant", "cosine", "step"})
    void everyScheduleLearns(String schedule) {
        assertLearns(train("--epochs", "3", "--schedule", schedule));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "elu",
                "gelu",
                "hardTanh",
                "identity",
                "leakyRelu",
                "relu",
                "selu",
                "sigmoid",
                "silu",
                "softplus",
                "tanh"
            })
    void everyActivationLearns(String activation) {
        Run run = train("--epochs", "3", "--hidden", "64", "--batch", "16", "--activation", activation);
        assertLearns(run);
        assertTrue(run.lines().get(1).contains(", " + activation), run.lines().get(1));
    }

    @Test
    void aRunThatDivergesSaysSoInOneLine() {
        Run run = train("--optimizer", "sgd", "--lr", "1e200");
        assertEquals(Example.FAILED, run.status());
        assertTrue(run.err().matches("TrainMnist: training diverged in epoch 1, step \\d+: .*\\R"), run.err());
    }

    private static void assertLearns(Run run) {
        assertEquals(0, run.status(), run.err());
        assertTrue(run.lastLine().matches("test accuracy: [789]\\d\\.\\d\\d %"), run.lastLine());
    }

    private static byte[] model(String... args) throws IOException {
        Path file = Files.createTempFile(folder, "model", ".safetensors");
        String[] more = {"--epochs", "1", "--save", file.toString()};
        Run run = train(Stream.of(args, more).flatMap(Arrays::stream).toArray(String[]::new));
        assertEquals(0, run.status(), run.err());
        return Files.readAllBytes(file);
    }

    private static Run train(String... args) {
        Stream<String> usual = Stream.of("--data", data.toString());
        Stream<String> save = Arrays.asList(args).contains("--save")
                ? Stream.of()
                : Stream.of("--save", folder.resolve("model.safetensors").toString());
        return Run.of(
                new TrainMnist(),
                Stream.of(usual, save, Arrays.stream(args))
                        .flatMap(part -> part)
                        .toArray(String[]::new));
    }
}
