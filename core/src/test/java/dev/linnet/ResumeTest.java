package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linnet.training.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A run that is interrupted and goes on, however often, ends as one that never was. */
class ResumeTest {
    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> manyLivesEndAsOne() {
        return ResumedRuns.all().entrySet().stream()
                .map(run -> DynamicTest.dynamicTest(run.getKey(), () -> manyLivesEndAsOne(run.getValue())));
    }

    private static void manyLivesEndAsOne(ResumedRuns.Setup run) throws IOException {
        Fit atOnce = run.fit();
        Path checkpoints = Files.createTempDirectory(folder, "run");
        Fit inPieces = run.fitInManyLives(
                Checkpoints.in(checkpoints).everyBatches(1).keeping(2).resuming(), 2);
        assertEquals(atOnce.history(), inPieces.history());
        assertArrayEquals(ResumedRuns.bytes(atOnce.model()), ResumedRuns.bytes(inPieces.model()));
    }
}
