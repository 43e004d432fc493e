package dev.linnet.mnist;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a pen wrote: strokes, each the points that it passed between touching the paper and leaving it.
 *
 * <p>Any scale; x runs to the right, y downwards. As text, the points of a stroke are separated by blanks and strokes by
 * semicolons: {@code 10,12 40,11 38.5,30;20,22 45,21}. Immutable.
 */
public final class PenStrokes {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final double[][] strokes;

    private PenStrokes(double[][] strokes) {
        this.strokes = strokes;
    }

    /**
     * Strokes from coordinates.
     *
     * @param strokes for each stroke, x and y of its first point, x and y of its second, and so on; copied
     * @return the strokes
     * @throws IllegalArgumentException if there is no stroke, one without a point, or a coordinate that is missing or not
     *     finite
     */
    public static PenStrokes of(double[]... strokes) {
        if (strokes.length == 0) {
            throw new IllegalArgumentException("there is no stroke");
        }
        double[][] copy = new double[strokes.length][];
        for (int s = 0; s < strokes.length; s++) {
            copy[s] = strokes[s].clone();
            if (copy[s].length == 0 || copy[s].length % 2 != 0) {
                throw new IllegalArgumentException(
                        "stroke %d has %d coordinates, expected two for each point".formatted(s + 1, copy[s].length));
            }
            for (int i = 0; i < copy[s].length; i++) {
                if (!Double.isFinite(copy[s][i])) {
                    throw new IllegalArgumentException("stroke %d, point %d: %s is %s, expected a finite number"
                            .formatted(s + 1, i / 2 + 1, i % 2 == 0 ? "x" : "y", copy[s][i]));
                }
            }
        }
        return new PenStrokes(copy);
    }

    /**
     * Strokes from text.
     *
     * @param text as the class comment says
     * @return the strokes
     * @throws IllegalArgumentException if the text is not of that form; it says which point of which stroke
     */
    public static PenStrokes parse(String text) {
        String[] parts = text.split(";", -1);
        double[][] strokes = new double[parts.length][];
        for (int s = 0; s < parts.length; s++) {
            String points = parts[s].strip();
            if (points.isEmpty()) {
                throw new IllegalArgumentException("stroke %d has no point".formatted(s + 1));
            }
            strokes[s] = parseStroke(BLANKS.split(points), s);
        }
        return of(strokes);
    }

    private static double[] parseStroke(String[] points, int stroke) {
        double[] coordinates = new double[2 * points.length];
        for (int i = 0; i < points.length; i++) {
            String[] xy = points[i].split(",", -1);
            if (xy.length != 2
                    || !NUMBER.matcher(xy[0]).matches()
                    || !NUMBER.matcher(xy[1]).matches()) {
                throw new IllegalArgumentException("stroke %d, point %d: expected two numbers x,y, found '%s'"
                        .formatted(stroke + 1, i + 1, points[i]));
            }
            coordinates[2 * i] = Double.parseDouble(xy[0]);
            coordinates[2 * i + 1] = Double.parseDouble(xy[1]);
        }
        return coordinates;
    }

    /** {@return the number of strokes, at least 1} */
    public int count() {
        return strokes.length;
    }

    /**
     * One stroke.
     *
     * @param index which one, from 0
     * @return x and y of each point in turn; a copy
     */
    public double[] stroke(int index) {
        return strokes[index].clone();
    }

    /** {@return the larger of width and height of the smallest upright rectangle around all points; may be 0} */
    public double extent() {
        Bounds bounds = bounds();
        return Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top);
    }

    /**
     * The same strokes with more points, so that straight lines from point to point make smooth curves, however few points
     * there were.
     *
     * @param step where points are farther apart than this, others are put between them
     * @return the smooth strokes
     * @throws IllegalArgumentException if the step is not above 0
     */
    public PenStrokes smooth(double step) {
        if (!(step > 0)) {
            throw new IllegalArgumentException("step must be positive: " + step);
        }
        double[][] smooth = new double[strokes.length][];
        for (int s = 0; s < strokes.length; s++) {
            smooth[s] = Curve.through(strokes[s], step);
        }
        return new PenStrokes(smooth);
    }

    /**
     * The same strokes, leaning.
     *
     * @param lean how far a point moves to the right, as a share of its height above y = 0; to the left, if it is
     *     negative
     * @return the leaning strokes
     * @throws IllegalArgumentException if a coordinate is no longer finite
     */
    public PenStrokes slanted(double lean) {
        double[][] slanted = new double[strokes.length][];
        for (int s = 0; s < strokes.length; s++) {
            slanted[s] = strokes[s].clone();
            for (int i = 0; i < slanted[s].length; i += 2) {
                slanted[s][i] -= lean * slanted[s][i + 1]; // y runs downwards
            }
        }
        return of(slanted);
    }

    /** {@return the strokes as text, which {@link #parse} reads} */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        for (double[] stroke : strokes) {
            StringBuilder part = new StringBuilder();
            for (int i = 0; i < stroke.length; i += 2) {
                part.append(i == 0 ? "" : " ")
                        .append(shortest(stroke[i]))
                        .append(',')
                        .append(shortest(stroke[i + 1]));
            }
            parts.add(part.toString());
        }
        return String.join(";", parts);
    }

    private static String shortest(double coordinate) {
        return coordinate == (int) coordinate ? Integer.toString((int) coordinate) : Double.toString(coordinate);
    }

    /** {@return whether the other object is the same strokes in the same order} */
    @Override
    public boolean equals(Object other) {
        return other instanceof PenStrokes that && Arrays.deepEquals(strokes, that.strokes);
    }

    /** {@return a hash of all coordinates} */
    @Override
    public int hashCode() {
        return Arrays.deepHashCode(strokes);
    }

    /** {@return the strokes; not a copy} */
    double[][] strokes() {
        return strokes;
    }

    /** The smallest upright rectangle around all points. */
    record Bounds(double left, double top, double right, double bottom) {}

    /** {@return where the points lie} */
    Bounds bounds() {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (double[] stroke : strokes) {
            for (int i = 0; i < stroke.length; i += 2) {
                left = Math.min(left, stroke[i]);
                right = Math.max(right, stroke[i]);
                top = Math.min(top, stroke[i + 1]);
                bottom = Math.max(bottom, stroke[i + 1]);
            }
        }
        return new Bounds(left, top, right, bottom);
    }
}
