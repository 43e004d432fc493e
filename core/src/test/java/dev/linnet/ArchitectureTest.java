package dev.linnet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds the house rules that a compiler does not: who may import whom, and what nobody may use. */
final class ArchitectureTest {
    private static final Path CLASSES = Path.of("target", "classes");
    private static final JavaClasses CORE = new ClassFileImporter().importPath(CLASSES);

    private static final String FRONT_DOOR = "dev.linnet";
    private static final Set<String> DESCRIPTIONS =
            Set.of("dev.linnet.training", "dev.linnet.data", "dev.linnet.layer", "dev.linnet.loss", "dev.linnet.optim");
    private static final String TRAIN = "dev.linnet.internal.train";
    private static final String SCORE = "dev.linnet.internal.score";
    private static final String IO = "dev.linnet.internal.io";
    private static final String NN = "dev.linnet.internal.nn";
    private static final String MATH = "dev.linnet.internal.math";
    private static final String KERNEL = "dev.linnet.internal.kernel";

    @Test
    void everyClassOfCoreIsSeenAndLivesInAKnownPackage() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES)) {
            Set<String> compiled = files.map(file -> CLASSES.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.equals("module-info.class"))
                    .map(file -> file.replace(".class", "").replace(File.separatorChar, '.'))
                    .collect(toSet());
            assertEquals(compiled, CORE.stream().map(JavaClass::getName).collect(toSet()));
        }
        Set<String> known = union(DESCRIPTIONS, FRONT_DOOR, TRAIN, SCORE, IO, NN, MATH, KERNEL);
        assertEquals(known, CORE.stream().map(JavaClass::getPackageName).collect(toSet()));
        for (String name :
                Set.of("dev.linnet.Mlp", "dev.linnet.layer.Linear", MATH + ".Gemm", KERNEL + ".VectorGemm")) {
            assertTrue(CORE.contain(name), name);
        }
    }

    @Test
    void packagesImportOnlyWhatStandsBelowThem() {
        mayImport(FRONT_DOOR, union(DESCRIPTIONS, TRAIN, SCORE, IO, NN, MATH));
        mayImport(TRAIN, union(DESCRIPTIONS, SCORE, IO, NN, MATH));
        mayImport(SCORE, DESCRIPTIONS);
        mayImport(IO, union(DESCRIPTIONS, NN, MATH));
        mayImport(NN, union(DESCRIPTIONS, MATH, KERNEL)); // a layer says where the rows that kernels read lie
        for (String description : DESCRIPTIONS) {
            mayImport(description, union(DESCRIPTIONS, MATH));
        }
        mayImport(MATH, Set.of(KERNEL));
        mayImport(KERNEL, Set.of());
    }

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(CORE);
    }

    @Test
    void onlyTheVectorKernelsImportTheVectorApi() {
        noClasses()
                .that(are("not vector kernels", type -> !type.getName().startsWith(KERNEL + ".Vector")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator..")
                .because("core links and runs without that module")
                .check(CORE);
    }

    @Test
    void theModuleExportsTheFrontDoorAndTheDescriptionsAndReadsTheJdkAlone() throws IOException {
        try (InputStream in = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
            ModuleDescriptor module = ModuleDescriptor.read(in);
            assertEquals(
                    union(DESCRIPTIONS, FRONT_DOOR),
                    module.exports().stream()
                            .filter(export -> !export.isQualified())
                            .map(ModuleDescriptor.Exports::source)
                            .collect(toSet()));
            assertEquals(
                    Set.of("java.base"),
                    module.requires().stream()
                            .map(ModuleDescriptor.Requires::name)
                            .collect(toSet()));
        }
    }

    @Test
    void nobodyUsesMathThatDiffersBetweenMachines() {
        Set<String> functions = Set.of(
                "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "sin", "cos", "tan", "asin", "acos",
                "atan", "atan2", "sinh", "cosh", "tanh");
        noCall(
                        "Math.exp and its kin",
                        target -> target.getOwner().isEquivalentTo(Math.class) && functions.contains(target.getName()))
                .because("its last bit may differ between machines: use Elementwise, or StrictMath off the hot path")
                .check(CORE);
    }

    @Test
    void allRandomNumbersComeFromPhilox() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(RandomGenerator.class)
                .because("a stream of random numbers is keyed by seed and purpose, the same everywhere: RandomStream")
                .check(CORE);
        noCall(
                        "Math.random, shuffle or nextGaussian",
                        target -> Set.of("random", "shuffle", "nextGaussian").contains(target.getName())
                                && target.getOwner().getPackageName().startsWith("java."))
                .check(CORE);
    }

    @Test
    void nobodyPrints() {
        noClasses()
                .should()
                .accessTargetWhere(are(
                        "System.out or System.err",
                        access -> access.getTargetOwner().isEquivalentTo(System.class)
                                && Set.of("out", "err")
                                        .contains(access.getTarget().getName())))
                .because("what a library has to say goes through System.Logger")
                .check(CORE);
    }

    @Test
    void nobodyUsesJavaSerialization() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInput.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ObjectOutput.class)
                .because("a file never names a class")
                .check(CORE);
    }

    @Test
    void nobodyHidesStateInAThread() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .because("a workspace has one owner, who can be seen")
                .check(CORE);
    }

    @Test
    void nobodyTouchesTheCommonPool() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ForkJoinPool.class, ForkJoinTask.class, CompletableFuture.class)
                .because("threads belong to the team of a fit and end with it")
                .check(CORE);
        noCall(
                        "a parallel stream or sort",
                        target -> target.getName().startsWith("parallel")
                                && target.getOwner().getPackageName().startsWith("java.util"))
                .check(CORE);
    }

    @Test
    void propertiesBearNoTagOfJUnit() {
        JavaClasses tests = new ClassFileImporter().importPath(Path.of("target", "test-classes"));
        noMethods()
                .that()
                .areAnnotatedWith(Property.class)
                .should()
                .beAnnotatedWith(Tag.class)
                .orShould()
                .beDeclaredInClassesThat(are("tagged by JUnit", type -> type.isAnnotatedWith(Tag.class)))
                .because("jqwik skips such a property, or passes over the tag: it has a tag of its own")
                .check(tests);
    }

    private static final SliceAssignment PACKAGES = new SliceAssignment() {
        @Override
        public String getDescription() {
            return "packages";
        }

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }
    };

    private static void mayImport(String importer, Set<String> imported) {
        noClasses()
                .that()
                .resideInAPackage(importer)
                .should()
                .dependOnClassesThat(are(
                        "in another package of core",
                        type -> type.getPackageName().startsWith(FRONT_DOOR)
                                && !type.getPackageName().equals(importer)
                                && !imported.contains(type.getPackageName())))
                .check(CORE);
    }

    private static ArchRule noCall(String description, Predicate<AccessTarget> target) {
        return noClasses().should().accessTargetWhere(are(description, access -> target.test(access.getTarget())));
    }

    private static <T> DescribedPredicate<T> are(String description, Predicate<T> predicate) {
        return DescribedPredicate.describe(description, predicate);
    }

    private static Set<String> union(Set<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).collect(toSet());
    }
}
