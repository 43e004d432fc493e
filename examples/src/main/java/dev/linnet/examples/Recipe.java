package dev.linnet.examples;

import dev.linnet.Mlp;
import dev.linnet.MlpBuilder;
import dev.linnet.layer.Activation;
import dev.linnet.mnist.ImageDistortion;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Schedule;
import dev.linnet.training.Training;
import java.util.List;

/**
 * How a model that ships is made, from nothing but this and the training images of MNIST.
 *
 * @param name what the model is called
 * @param use what it is for, for its card
 * @param hidden the width of each hidden layer
 * @param activation what follows each hidden layer
 * @param lessons what is learned
 * @param training how it is learned; its seed draws the initial weights too
 * @param choice how all this was chosen
 */
record Recipe(
        String name,
        String use,
        List<Integer> hidden,
        Activation activation,
        Lessons lessons,
        Training training,
        Choice choice) {

    private static final ImageDistortion NONE = ImageDistortion.of(28, 28);

    /** What does not change how a digit looks. */
    private static final ImageDistortion MODERATE =
            NONE.withShift(0.8).withRotation(7).withScale(0.08).withShear(0.1).withElastic(4, 24);

    /** The elastic distortion that Simard, Steinkraus and Platt found best, and affine ones. */
    private static final ImageDistortion SIMARD =
            NONE.withShift(1).withRotation(10).withScale(0.12).withShear(0.15).withElastic(4, 34);

    /** What hands do to digits, whatever the country. */
    private static final ImageDistortion SLANTED =
            NONE.withShift(1).withRotation(10).withScale(0.12).withShear(0.25).withElastic(4, 30);

    /** All that ship, in the order in which they are listed. */
    static final List<Recipe> ALL = List.of(
            digits("mnist-mlp-1", "The one to begin with: small, fast, seldom wrong.", 128, 128)
                    .ofTheFirst(50_000)
                    .distorted(MODERATE)
                    .trained(30, 128, 3e-3, 0.02)
                    .averaged(0.999)
                    .withSeed(1)
                    .chosen(new Choice(
                            "4 compared by the mean of seeds 1 and 2, 98.98 to 99.14 %, this one 99.08 %: the distortions of"
                                    + " mnist-simard 98.98 %, a rate of 2e-3 99.08 %, batches of 64 with a rate of 2e-3"
                                    + " 99.14 %, which is less than seeds differ. The comparison came after the file, made by"
                                    + " hand with seed 1: 2 read 99.07 %, 3 read 99.18 %. It learns the images that were"
                                    + " not kept from training, so that what was measured is this very model",
                            3, 99.11, 0.06, 99.09)),
            digits("mnist-mlp-2", "To show how little it takes, and as a fast test; for work, take another.", 10, 10)
                    .activated(Activation.silu())
                    .trained(20, 64, 4e-3, 0.03)
                    .withSeed(8)
                    .chosen(new Choice(
                            "13 compared by the mean of 3 seeds, 92.3 to 95.0 %: ReLU, GELU, SiLU, tanh; rates, batches,"
                                    + " weight decay, averaged weights, slight distortions, distillation from"
                                    + " 128, 128. The last two brought less than seeds differ, and cost time",
                            10, 94.87, 0.20, 95.13)),
            digits("mnist-mlp-3", "For work, where memory and time allow for half a million weights more.", 512, 512)
                    .distorted(MODERATE)
                    .trained(20, 128, 2e-3, 0.02)
                    .averaged(0.999)
                    .withSeed(2)
                    .chosen(new Choice(
                            "6 compared over 6 epochs (averages with a decay of 0.99) by the mean of seeds 1 and 2, 98.68 to"
                                    + " 98.91 %, this one 98.83 %. No better: the distortions of mnist-simard, dropout of 0.1, a"
                                    + " weight decay of 0.05. A rate of 3e-3 and batches of 64 with a rate of 1.5e-3 brought"
                                    + " 98.87 and 98.86 % with a third seed, less than seeds differ. A longer training brought"
                                    + " more: with seed 1, 6 epochs read 98.78 %, 20 (averages with a decay of 0.999) 99.20 %."
                                    + " Two files of 6 epochs were tested on the test images, too (98.97 and 98.94 %)",
                            3, 99.22, 0.03, 99.25)),
            digits("mnist-mlp-4", "To show what three narrow layers do; for work, take another.", 20, 20, 20)
                    .activated(Activation.silu())
                    .trained(20, 64, 4e-3, 0.03)
                    .withSeed(1)
                    .chosen(new Choice(
                            "2 compared, with a weight decay of 0.01 (mean of 3 seeds 96.91 %) and 0.03; all else is that"
                                    + " of mnist-mlp-2",
                            10, 96.96, 0.16, 97.15)),
            digits(
                            "mnist-mlp-bw",
                            "For scanners that know no grey, and to show what grey is worth; for work, take another.",
                            10,
                            10)
                    .activated(Activation.silu())
                    .withoutGrey()
                    .trained(20, 64, 4e-3, 0.03)
                    .withSeed(5)
                    .chosen(new Choice("That of mnist-mlp-2, without a comparison of its own", 10, 94.21, 0.24, 94.52)),
            digits("mnist-simard", "The most exact of those that have seen MNIST only.", 800)
                    .distorted(SIMARD)
                    .trained(140, 128, 2e-3, 0.02)
                    .averaged(0.999)
                    .withSeed(1)
                    .chosen(new Choice(
                            "4 compared over 8 epochs, with this seed alone, 98.25 to 98.66 %: three strengths of distortion"
                                    + " (that of Simard, Steinkraus and Platt was taken), two rates. The number of epochs"
                                    + " is what the time allowed for",
                            1, 98.66, 0, 98.66)),
            digits("mnist-draw", "What the drawing examples read with: digits drawn with a mouse or pen.", 640, 320)
                    .distorted(SLANTED)
                    .withSynthesized(120_000)
                    .trained(100, 128, 1.5e-3, 0.01)
                    .averaged(0.999)
                    .chosen(new Choice(
                            "5 compared over 4 epochs by the mean of seeds 1, 2 and 42, when 90,000 digits an epoch were"
                                    + " synthesised, all in listed styles: this one 98.29 %, the distortions of mnist-simard"
                                    + " 98.24 %, 45,000 synthesised digits 98.29 %, a rate of 3e-3 98.33 %, the distortions of"
                                    + " mnist-mlp-1 98.37 %, 0.07 to 0.11 points more with each seed, which differ by 0.1; of"
                                    + " digits in styles that were not learned (HeldOutStyles) these last read 94.99 % to this"
                                    + " one's 94.95 %. Then styles were added, and digits traced from the training images:"
                                    + " 98.54 % (1, 2 and 42: 98.52, 98.63, 98.46 %). With as many rows to learn as before,"
                                    + " pictures of 8 x 8 pixels by other people, which no network learned (UCI's optdigits),"
                                    + " were read better too: 94.27 and 95.21 % (seeds 42 and 1), not 93.49 % (42); but a look"
                                    + " at those that were misread had led to some of the styles. Others were added where a"
                                    + " network that had learned synthesised digits alone misread training images. The file was"
                                    + " made with the default seed before seeds were compared, and kept. Of the recipes before"
                                    + " this one, five files were tested on the test images (98.22 to 99.01 %), which chose"
                                    + " nothing",
                            3, 98.54, 0.09, 98.46)));

    /** The one of that name. */
    static Recipe named(String name) {
        return ALL.stream()
                .filter(recipe -> recipe.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A beginning: ReLU, plain images, AdamW whose rate falls along half a cosine to 0. */
    private static Recipe digits(String name, String use, Integer... hidden) {
        return new Recipe(
                name,
                "to read single handwritten digits in pictures prepared as MNIST's are. " + use,
                List.of(hidden),
                Activation.relu(),
                Lessons.PLAIN,
                Training.defaults().withSchedule(Schedule.cosine()),
                Choice.NONE);
    }

    private Recipe activated(Activation by) {
        return new Recipe(name, use, hidden, by, lessons, training, choice);
    }

    private Recipe distorted(ImageDistortion by) {
        return learning(lessons.distorted(by));
    }

    private Recipe ofTheFirst(int images) {
        return learning(lessons.ofTheFirst(images));
    }

    private Recipe withoutGrey() {
        return learning(lessons.withoutGrey());
    }

    private Recipe withSynthesized(int perEpoch) {
        return learning(lessons.withSynthesized(perEpoch));
    }

    private Recipe learning(Lessons others) {
        return new Recipe(name, use, hidden, activation, others, training, choice);
    }

    private Recipe trained(int epochs, int batch, double rate, double decay) {
        return trained(training.withEpochs(epochs).withBatchSize(batch).withOptimizer(Optimizer.adamW(rate, decay)));
    }

    private Recipe averaged(double decay) {
        return trained(training.withAveraging(decay));
    }

    private Recipe trained(Training otherwise) {
        return new Recipe(name, use, hidden, activation, lessons, otherwise, choice);
    }

    private Recipe chosen(Choice how) {
        return new Recipe(name, use, hidden, activation, lessons, training, how);
    }

    Recipe withEpochs(int epochs) {
        return trained(training.withEpochs(epochs));
    }

    Recipe withSeed(long seed) {
        return trained(training.withSeed(seed));
    }

    /** The network before training. */
    Mlp network() {
        MlpBuilder network = Mlp.builder().seed(training.seed());
        int columns = 784;
        for (int width : hidden) {
            network.linear(columns, width).layer(activation);
            columns = width;
        }
        return network.linear(columns, 10).build();
    }
}
