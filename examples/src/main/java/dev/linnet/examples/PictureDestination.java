package dev.linnet.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --picture}, shared by the examples that draw one. */
final class PictureDestination {
    private final String usualName;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "Where to write the picture, a PNG (default: in the target folder of the examples).")
    private Path given;

    /** A file that is called {@code usualName} unless the option says otherwise. */
    PictureDestination(String usualName) {
        this.usualName = usualName;
    }

    Path file() {
        return (given == null ? ModelDestination.targetFolder().resolve(usualName) : given)
                .toAbsolutePath()
                .normalize();
    }

    /** The file, in a folder that is there. */
    Path prepare() {
        Path file = file();
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

    private ParameterException bad(String message) {
        return new ParameterException(command.commandLine(), "Invalid value for option '--picture': " + message);
    }
}
