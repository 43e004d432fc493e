package dev.linnet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.Dataset;
import dev.linnet.data.RandomDraws;
import dev.linnet.examples.WritingStyles.Point;
import dev.linnet.examples.WritingStyles.Style;
import dev.linnet.mnist.DigitImage;
import dev.linnet.mnist.PenStrokes;
import java.io.IOException;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class TracingTest {
    private static List<List<Point>> traced(String strokes) {
        DigitImage picture = DigitImage.of(PenStrokes.parse(strokes), 2.5);
        return Tracing.style(1, picture.features()).strokes();
    }

    @Test
    void aLineIsAStrokeFromAbove() {
        List<List<Point>> strokes = traced("5,100 5,0");
        assertEquals(1, strokes.size());
        List<Point> stroke = strokes.get(0);
        assertEquals(0, stroke.get(0).y(), 1e-9);
        assertEquals(1, stroke.get(stroke.size() - 1).y(), 1e-9);
        stroke.forEach(point -> assertEquals(0.5, point.x(), 0.05));
    }

    @Test
    void atACrossingThePenGoesStraightOn() {
        List<List<Point>> strokes = traced("0,0 100,100;100,0 0,100");
        assertEquals(2, strokes.size());
        for (List<Point> stroke : strokes) {
            Point first = stroke.get(0);
            Point last = stroke.get(stroke.size() - 1);
            assertEquals(0, first.y(), 0.05);
            assertEquals(1, last.y(), 0.05);
            assertEquals(1.5, Math.abs(first.x() - last.x()), 0.1); // styles are drawn wider than they are written
        }
    }

    @Test
    void aRingIsOneStrokeThatEndsWhereItBegan() {
        List<List<Point>> strokes = traced("50,0 15,15 0,50 15,85 50,100 85,85 100,50 85,15 50,0");
        assertEquals(1, strokes.size());
        Point first = strokes.get(0).get(0);
        Point last = strokes.get(0).get(strokes.get(0).size() - 1);
        assertEquals(0, first.y(), 0.05);
        assertEquals(first.x(), last.x(), 0.05);
        assertEquals(first.y(), last.y(), 0.05);
    }

    @Test
    void aSevenWithABarHasTwoStrokes() {
        assertEquals(2, traced("0,0 90,0 40,130;20,65 90,60").size());
    }

    @Test
    void aPictureWithoutInkIsADot() {
        Style style = Tracing.style(3, new double[DigitImage.PIXELS]);
        assertEquals(3, style.digit());
        assertEquals(1, style.strokes().size());
        style.strokes().get(0).forEach(point -> assertEquals(new Point(0.5, 0, false), point));
    }

    /** What is traced depends on no machine: if this changes, shipped models can no longer be made again. */
    @Test
    void whatIsTracedStaysWhatItWas() throws IOException {
        Dataset images = MnistSource.bundled().train().range(0, 20);
        Style style = WritingStyles.all().withTraced(images).choose(4, 0);
        assertEquals(
                "-51,-45 -47,7 -18,11 16,-15 28,-19;37,-80 35,-39 29,-5 38,40 53,70",
                StrokeSynthesizer.write(style, RandomDraws.of(42, 1, 4))
                        .strokes()
                        .toString());
    }

    /** Digits of MNIST, traced and drawn again with another pen, are read as before. */
    @Test
    void whatIsTracedIsStillTheSameDigit() throws IOException {
        DigitModel model = ShippedModels.load("mnist-simard");
        Dataset images = MnistSource.bundled().train().range(50_000, 50_500);
        int same = 0;
        for (int row = 0; row < images.size(); row++) {
            double[] pixels = new double[DigitImage.PIXELS];
            images.read(new int[] {row}, 0, 1, pixels, null);
            int digit = DigitModel.guess(model.network().predict(pixels));
            DigitImage again = DigitImage.of(written(Tracing.style(digit, pixels)), DigitImage.USUAL_INK);
            same += DigitModel.guess(model.network().predict(again.features())) == digit ? 1 : 0;
        }
        assertTrue(same >= 480, "of 500 digits " + same + " are read as before");
    }

    /** The strokes of a style, as by a hand that does nothing to them. */
    private static PenStrokes written(Style style) {
        return PenStrokes.of(style.strokes().stream()
                .map(points -> points.stream()
                        .flatMapToDouble(point -> DoubleStream.of(point.x() * StrokeSynthesizer.USUAL_WIDTH, point.y()))
                        .toArray())
                .toArray(double[][]::new));
    }

    @Test
    void tracedStylesAreChosenBesideThoseListed() throws IOException {
        Dataset images = MnistSource.bundled().train().range(0, 20); // the first 4 among them is in row 2
        WritingStyles listed = WritingStyles.all();
        WritingStyles both = listed.withTraced(images);
        Style first = both.choose(4, 0);
        assertTrue(first.traced());
        assertSame(first, both.choose(4, 0));
        double[] pixels = new double[DigitImage.PIXELS];
        images.read(new int[] {2}, 0, 1, pixels, null);
        assertEquals(Tracing.style(4, pixels), first);
        assertTrue(both.choose(4, 0.3999).traced());
        assertEquals(listed.choose(4, 0), both.choose(4, 0.4));
        assertEquals(listed.choose(4, 0.999), both.choose(4, 0.9999));
        assertEquals(
                listed.choose(4, 0.2), listed.withTraced(images.range(0, 2)).choose(4, 0.2)); // there is no 4
        assertFalse(both.heldOut().choose(4, 0).traced());
        assertFalse(both.withoutHeldOut().choose(4, 0).traced());
    }
}
