package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles every Java example of the README, of docs/ and of the Javadoc of what a user sees; {@link GuideTest} runs those
 * of the guide.
 */
class DocumentedCodeTest {
    private static final Pattern MARKDOWN = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern JAVADOC = Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* }</pre>", Pattern.DOTALL);

    /** What an example may take for granted; its own variables may have the same names. */
    private static final String FRAME = """
            import dev.linnet.*;
            import dev.linnet.data.*;
            import dev.linnet.layer.*;
            import dev.linnet.loss.*;
            import dev.linnet.optim.*;
            import dev.linnet.training.*;
            import java.nio.file.Path;
            import java.util.*;
            class Example%d {
                Dataset train, test, data;
                double[] pixels;
                double[][] features;
                int[] labels;
                Mlp model;
                Path file;
                List<Dataset> batches;
                Loss loss;
                void run() throws Exception {
            %s
                }
            }
            """;

    @Test
    void everyExampleCompiles(@TempDir Path classes) throws IOException {
        List<String> examples = new ArrayList<>();
        for (Path page : pages()) {
            collect(MARKDOWN, Files.readString(page), examples);
        }
        for (Path source : publicSources()) {
            collect(JAVADOC, Files.readString(source), examples);
        }
        assertTrue(examples.size() >= 4, "README and Mlp have some: " + examples.size());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> units = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            String source = FRAME.formatted(i, examples.get(i));
            URI name = URI.create("string:///Example" + i + ".java");
            units.add(new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return source;
                }
            });
        }
        StringWriter errors = new StringWriter();
        List<String> options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        boolean compiled =
                compiler.getTask(errors, null, null, options, null, units).call();
        assertEquals("", errors.toString());
        assertTrue(compiled);
    }

    private static void collect(Pattern pattern, String text, List<String> examples) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            examples.add(matcher.group(1).replaceAll("(?m)^ \\* ?", ""));
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("../docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("../README.md")),
                            docs.filter(file -> file.toString().endsWith(".md") && !file.endsWith("guide.md")))
                    .toList();
        }
    }

    private static List<Path> publicSources() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            return sources.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("internal"))
                    .toList();
        }
    }
}
