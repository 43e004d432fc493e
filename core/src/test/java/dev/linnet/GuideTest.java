package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.internal.math.Purpose;
import dev.linnet.internal.math.RandomStream;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs every example of docs/guide.md. */
class GuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "guide.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```java\n(.*?)^```$");

    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> everyExampleCompilesAndRuns() throws IOException {
        String guide = Files.readString(GUIDE);
        List<MatchResult> examples = EXAMPLE.matcher(guide).results().toList();
        assertTrue(examples.size() >= 15);
        Class<?> compiled = compile(examples.stream().map(e -> e.group(1)).toList());
        return IntStream.range(0, examples.size()).mapToObj(i -> {
            long line = guide.substring(0, examples.get(i).start()).lines().count() + 1;
            return DynamicTest.dynamicTest("guide.md, line " + line, () -> run(compiled, i));
        });
    }

    private static void run(Class<?> compiled, int example) throws Exception {
        try {
            compiled.getMethod("example" + example, Dataset.class, Dataset.class, Path.class)
                    .invoke(null, flowers(), prices(), folder);
        } catch (InvocationTargetException e) {
            throw (e.getCause() instanceof Exception cause) ? cause : e;
        }
    }

    private static Class<?> compile(List<String> examples) throws IOException {
        StringBuilder source = new StringBuilder("import java.nio.file.Path;\n")
                .append("import java.time.Duration;\nimport java.util.Arrays;\nimport java.util.List;\n")
                .append("import java.util.Map;\nimport java.util.stream.Stream;\n");
        for (String name : List.of("", ".data", ".layer", ".loss", ".optim", ".training")) {
            source.append("import dev.linnet").append(name).append(".*;\n");
        }
        source.append("public final class Examples {\n");
        for (int i = 0; i < examples.size(); i++) {
            source.append("public static void example")
                    .append(i)
                    .append("(Dataset data, Dataset prices, Path folder) throws Exception {\n")
                    .append(examples.get(i).replace("System.out.println", "String.valueOf"))
                    .append("}\n");
        }
        source.append("}\n");
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Examples.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        Path library = Path.of(
                Mlp.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            List<String> options = new ArrayList<>(List.of("-proc:none", "-d", folder.toString()));
            options.addAll(List.of("-classpath", library.toString()));
            boolean compiled = javac.getTask(messages, files, null, options, null, List.of(file))
                    .call();
            assertEquals("", messages.toString());
            assertTrue(compiled);
        }
        try {
            URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, Mlp.class.getClassLoader());
            return loader.loadClass("Examples");
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Three clouds of points. */
    private static Dataset flowers() {
        double[] features = new double[150 * 4];
        RandomStream.fillNormal(features, 0, features.length, 1, Purpose.SPLIT, 0, 0);
        int[] labels = new int[150];
        for (int i = 0; i < 150; i++) {
            labels[i] = i / 50;
            features[i * 4 + labels[i]] += 4.0;
        }
        return Dataset.of(features, 4, labels, Labels.of("setosa", "versicolor", "virginica"));
    }

    private static Dataset prices() {
        double[] features = new double[200 * 5];
        RandomStream.fillNormal(features, 0, features.length, 2, Purpose.SPLIT, 0, 0);
        double[] targets = new double[200];
        for (int i = 0; i < 200; i++) {
            targets[i] = features[i * 5] - 2.0 * features[i * 5 + 3];
        }
        return Dataset.of(features, 5, targets, 1);
    }
}
