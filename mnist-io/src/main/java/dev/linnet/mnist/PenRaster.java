package dev.linnet.mnist;

import static dev.linnet.mnist.DigitImage.BOX;

import java.util.Arrays;

/**
 * Draws pen strokes into the box of a {@link DigitImage}.
 *
 * <p>A pixel's ink follows from the distance between its centre and the nearest line: full well inside, none well outside,
 * and over the one pixel around the line's edge, as much as a straight edge at that distance would cover.
 */
final class PenRaster {
    private final double radius;
    private final double[] squaredDistances = new double[BOX * BOX];

    /** A pen that leaves lines of that width, in pixels. */
    PenRaster(double inkWidth) {
        this.radius = inkWidth / 2;
    }

    /** {@return the ink of each pixel of the box, 0..1, row by row} */
    double[] draw(PenStrokes strokes) {
        Arrays.fill(squaredDistances, Double.POSITIVE_INFINITY);
        PenStrokes.Bounds bounds = strokes.bounds();
        double width = bounds.right() - bounds.left();
        double height = bounds.bottom() - bounds.top();
        double extent = Math.max(width, height);
        double scale = extent > 0 ? (BOX - 2 * radius) / extent : 0;
        // half a pixel less than the margin that the line needs, because pixels lie at their centres
        double left = (extent > 0 ? 0 : (BOX - 2 * radius) / 2) + radius - 0.5;
        double top = left;
        for (double[] stroke : strokes.strokes()) {
            double x0 = left + (stroke[0] - bounds.left()) * scale;
            double y0 = top + (stroke[1] - bounds.top()) * scale;
            line(x0, y0, x0, y0);
            for (int i = 2; i < stroke.length; i += 2) {
                double x1 = left + (stroke[i] - bounds.left()) * scale;
                double y1 = top + (stroke[i + 1] - bounds.top()) * scale;
                line(x0, y0, x1, y1);
                x0 = x1;
                y0 = y1;
            }
        }
        double[] ink = squaredDistances; // turned into ink in place
        for (int i = 0; i < ink.length; i++) {
            ink[i] = Math.min(Math.max(radius + 0.5 - Math.sqrt(squaredDistances[i]), 0), 1);
        }
        return ink;
    }

    /** Lets the line from (x0, y0) to (x1, y1) be the nearest one to the pixels to which it is. */
    private void line(double x0, double y0, double x1, double y1) {
        double reach = radius + 0.5;
        int fromColumn = Math.max(0, (int) Math.ceil(Math.min(x0, x1) - reach));
        int toColumn = Math.min(BOX - 1, (int) Math.floor(Math.max(x0, x1) + reach));
        int fromRow = Math.max(0, (int) Math.ceil(Math.min(y0, y1) - reach));
        int toRow = Math.min(BOX - 1, (int) Math.floor(Math.max(y0, y1) + reach));
        double dx = x1 - x0;
        double dy = y1 - y0;
        double squaredLength = dx * dx + dy * dy;
        double perSquare = squaredLength > 0 ? 1 / squaredLength : 0;
        for (int r = fromRow; r <= toRow; r++) {
            for (int c = fromColumn; c <= toColumn; c++) {
                double along = ((c - x0) * dx + (r - y0) * dy) * perSquare;
                double clamped = Math.min(Math.max(along, 0), 1);
                double ex = x0 + clamped * dx - c;
                double ey = y0 + clamped * dy - r;
                int pixel = r * BOX + c;
                squaredDistances[pixel] = Math.min(squaredDistances[pixel], ex * ex + ey * ey);
            }
        }
    }
}
