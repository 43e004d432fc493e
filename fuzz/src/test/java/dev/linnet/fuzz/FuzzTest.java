package dev.linnet.fuzz;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every reader against files that Jazzer makes: nothing but the documented error comes out, and what is allocated stays in
 * proportion to the bytes.
 *
 * <p>Here for a fixed number of files from a fixed seed. On demand for as long as one likes, from what the last run found,
 * by another seed each time:
 *
 * <pre>mvn -pl fuzz -am test -Dtest=FuzzTest -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.seconds=1200 -Dfuzz.reader=ONNX</pre>
 *
 * <p>A file that makes trouble is named in the output; it belongs into {@code fuzz/src/test/resources}, in the folder of
 * its reader, where {@link #filesThatMadeTroubleMakeNoneAnyMore} finds it.
 */
class FuzzTest {
    private static final int SHORT_RUN_FILES = 20_000;

    /** Of a long run, in seconds; 0 for the short one. */
    private static final long SECONDS = Long.getLong("fuzz.seconds", 0);

    /** The reader of a long run; none for all, one after the other. */
    private static final String READER = System.getProperty("fuzz.reader", "");

    /** Follows regular expressions character by character, and allocates in the reader's name. */
    private static final String HOOK_THAT_ALLOCATES = "com.code_intelligence.jazzer.sanitizers.RegexRoadblocks";

    private static final int MAX_BYTES = 1 << 14;
    private static final long PATIENCE_SECONDS = 600;
    private static final Path TROUBLE = Path.of("src/test/resources");
    private static final Path TARGET = Path.of("target");

    @ParameterizedTest
    @EnumSource
    void nothingButTheDocumentedErrorComesOut(Reader reader, @TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(READER.isEmpty() || READER.equals(reader.name()), "not the reader that was asked for");
        Path seeds = Files.createDirectory(folder.resolve("seeds"));
        Seeds.write(reader, seeds);
        Path found = SECONDS == 0
                ? Files.createDirectory(folder.resolve("found"))
                : Files.createDirectories(TARGET.resolve("corpus").resolve(reader.folder()));
        Path log = TARGET.resolve("fuzz-" + reader.folder() + ".log");
        Process jazzer = new ProcessBuilder(command(reader, found, seeds))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
        boolean ended = false;
        try {
            ended = jazzer.waitFor(SECONDS + PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            jazzer.destroyForcibly();
        }
        String output = Files.readString(log);
        assertTrue(ended, () -> "does not end: " + output);
        assertEquals(0, jazzer.exitValue(), output);
        assertTrue(output.contains("Done "), output);
    }

    private static List<String> command(Reader reader, Path found, Path seeds) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:-OmitStackTraceInFastThrow", "-XX:+EnableDynamicAgentLoading"));
        command.addAll(List.of("-XX:TieredStopAtLevel=" + (SECONDS == 0 ? 1 : 4)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "com.code_intelligence.jazzer.Jazzer"));
        command.add("--target_class=" + FuzzTarget.class.getName());
        command.add("--target_args=" + reader);
        command.add("--instrumentation_includes=dev.linnet.**");
        command.add("--disabled_hooks=" + HOOK_THAT_ALLOCATES);
        command.add("--reproducer_path=" + TARGET);
        command.add("-artifact_prefix=" + TARGET + File.separator + reader.folder() + "-");
        command.add("-max_len=" + MAX_BYTES);
        command.add(
                "-timeout=" + PATIENCE_SECONDS / 2); // for one file: on a busy machine, the first one takes its time
        command.add("-rss_limit_mb=0"); // the heap is bounded
        command.add("-print_final_stats=1");
        if (SECONDS == 0) {
            command.addAll(List.of("-seed=1", "-runs=" + SHORT_RUN_FILES));
        } else {
            command.addAll(List.of("-max_total_time=" + SECONDS));
        }
        command.addAll(List.of(found.toString(), seeds.toString()));
        return command;
    }

    @ParameterizedTest
    @EnumSource
    void filesThatMadeTroubleMakeNoneAnyMore(Reader reader) throws IOException {
        Path folder = TROUBLE.resolve(reader.folder());
        for (Path file : Files.isDirectory(folder) ? Seeds.files(folder) : List.<Path>of()) {
            assertDoesNotThrow(() -> reader.check(Files.readAllBytes(file)), file.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void filesToStartFromAreReadWithinBounds(Reader reader, @TempDir Path folder) throws IOException {
        Seeds.write(reader, folder);
        for (Path file : Seeds.files(folder)) {
            reader.check(Files.readAllBytes(file));
        }
    }

    @Test
    void anErrorThatIsNotDocumentedIsTrouble() {
        Reader.Reading reading = bytes -> {
            throw new EOFException();
        };
        assertEquals(
                "not the documented error",
                assertThrows(AssertionError.class, () -> Reader.check(reading, new byte[3], 1000))
                        .getMessage());
    }

    @Test
    void anArrayAsLongAsAFilePromisesIsTrouble() {
        byte[][] kept = new byte[1][];
        String message = assertThrows(
                        AssertionError.class,
                        () -> Reader.check(bytes -> kept[0] = new byte[bytes[0] * 10_000], new byte[] {9}, 80_000))
                .getMessage();
        assertTrue(message.matches("9[0-9]{4} bytes allocated for a file of 1, expected at most 80000"), message);
    }
}
