package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills runs at random moments, as {@code kill -9} does, and starts them again: they end in the bytes and in the history of one
 * that was never killed.
 *
 * <p>{@code -Dlinnet.kills=200} kills more often than usual, and prints what came of it.
 */
class KilledRunTest {
    private static final int KILLS = Integer.getInteger("linnet.kills", 10);

    /** Of a life, from its start or its first step; a run that is not killed takes some times as long. */
    private static final int MOST_MICROS = 300_000;

    /** So that more than one run comes to its end where there are many kills. */
    private static final int MOST_KILLS_OF_A_RUN = 20;

    /** One life in so many may end before its first step. */
    private static final int EARLY = 4;

    @TempDir
    Path folder;

    private final Random random = new Random(KILLS);
    private final Set<Path> halfWritten = new HashSet<>();
    private int lives;

    @Test
    void killedRunsEndAsOneThatNeverWas() throws Exception {
        Fit atOnce = KilledRun.setup().fit();
        int kills = 0;
        int whole = 0;
        while (kills < KILLS) {
            Path model = folder.resolve("model-" + whole);
            Path checkpoints = folder.resolve("run-" + whole);
            int killsBefore = kills;
            String history = null;
            while (history == null) {
                boolean mayBeKilled = kills < Math.min(KILLS, killsBefore + MOST_KILLS_OF_A_RUN);
                history = live(checkpoints, model, mayBeKilled);
                kills += history == null ? 1 : 0;
                lookForHalfWritten(checkpoints);
            }
            whole++;
            String after = "after " + (kills - killsBefore) + " kills";
            assertEquals(KilledRun.withoutTimes(atOnce), history, after);
            assertArrayEquals(ResumedRuns.bytes(atOnce.model()), Files.readAllBytes(model), after);
        }
        if (KILLS > 10) {
            System.out.printf(
                    "%d kills, %d of them while a checkpoint was being written: %d runs ended, each in the bytes and the"
                            + " history of one that was never killed%n",
                    kills, halfWritten.size(), whole);
        }
    }

    private void lookForHalfWritten(Path checkpoints) throws IOException {
        if (Files.exists(checkpoints)) { // a life may end before it makes the folder
            try (Stream<Path> files = Files.list(checkpoints)) {
                files.filter(file -> file.toString().endsWith(".tmp")).forEach(halfWritten::add);
            }
        }
    }

    /** Starts a run, or goes on with it, and returns its history, or null where it was killed first. */
    private String live(Path checkpoints, Path model, boolean mayBeKilled) throws IOException, InterruptedException {
        File errors = folder.resolve("errors").toFile();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        folderOf(Mlp.class) + File.pathSeparator + folderOf(KilledRun.class),
                        KilledRun.class.getName(),
                        checkpoints.toString(),
                        model.toString(),
                        Integer.toString(1 + lives++ % 3))
                .redirectError(errors)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            if (mayBeKilled && random.nextInt(EARLY) == 0 && diesWithinRandomTime(process)) {
                return null;
            }
            String line = out.readLine();
            if ("step".equals(line)) {
                if (mayBeKilled && diesWithinRandomTime(process)) {
                    return null;
                }
                line = out.readLine();
            }
            assertEquals(0, process.waitFor(), () -> read(errors));
            return line;
        }
    }

    /** Kills a process after a while, unless it has ended by then. */
    private boolean diesWithinRandomTime(Process process) throws InterruptedException {
        boolean ended = process.waitFor(random.nextInt(MOST_MICROS), TimeUnit.MICROSECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        return !ended;
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path folderOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
