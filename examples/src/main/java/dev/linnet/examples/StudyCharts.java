package dev.linnet.examples;

import dev.linnet.examples.StudyResults.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts of a {@link Study}: errors, on logarithmic axes; bars reach one deviation of the seeds either way. */
final class StudyCharts {
    private static final String ERROR = "misread, in % of 10,000 images";
    private static final List<Color> COLOURS = List.of(
            new Color(0x0B4F9E),
            new Color(0xD1642A),
            new Color(0x2E8B57),
            new Color(0x8E44AD),
            new Color(0xB8860B),
            new Color(0x00838F),
            new Color(0xC2185B));

    private StudyCharts() {}

    /** What each depth reaches at which price, from narrow to wide. */
    static BufferedImage depthAndWidth(StudyResults results) {
        XYChart chart =
                chart("seconds of processor time for %d epochs; at each point, the width".formatted(results.epochs()));
        for (int depth : results.depths(Measurement.GREY)) {
            List<Point> points = results.byWidth(Measurement.GREY, depth);
            add(chart, depth == 1 ? "1 hidden layer" : depth + " hidden layers", points, Point::seconds, depth - 1);
            for (Point point : points) {
                label(chart, Integer.toString(point.width()), point.seconds(), point.error());
            }
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** What each further epoch brings to two hidden layers. */
    static BufferedImage epochs(StudyResults results) {
        XYChart chart = chart("seconds of processor time, a point for each epoch");
        int colour = 0;
        for (int width : results.widths(Measurement.GREY, 2)) {
            add(
                    chart,
                    "%d, %d".formatted(width, width),
                    results.byEpoch(Measurement.GREY, 2, width),
                    Point::seconds,
                    colour++);
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** What grey brings to two hidden layers of each width. */
    static BufferedImage blackAndWhite(StudyResults results) {
        XYChart chart = chart("width of the 2 hidden layers");
        add(chart, "grey", results.byWidth(Measurement.GREY, 2), Point::width, 0);
        add(chart, "black and white", results.byWidth(Measurement.BLACK_AND_WHITE, 2), Point::width, 1);
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** With axes of logarithms to the base 2, on which XChart sets marks that it would not on logarithmic ones. */
    private static XYChart chart(String x) {
        XYChart chart = Charts.chart(x, ERROR);
        XYStyler styler = chart.getStyler();
        styler.setLegendPosition(LegendPosition.InsideNE);
        styler.setxAxisTickLabelsFormattingFunction(StudyCharts::mark);
        styler.setyAxisTickLabelsFormattingFunction(StudyCharts::mark);
        styler.setXAxisTickMarkSpacingHint(75 * Pictures.SHARPNESS);
        styler.setYAxisTickMarkSpacingHint(45 * Pictures.SHARPNESS);
        styler.setAnnotationTextFont(styler.getLegendFont());
        return chart;
    }

    private static String mark(double logarithm) {
        double value = Math.pow(2, logarithm);
        return value < 8 ? String.format(Locale.ROOT, "%.1f", value) : Long.toString(Math.round(value));
    }

    private static void add(XYChart chart, String name, List<Point> points, ToDoubleFunction<Point> x, int colour) {
        double[] deviations = points.stream()
                .mapToDouble(point -> log2(1 + point.deviation() / point.error()))
                .toArray();
        chart.addSeries(
                        name,
                        points.stream().mapToDouble(x).map(StudyCharts::log2).toArray(),
                        points.stream()
                                .mapToDouble(Point::error)
                                .map(StudyCharts::log2)
                                .toArray(),
                        deviations)
                .setMarker(SeriesMarkers.CIRCLE)
                .setMarkerColor(COLOURS.get(colour))
                .setLineColor(COLOURS.get(colour))
                .setLineStyle(new BasicStroke(2f * Pictures.SHARPNESS));
    }

    /** Writes above a point. */
    private static void label(XYChart chart, String text, double x, double y) {
        chart.addAnnotation(new AnnotationText(text, log2(x), log2(y) + 0.06, false));
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
