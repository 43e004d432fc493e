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
        String ofLargeLayers = GoldenRun.sha256(GoldenRun.wide(threads));
        for (int run = 1; run < MOST_RUNS && KernelProvider.kernels() != KernelProvider.chosen(); run++) {
            check(run, given, GoldenRun.sha256(threads));
            check(run, ofLargeLayers, GoldenRun.sha256(GoldenRun.wide(threads)));
        }
        System.out.println(given + " " + KernelProvider.kernels().name().split(",", 2)[0]);
    }

    private static void check(int run, String given, String again) {
        if (!again.equals(given)) {
            throw new IllegalStateException("run " + run + " gave " + again + ", those before it " + given);
        }
    }
}
