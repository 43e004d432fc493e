package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Same seed, same bytes, whatever is switched on. */
class GoldenFeaturesTest {
    /** What {@link GoldenFeatures} printed first. It changes only with the version of the numerical contract. */
    private static final String GOLDEN = "4944cdcdfdf5122af502fdcb174cc95f8a1523bbf64d9c7973c301314f28ffe2";

    /** Likewise, of the run of {@link ResumedRuns} that has everything that goes together. */
    private static final String ALL_AT_ONCE = "a05bbe5db2057ef1f2da2524a023a366bfa65f25ac6c7f8f6dcde64dbf28e2f6";

    @ParameterizedTest
    @Tag("kernel")
    @ValueSource(ints = {1, 2, 3, 7})
    void theNumberOfThreadsDoesNotMatter(int threads) throws IOException {
        assertEquals(GOLDEN, GoldenFeatures.sha256(threads));
    }

    /** Dropout, batch statistics, augmentation and accumulation among them, all in one run. */
    @ParameterizedTest
    @Tag("kernel")
    @ValueSource(ints = {1, 2, 3, 7})
    void allAtOnceNeitherThreadsNorKernelsMatter(int threads) throws IOException {
        Fit fit = ResumedRuns.everything(3).fit(training -> training, threads);
        assertEquals(ALL_AT_ONCE, GoldenRun.sha256(fit.model()));
    }

    @TestFactory
    Stream<DynamicTest> everyVirtualMachineGivesTheSameBytes() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path java : GoldenRunTest.virtualMachines()) {
            for (String flags : GoldenRunTest.KERNELS) {
                tests.add(DynamicTest.dynamicTest(
                        java + " " + flags,
                        () -> assertEquals(GOLDEN, GoldenRunTest.fork(java, flags, GoldenFeatures.class))));
            }
        }
        return tests.stream();
    }
}
