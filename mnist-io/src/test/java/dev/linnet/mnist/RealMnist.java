package dev.linnet.mnist;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The published files, where the machine has them; they are too large for the tests' resources. */
final class RealMnist {
    private RealMnist() {}

    /** {@return the directory of a set; without it, the test is reported as skipped, and why} */
    static Path directory(String name) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path directory = folder.resolve("shared/data").resolve(name);
            if (Files.isDirectory(directory)) {
                return directory;
            }
        }
        String missing = "SKIPPED: this test needs the published files in ../shared/data/" + name;
        System.err.println(missing);
        Assumptions.abort(missing);
        throw new AssertionError();
    }
}
