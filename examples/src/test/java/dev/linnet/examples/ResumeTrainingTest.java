package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTrainingTest {
    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        data = SmallMnist.writeTo(Files.createDirectory(folder.resolve("data")));
    }

    @Test
    void aRunThatIsKilledAndStartedAgainEndsAsOneThatNeverWas() throws IOException, InterruptedException {
        Run atOnce = Run.of(new ResumeTraining(), args("at-once", 6));
        assertEquals("", atOnce.err());
        assertEquals("the run begins", atOnce.lines().get(0));
        assertTrue(atOnce.lastLine().matches("test accuracy: [789]\\d\\.\\d\\d %"), atOnce.lastLine());

        killAfterTheFirstEpoch(args("killed", 6));
        assertFalse(Files.exists(folder.resolve("killed.safetensors")));
        Run goneOn = Run.of(new ResumeTraining(), args("killed", 6));
        assertEquals("", goneOn.err());
        assertTrue(goneOn.lines().get(0).matches("the run goes on in epoch [1-6], step \\d+"), goneOn.out());
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("at-once.safetensors")),
                Files.readAllBytes(folder.resolve("killed.safetensors")));
        assertEquals(sha256(atOnce), sha256(goneOn));

        Run again = Run.of(new ResumeTraining(), args("killed", 6));
        assertEquals(sha256(atOnce), sha256(again));
        assertFalse(again.out().contains("the run"), again.out());
    }

    @Test
    void otherOptionsThanThoseOfTheRunAreRefusedInOneLine() {
        Run.of(new ResumeTraining(), args("run", 1));
        Run run = Run.of(new ResumeTraining(), args("run", 2));
        assertEquals(Example.BAD_OPTION, run.status());
        assertTrue(run.err().contains(" is of another run: epochs was 1, is 2"), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    @Test
    void aFolderThatCannotBeMadeIsToldInOneLine() throws IOException {
        Files.createFile(folder.resolve("file"));
        Run run = Run.of(new ResumeTraining(), args("file", 1));
        assertEquals(Example.FAILED, run.status());
        assertTrue(run.err().startsWith("ResumeTraining: java.nio.file.FileAlreadyExistsException: "), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    private String[] args(String name, int epochs) {
        return new String[] {
            "--data",
            data.toString(),
            "--checkpoints",
            folder.resolve(name).toString(),
            "--save",
            folder.resolve(name + ".safetensors").toString(),
            "--every",
            "4",
            "--epochs",
            Integer.toString(epochs)
        };
    }

    private static String sha256(Run run) {
        return run.lines().stream()
                .filter(line -> line.startsWith("saved "))
                .map(line -> line.replaceFirst(".*, ", ""))
                .findFirst()
                .orElseThrow();
    }

    private static void killAfterTheFirstEpoch(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                "dev.linnet.examples.ResumeTraining"));
        Stream.of(args).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("epoch 1/")) {
                line = out.readLine();
            }
            process.destroyForcibly().waitFor();
            assertTrue(line != null, "it came to its first epoch");
        }
    }
}
