package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.mnist.Idx;
import dev.linnet.mnist.IdxArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bad option gets one line on standard error and status 2, and nothing is done. */
class BadOptionsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--frobnicate            | Unknown option: '--frobnicate'",
                "mnist                   | Unmatched argument at index 0: 'mnist'",
                "--epochs                | Missing required parameter for option '--epochs' (N)",
                "--epochs 1 --epochs 2   | option '--epochs' (N) should be specified only once",
                "--epochs 0              | Invalid value for option '--epochs': expected a whole number of at least 1, found '0'",
                "--epochs 1.5            | Invalid value for option '--epochs': expected a whole number of at least 1, found '1.5'",
                "--batch -64             | Invalid value for option '--batch': expected a whole number of at least 1, found '-64'",
                "--threads 0             | Invalid value for option '--threads': expected a whole number of at least 1, found '0'",
                "--hidden abc            | Invalid value for option '--hidden' (N): expected a whole number of at least 1, found 'abc'",
                "--hidden 128,,10        | Invalid value for option '--hidden' (N): expected a whole number of at least 1, found ''",
                "--lr -1                 | Invalid value for option '--lr': expected a number above 0, found '-1'",
                "--lr NaN                | Invalid value for option '--lr': expected a number above 0, found 'NaN'",
                "--lr 1e999              | Invalid value for option '--lr': expected a number above 0, found '1e999'",
                "--lr fast               | Invalid value for option '--lr': expected a number above 0, found 'fast'",
                "--seed x                | Invalid value for option '--seed': expected a whole number, found 'x'",
                "--activation swoosh     | Invalid value for option '--activation': expected one of elu, gelu, hardTanh, identity, leakyRelu, relu, selu, sigmoid, silu, softplus, tanh, found 'swoosh'",
                "--optimizer lbfgs       | Invalid value for option '--optimizer': expected one of adam, adamw, momentum, nesterov, sgd, found 'lbfgs'",
                "--schedule linear       | Invalid value for option '--schedule': expected one of constant, cosine, step, found 'linear'",
                "--validation 0          | Invalid value for option '--validation': expected a share below 1 such as 0.1, or a number of images such as 10000, found '0'",
                "--validation 1.5        | Invalid value for option '--validation': expected a share below 1 such as 0.1, or a number of images such as 10000, found '1.5'",
                "--validation many       | Invalid value for option '--validation': expected a share below 1 such as 0.1, or a number of images such as 10000, found 'many'",
                "--validation 60000      | Invalid value for option '--validation': 60000 of 60000 images leave none to learn",
            })
    void isNamedInOneLine(String args, String message) {
        Run run = Run.of(new TrainMnist(), args.split(" "));
        assertBad(message, run);
        assertEquals("", run.out());
    }

    @Test
    void whatTheLibraryRefusesIsToldInItsWords() {
        Run run = Run.of(new TrainMnist(), "--hidden", "2000000000");
        assertTrue(run.err().startsWith("TrainMnist: layer 0 (Linear 784 -> 2000000000): "), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertEquals(2, run.status());
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path missing = folder.resolve("missing");
        assertBad(
                "Invalid value for option '--data': there is no folder " + missing,
                Run.of(new TrainMnist(), "--data", missing.toString()));
    }

    @Test
    void aFolderWithoutTheFilesIsToldWhichIsMissing() {
        assertBad(
                "Invalid value for option '--data': " + folder.resolve("train-images-idx3-ubyte")
                        + " is missing; also tried [train-images-idx3-ubyte.gz, train-images.idx3-ubyte,"
                        + " train-images.idx3-ubyte.gz]",
                Run.of(new TrainMnist(), "--data", folder.toString()));
    }

    @Test
    void aFolderWithADamagedFileIsToldWhichAndWhere() throws IOException {
        for (String part : new String[] {"train", "t10k"}) {
            Idx.write(IdxArray.ofUnsigned(new byte[12], 3, 2, 2), folder.resolve(part + "-images-idx3-ubyte"));
            Idx.write(IdxArray.ofUnsigned(new byte[2], 2), folder.resolve(part + "-labels-idx1-ubyte"));
        }
        assertBad(
                "Invalid value for option '--data': " + folder.resolve("train-labels-idx1-ubyte")
                        + ", offset 4: found 2 labels, expected 3, one for each image in train-images-idx3-ubyte",
                Run.of(new TrainMnist(), "--data", folder.toString()));
    }

    @Test
    void aModelCannotBeSavedInPlaceOfAFolder() {
        assertBad(
                "Invalid value for option '--save': " + folder + " is a folder",
                Run.of(new TrainMnist(), "--save", folder.toString()));
    }

    @Test
    void aModelCannotBeSavedBelowAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertBad(
                "Invalid value for option '--save': the folder " + file + " cannot be made: "
                        + "java.nio.file.FileAlreadyExistsException: " + file,
                Run.of(new TrainMnist(), "--save", file.resolve("model").toString()));
    }

    @Test
    void anExampleWithoutOptionsRefusesThemToo() {
        assertEquals(
                new Run(2, "", "Xor: Unknown option: '--epochs' (--help lists the options)" + System.lineSeparator()),
                Run.of(new Xor(), "--epochs"));
    }

    private static void assertBad(String message, Run run) {
        assertEquals("TrainMnist: " + message + " (--help lists the options)" + System.lineSeparator(), run.err());
        assertEquals(2, run.status());
    }
}
