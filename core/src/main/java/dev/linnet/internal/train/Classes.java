package dev.linnet.internal.train;

/** From logits to classes. */
public final class Classes {
    private Classes() {}

    /**
     * The class that the logits {@code z[from .. from + columns)} speak for: the largest, the first of equals; with a
     * single column, 1 where it is above 0, else 0.
     */
    public static int of(double[] z, int from, int columns) {
        if (columns == 1) {
            return z[from] > 0.0 ? 1 : 0;
        }
        int best = 0;
        for (int j = 1; j < columns; j++) {
            if (z[from + j] > z[from + best]) {
                best = j;
            }
        }
        return best;
    }
}
