package dev.linnet.examples;

import dev.linnet.data.Dataset;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ways in which people write digits: those that {@code strokes/styles.txt} lists, and, where there are any, those that
 * were traced from images.
 */
final class WritingStyles {
    private static final String FILE = "/strokes/styles.txt";
    private static final int HELD_OUT_EVERY = 4;

    /**
     * The share of traced ways among those that are chosen, where there are any. Those traced are what people really did,
     * though in one country alone; those listed are known from others. No other share was tried.
     */
    private static final double TRACED = 0.4;

    private static final Pattern LINE = Pattern.compile("([0-9])\\s+(\\d+)\\s+([^:]+?)\\s*:(.*)");

    /**
     * A point that the pen is led to.
     *
     * @param x 0 (left) to 1 (right)
     * @param y 0 (top) to 1 (bottom)
     * @param corner whether the line turns here at once, not in a curve
     */
    record Point(double x, double y, boolean corner) {}

    /**
     * One way to write a digit.
     *
     * @param digit which one
     * @param weight how common it is among the ways to write this digit
     * @param name what sets it apart
     * @param strokes the points of each
     * @param traced whether somebody wrote it like that, and nobody thought of it
     */
    record Style(int digit, int weight, String name, List<List<Point>> strokes, boolean traced) {
        @Override
        public String toString() {
            return digit + " " + name;
        }
    }

    private final List<List<Style>> byDigit; // those listed
    private final Optional<TracedStyles> traced;

    private WritingStyles(List<List<Style>> byDigit, Optional<TracedStyles> traced) {
        this.byDigit = byDigit;
        this.traced = traced;
    }

    /** Reads all that are listed. */
    static WritingStyles all() {
        List<Style> styles = new ArrayList<>();
        try (InputStream in = WritingStyles.class.getResourceAsStream(FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    styles.add(parse(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(styles);
    }

    private static WritingStyles of(List<Style> styles) {
        List<List<Style>> byDigit = new ArrayList<>();
        for (int digit = 0; digit < 10; digit++) {
            int wanted = digit;
            byDigit.add(styles.stream().filter(style -> style.digit == wanted).toList());
        }
        return new WritingStyles(byDigit, Optional.empty());
    }

    private static Style parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException(FILE + ": " + line);
        }
        List<List<Point>> strokes = new ArrayList<>();
        for (String stroke : parts.group(4).split(";", -1)) {
            List<Point> points = new ArrayList<>();
            for (String point : stroke.strip().split("\\s+", -1)) {
                String[] xy = point.replace("!", "").split(",", -1);
                points.add(new Point(
                        Integer.parseInt(xy[0]) / 100.0, Integer.parseInt(xy[1]) / 100.0, point.endsWith("!")));
            }
            strokes.add(List.copyOf(points));
        }
        return new Style(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                parts.group(3),
                List.copyOf(strokes),
                false);
    }

    /** These, and those in which the digits of a data set are written. */
    WritingStyles withTraced(Dataset images) {
        return new WritingStyles(byDigit, Optional.of(TracedStyles.of(images)));
    }

    /** Those that are wanted of the ones that are listed; none that were traced. */
    WritingStyles only(Predicate<Style> wanted) {
        return of(byDigit.stream().flatMap(List::stream).filter(wanted).toList());
    }

    /** One in four of the listed ways to write each digit: those that {@link HeldOutStyles} keeps from training. */
    WritingStyles heldOut() {
        return only(this::isHeldOut);
    }

    /** The other three. */
    WritingStyles withoutHeldOut() {
        return only(style -> !isHeldOut(style));
    }

    private boolean isHeldOut(Style style) {
        return of(style.digit()).indexOf(style) % HELD_OUT_EVERY == 1;
    }

    /** The listed ways to write one digit. */
    List<Style> of(int digit) {
        return byDigit.get(digit);
    }

    /** One of the ways to write a digit: the more common, the larger its share of {@code choice}, from 0 to below 1. */
    Style choose(int digit, double choice) {
        if (traced.isEmpty() || !traced.get().has(digit)) {
            return chooseListed(digit, choice);
        }
        return choice < TRACED
                ? traced.get().choose(digit, choice / TRACED)
                : chooseListed(digit, (choice - TRACED) / (1 - TRACED));
    }

    private Style chooseListed(int digit, double choice) {
        List<Style> styles = byDigit.get(digit);
        int total = styles.stream().mapToInt(Style::weight).sum();
        double rest = choice * total;
        for (Style style : styles) {
            rest -= style.weight;
            if (rest < 0) {
                return style;
            }
        }
        return styles.get(styles.size() - 1);
    }
}
