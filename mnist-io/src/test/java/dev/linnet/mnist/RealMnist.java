package dev.linnet.mnist;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The published files, where the machine has them; they are too large for the tests' resources. */
final class RealMnist {
    private RealMnist() {}

    /** {@return the directory of a set; without it, the test is reported as skipped, and why} */
    static Path directory(String name) {
        Path bundled = Path.of("../examples/src/main/resources").resolve(name);
        Path shared = Path.of("../../shared/data").resolve(name);
        for (Path directory : List.of(bundled, shared)) {
            if (Files.isDirectory(directory)) {
                return directory;
            }
        }
        String missing = "SKIPPED: this test needs the published files in %s or %s".formatted(bundled, shared);
        System.err.println(missing);
        return Assumptions.abort(missing);
    }
}
