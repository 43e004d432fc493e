package dev.linnet.examples;

import dev.linnet.data.Dataset;
import dev.linnet.examples.WritingStyles.Style;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * The ways in which the digits of a data set are written, each traced when it is first asked for and then kept.
 *
 * <p>Any number of threads may use one.
 */
final class TracedStyles {
    private final Dataset images;
    private final int[][] rows; // those of each digit
    private final AtomicReferenceArray<Style> styles;

    private TracedStyles(Dataset images, int[][] rows) {
        this.images = images;
        this.rows = rows;
        this.styles = new AtomicReferenceArray<>(images.size());
    }

    /** Those of labelled images of digits, 28 x 28 pixels each. */
    static TracedStyles of(Dataset images) {
        int[] all = IntStream.range(0, images.size()).toArray();
        double[] labels = new double[all.length];
        images.read(all, 0, all.length, null, labels);
        int[][] rows = IntStream.range(0, 10)
                .mapToObj(digit ->
                        Arrays.stream(all).filter(row -> labels[row] == digit).toArray())
                .toArray(int[][]::new);
        return new TracedStyles(images, rows);
    }

    boolean has(int digit) {
        return rows[digit].length > 0;
    }

    /** One of those of a digit: each has the same share of {@code choice}, from 0 to below 1. */
    Style choose(int digit, double choice) {
        int row = rows[digit][(int) (choice * rows[digit].length)];
        Style style = styles.get(row);
        if (style == null) { // two threads may trace the same image, and get the same
            double[] pixels = new double[images.features()];
            images.read(new int[] {row}, 0, 1, pixels, null);
            style = Tracing.style(digit, pixels);
            styles.set(row, style);
        }
        return style;
    }
}
