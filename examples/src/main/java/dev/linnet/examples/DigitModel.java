package dev.linnet.examples;

import dev.linnet.Mlp;
import dev.linnet.data.Dataset;
import dev.linnet.data.RowFunction;
import dev.linnet.mnist.DigitImage;
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

    /** How probable each digit is. */
    double[] read(DigitImage picture) {
        return network.predict(prepared(picture));
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
