package dev.linnet.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the vector sources to {@code -Xlint:all} without a warning, as {@code -Werror} does for all others.
 *
 * <p>There it would fail every build: javac announces an incubator module with a warning that can not be turned off.
 */
final class VectorSourcesTest {
    private static final String THE_ANNOUNCEMENT = "compiler.warn.incubating.modules";

    @Test
    void vectorSourcesCompileWithoutAWarning(@TempDir Path output) throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "vector"))) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        assertFalse(sources.isEmpty());

        assertEquals(List.of(), warnings(sources, output));
    }

    private static List<String> warnings(List<Path> sources, Path output) throws IOException {
        List<String> options = List.of(
                "-Xlint:all",
                "--release=17",
                "--add-modules=jdk.incubator.vector",
                "--class-path=" + Path.of("target", "classes"),
                "-proc:none",
                "-d",
                output.toString());
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> heard = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            javac.getTask(new StringWriter(), files, heard, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        return heard.getDiagnostics().stream()
                .filter(diagnostic -> !THE_ANNOUNCEMENT.equals(diagnostic.getCode()))
                .filter(diagnostic -> diagnostic.getKind() != Diagnostic.Kind.NOTE)
                .map(Diagnostic::toString)
                .toList();
    }
}
