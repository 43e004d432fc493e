package dev.linnet.examples;

import dev.linnet.Mlp;
import dev.linnet.data.Dataset;
import dev.linnet.data.RowFunction;
import dev.linnet.mnist.DigitImage;
import dev.linnet.mnist.PenStrokes;
import java.io.IOException;

/**
 * A model that reads digits, and what it expects of their pictures.
 *
 * @param name what people call it
 * @param network 784 pixels in, ten digits out
 * @param blackAndWhite whether it knows no grey: what is more than half ink is ink
 */
record DigitModel(String name, Mlp network, boolean blackAndWhite) {
    private static final RowFunction NO_GREY = (pixels, from, to) -> {
        for (int i = from; i < to; i++) {
            pixels[i] = Math.rint(pixels[i]);
        }
    };

    /** Chosen on digits of styles that a model had not learned: 95.2 % of them were read, 94.8 % without leaning. */
    private static final double[] LEANS = {0, 0.15, -0.15};

    /**
     * Makes sure that the network reads digits.
     *
     * @throws IOException if it does not
     */
    static DigitModel of(String name, Mlp network, boolean blackAndWhite) throws IOException {
        if (network.inputs() != DigitImage.PIXELS || network.outputs() != 10) {
            throw new IOException("%s has %d inputs and %d outputs, expected %d pixels and 10 digits"
                    .formatted(name, network.inputs(), network.outputs(), DigitImage.PIXELS));
        }
        return new DigitModel(name, network, blackAndWhite);
    }

    /** The pictures as the network expects them. */
    Dataset prepared(Dataset pictures) {
        return prepared(pictures, blackAndWhite);
    }

    /** The pictures as a network expects them that knows grey, or knows none. */
    static Dataset prepared(Dataset pictures, boolean blackAndWhite) {
        return blackAndWhite ? pictures.map(NO_GREY) : pictures;
    }

    /** The picture as the network expects it. */
    double[] prepared(DigitImage picture) {
        double[] pixels = picture.features();
        if (blackAndWhite) {
            NO_GREY.apply(pixels, 0, pixels.length);
        }
        return pixels;
    }

    /**
     * How probable each digit is: the mean of what the network says of the strokes as they are, and leaning a little to
     * either side. It errs in different ways on the three pictures.
     *
     * @param inkWidth the width of the lines, in pixels of the picture
     */
    double[] read(PenStrokes strokes, double inkWidth) {
        double[] mean = new double[network.outputs()];
        for (double lean : LEANS) {
            double[] probabilities = network.predict(prepared(DigitImage.of(strokes.slanted(lean), inkWidth)));
            for (int digit = 0; digit < mean.length; digit++) {
                mean[digit] += probabilities[digit] / LEANS.length;
            }
        }
        return mean;
    }

    /** The digit with the largest probability, the first of equals. */
    static int guess(double[] probabilities) {
        int best = 0;
        for (int digit = 1; digit < probabilities.length; digit++) {
            best = probabilities[digit] > probabilities[best] ? digit : best;
        }
        return best;
    }

    @Override
    public String toString() {
        return name;
    }
}
