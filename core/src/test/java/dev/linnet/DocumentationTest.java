package dev.linnet;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the published modules to a comment on every package, and on everything that a user can see. */
final class DocumentationTest {
    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "../mnist-io/src/main/java"})
    void everythingAUserSeesHasAComment(Path root) throws IOException {
        List<Path> sources = sources(root).stream()
                .filter(file -> !file.toString().contains("internal"))
                .toList();
        assertFalse(sources.isEmpty());
        assertEquals(List.of(), withoutComment(sources));
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        List<Path> sources = sources(Path.of("src/main/java"));
        Set<Path> packages = sources.stream()
                .filter(file -> !file.endsWith("module-info.java"))
                .map(Path::getParent)
                .collect(toSet());
        Set<Path> described = sources.stream()
                .filter(file -> file.endsWith("package-info.java"))
                .map(Path::getParent)
                .collect(toSet());
        assertEquals(packages, described);
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static List<String> withoutComment(List<Path> sources) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    javac.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            Undocumented undocumented = new Undocumented(DocTrees.instance(task));
            undocumented.scan(task.parse(), null);
            return undocumented.found;
        }
    }

    /** Collects what is public or protected, all the way out, and has no comment. */
    private static final class Undocumented extends TreePathScanner<Void, Void> {
        final List<String> found = new ArrayList<>();
        private final DocTrees comments;

        Undocumented(DocTrees comments) {
            this.comments = comments;
        }

        @Override
        public Void visitClass(ClassTree type, Void none) {
            if (seen(type.getModifiers())) {
                check(type.getSimpleName(), type.getModifiers());
                super.visitClass(type, null);
            }
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void none) {
            if (seen(method.getModifiers())) {
                check(method.getName(), method.getModifiers());
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void none) {
            if (seen(field.getModifiers())) {
                check(field.getName(), field.getModifiers());
            }
            return null;
        }

        private boolean seen(ModifiersTree modifiers) {
            Set<Modifier> flags = modifiers.getFlags();
            boolean inInterface = getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.INTERFACE
                    && !flags.contains(Modifier.PRIVATE);
            return inInterface || flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED);
        }

        private void check(CharSequence name, ModifiersTree modifiers) {
            if (comments.getDocCommentTree(getCurrentPath()) == null && !overrides(modifiers)) {
                CompilationUnitTree file = getCurrentPath().getCompilationUnit();
                found.add(file.getPackageName() + ", "
                        + Path.of(file.getSourceFile().getName()).getFileName() + ": " + name);
            }
        }

        /** An overriding method inherits its comment. */
        private static boolean overrides(ModifiersTree modifiers) {
            return modifiers.getAnnotations().stream()
                    .map(AnnotationTree::getAnnotationType)
                    .anyMatch(type -> type.toString().equals("Override"));
        }
    }
}
