package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.Mlp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainZooTest {
    @TempDir
    Path folder;

    @Test
    void aModelIsMadeWithItsCardAndItsCurve() throws IOException {
        Run run = Run.of(new TrainZoo(), "mnist-mlp-2", "--epochs", "1", "--to", folder.toString());
        assertEquals("", run.err());
        assertEquals(0, run.status());
        assertTrue(run.lastLine().matches("mnist-mlp-2: test accuracy [89]\\d\\.\\d\\d %, \\d+ s.*"), run.lastLine());
        assertEquals(784, Mlp.load(folder.resolve("mnist-mlp-2.safetensors")).inputs());
        String card = Files.readString(folder.resolve("mnist-mlp-2.md"));
        assertTrue(card.startsWith("# mnist-mlp-2\n"), card);
        assertEquals(2, Files.readAllLines(folder.resolve("mnist-mlp-2.csv")).size());

        byte[] first = Files.readAllBytes(folder.resolve("mnist-mlp-2.safetensors"));
        Run.of(new TrainZoo(), "mnist-mlp-2", "--epochs", "1", "--to", folder.toString(), "--threads", "2");
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("mnist-mlp-2.safetensors")));
    }

    @Test
    void recipesAreChosenOnImagesThatAreKept() {
        Run run = Run.of(new TrainZoo(), "mnist-mlp-bw", "--choose", "--epochs", "1");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("mnist-mlp-bw, seeds: 1 tried: "), run.out());
    }

    @Test
    void everyRecipeHasANetworkForDigits() {
        for (Recipe recipe : Recipe.ALL) {
            Mlp network = recipe.network();
            assertEquals(List.of(784, 10), List.of(network.inputs(), network.outputs()), recipe.name());
            assertEquals(recipe, Recipe.named(recipe.name()));
        }
    }

    @Test
    void anUnknownModelIsNamed() {
        Run run = Run.of(new TrainZoo(), "resnet");
        assertEquals(2, run.status());
        assertEquals(
                "TrainZoo: there is no model 'resnet', only mnist-mlp-1, mnist-mlp-2, mnist-mlp-3, mnist-mlp-4,"
                        + " mnist-mlp-bw, mnist-simard, mnist-draw (--help lists the options)\n",
                run.err());
    }
}
