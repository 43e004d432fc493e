package dev.linnet.examples;

import dev.linnet.data.RandomDraws;
import dev.linnet.examples.WritingStyles.Point;
import dev.linnet.examples.WritingStyles.Style;
import dev.linnet.mnist.PenStrokes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Writes digits with a pen as all sorts of people do: an endless supply, the same for the same seed.
 *
 * <p>A style says what is written; a hand, drawn anew for every digit, how. The points of the style are put a little beside
 * their places and joined by curves; the pen shakes, cuts corners, starts early or stops late, stays down between strokes
 * or leaves the paper within one; the whole is bent, made narrow or wide, slanted and turned; and what reads the pen does
 * so finely or coarsely, down to a handful of points for a digit.
 *
 * <p>Immutable; any number of threads may use one.
 */
final class StrokeSynthesizer {
    /** Points of a curve lie about this far apart, the height of a digit being 1, until it is sampled. */
    private static final double STEP = 0.025;

    /** How wide the styles, which are drawn as wide as high, are written: half of the hands are wider. */
    static final double USUAL_WIDTH = 0.67;

    private static final double USUAL_SLANT = 0.12;

    private final WritingStyles styles;

    /**
     * A digit as somebody wrote it.
     *
     * @param style what was to be written
     * @param strokes what became of it
     * @param inkWidth the width of the pen, in pixels of the picture that a network sees
     */
    record Written(Style style, PenStrokes strokes, double inkWidth) {
        int digit() {
            return style.digit();
        }
    }

    StrokeSynthesizer(WritingStyles styles) {
        this.styles = styles;
    }

    /** One of the ways to write a digit, in one of the ways to hold a pen. */
    Written write(int digit, RandomDraws random) {
        return write(styles.choose(digit, random.uniform()), random);
    }

    /** Writes a digit in a style. */
    static Written write(Style style, RandomDraws random) {
        Hand hand = style.traced() ? Hand.of(random).halved() : Hand.of(random);
        Tablet tablet = Tablet.of(random);
        List<double[]> strokes = new ArrayList<>();
        for (List<Point> points : style.strokes()) {
            double[] stroke = Pen.curve(misplaced(points, hand, random), STEP);
            stroke = Pen.rounded(stroke, hand.haste);
            stroke = ends(stroke, hand, random);
            strokes.add(shaken(stroke, hand, random));
        }
        ordered(strokes, random);
        strokes = broken(strokes, hand, random);
        retouched(strokes, random);
        strokes = lifted(strokes, tablet.blindToLifts ? 1 : hand.joins, random);
        strokes = shaped(strokes, style.digit() == 1 && !style.traced() ? 0.8 : 1, hand);
        return new Written(style, tablet.read(strokes), random.uniform(1.4, 3.3));
    }

    /**
     * What is peculiar to a person and a moment. Lengths are shares of the height of a digit.
     *
     * @param carelessness how far points lie beside their places
     * @param haste how often corners are smoothed
     * @param tremor how far the pen shakes
     * @param ends how far strokes are longer or shorter than meant
     * @param hooks how often the pen turns off at the ends of a stroke
     * @param joins how often the pen stays down between strokes
     * @param breaks how often it leaves the paper within a stroke
     * @param width width as a share of the height
     * @param slant how far the top leans to the right
     * @param turn a rotation in radians
     * @param bends what else happens to the proportions: coefficients of a polynomial
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Hand(
            double carelessness,
            int haste,
            double tremor,
            double ends,
            double hooks,
            double joins,
            double breaks,
            double width,
            double slant,
            double turn,
            double[] bends) {

        static Hand of(RandomDraws random) {
            double careful = random.uniform();
            double[] bends = new double[8];
            double bent = random.uniform(0.08, 0.36);
            for (int i = 0; i < bends.length; i++) {
                bends[i] = bent * random.normal();
            }
            return new Hand(
                    0.012 + 0.055 * careful * careful,
                    random.chance(0.5) ? random.below(4) : random.below(24),
                    random.chance(0.6) ? 0 : random.uniform(0, 0.016),
                    random.uniform(0, 0.05),
                    random.chance(0.7) ? 0 : 0.4,
                    random.chance(0.8) ? 0.03 : 0.8,
                    random.chance(0.9) ? 0 : 0.4,
                    clamped(USUAL_WIDTH * StrictMath.exp(0.33 * random.normal()), 0.25, 1.6),
                    clamped(USUAL_SLANT + 0.27 * random.normal(), -0.7, 0.9),
                    clamped(0.11 * random.normal(), -0.35, 0.35),
                    bends);
        }

        /**
         * A hand that changes the shape half as much: for a style that was traced, in which there is somebody's hand already,
         * and its slant.
         */
        Hand halved() {
            return new Hand(
                    carelessness / 2,
                    haste / 2,
                    tremor / 2,
                    ends / 2,
                    hooks / 2,
                    joins,
                    breaks / 2,
                    Math.sqrt(width * USUAL_WIDTH),
                    (slant - USUAL_SLANT) / 2,
                    turn / 2,
                    Arrays.stream(bends).map(bend -> bend / 2).toArray());
        }
    }

    private static double clamped(double value, double least, double most) {
        return Math.min(Math.max(value, least), most);
    }

    /** The points of a stroke where this hand puts them; a stroke of two points gets a third one to bow it. */
    private static List<Point> misplaced(List<Point> points, Hand hand, RandomDraws random) {
        double strokeX = 0.5 * hand.carelessness * random.normal(); // all of a stroke lies beside its place
        double strokeY = 0.5 * hand.carelessness * random.normal();
        List<Point> misplaced = new ArrayList<>();
        for (Point point : points) {
            misplaced.add(new Point(
                    point.x() + strokeX + 1.4 * hand.carelessness * random.normal(), // later made narrower
                    point.y() + strokeY + hand.carelessness * random.normal(),
                    point.corner()));
        }
        for (int i = misplaced.size() - 1; i > 0; i--) {
            Point a = misplaced.get(i - 1);
            Point b = misplaced.get(i);
            boolean straight = (i == 1 || a.corner()) && (i == misplaced.size() - 1 || b.corner());
            if (straight) {
                double bow = 0.035 * random.normal();
                misplaced.add(
                        i,
                        new Point(
                                (a.x() + b.x()) / 2 + bow * (b.y() - a.y()),
                                (a.y() + b.y()) / 2 - bow * (b.x() - a.x()),
                                false));
            }
        }
        return misplaced;
    }

    /** A stroke that begins and ends where the pen really touched and left the paper. */
    private static double[] ends(double[] stroke, Hand hand, RandomDraws random) {
        double[] result = stroke;
        for (int end = 0; end < 2; end++) {
            result = Pen.reversed(result);
            double more = hand.ends * random.normal();
            double length = Pen.length(result);
            if (more > 0) {
                result = Pen.extended(result, more, 0.3 * random.normal());
            } else if (-more < length / 3) {
                result = Pen.sample(result, 0, length + more, points(length, STEP));
            }
            if (random.chance(hand.hooks)) {
                double angle = random.uniform(1.2, 2.8) * (random.chance(0.5) ? 1 : -1);
                result = Pen.extended(result, random.uniform(0.03, 0.11), angle);
            }
        }
        return result;
    }

    private static int points(double length, double step) {
        return 2 + (int) (length / step);
    }

    /** A stroke with waves of two lengths. */
    private static double[] shaken(double[] stroke, Hand hand, RandomDraws random) {
        if (hand.tremor == 0) {
            return stroke;
        }
        double length = Pen.length(stroke);
        double[] shaken = Pen.sample(stroke, 0, length, points(length, STEP / 2));
        for (int axis = 0; axis < 2; axis++) {
            for (int wave = 0; wave < 2; wave++) {
                double perPoint = random.uniform(0.15, 0.75);
                double phase = random.uniform(0, 2 * Math.PI);
                for (int i = axis; i < shaken.length; i += 2) {
                    shaken[i] += hand.tremor * StrictMath.sin(phase + perPoint * (i >> 1));
                }
            }
        }
        return shaken;
    }

    /** Changes in which order and which direction the strokes are written. */
    private static void ordered(List<double[]> strokes, RandomDraws random) {
        if (random.chance(0.12)) {
            strokes.add(0, strokes.remove(strokes.size() - 1));
        }
        for (int s = 0; s < strokes.size(); s++) {
            if (random.chance(0.12)) {
                strokes.set(s, Pen.reversed(strokes.get(s)));
            }
        }
    }

    /** The strokes that come of it if the pen leaves the paper within one. */
    private static List<double[]> broken(List<double[]> strokes, Hand hand, RandomDraws random) {
        if (!random.chance(hand.breaks)) {
            return strokes;
        }
        List<double[]> broken = new ArrayList<>(strokes);
        double[] stroke = Collections.max(strokes, Comparator.comparingDouble(Pen::length));
        double length = Pen.length(stroke);
        double gap = random.uniform(-0.05, 0.05);
        double at = random.uniform(0.2, 0.8) * length;
        broken.remove(stroke);
        broken.add(Pen.sample(stroke, 0, at, points(at, STEP)));
        broken.add(Pen.sample(stroke, at + gap, length, points(length - at, STEP)));
        return broken;
    }

    /** Adds what was no part of the plan: a line drawn once more in part, or a dot where the pen touched by mistake. */
    private static void retouched(List<double[]> strokes, RandomDraws random) {
        if (random.chance(0.03)) {
            double[] stroke = strokes.get(random.below(strokes.size()));
            double length = Pen.length(stroke);
            double from = random.uniform(0, 0.7) * length;
            double to = from + random.uniform(0.1, 0.3) * length;
            double[] again = Pen.sample(stroke, from, to, points(to - from, STEP));
            double besideX = 0.03 * random.normal();
            double besideY = 0.03 * random.normal();
            for (int i = 0; i < again.length; i += 2) {
                again[i] += besideX;
                again[i + 1] += besideY;
            }
            strokes.add(again);
        }
        if (random.chance(0.02)) {
            strokes.add(new double[] {random.uniform(0, 1), random.uniform(0, 1)});
        }
    }

    /** The strokes that come of it if the pen stays down between some of them. */
    private static List<double[]> lifted(List<double[]> strokes, double joins, RandomDraws random) {
        List<double[]> lifted = new ArrayList<>();
        for (double[] stroke : strokes) {
            int last = lifted.size() - 1;
            if (last >= 0 && random.chance(joins)) {
                lifted.set(last, Pen.joined(lifted.get(last), stroke));
            } else {
                lifted.add(stroke);
            }
        }
        return lifted;
    }

    /** Strokes bent, made as wide as this hand writes, slanted and turned. */
    private static List<double[]> shaped(List<double[]> strokes, double narrower, Hand hand) {
        double cos = StrictMath.cos(hand.turn);
        double sin = StrictMath.sin(hand.turn);
        double[] b = hand.bends;
        List<double[]> shaped = new ArrayList<>();
        for (double[] stroke : strokes) {
            double[] result = new double[stroke.length];
            for (int i = 0; i < stroke.length; i += 2) {
                double u = stroke[i] - 0.5;
                double v = stroke[i + 1] - 0.5;
                double x = u + b[0] * u * u + b[1] * u * v + b[2] * v * v + b[3] * u * v * v;
                double y = v + b[4] * u * u + b[5] * u * v + b[6] * v * v + b[7] * u * u * v;
                x = x * hand.width * narrower - hand.slant * y;
                result[i] = cos * x - sin * y;
                result[i + 1] = sin * x + cos * y;
            }
            shaped.add(result);
        }
        return shaped;
    }

    /**
     * What reads the pen, and those who keep what it read.
     *
     * @param points how many it reads for a digit
     * @param clocked whether it reads them at equal intervals of time, not of way
     * @param kept to how many, equally far apart, those are reduced; 0: they stay as they are
     * @param blindToLifts whether all strokes become one
     * @param square whether digits are stretched until they are as wide as high
     * @param unit the larger side of a digit, in the whole numbers that coordinates are
     */
    private record Tablet(int points, boolean clocked, int kept, boolean blindToLifts, boolean square, double unit) {

        static Tablet of(RandomDraws random) {
            double kind = random.uniform();
            double unit = StrictMath.exp(random.uniform(StrictMath.log(40), StrictMath.log(1000)));
            boolean clocked = random.chance(0.5);
            if (kind < 0.3) { // kept as a row of so many numbers, for statistics
                int points = random.chance(0.5) ? 100 : 10 + random.below(40);
                int kept = 8 + Math.max(0, random.below(12) - 6);
                return new Tablet(points, clocked, kept, true, random.chance(0.4), unit);
            }
            if (kind < 0.5) {
                return new Tablet(8 + random.below(32), clocked, 0, random.chance(0.1), random.chance(0.08), unit);
            }
            return new Tablet(30 + random.below(80), clocked, 0, random.chance(0.03), random.chance(0.04), unit);
        }

        PenStrokes read(List<double[]> strokes) {
            double[][] read = readings(strokes, clocked, points);
            if (kept > 0) {
                read = readings(List.of(read), false, kept);
            }
            double width = extent(read, 0);
            double height = extent(read, 1);
            boolean stretch = square && width > 0 && height > 0;
            double unitX = unit / (stretch ? width : Math.max(width, height));
            double unitY = unit / (stretch ? height : Math.max(width, height));
            for (double[] stroke : read) {
                for (int i = 0; i < stroke.length; i += 2) {
                    stroke[i] = Math.rint(stroke[i] * unitX);
                    stroke[i + 1] = Math.rint(stroke[i + 1] * unitY);
                }
            }
            return PenStrokes.of(read);
        }

        /** Strokes at so many points, each getting its share. */
        private static double[][] readings(List<double[]> strokes, boolean clocked, int points) {
            double all = strokes.stream()
                    .mapToDouble(stroke -> last(progress(stroke, clocked)))
                    .sum();
            double[][] readings = new double[strokes.size()][];
            for (int s = 0; s < readings.length; s++) {
                double[] progress = progress(strokes.get(s), clocked);
                int count = Math.max(2, (int) Math.round(points * last(progress) / all));
                readings[s] = Pen.sample(strokes.get(s), progress, 0, last(progress), count);
            }
            return readings;
        }

        /** At each point of a stroke the time that has passed, or the way. */
        private static double[] progress(double[] stroke, boolean clocked) {
            return clocked ? Pen.times(stroke) : Pen.lengths(stroke);
        }

        private static double last(double[] values) {
            return values[values.length - 1];
        }

        private static double extent(double[][] strokes, int axis) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (double[] stroke : strokes) {
                for (int i = axis; i < stroke.length; i += 2) {
                    least = Math.min(least, stroke[i]);
                    most = Math.max(most, stroke[i]);
                }
            }
            return most - least;
        }
    }
}
