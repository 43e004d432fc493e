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

    /** A little of everything, for networks that could not learn more. */
    private static final ImageDistortion SLIGHT =
            NONE.withShift(0.7).withRotation(5).withScale(0.06).withShear(0.08).withElastic(4, 10);

    /** As much as a digit bears before it looks strange. */
    private static final ImageDistortion STRONG =
            NONE.withShift(1.5).withRotation(12).withScale(0.12).withShear(0.2).withElastic(4, 30);

    /** All that ship, in the order in which they are listed. */
    static final List<Recipe> ALL = List.of(
            digits("mnist-mlp-1", 128, 128).distorted(STRONG).trained(60, 128, 2e-3, 0.01),
            digits("mnist-mlp-2", 10, 10).distorted(SLIGHT).trained(60, 64, 4e-3, 0.01),
            digits("mnist-mlp-3", 512, 512).distorted(STRONG).trained(40, 128, 1.5e-3, 0.01),
            digits("mnist-mlp-4", 20, 20, 20).distorted(SLIGHT).trained(60, 64, 4e-3, 0.01),
            digits("mnist-mlp-bw", 10, 10).distorted(SLIGHT).withoutGrey().trained(60, 64, 4e-3, 0.01),
            digits("mnist-simard", 800).distorted(STRONG).trained(150, 128, 1.5e-3, 0.01),
            digits("mnist-draw", 512, 256)
                    .distorted(STRONG)
                    .withSynthesized(60_000)
                    .trained(30, 128, 1.5e-3, 0.01));

    /** The one of that name. */
    static Recipe named(String name) {
        return ALL.stream()
                .filter(recipe -> recipe.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A beginning: ReLU, plain images, AdamW whose rate falls along half a cosine to 0. */
    private static Recipe digits(String name, Integer... hidden) {
        return new Recipe(
                name,
                "Reads single handwritten digits in pictures prepared as MNIST's are.",
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
