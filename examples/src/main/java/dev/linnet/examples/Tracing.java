package dev.linnet.examples;

import dev.linnet.examples.WritingStyles.Point;
import dev.linnet.examples.WritingStyles.Style;
import dev.linnet.mnist.DigitImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Follows the lines of a digit in a picture, as if they had been written with a pen: a way of writing that nobody had to
 * think of.
 *
 * <p>The picture is enlarged and its ink thinned to lines, which are followed from end to end and from crossing to crossing;
 * at a crossing the pen goes straight on. What a picture cannot tell, in which order and which direction it was written, is
 * guessed: from above, and from the left.
 */
final class Tracing {
    /** Pixels of the enlarged picture for one of the picture, each way: lines are placed to a quarter of a pixel. */
    private static final int ENLARGED = 4;

    private static final int WIDTH = ENLARGED * DigitImage.SIZE + 2;

    /** What is shorter, from a crossing to an end, is no part of the digit but roughness of the ink. */
    private static final int SHORTEST_END = 8;

    /** What is shorter, between two crossings, is one crossing. */
    private static final int SHORTEST_LINK = 5;

    /** Lines whose ends are no farther apart may be one. */
    private static final double NEAR = 4;

    /** The cosine of the sharpest turn that the pen makes at a crossing. */
    private static final double STRAIGHT = 0.3;

    /** Over so many pixels it is seen where a line is going. */
    private static final int GOING = 8;

    /** Times that the stairs of a line of pixels are smoothed. */
    private static final int SMOOTHING = 6;

    /** The distance of the points of a style, the height of a digit being 1. */
    private static final double STEP = 0.1;

    /** What is more times as wide as high is taken for no digit and not stretched any further. */
    private static final double MOST_STRETCHED = 3;

    private final boolean[] ink;
    private final int[] neighbours = Thinning.neighbours(WIDTH);

    private Tracing(boolean[] ink) {
        this.ink = ink;
    }

    /**
     * The way in which a digit in a picture is written.
     *
     * @param pixels 28 x 28, from 0 for ground to 1 for ink, row by row; not modified
     */
    static Style style(int digit, double[] pixels) {
        boolean[] ink = enlarged(pixels);
        Thinning.thin(ink, WIDTH);
        Tracing tracing = new Tracing(ink);
        tracing.pruneEnds();
        List<double[]> lines = tracing.lines();
        if (lines.isEmpty()) { // hardly any ink: a dot
            lines.add(new double[] {0, 0});
        }
        return new Style(digit, 1, "traced", unitSized(ordered(connected(lines))), true);
    }

    /** What is more than half ink after bilinear interpolation, with a border of one pixel. */
    private static boolean[] enlarged(double[] pixels) {
        boolean[] ink = new boolean[WIDTH * WIDTH];
        for (int r = 0; r < WIDTH - 2; r++) {
            for (int c = 0; c < WIDTH - 2; c++) {
                double y = (r + 0.5) / ENLARGED - 0.5;
                double x = (c + 0.5) / ENLARGED - 0.5;
                int top = (int) Math.floor(y);
                int left = (int) Math.floor(x);
                double above = between(pixels, top, left, x - left);
                double below = between(pixels, top + 1, left, x - left);
                ink[(r + 1) * WIDTH + c + 1] = above + (y - top) * (below - above) > 0.5;
            }
        }
        return ink;
    }

    private static double between(double[] pixels, int row, int left, double part) {
        double here = ink(pixels, row, left);
        return here + part * (ink(pixels, row, left + 1) - here);
    }

    private static double ink(double[] pixels, int row, int column) {
        int size = DigitImage.SIZE;
        boolean outside = row < 0 || column < 0 || row >= size || column >= size;
        return outside ? 0 : pixels[row * size + column];
    }

    // ------------------------------------------------------------------------------------------------ pixels to lines

    /** Two neighbours on a line, no matter which comes first, as one number. */
    private static long link(int a, int b) {
        return (long) Math.min(a, b) * WIDTH * WIDTH + Math.max(a, b);
    }

    private List<Integer> inkAround(int pixel) {
        List<Integer> around = new ArrayList<>();
        for (int neighbour : neighbours) {
            if (ink[pixel + neighbour]) {
                around.add(pixel + neighbour);
            }
        }
        return around;
    }

    /** An end of a line, a crossing, or a dot. */
    private boolean isNode(int pixel) {
        return inkAround(pixel).size() != 2;
    }

    /**
     * The pixels of each line from node to node, and of rings, which have none. A line whose nodes were both come to on other
     * lines is found last, in two halves from its topmost pixel; {@link #connected} mends it where it is smooth.
     */
    private List<List<Integer>> runs() {
        List<List<Integer>> runs = new ArrayList<>();
        Set<Long> walked = new HashSet<>();
        boolean[] passed = new boolean[ink.length];
        for (boolean nodes : new boolean[] {true, false}) {
            for (int i = 0; i < ink.length; i++) {
                if (ink[i] && !passed[i] && isNode(i) == nodes) {
                    List<Integer> around = inkAround(i);
                    if (around.isEmpty()) {
                        runs.add(List.of(i));
                    }
                    for (int next : around) {
                        if (!walked.contains(link(i, next))) {
                            runs.add(run(i, next, walked, passed));
                        }
                    }
                }
            }
        }
        return runs;
    }

    /** The pixels from one to the next node, or once around a ring. */
    private List<Integer> run(int from, int next, Set<Long> walked, boolean[] passed) {
        List<Integer> run = new ArrayList<>(List.of(from));
        int before = from;
        int here = next;
        while (walked.add(link(before, here))) {
            run.add(here);
            passed[here] = true;
            if (isNode(here)) {
                break;
            }
            List<Integer> around = inkAround(here);
            int onwards = around.get(0) == before ? around.get(1) : around.get(0);
            before = here;
            here = onwards;
        }
        return run;
    }

    /** Takes away short lines that lead from a crossing to an end, one after the other. */
    private void pruneEnds() {
        List<List<Integer>> runs = runs();
        for (List<Integer> run : runs) {
            int first = run.get(0);
            int last = run.get(run.size() - 1);
            boolean fromEnd = inkAround(first).size() == 1;
            boolean toEnd = inkAround(last).size() == 1;
            if (run.size() < SHORTEST_END && fromEnd != toEnd) {
                run.forEach(pixel -> ink[pixel] = false);
                ink[fromEnd ? last : first] = true;
            }
        }
    }

    /** Lines from node to node, each the array x0, y0, x1, y1 … */
    private List<double[]> lines() {
        List<double[]> lines = new ArrayList<>();
        for (List<Integer> run : runs()) {
            boolean isLink = isCrossing(run.get(0)) && isCrossing(run.get(run.size() - 1));
            if (!isLink || run.size() >= SHORTEST_LINK) {
                double[] line = new double[2 * run.size()];
                for (int i = 0; i < run.size(); i++) {
                    line[2 * i] = run.get(i) % WIDTH;
                    line[2 * i + 1] = run.get(i) / WIDTH;
                }
                lines.add(Pen.rounded(line, SMOOTHING));
            }
        }
        return lines;
    }

    private boolean isCrossing(int pixel) {
        return inkAround(pixel).size() > 2;
    }

    // ------------------------------------------------------------------------------------------------ lines to strokes

    /** Lines that meet are joined, the straightest first, as long as there are any that go on straight enough. */
    private static List<double[]> connected(List<double[]> lines) {
        List<double[]> strokes = new ArrayList<>(lines);
        for (Joint joint = straightest(strokes); joint.straight > STRAIGHT; joint = straightest(strokes)) {
            strokes.remove(joint.later);
            strokes.set(joint.earlier, joint.stroke);
        }
        return strokes;
    }

    /** What two lines of a list would become as one stroke, and how straight that would be. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Joint(int earlier, int later, double[] stroke, double straight) {}

    private static Joint straightest(List<double[]> lines) {
        Joint best = new Joint(-1, -1, null, -1);
        for (int j = 1; j < lines.size(); j++) {
            for (int i = 0; i < j; i++) {
                for (double[] first : bothWays(lines.get(i))) {
                    for (double[] second : bothWays(lines.get(j))) {
                        double straight = straightness(first, second);
                        if (straight > best.straight) {
                            best = new Joint(i, j, Pen.joined(first, second), straight);
                        }
                    }
                }
            }
        }
        return best;
    }

    private static List<double[]> bothWays(double[] line) {
        return List.of(line, Pen.reversed(line));
    }

    /** The cosine of the angle by which the pen turns from one line to the other; -1 if they don't meet. */
    private static double straightness(double[] first, double[] second) {
        int end = first.length - 2;
        int from = Math.max(0, end - 2 * GOING);
        int to = Math.min(second.length - 2, 2 * GOING);
        double ax = first[end] - first[from];
        double ay = first[end + 1] - first[from + 1];
        double bx = second[to] - second[0];
        double by = second[to + 1] - second[1];
        double lengths = Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by));
        double gapX = second[0] - first[end];
        double gapY = second[1] - first[end + 1];
        boolean meet = gapX * gapX + gapY * gapY <= NEAR * NEAR;
        return meet && lengths > 0 ? (ax * bx + ay * by) / lengths : -1;
    }

    /** Strokes from above and from the left, those first that begin there. */
    private static List<double[]> ordered(List<double[]> strokes) {
        List<double[]> ordered = new ArrayList<>();
        for (double[] stroke : strokes) {
            ordered.add(late(stroke, 0) <= late(stroke, stroke.length - 2) ? stroke : Pen.reversed(stroke));
        }
        ordered.sort(Comparator.comparingDouble(stroke -> late(stroke, 0)));
        return ordered;
    }

    /** The larger, the later a pen would come to a point. */
    private static double late(double[] stroke, int point) {
        return stroke[point + 1] + 0.3 * stroke[point];
    }

    /**
     * The same strokes as points of a style: as high as all styles are, unless they are {@link #MOST_STRETCHED}, and as wide as
     * will make them what they were.
     */
    private static List<List<Point>> unitSized(List<double[]> strokes) {
        DoubleSummaryStatistics x = extent(strokes, 0);
        DoubleSummaryStatistics y = extent(strokes, 1);
        double height = Math.max(y.getMax() - y.getMin(), (x.getMax() - x.getMin()) / MOST_STRETCHED);
        double unit = Math.max(height, 1);
        List<List<Point>> sized = new ArrayList<>();
        for (double[] stroke : strokes) {
            double length = Pen.length(stroke);
            double[] sampled = Pen.sample(stroke, 0, length, 2 + (int) (length / (STEP * unit)));
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < sampled.length; i += 2) {
                double right = sampled[i] - (x.getMin() + x.getMax()) / 2;
                points.add(new Point(
                        0.5 + right / unit / StrokeSynthesizer.USUAL_WIDTH,
                        (sampled[i + 1] - y.getMin()) / unit,
                        false));
            }
            sized.add(List.copyOf(points));
        }
        return List.copyOf(sized);
    }

    private static DoubleSummaryStatistics extent(List<double[]> strokes, int axis) {
        return strokes.stream()
                .flatMapToDouble(
                        stroke -> IntStream.range(0, stroke.length / 2).mapToDouble(point -> stroke[2 * point + axis]))
                .summaryStatistics();
    }
}
