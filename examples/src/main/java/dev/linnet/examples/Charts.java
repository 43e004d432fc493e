package dev.linnet.examples;

import dev.linnet.Evaluation;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Charts, drawn by XChart. */
final class Charts {
    private static final Color BLUE = new Color(0x0B4F9E);
    private static final Color LIGHT_BLUE = new Color(0xBBD4F1);
    private static final Color LIGHT_RED = new Color(0xE57368);

    /** Of fewer readings a share says nothing. */
    private static final int FEWEST_READINGS = 10;

    private Charts() {}

    /** What was taken for what: right in blue, wrong in red, the darker the more often. */
    static BufferedImage confusion(Evaluation evaluation) {
        int[][] counts = evaluation.confusionMatrix();
        int classes = counts.length;
        List<String> names = evaluation.labels().names();
        List<String> fromBelow = new ArrayList<>(names);
        Collections.reverse(fromBelow);
        int mostMistaken = 1;
        List<Number[]> cells = new ArrayList<>();
        for (int row = 0; row < classes; row++) {
            for (int column = 0; column < classes; column++) {
                int count = counts[row][column];
                mostMistaken = row == column ? mostMistaken : Math.max(mostMistaken, count);
                if (count > 0) {
                    // what is right is negative, so that it has colours of its own
                    cells.add(new Number[] {column, classes - 1 - row, row == column ? -count : count});
                }
            }
        }
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(620 * Pictures.SHARPNESS)
                .height(560 * Pictures.SHARPNESS)
                .xAxisTitle("read as")
                .yAxisTitle("is")
                .build();
        style(chart.getStyler());
        chart.getStyler().setShowValue(true).setLegendVisible(false);
        chart.getStyler().setMin(-mostMistaken);
        chart.getStyler().setMax(mostMistaken);
        chart.getStyler().setRangeColors(new Color[] {LIGHT_BLUE, Color.WHITE, LIGHT_RED});
        chart.getStyler().setHeatMapValueDecimalPattern("#;\u200b#"); // negative: a blank of no width, no sign
        chart.addSeries("confusion", names, fromBelow, cells);
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** How sure the model was, and how often it was right. */
    static BufferedImage reliability(Reliability reliability) {
        XYChart chart = chart("probability of the guess", "share that was right");
        XYStyler styler = chart.getStyler();
        styler.setXAxisMin(0.0).setXAxisMax(1.0);
        styler.setYAxisMin(0.0).setYAxisMax(1.0);
        styler.setLegendPosition(LegendPosition.InsideSE);
        line(chart, "as often as it should be", new double[] {0, 1}, new double[] {0, 1}, Color.GRAY);
        List<Reliability.Bin> bins = reliability.bins().stream()
                .filter(bin -> bin.count() >= FEWEST_READINGS)
                .toList();
        double[] said = bins.stream().mapToDouble(Reliability.Bin::probability).toArray();
        double[] right = bins.stream().mapToDouble(Reliability.Bin::accuracy).toArray();
        chart.addSeries("this model", said, right)
                .setMarker(SeriesMarkers.CIRCLE)
                .setMarkerColor(BLUE)
                .setLineColor(BLUE)
                .setLineStyle(new BasicStroke(2f * Pictures.SHARPNESS));
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** The loss of each epoch. */
    static BufferedImage training(TrainingCurve curve) {
        XYChart chart = chart("epoch", "mean loss of the training images");
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setYAxisMin(0.0);
        double[] epochs =
                IntStream.rangeClosed(1, curve.losses().size()).asDoubleStream().toArray();
        double[] losses = curve.losses().stream().mapToDouble(loss -> loss).toArray();
        line(chart, "loss", epochs, losses, BLUE);
        double[] descending = Arrays.stream(losses)
                .map(loss -> -loss)
                .sorted()
                .map(loss -> -loss)
                .toArray();
        // of many epochs the first would dwarf all others
        chart.getStyler().setYAxisMax(losses.length < 10 ? 1.05 * descending[0] : 1.2 * descending[1]);
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** Points, a line through them, and the lines between which most of them should lie. */
    static BufferedImage band(
            double[] pointX, double[] pointY, double[] x, double[] low, double[] middle, double[] high) {
        XYChart chart = chart("x", "y");
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setMarkerSize(2 * Pictures.SHARPNESS);
        chart.addSeries("points", pointX, pointY)
                .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
                .setMarker(SeriesMarkers.CIRCLE)
                .setMarkerColor(Color.LIGHT_GRAY);
        line(chart, "nine of ten are below", x, high, LIGHT_RED);
        line(chart, "half are below", x, middle, BLUE);
        line(chart, "one of ten is below", x, low, LIGHT_RED);
        return BitmapEncoder.getBufferedImage(chart);
    }

    static XYChart chart(String x, String y) {
        XYChart chart = new XYChartBuilder()
                .width(620 * Pictures.SHARPNESS)
                .height(420 * Pictures.SHARPNESS)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        style(chart.getStyler());
        chart.getStyler().setMarkerSize(7 * Pictures.SHARPNESS);
        return chart;
    }

    private static void line(XYChart chart, String name, double[] x, double[] y, Color colour) {
        chart.addSeries(name, x, y)
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(colour)
                .setLineStyle(new BasicStroke(2f * Pictures.SHARPNESS));
    }

    private static void style(Styler styler) {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12 * Pictures.SHARPNESS);
        styler.setBaseFont(font);
        styler.setLegendFont(font);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setChartTitleVisible(false);
        styler.setChartPadding(8 * Pictures.SHARPNESS);
        if (styler instanceof org.knowm.xchart.style.AxesChartStyler axes) {
            axes.setAxisTitleFont(font.deriveFont(Font.BOLD));
            axes.setAxisTickLabelsFont(font);
            axes.setDecimalPattern("0.###");
            axes.setPlotGridLinesColor(new Color(0xE5E5E5));
        }
        if (styler instanceof org.knowm.xchart.style.HeatMapStyler heat) {
            heat.setValueFont(font);
            heat.setPlotGridLinesVisible(false);
        }
    }
}
