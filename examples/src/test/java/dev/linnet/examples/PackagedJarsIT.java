package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.Mlp;
import dev.linnet.mnist.Mnist;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Takes the packaged jars as a stranger would: on the class path and on the module path, with the Vector API and without. */
final class PackagedJarsIT {
    private static final Path SOURCES = Path.of("src", "it", "stranger");
    private static final Path BIN = Path.of(System.getProperty("java.home"), "bin");

    @TempDir
    private Path directory;

    @Test
    void aStrangersProgramLearnsTheSameInEveryLaunch() throws Exception {
        String jars = Stream.of(jarOf(Mlp.class), jarOf(Mnist.class), jarOf(Logger.class))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));

        Path classes = directory.resolve("classes");
        javac("--class-path", jars, classes, "stranger/Stranger.java");
        List<String> onClassPath = List.of("--class-path", classes + File.pathSeparator + jars, "stranger.Stranger");

        Path module = directory.resolve("module");
        javac("--module-path", jars, module, "stranger/Stranger.java", "module-info.java");
        List<String> onModulePath =
                List.of("--module-path", module + File.pathSeparator + jars, "--module", "stranger/stranger.Stranger");

        String learned = withoutVectorApi(onClassPath);
        assertTrue(learned.startsWith("[0, 1, 1, 0]" + System.lineSeparator()), learned);
        assertEquals(learned, withVectorApi(onClassPath));
        assertEquals(learned, withoutVectorApi(onModulePath));
        assertEquals(learned, withVectorApi(onModulePath));
    }

    private void javac(String pathOption, String jars, Path output, String... sources)
            throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of("-Xlint:all", "-Werror", pathOption, jars, "-d", output.toString()));
        for (String source : sources) {
            arguments.add(SOURCES.resolve(source).toString());
        }
        run("javac", arguments);
    }

    private String withoutVectorApi(List<String> program) throws IOException, InterruptedException {
        Output output = java(List.of(), program);
        assertTrue(output.err.contains("Linnet runs its scalar kernel"), output.err);
        return output.out;
    }

    private String withVectorApi(List<String> program) throws IOException, InterruptedException {
        return java(List.of("--add-modules", "jdk.incubator.vector", "-Dlinnet.kernel=vector"), program).out;
    }

    private Output java(List<String> options, List<String> program) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(program);
        arguments.add(directory.toString());
        return run("java", arguments);
    }

    private Output run(String tool, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(arguments);
        command.add(0, BIN.resolve(tool).toString());
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        int status = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        Output output = new Output(Files.readString(out), Files.readString(err));
        assertEquals(0, status, () -> command + "\n" + output);
        return output;
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        Path jar =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        assertTrue(Files.isRegularFile(jar), () -> "not packaged: " + jar);
        return jar;
    }

    private record Output(String out, String err) {}
}
