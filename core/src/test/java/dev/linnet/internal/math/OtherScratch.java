package dev.linnet.internal.math;

import dev.linnet.internal.kernel.ScalarKernels;

/** Working memory for kernels that nobody else has. */
public final class OtherScratch {
    private OtherScratch() {}

    public static GemmScratch make() {
        return new GemmScratch(new ScalarKernels().gemm());
    }
}
