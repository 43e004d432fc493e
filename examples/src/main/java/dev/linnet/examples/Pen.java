package dev.linnet.examples;

import dev.linnet.examples.WritingStyles.Point;
import dev.linnet.mnist.PenStrokes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Geometry of single strokes. A stroke is the array x0, y0, x1, y1 …; none is ever changed, each function makes a new one.
 */
final class Pen {
    private Pen() {}

    /** The curve through points, broken at corners, in steps of at most {@code step}. */
    static double[] curve(List<Point> points, double step) {
        double[] curve = {points.get(0).x(), points.get(0).y()};
        int from = 0;
        for (int to = 1; to < points.size(); to++) {
            if (points.get(to).corner() || to == points.size() - 1) {
                double[] run = points.subList(from, to + 1).stream()
                        .flatMapToDouble(point -> DoubleStream.of(point.x(), point.y()))
                        .toArray();
                double[] smooth = PenStrokes.of(run).smooth(step).stroke(0);
                curve = joined(curve, Arrays.copyOfRange(smooth, 2, smooth.length));
                from = to;
            }
        }
        return curve;
    }

    private static double length(double dx, double dy) {
        return Math.sqrt(dx * dx + dy * dy);
    }

    /** The length of a stroke. */
    static double length(double[] stroke) {
        double[] lengths = lengths(stroke);
        return lengths[lengths.length - 1];
    }

    /** The length of a stroke up to each of its points. */
    static double[] lengths(double[] stroke) {
        double[] lengths = new double[stroke.length / 2];
        for (int i = 1; i < lengths.length; i++) {
            lengths[i] = lengths[i - 1] + chord(stroke, i);
        }
        return lengths;
    }

    /** The length of the chord that ends at a point. */
    private static double chord(double[] stroke, int point) {
        int i = 2 * point;
        return length(stroke[i] - stroke[i - 2], stroke[i + 1] - stroke[i - 1]);
    }

    /**
     * The time at which the pen is at each point of a stroke, the height of a digit being 1.
     *
     * <p>It is slow where the line is bent, its speed falling with the cubic root of the curvature (Lacquaniti, Terzuolo,
     * Viviani, The law relating the kinematic and figural aspects of drawing movements, 1983), and towards both ends.
     */
    static double[] times(double[] stroke) {
        double[] lengths = lengths(stroke);
        double length = lengths[lengths.length - 1];
        double[] times = new double[lengths.length];
        for (int i = 1; i < times.length; i++) {
            double chord = lengths[i] - lengths[i - 1];
            if (chord > 0) {
                double toNearerEnd = Math.min(lengths[i - 1], length - lengths[i]);
                double slowness =
                        StrictMath.cbrt(1 + turn(stroke, i) / chord); // with a radius of 1 it is straight enough
                double ramp = Math.min(1, 0.4 + 4 * toNearerEnd);
                times[i] = times[i - 1] + chord * slowness / ramp;
            } else {
                times[i] = times[i - 1];
            }
        }
        return times;
    }

    /** The chord of the angle by which the line turns at a point: nearly the angle in radians, where that is small. */
    private static double turn(double[] stroke, int point) {
        if (2 * point + 2 >= stroke.length) {
            return 0;
        }
        double before = chord(stroke, point);
        double after = chord(stroke, point + 1);
        if (before == 0 || after == 0) {
            return 0;
        }
        int i = 2 * point;
        double dx = (stroke[i + 2] - stroke[i]) / after - (stroke[i] - stroke[i - 2]) / before;
        double dy = (stroke[i + 3] - stroke[i + 1]) / after - (stroke[i + 1] - stroke[i - 1]) / before;
        return length(dx, dy);
    }

    /** The part of a stroke between two distances from its start, at {@code count} points equally far apart, at least 2. */
    static double[] sample(double[] stroke, double from, double to, int count) {
        return sample(stroke, lengths(stroke), from, to, count);
    }

    /**
     * The part of a stroke between two times, at {@code count} points at equal intervals of time, at least 2.
     *
     * @param times when the pen is at each point; never falling
     */
    static double[] sample(double[] stroke, double[] times, double from, double to, int count) {
        double[] sampled = new double[2 * count];
        int point = 0; // the first one that is not before the time
        for (int i = 0; i < count; i++) {
            double time = from + (to - from) * i / (count - 1);
            while (point < times.length - 1 && times[point] < time) {
                point++;
            }
            int before = Math.max(point - 1, 0);
            double interval = times[point] - times[before];
            double part = interval > 0 ? Math.min((time - times[before]) / interval, 1) : 1;
            for (int axis = 0; axis < 2; axis++) {
                double start = stroke[2 * before + axis];
                sampled[2 * i + axis] = start + part * (stroke[2 * point + axis] - start);
            }
        }
        return sampled;
    }

    /** A stroke whose points, but for the ends, were replaced {@code times} by means of their neighbours and themselves. */
    static double[] rounded(double[] stroke, int times) {
        double[] now = stroke.clone();
        for (int n = 0; n < times; n++) {
            double[] before = now.clone();
            for (int i = 2; i < now.length - 2; i++) {
                now[i] = (before[i - 2] + 2 * before[i] + before[i + 2]) / 4;
            }
        }
        return now;
    }

    /** A stroke and then another one, the pen staying down between them. */
    static double[] joined(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** The same line in the other direction. */
    static double[] reversed(double[] stroke) {
        double[] reversed = new double[stroke.length];
        for (int i = 0; i < stroke.length; i += 2) {
            reversed[i] = stroke[stroke.length - 2 - i];
            reversed[i + 1] = stroke[stroke.length - 1 - i];
        }
        return reversed;
    }

    /** A stroke that goes on at its end, turned by an angle against the way it came. */
    static double[] extended(double[] stroke, double distance, double angle) {
        double[] end = sample(reversed(stroke), 0, 0.05, 2);
        double dx = end[0] - end[2];
        double dy = end[1] - end[3];
        double length = length(dx, dy);
        if (length == 0) {
            return stroke;
        }
        double cos = StrictMath.cos(angle) * distance / length;
        double sin = StrictMath.sin(angle) * distance / length;
        double[] longer = Arrays.copyOf(stroke, stroke.length + 2);
        longer[stroke.length] = stroke[stroke.length - 2] + cos * dx - sin * dy;
        longer[stroke.length + 1] = stroke[stroke.length - 1] + sin * dx + cos * dy;
        return longer;
    }
}
