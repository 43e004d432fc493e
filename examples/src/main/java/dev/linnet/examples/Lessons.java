package dev.linnet.examples;

import dev.linnet.data.Dataset;
import dev.linnet.mnist.ImageDistortion;
import java.util.Optional;

/**
 * What a model learns: the images of MNIST, and what is made of them.
 *
 * @param distortion what happens to the images anew in every epoch, if anything
 * @param blackAndWhite whether grey pixels then become black or white
 * @param synthesized how many digits are synthesised in every epoch, beside the images
 */
record Lessons(Optional<ImageDistortion> distortion, boolean blackAndWhite, int synthesized) {

    /** The images as they are. */
    static final Lessons PLAIN = new Lessons(Optional.empty(), false, 0);

    Lessons distorted(ImageDistortion by) {
        return new Lessons(Optional.of(by), blackAndWhite, synthesized);
    }

    Lessons withoutGrey() {
        return new Lessons(distortion, true, synthesized);
    }

    Lessons withSynthesized(int perEpoch) {
        return new Lessons(distortion, blackAndWhite, perEpoch);
    }

    /**
     * The rows to learn.
     *
     * @param images those of MNIST, or a part of them
     * @param seed of the digits that are synthesised
     */
    Dataset from(Dataset images, long seed) {
        Dataset data = distortion.map(images::augmented).orElse(images);
        if (synthesized > 0) {
            StrokeSynthesizer synthesizer = new StrokeSynthesizer(WritingStyles.all());
            data = new JoinedRows(data, new SynthesizedDigits(synthesizer, synthesized, seed));
        }
        return DigitModel.prepared(data, blackAndWhite);
    }
}
