package dev.linnet.examples;

import dev.linnet.Mlp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --model}, shared by the examples that read digits with a trained model. */
final class ModelSource {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "mnist-draw",
            description = "A model that ships with this program, or a file (default: ${DEFAULT-VALUE}).")
    private String model;

    /** Loads the model. */
    DigitModel load() throws IOException {
        if (ShippedModels.names().contains(model)) {
            return ShippedModels.load(model);
        }
        Path file = Path.of(model);
        if (!Files.isRegularFile(file)) {
            throw bad(
                    "'%s' is neither a file nor one of %s".formatted(model, String.join(", ", ShippedModels.names())));
        }
        try {
            return DigitModel.of(model, Mlp.load(file), false);
        } catch (IOException e) {
            throw bad(e.getMessage());
        }
    }

    /** How the model was trained, where a record stands beside it. */
    Optional<TrainingCurve> curve() throws IOException {
        if (ShippedModels.names().contains(model)) {
            return ShippedModels.curve(model);
        }
        Path record = Path.of(model.replace(ShippedModels.SUFFIX, "") + ShippedModels.CURVE_SUFFIX);
        return Files.isRegularFile(record)
                ? Optional.of(TrainingCurve.parse(Files.readAllLines(record)))
                : Optional.empty();
    }

    private ParameterException bad(String message) {
        return new ParameterException(command.commandLine(), "Invalid value for option '--model': " + message);
    }
}
