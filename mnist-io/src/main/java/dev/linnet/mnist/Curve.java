package dev.linnet.mnist;

import java.util.Arrays;

/**
 * Leads a smooth curve through the points of a stroke.
 *
 * <p>Between two points it is a cubic in Hermite's form, whose slope at a point is that of the parabola through it and its
 * neighbours, parameterized by the length of the chords; so where points are unevenly spaced it does not swing out.
 */
final class Curve {
    private final double[] points;
    private final double[] lengths; // of the chord that begins at each point
    private double[] curve = new double[128];
    private int size;

    private Curve(double[] points) {
        this.points = points;
        this.lengths = new double[points.length / 2];
        for (int i = 0; i + 1 < lengths.length; i++) {
            double dx = points[2 * i + 2] - points[2 * i];
            double dy = points[2 * i + 3] - points[2 * i + 1];
            lengths[i] = Math.sqrt(dx * dx + dy * dy);
        }
    }

    /**
     * The curve through points.
     *
     * @param points x and y of each in turn; not modified
     * @param step chords that are longer are divided into parts that are not
     * @return x and y of the same points and those between them
     */
    static double[] through(double[] points, double step) {
        return new Curve(points).divided(step);
    }

    private double[] divided(double step) {
        add(points[0], points[1]);
        for (int i = 0; i + 1 < lengths.length; i++) {
            int parts = (int) Math.min(Math.ceil(lengths[i] / step), Short.MAX_VALUE);
            for (int part = 1; part < parts; part++) {
                double t = (double) part / parts;
                add(at(i, 0, t), at(i, 1, t));
            }
            add(points[2 * i + 2], points[2 * i + 3]);
        }
        return Arrays.copyOf(curve, size);
    }

    private void add(double x, double y) {
        if (size + 2 > curve.length) {
            curve = Arrays.copyOf(curve, 2 * curve.length);
        }
        curve[size++] = x;
        curve[size++] = y;
    }

    /** One coordinate of the curve behind point {@code i}; {@code t} runs from 0 there to 1 at the next point. */
    private double at(int i, int axis, double t) {
        double s = 1 - t;
        return s * s * (1 + 2 * t) * points[2 * i + axis]
                + t * t * (3 - 2 * t) * points[2 * i + 2 + axis]
                + t * s * lengths[i] * (s * slope(i, axis) - t * slope(i + 1, axis));
    }

    /** Change of a coordinate per unit of length at point {@code i}. At an end it is that of the chord. */
    private double slope(int i, int axis) {
        double before = i == 0 ? 0 : lengths[i - 1];
        double after = lengths[i];
        double slopeBefore = before == 0 ? 0 : (points[2 * i + axis] - points[2 * i - 2 + axis]) / before;
        double slopeAfter = after == 0 ? 0 : (points[2 * i + 2 + axis] - points[2 * i + axis]) / after;
        if (before == 0 || after == 0) {
            return slopeBefore + slopeAfter;
        }
        return (after * slopeBefore + before * slopeAfter) / (before + after);
    }
}
