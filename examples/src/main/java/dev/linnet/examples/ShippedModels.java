package dev.linnet.examples;

import dev.linnet.Mlp;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The trained models that ship with the examples; {@link TrainZoo} makes them. */
final class ShippedModels {
    static final String FOLDER = "/models/";
    static final String SUFFIX = ".safetensors";

    private ShippedModels() {}

    /** The names of those that are there, in the order of {@link TrainZoo}. */
    static List<String> names() {
        return Recipe.ALL.stream()
                .map(Recipe::name)
                .filter(name -> ShippedModels.class.getResource(FOLDER + name + SUFFIX) != null)
                .toList();
    }

    /** Loads one by its name. */
    static DigitModel load(String name) throws IOException {
        try (InputStream in = ShippedModels.class.getResourceAsStream(FOLDER + name + SUFFIX)) {
            if (in == null) {
                throw new FileNotFoundException(
                        "no model %s ships, only %s".formatted(name, String.join(", ", names())));
            }
            Mlp network = Mlp.load(in, name + SUFFIX);
            return DigitModel.of(name, network, Recipe.named(name).blackAndWhite());
        }
    }
}
