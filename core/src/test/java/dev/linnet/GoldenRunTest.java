package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Same seed, same bytes: every number of threads, kernel, lane width and JDK that is here gives the golden value. */
class GoldenRunTest {
    /** What {@link GoldenRun} printed first. It changes only with the version of the numerical contract. */
    private static final String GOLDEN = "0f59e2cc40edec68fe5d128593a99cb3fbfcc8f0b704070a2dc841e131e77bec";

    /** The flags that choose each kernel and lane width. */
    static final List<String> KERNELS = List.of(
            "-Dlinnet.kernel=scalar",
            "--add-modules=jdk.incubator.vector -Dlinnet.kernel=vector -XX:MaxVectorSize=16",
            "--add-modules=jdk.incubator.vector -Dlinnet.kernel=vector -XX:MaxVectorSize=32",
            "--add-modules=jdk.incubator.vector -Dlinnet.kernel=vector -XX:UseAVX=3 -XX:MaxVectorSize=64",
            "-XX:TieredStopAtLevel=1",
            "-Xint");

    @ParameterizedTest
    @Tag("kernel")
    @ValueSource(ints = {1, 2, 3, 7})
    void theNumberOfThreadsDoesNotMatter(int threads) throws IOException {
        assertEquals(GOLDEN, GoldenRun.sha256(threads));
    }

    @ParameterizedTest
    @Tag("kernel")
    @ValueSource(ints = {2, 3, 7})
    void howThreadsShareOutALayerDoesNotMatter(int threads) throws IOException {
        assertEquals(GoldenRun.sha256(GoldenRun.wide(1)), GoldenRun.sha256(GoldenRun.wide(threads)));
    }

    @TestFactory
    Stream<DynamicTest> everyVirtualMachineGivesTheSameBytes() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path java : virtualMachines()) {
            for (String flags : KERNELS) {
                tests.add(DynamicTest.dynamicTest(
                        java + " " + flags, () -> assertEquals(GOLDEN, fork(java, flags, GoldenRun.class))));
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> kernelsThatChangeInTheMidstOfARunGiveTheSameBytes() throws IOException {
        return virtualMachines().stream()
                .map(java -> DynamicTest.dynamicTest(
                        java.toString(),
                        () -> assertEquals(
                                GOLDEN + " vector",
                                fork(java, "--add-modules=jdk.incubator.vector", GoldenRehearsal.class))));
    }

    /** The JDK that runs this test, and those that stand beside it in the same folder, from 17 on. */
    static List<Path> virtualMachines() throws IOException {
        Path home = Path.of(System.getProperty("java.home")).toRealPath();
        List<Path> found = new ArrayList<>(List.of(home));
        try (Stream<Path> siblings = Files.list(home.getParent())) {
            for (Path sibling : siblings.sorted().toList()) {
                Path real = sibling.toRealPath();
                if (!found.contains(real) && isFrom17On(real)) {
                    found.add(real);
                }
            }
        }
        return found.stream().map(jdk -> jdk.resolve("bin").resolve("java")).toList();
    }

    private static boolean isFrom17On(Path jdk) throws IOException {
        Path release = jdk.resolve("release");
        if (!Files.isRegularFile(release)
                || !Files.isExecutable(jdk.resolve("bin").resolve("java"))) {
            return false;
        }
        return Files.readAllLines(release).stream()
                .filter(line -> line.startsWith("JAVA_VERSION=\""))
                .map(line -> line.substring("JAVA_VERSION=\"".length()).split("[^0-9]", 2)[0])
                .anyMatch(version -> Integer.parseInt(version) >= 17);
    }

    /** What {@code run} prints in a virtual machine of its own, on two threads. */
    static String fork(Path java, String flags, Class<?> run) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(List.of(flags.split(" ")));
        // Flags that this machine or JDK does not know are no failure: the run falls back to what there is.
        command.add("-XX:+IgnoreUnrecognizedVMOptions");
        command.add("-cp");
        command.add(folderOf(Mlp.class) + File.pathSeparator + folderOf(run));
        command.add(run.getName());
        command.add("2");
        Path errors = Files.createTempFile("golden", ".err");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            assertEquals(0, status, () -> command + "\n" + read(errors));
            return output.strip().lines().reduce((first, last) -> last).orElse("");
        } finally {
            Files.delete(errors);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path folderOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
