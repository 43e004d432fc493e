package dev.linnet.mnist;

import static dev.linnet.mnist.DigitImage.BOX;

/** Scales what ink there is in a grey image into the box of a {@link DigitImage}. */
final class Rescaling {
    private Rescaling() {}

    /**
     * The smallest upright rectangle with all ink, scaled until its longer side fills the box.
     *
     * @param ink {@code [rows * columns]}, 0..1; not modified
     * @return the ink of each pixel of the box, from its top left corner on
     */
    static double[] intoBox(double[] ink, int rows, int columns) {
        int top = rows;
        int bottom = -1;
        int left = columns;
        int right = -1;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                if (ink[r * columns + c] > 0) {
                    top = Math.min(top, r);
                    bottom = Math.max(bottom, r);
                    left = Math.min(left, c);
                    right = Math.max(right, c);
                }
            }
        }
        double[] box = new double[BOX * BOX];
        if (bottom < 0) {
            return box;
        }
        int height = bottom - top + 1;
        int width = right - left + 1;
        double[][] down = weights(height, Math.max(height, width));
        double[][] across = weights(width, Math.max(height, width));
        for (int i = 0; i < height; i++) {
            for (int c = 0; c < across.length; c++) {
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    sum += across[c][j] * ink[(top + i) * columns + left + j];
                }
                for (int r = 0; r < down.length; r++) {
                    box[r * BOX + c] += down[r][i] * sum;
                }
            }
        }
        for (int i = 0; i < box.length; i++) {
            box[i] = Math.min(box[i], 1); // rounding alone may have led above
        }
        return box;
    }

    /**
     * How much each of {@code length} old pixels counts for each new one, where {@code longest} of them become
     * {@link DigitImage#BOX}: by the part of the new pixel that it covers when shrinking, by its distance when enlarging.
     */
    private static double[][] weights(int length, int longest) {
        double perNew = (double) longest / BOX;
        int newLength = Math.max(1, (int) Math.round(length / perNew));
        double step = (double) length / newLength; // close to perNew; nothing is left over at the end
        double[][] weights = new double[newLength][length];
        for (int n = 0; n < newLength; n++) {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                double covered = Math.min((n + 1) * step, i + 1) - Math.max(n * step, i);
                double near = 1 - Math.abs((n + 0.5) * step - (i + 0.5));
                weights[n][i] = Math.max(step < 1 ? near : covered, 0);
                sum += weights[n][i];
            }
            for (int i = 0; i < length; i++) {
                weights[n][i] /= sum;
            }
        }
        return weights;
    }
}
