package dev.linnet.examples;

import dev.linnet.Mlp;
import dev.linnet.MlpBuilder;
import dev.linnet.data.Dataset;
import dev.linnet.mnist.ImageDistortion;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Schedule;
import dev.linnet.training.Training;
import java.util.List;
import java.util.Optional;

/**
 * How a model that ships is made, from nothing but this and the training images of MNIST.
 *
 * @param name what the model is called
 * @param purpose what it is for, for its card
 * @param hidden the width of each hidden layer; after each a ReLU
 * @param dropout the share of hidden units left out in a step
 * @param distortion what happens to the images anew in every epoch, if anything
 * @param blackAndWhite whether grey pixels become black or white
 * @param synthesized how many digits are synthesised in every epoch, beside the images
 * @param epochs how often the images are learned
 * @param batch the number of images of a step
 * @param learningRate of AdamW, at the start; it falls along half a cosine to 0
 * @param weightDecay of AdamW
 * @param seed draws the initial weights and all else
 * @param choice how recipe and seed were chosen, for the card
 */
record Recipe(
        String name,
        String purpose,
        List<Integer> hidden,
        double dropout,
        Optional<ImageDistortion> distortion,
        boolean blackAndWhite,
        int synthesized,
        int epochs,
        int batch,
        double learningRate,
        double weightDecay,
        long seed,
        String choice) {

    private static final String NOT_YET = "By hand, before any choice was made on validation images.";
    private static final ImageDistortion NONE = ImageDistortion.of(28, 28);

    /** A little of everything, for networks that could not learn more. */
    private static final ImageDistortion SLIGHT =
            NONE.withShift(0.7).withRotation(5).withScale(0.06).withShear(0.08).withElastic(4, 10);

    /** As much as a digit bears before it looks strange. */
    private static final ImageDistortion STRONG =
            NONE.withShift(1.5).withRotation(12).withScale(0.12).withShear(0.2).withElastic(4, 30);

    /** All that ship, in the order in which they are listed. */
    static final List<Recipe> ALL = List.of(
            digits("mnist-mlp-1", 128, 128).distorted(STRONG).trained(60, 128, 2e-3),
            digits("mnist-mlp-2", 10, 10).distorted(SLIGHT).trained(60, 64, 4e-3),
            digits("mnist-mlp-3", 512, 512).distorted(STRONG).trained(40, 128, 1.5e-3),
            digits("mnist-mlp-4", 20, 20, 20).distorted(SLIGHT).trained(60, 64, 4e-3),
            digits("mnist-mlp-bw", 10, 10).distorted(SLIGHT).withoutGrey().trained(60, 64, 4e-3),
            digits("mnist-simard", 800).distorted(STRONG).trained(150, 128, 1.5e-3),
            digits("mnist-draw", 512, 256)
                    .distorted(STRONG)
                    .withSynthesized(60_000)
                    .trained(30, 128, 1.5e-3));

    /** The one of that name. */
    static Recipe named(String name) {
        return ALL.stream()
                .filter(recipe -> recipe.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Recipe digits(String name, Integer... hidden) {
        return new Recipe(
                name,
                "Reads single handwritten digits in pictures prepared as MNIST's are.",
                List.of(hidden),
                0,
                Optional.empty(),
                false,
                0,
                20,
                64,
                1e-3,
                0.01,
                42,
                NOT_YET);
    }

    // ---------------------------------------------------------------------------------------- copies with one change

    private Recipe distorted(ImageDistortion by) {
        return new Recipe(
                name,
                purpose,
                hidden,
                dropout,
                Optional.of(by),
                blackAndWhite,
                synthesized,
                epochs,
                batch,
                learningRate,
                weightDecay,
                seed,
                choice);
    }

    private Recipe withoutGrey() {
        return new Recipe(
                name,
                purpose,
                hidden,
                dropout,
                distortion,
                true,
                synthesized,
                epochs,
                batch,
                learningRate,
                weightDecay,
                seed,
                choice);
    }

    private Recipe withSynthesized(int perEpoch) {
        return new Recipe(
                name,
                purpose,
                hidden,
                dropout,
                distortion,
                blackAndWhite,
                perEpoch,
                epochs,
                batch,
                learningRate,
                weightDecay,
                seed,
                choice);
    }

    private Recipe trained(int times, int rows, double rate) {
        return new Recipe(
                name,
                purpose,
                hidden,
                dropout,
                distortion,
                blackAndWhite,
                synthesized,
                times,
                rows,
                rate,
                weightDecay,
                seed,
                choice);
    }

    Recipe withEpochs(int times) {
        return trained(times, batch, learningRate);
    }

    Recipe withSeed(long other) {
        return new Recipe(
                name,
                purpose,
                hidden,
                dropout,
                distortion,
                blackAndWhite,
                synthesized,
                epochs,
                batch,
                learningRate,
                weightDecay,
                other,
                choice);
    }

    // ----------------------------------------------------------------------------------------------- what comes of it

    /** The network before training. */
    Mlp network() {
        MlpBuilder network = Mlp.builder().seed(seed);
        int columns = 784;
        for (int width : hidden) {
            network.linear(columns, width).relu();
            if (dropout > 0) {
                network.dropout(dropout);
            }
            columns = width;
        }
        return network.linear(columns, 10).build();
    }

    /** What is learned, given the images of MNIST. */
    Dataset training(Dataset images) {
        Dataset data = distortion.map(images::augmented).orElse(images);
        if (synthesized > 0) {
            StrokeSynthesizer synthesizer = new StrokeSynthesizer(WritingStyles.all());
            data = new JoinedRows(data, new SynthesizedDigits(synthesizer, synthesized, seed));
        }
        return new DigitModel(name, null, blackAndWhite).prepared(data);
    }

    /** How it is learned. */
    Training training() {
        return Training.defaults()
                .withEpochs(epochs)
                .withBatchSize(batch)
                .withOptimizer(Optimizer.adamW(learningRate, weightDecay))
                .withSchedule(Schedule.cosine())
                .withSeed(seed);
    }
}
