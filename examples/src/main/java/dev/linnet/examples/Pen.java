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
        double sum = 0;
        for (int i = 2; i < stroke.length; i += 2) {
            sum += length(stroke[i] - stroke[i - 2], stroke[i + 1] - stroke[i - 1]);
        }
        return sum;
    }

    /** The part of a stroke between two distances from its start, at {@code count} points equally far apart, at least 2. */
    static double[] sample(double[] stroke, double from, double to, int count) {
        double[] sampled = new double[2 * count];
        int point = 2; // the end of the chord that is walked along
        double before = 0; // the way to its beginning
        for (int i = 0; i < count; i++) {
            double distance = from + (to - from) * i / (count - 1);
            double chord = chord(stroke, point);
            while (point < stroke.length && (before + chord < distance || chord == 0)) {
                before += chord;
                point += 2;
                chord = chord(stroke, point);
            }
            double part = point < stroke.length ? (distance - before) / chord : 1;
            int end = Math.min(point, stroke.length - 2);
            int start = Math.max(end - 2, 0);
            sampled[2 * i] = stroke[start] + part * (stroke[end] - stroke[start]);
            sampled[2 * i + 1] = stroke[start + 1] + part * (stroke[end + 1] - stroke[start + 1]);
        }
        return sampled;
    }

    /** The length of the chord that ends at the coordinate with an index; 0 behind the last one. */
    private static double chord(double[] stroke, int end) {
        return end < stroke.length ? length(stroke[end] - stroke[end - 2], stroke[end + 1] - stroke[end - 1]) : 0;
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
