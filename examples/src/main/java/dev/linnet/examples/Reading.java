package dev.linnet.examples;

import dev.linnet.data.Dataset;
import dev.linnet.mnist.DigitImage;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model took a digit for.
 *
 * @param pixels the picture as the model saw it
 * @param digit what it is
 * @param guess what it was taken for
 * @param probability how sure the model was of that
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reading(double[] pixels, int digit, int guess, double probability) {

    /** What a model takes the digits of a data set for, in their order. */
    static List<Reading> all(DigitModel model, Dataset data) {
        double[][] probabilities = model.network().predict(data);
        List<Reading> readings = new ArrayList<>();
        double[] label = new double[1];
        for (int row = 0; row < probabilities.length; row++) {
            double[] pixels = new double[DigitImage.PIXELS];
            data.read(new int[] {row}, 0, 1, pixels, label);
            int guess = DigitModel.guess(probabilities[row]);
            readings.add(new Reading(pixels, (int) label[0], guess, probabilities[row][guess]));
        }
        return readings;
    }

    boolean isWrong() {
        return guess != digit;
    }
}
