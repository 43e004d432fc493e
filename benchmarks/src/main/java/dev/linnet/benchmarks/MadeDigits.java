package dev.linnet.benchmarks;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import java.util.Random;

/**
 * Images made up in the likeness of MNIST, so that benchmarks need no files: a row is its class's picture with noise.
 *
 * <p>{@code sparse} rows are bytes: about a fifth of the pixels, around the middle, have ink. {@code dense} rows are
 * doubles of mean 0 and variance 1, none of them zero.
 */
final class MadeDigits {
    static final int PIXELS = 28 * 28;
    static final int CLASSES = 10;

    private static final int SIDE = 28;
    private static final double MIDDLE = 13.5;
    private static final double RADIUS = 10.0;
    private static final double INKED = 0.5;

    private MadeDigits() {}

    /** Makes so many rows, always the same. */
    static Dataset of(String inputs, int rows) {
        return inputs.equals("sparse") ? sparse(rows) : dense(rows);
    }

    private static Dataset sparse(int rows) {
        Random random = new Random(1);
        boolean[][] pictures = new boolean[CLASSES][PIXELS];
        for (boolean[] picture : pictures) {
            for (int i = 0; i < PIXELS; i++) {
                int row = i / SIDE;
                int column = i % SIDE;
                picture[i] = Math.hypot(row - MIDDLE, column - MIDDLE) < RADIUS && random.nextDouble() < INKED;
            }
        }
        byte[] pixels = new byte[rows * PIXELS];
        byte[] labels = new byte[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = (byte) random.nextInt(CLASSES);
            for (int i = 0; i < PIXELS; i++) {
                if (pictures[labels[row]][i]) {
                    pixels[row * PIXELS + i] = (byte) (1 + random.nextInt(255));
                }
            }
        }
        return Dataset.ofBytes(pixels, PIXELS, v -> v / 255.0, labels, Labels.numbered(CLASSES));
    }

    private static Dataset dense(int rows) {
        Random random = new Random(1);
        double[][] pictures = new double[CLASSES][PIXELS];
        for (double[] picture : pictures) {
            for (int i = 0; i < PIXELS; i++) {
                picture[i] = random.nextGaussian();
            }
        }
        double[] features = new double[rows * PIXELS];
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = random.nextInt(CLASSES);
            for (int i = 0; i < PIXELS; i++) {
                features[row * PIXELS + i] = 0.6 * pictures[labels[row]][i] + 0.8 * random.nextGaussian();
            }
        }
        return Dataset.of(features, PIXELS, labels, Labels.numbered(CLASSES));
    }
}
