package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Starts every example as a user does: in a JVM of its own, by its name. */
class ExamplesTest {
    @TempDir
    Path folder;

    static Set<String> names() {
        return Examples.BY_NAME.keySet();
    }

    @Test
    void everyClassWithAMainHasAName() throws IOException, ReflectiveOperationException, URISyntaxException {
        Path classes = Path.of(Examples.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(classes.resolve("dev/linnet/examples"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                if (hasMain("dev.linnet.examples." + name) && !name.equals("Examples")) {
                    found.add(name);
                }
            }
        }
        assertEquals(found, names());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyExampleHasHelp(String name) {
        Run run = Run.of(Examples.BY_NAME.get(name).get(), "--help");
        assertEquals(0, run.status());
        assertEquals("", run.err());
        assertTrue(run.out().startsWith("Usage: " + name + " [OPTIONS]"), run.out());
        assertTrue(run.lines().stream().allMatch(line -> line.length() <= 80), run.out());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyExampleAnswersABadOptionInOneLine(String name) {
        Run run = Run.of(Examples.BY_NAME.get(name).get(), "--frobnicate");
        assertEquals(name + ": Unknown option: '--frobnicate' (--help lists the options)\n", run.err());
        assertEquals(2, run.status());
        assertEquals("", run.out());
    }

    @Test
    void anUnknownNameIsToldWhichThereAre() throws IOException, InterruptedException {
        Run run = fork("Nor");
        assertEquals("Examples: there is no example 'Nor', only " + String.join(", ", names()), message(run));
        assertEquals(2, run.status());
        assertEquals("", run.out());
    }

    @Test
    void xorPrintsWhatItLearned() throws IOException, InterruptedException {
        Run run = fork("Xor");
        assertEquals("", message(run));
        assertEquals(0, run.status());
        assertEquals(
                List.of("0 xor 0 = 0", "0 xor 1 = 1", "1 xor 0 = 1", "1 xor 1 = 0"),
                run.lines().stream().map(line -> line.replaceFirst("  .*", "")).toList());
    }

    @Test
    void trainMnistEndsWithTheTestAccuracy() throws IOException, InterruptedException {
        String data = SmallMnist.writeTo(folder).toString();
        Path model = folder.resolve("model.safetensors");
        Run run = fork("TrainMnist", "--data", data, "--epochs", "2", "--save", model.toString());
        assertEquals("", message(run));
        assertEquals(0, run.status());
        assertTrue(run.lastLine().matches("test accuracy: \\d\\d\\.\\d\\d %"), run.out());
        assertTrue(Files.exists(model));
    }

    @Test
    void aBadOptionEndsTheProgramWithStatusTwo() throws IOException, InterruptedException {
        Run run = fork("TrainMnist", "--lr", "-1");
        assertEquals(
                "TrainMnist: Invalid value for option '--lr': expected a number above 0, found '-1'"
                        + " (--help lists the options)",
                message(run));
        assertEquals(2, run.status());
        assertEquals("", run.out());
    }

    /** What is on standard error, but for the JVM's own warning about its incubator module. */
    private static String message(Run run) {
        return run.err()
                .lines()
                .filter(line -> !line.equals("WARNING: Using incubator modules: jdk.incubator.vector"))
                .reduce("", (a, b) -> a + b);
    }

    private Run fork(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-classpath",
                System.getProperty("java.class.path"),
                "dev.linnet.examples.Examples"));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        int status = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Run(
                status, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    private static boolean hasMain(String className) throws ClassNotFoundException {
        Class<?> found = Class.forName(className, false, ExamplesTest.class.getClassLoader());
        return Stream.of(found.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals("main"));
    }
}
