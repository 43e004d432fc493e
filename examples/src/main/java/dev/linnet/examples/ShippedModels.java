package dev.linnet.examples;

import dev.linnet.Mlp;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The trained models that ship with the examples; {@link TrainZoo} makes them. */
final class ShippedModels {
    static final String FOLDER = "/models/";
    static final String SUFFIX = ".safetensors";
    static final String CURVE_SUFFIX = ".csv";

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
            return DigitModel.of(name, network, Recipe.named(name).lessons().blackAndWhite());
        }
    }

    /** How one was trained. */
    static Optional<TrainingCurve> curve(String name) throws IOException {
        try (InputStream in = ShippedModels.class.getResourceAsStream(FOLDER + name + CURVE_SUFFIX)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(TrainingCurve.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList()));
        }
    }
}
