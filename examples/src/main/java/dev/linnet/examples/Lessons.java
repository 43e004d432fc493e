package dev.linnet.examples;

import dev.linnet.data.Dataset;
import dev.linnet.mnist.ImageDistortion;
import java.util.Optional;

/**
 * What a model learns: images of MNIST, and what is made of them.
 *
 * @param images how many of the 60,000 training images, from the first on
 * @param distortion what happens to the images anew in every epoch, if anything
 * @param blackAndWhite whether grey pixels then become black or white
 * @param synthesized how many digits are synthesised in every epoch, beside the images
 */
record Lessons(int images, Optional<ImageDistortion> distortion, boolean blackAndWhite, int synthesized) {

    /** All images as they are. */
    static final Lessons PLAIN = new Lessons(60_000, Optional.empty(), false, 0);

    Lessons ofTheFirst(int count) {
        return new Lessons(count, distortion, blackAndWhite, synthesized);
    }

    Lessons distorted(ImageDistortion by) {
        return new Lessons(images, Optional.of(by), blackAndWhite, synthesized);
    }

    Lessons withoutGrey() {
        return new Lessons(images, distortion, true, synthesized);
    }

    Lessons withSynthesized(int perEpoch) {
        return new Lessons(images, distortion, blackAndWhite, perEpoch);
    }

    /**
     * The rows to learn.
     *
     * @param mnist the training images, or those that may be learned
     * @param seed of the digits that are synthesised
     */
    Dataset from(Dataset mnist, long seed) {
        return from(mnist, WritingStyles.all(), seed);
    }

    /** The same, the digits that are synthesised being written in these styles and those of the images alone. */
    Dataset from(Dataset mnist, WritingStyles styles, long seed) {
        Dataset learned = mnist.range(0, Math.min(images, mnist.size()));
        Dataset data = distortion.map(learned::augmented).orElse(learned);
        if (synthesized > 0) {
            StrokeSynthesizer synthesizer = new StrokeSynthesizer(styles.withTraced(learned));
            data = new JoinedRows(data, new SynthesizedDigits(synthesizer, synthesized, seed));
        }
        return DigitModel.prepared(data, blackAndWhite);
    }
}
