package dev.linnet;

import dev.linnet.internal.kernel.KernelProvider;
import java.io.IOException;

/** {@link GoldenRun} over and over, until in the midst of one the vector kernels took over from the scalar ones. */
public final class GoldenRehearsal {
    /** C2 needs some seconds, a run a few hundredths of one. */
    private static final int MOST_RUNS = 20_000;

    private GoldenRehearsal() {}

    /** Prints what all runs gave, on {@code args[0]} threads, and the kernels of the last. */
    public static void main(String[] args) throws IOException {
        int threads = Integer.parseInt(args[0]);
        String given = GoldenRun.sha256(threads);
        for (int run = 1; run < MOST_RUNS && KernelProvider.kernels() != KernelProvider.chosen(); run++) {
            String again = GoldenRun.sha256(threads);
            if (!again.equals(given)) {
                throw new IllegalStateException("run " + run + " gave " + again + ", those before it " + given);
            }
        }
        System.out.println(given + " " + KernelProvider.kernels().name().split(",", 2)[0]);
    }
}
