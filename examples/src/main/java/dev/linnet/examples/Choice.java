package dev.linnet.examples;

import java.util.List;
import java.util.Locale;

/**
 * How a recipe was chosen, without a look at the test images: by the accuracy on the last 10,000 training images after
 * learning the others. For the seed, those from 1 on were tried, unless the words on the recipe name others.
 *
 * @param recipe how everything but the seed was chosen
 * @param seeds how many seeds were tried
 * @param mean of the seeds' accuracies, in percent
 * @param deviation of the seeds' accuracies from their mean
 * @param taken the accuracy of the seed that was taken
 */
record Choice(String recipe, int seeds, double mean, double deviation, double taken) {

    /** None yet. */
    static final Choice NONE = new Choice("By hand, before any choice was made on validation images.", 0, 0, 0, 0);

    /**
     * That of the best of several seeds.
     *
     * @param accuracies of the seeds from 1 on, in percent; at least one
     */
    static Choice of(String recipe, List<Double> accuracies) {
        int seeds = accuracies.size();
        double mean = accuracies.stream().mapToDouble(a -> a).average().orElseThrow();
        double squares =
                accuracies.stream().mapToDouble(a -> (a - mean) * (a - mean)).sum();
        double deviation = seeds == 1 ? 0 : Math.sqrt(squares / (seeds - 1));
        double best = accuracies.stream().mapToDouble(a -> a).max().orElseThrow();
        return new Choice(recipe, seeds, mean, deviation, best);
    }

    /** The choice of the seed, for people. */
    String seedInWords() {
        return switch (seeds) {
            case 0 -> "none was tried on images kept from training";
            case 1 -> String.format(Locale.ROOT, "1 tried: %.2f %% of the images kept from training", taken);
            default ->
                String.format(
                        Locale.ROOT,
                        "%d tried: mean %.2f %% of the images kept from training, deviation %.2f, the one taken %.2f %%",
                        seeds,
                        mean,
                        deviation,
                        taken);
        };
    }
}
