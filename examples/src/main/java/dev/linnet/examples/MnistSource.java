package dev.linnet.examples;

import dev.linnet.mnist.Mnist;
import dev.linnet.mnist.MnistVariant;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --data}, shared by the examples that read digits; without it, the MNIST that ships with them. */
final class MnistSource {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with the four files of MNIST, or of a data set of its kind, packed or not"
                    + " (default: the MNIST that ships with this program).")
    private Path folder;

    /** Reads the images. */
    Mnist load() throws IOException {
        return folder == null ? bundled() : loadFolder();
    }

    /** Where the images come from, for people. */
    @Override
    public String toString() {
        return folder == null ? "MNIST" : folder.toString();
    }

    /** The MNIST that ships with the examples; its NOTICE names authors and licence. */
    static Mnist bundled() throws IOException {
        return Mnist.load(name -> MnistSource.class.getResourceAsStream("/mnist/" + name), MnistVariant.MNIST);
    }

    private Mnist loadFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw badData("there is no folder " + folder.toAbsolutePath());
        }
        try {
            return Mnist.load(folder);
        } catch (FileNotFoundException e) {
            throw badData(e.getMessage().lines().findFirst().orElseThrow());
        } catch (IOException e) {
            throw badData(e.getMessage());
        }
    }

    private ParameterException badData(String message) {
        return new ParameterException(command.commandLine(), "Invalid value for option '--data': " + message);
    }
}
