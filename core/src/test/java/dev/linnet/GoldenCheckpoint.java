package dev.linnet;

import dev.linnet.training.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The checkpoint in {@code models/checkpoint-0.1.0.safetensors}, which every later version must go on from: of a run with
 * everything that a run can have, in the middle of its second epoch.
 */
final class GoldenCheckpoint {
    private static final int DIES_IN_STEP = 10;

    private GoldenCheckpoint() {}

    static ResumedRuns.Setup run() {
        return ResumedRuns.everything(4);
    }

    /** Lets the run die in {@code folder} and returns its last checkpoint. */
    static Path writeTo(Path folder) {
        try {
            run().fit(
                            training -> training.withCheckpoints(Checkpoints.in(folder)
                                            .everyBatches(3)
                                            .keeping(1))
                                    .withListener(new ResumedRuns.Death(DIES_IN_STEP)),
                            1);
            throw new AssertionError("it did not die");
        } catch (ResumedRuns.Death.Came e) {
            return folder.resolve("checkpoint-000004.safetensors");
        }
    }

    /** Writes the file anew, for a format that changed on purpose: takes its path. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("golden");
        Files.copy(writeTo(folder), Path.of(args[0]), StandardCopyOption.REPLACE_EXISTING);
    }
}
