package dev.linnet.benchmarks;

import dev.linnet.Mlp;
import dev.linnet.MlpBuilder;
import java.util.Map;

/** The nets that are measured: classifiers of MNIST with ReLU between their layers. */
final class Nets {
    private static final Map<String, int[]> WIDTHS = Map.of(
            "A", new int[] {784, 128, 128, 10},
            "B", new int[] {784, 10, 10, 10},
            "C", new int[] {784, 512, 512, 10},
            "D", new int[] {784, 20, 20, 20, 10});

    private Nets() {}

    /** Returns the net of that name with its initial weights. */
    static Mlp build(String name) {
        int[] widths = WIDTHS.get(name);
        if (widths == null) {
            throw new IllegalArgumentException("there is no net " + name + ", only A, B, C and D");
        }
        MlpBuilder builder = Mlp.builder();
        for (int i = 1; i < widths.length; i++) {
            if (i > 1) {
                builder.relu();
            }
            builder.linear(widths[i - 1], widths[i]);
        }
        return builder.build();
    }
}
