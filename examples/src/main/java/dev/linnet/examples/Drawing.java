package dev.linnet.examples;

import dev.linnet.mnist.PenStrokes;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** What has been drawn by hand so far: strokes, smooth however few points the mouse reported of them. */
final class Drawing {
    /** Points nearer than this to the last one are passed over: they would only shake the line. */
    private static final double LEAST_DISTANCE = 1.5;

    /** The distance of points along a smoothed stroke. */
    private static final double STEP = 3;

    private final List<List<Point2D.Double>> strokes = new ArrayList<>();

    /** Puts the pen down. */
    void begin(double x, double y) {
        strokes.add(new ArrayList<>(List.of(new Point2D.Double(x, y))));
    }

    /** Moves the pen, which is down. */
    void moveTo(double x, double y) {
        List<Point2D.Double> stroke = strokes.get(strokes.size() - 1);
        if (stroke.get(stroke.size() - 1).distanceSq(x, y) >= LEAST_DISTANCE * LEAST_DISTANCE) {
            stroke.add(new Point2D.Double(x, y));
        }
    }

    private static double[] coordinates(List<Point2D.Double> stroke) {
        return stroke.stream()
                .flatMapToDouble(point -> DoubleStream.of(point.x, point.y))
                .toArray();
    }

    /** Takes the last stroke back, if there is one. */
    void undo() {
        if (!isEmpty()) {
            strokes.remove(strokes.size() - 1);
        }
    }

    /** Takes everything back. */
    void clear() {
        strokes.clear();
    }

    boolean isEmpty() {
        return strokes.isEmpty();
    }

    /** What has been drawn; there must be a stroke. */
    PenStrokes strokes() {
        return PenStrokes.of(strokes.stream().map(Drawing::coordinates).toArray(double[][]::new));
    }

    /** The same as curves, to be shown. */
    PenStrokes curves() {
        return strokes().smooth(STEP);
    }
}
