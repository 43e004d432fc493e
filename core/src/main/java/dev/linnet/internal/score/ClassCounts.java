package dev.linnet.internal.score;

/**
 * How often one class was predicted, and how often rightly.
 *
 * @param hits weight of the rows that are of the class and were predicted to be
 * @param predicted weight of the rows that were predicted to be of the class
 * @param actual weight of the rows that are of the class
 * @param rows number of the rows that are of the class
 * @param occurs whether the class counts in a mean over classes
 */
public record ClassCounts(double hits, double predicted, double actual, int rows, boolean occurs) {

    static final ClassCounts NONE = new ClassCounts(0, 0, 0, 0, false);

    /** Share of those predicted that are of the class. */
    public double precision() {
        return ratio(hits, predicted);
    }

    /** Share of those of the class that were predicted. */
    public double recall() {
        return ratio(hits, actual);
    }

    /** Harmonic mean of precision and recall. */
    public double f1() {
        return ratio(2 * hits, predicted + actual);
    }

    /** Both classes taken as one. */
    ClassCounts plus(ClassCounts other) {
        return new ClassCounts(
                hits + other.hits,
                predicted + other.predicted,
                actual + other.actual,
                rows + other.rows,
                occurs || other.occurs);
    }

    /** The quotient, or 0 where there is nothing to divide by. */
    static double ratio(double part, double whole) {
        return whole > 0 ? part / whole : 0;
    }
}
