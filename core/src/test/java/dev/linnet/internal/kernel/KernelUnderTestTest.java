package dev.linnet.internal.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds each run of the tests to the kernel that the build meant it for. */
@Tag("kernel")
final class KernelUnderTestTest {
    @Test
    void theKernelIsTheOneThatThisRunIsFor() {
        assertEquals(expectedName(), KernelProvider.kernels().name());
    }

    private static String expectedName() {
        String lanes = LanesOfThisRun.ASKED;
        if (lanes.equals(LanesOfThisRun.NONE)) {
            return "scalar";
        }
        if (lanes.equals(LanesOfThisRun.USUAL)) {
            return "vector, " + LanesOfThisRun.widestBits() + " bits";
        }
        String flag = "-XX:MaxVectorSize=" + Integer.parseInt(lanes) / Byte.SIZE;
        assertTrue(
                ManagementFactory.getRuntimeMXBean().getInputArguments().contains(flag), "this JVM was given " + flag);
        if (LanesOfThisRun.tooWide()) {
            String notRun = "NOT RUN at " + lanes + " bits: the widest vectors of this machine have "
                    + LanesOfThisRun.widestBits();
            System.out.println(notRun); // Surefire counts what was skipped, and keeps the reason to itself.
            abort(notRun);
        }
        return "vector, " + lanes + " bits";
    }

    @Test
    void theScalarRunHasNoVectorApi() {
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        assertEquals(!LanesOfThisRun.ASKED.equals(LanesOfThisRun.NONE), present);
    }
}
