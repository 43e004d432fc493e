package dev.linnet.examples;

import dev.linnet.Mlp;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --save}, shared by the examples that train a model. */
final class ModelDestination {
    private final String usualName;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Where to save the model (default: in the target folder of the examples).")
    private Path given;

    /** A file that is called {@code usualName} unless the option says otherwise. */
    ModelDestination(String usualName) {
        this.usualName = usualName;
    }

    /** Makes sure, before a model is trained for it, that the file can be written. */
    Path prepare() {
        Path file = (given == null ? targetFolder().resolve(usualName) : given)
                .toAbsolutePath()
                .normalize();
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw bad(file + " is a folder");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw bad("the folder " + folder + " cannot be made: " + e);
        }
        if (!Files.isWritable(folder)) {
            throw bad("the folder " + folder + " cannot be written to");
        }
        return file;
    }

    /** Saves the model, tells where, and which lines of Java load it. */
    static void save(Mlp model, Path file, PrintStream out) throws IOException {
        model.save(file);
        out.printf(Locale.ROOT, "%nsaved %s (%,d bytes), which these lines load:%n%n", file, Files.size(file));
        out.printf(
                "    Mlp model = Mlp.load(Path.of(\"%s\"));%n", file.toString().replace("\\", "\\\\"));
        out.printf("    int digit = model.classify(pixels); // 784 values, 0.0 for background to 1.0 for ink%n");
    }

    /** The target folder that these classes are in, packed or not; elsewhere, the working directory. */
    static Path targetFolder() {
        try {
            Path classes = Path.of(ModelDestination.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path folder = classes.getParent();
            return folder.endsWith("target") ? folder : Path.of("");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(command.commandLine(), "Invalid value for option '--save': " + message);
    }
}
