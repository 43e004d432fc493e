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

    @ParameterizedTest
    @Tag("kernel")
    @ValueSource(ints = {1, 2, 3, 7})
    void theNumberOfThreadsDoesNotMatter(int threads) throws IOException {
        assertEquals(GOLDEN, GoldenFeatures.sha256(threads));
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
