package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.Evaluation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedModelsTest {
    @TempDir
    Path folder;

    static List<String> names() {
        return ShippedModels.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aModelIsTheOneOfItsCard(String name) throws IOException, GeneralSecurityException {
        String card = new String(resource(name + ".md"), StandardCharsets.UTF_8);
        assertTrue(card.contains("SHA-256 of the file " + sha256(resource(name + ".safetensors"))), card);
        String accuracy = String.format(
                Locale.ROOT,
                "**%.2f %%** of MNIST's 10,000 test images",
                100 * onTheTestImages(name).accuracy());
        assertTrue(card.contains(accuracy), card);
        assertTrue(card.contains("Made by `TrainZoo " + name + "`."), card);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aCardTellsHowItsRecipeAndItsSeedWereChosen(String name) throws IOException {
        Recipe recipe = Recipe.named(name);
        Choice choice = recipe.choice();
        String card = new String(resource(name + ".md"), StandardCharsets.UTF_8);
        assertTrue(card.contains("\n| choice of recipe | " + choice.recipe() + " |\n"), card);
        String seed = recipe.training().seed() + "; " + choice.seedInWords();
        assertTrue(card.contains("\n| seed | " + seed + " |\n"), card);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aModelTellsHowItsTrainingWent(String name) throws IOException {
        int epochs = ShippedModels.curve(name).orElseThrow().losses().size();
        String card = new String(resource(name + ".md"), StandardCharsets.UTF_8);
        assertTrue(card.contains(" " + epochs + " epochs"), card);
    }

    /**
     * The accuracies of the models of the same names that the project had from which Linnet grew; that of mnist-simard was
     * published for its recipe (Simard, Steinkraus, Platt 2003).
     */
    @ParameterizedTest
    @CsvSource({
        "mnist-mlp-1, 0.9760",
        "mnist-mlp-2, 0.9393",
        "mnist-mlp-3, 0.9762",
        "mnist-mlp-4, 0.9566",
        "mnist-mlp-bw, 0.9282",
        "mnist-simard, 0.9930",
    })
    void aModelReadsBetterThanTheOneBeforeIt(String name, double before) throws IOException {
        assertTrue(onTheTestImages(name).accuracy() > before);
    }

    @Test
    void aModelCanBeMadeAgainToTheLastBit() throws IOException, GeneralSecurityException {
        Run run = Run.of(new TrainZoo(), "mnist-mlp-2", "--to", folder.toString());
        assertEquals(0, run.status(), run.err());
        assertEquals(
                sha256(resource("mnist-mlp-2.safetensors")),
                sha256(Files.readAllBytes(folder.resolve("mnist-mlp-2.safetensors"))));
    }

    private static Evaluation onTheTestImages(String name) throws IOException {
        DigitModel model = ShippedModels.load(name);
        return model.network().evaluate(model.prepared(MnistSource.bundled().test()));
    }

    private static byte[] resource(String file) throws IOException {
        try (InputStream in = ShippedModels.class.getResourceAsStream(ShippedModels.FOLDER + file)) {
            assertNotNull(in, file);
            return in.readAllBytes();
        }
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
