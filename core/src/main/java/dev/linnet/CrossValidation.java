package dev.linnet;

import dev.linnet.data.Dataset;
import dev.linnet.data.Split;
import dev.linnet.training.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How well a network learns from a kind of data: it is trained as often as there are folds, each time on all folds but one,
 * and evaluated on that one.
 *
 * <p>Folds are stratified where the targets are class labels, and drawn by the training's seed.
 */
public final class CrossValidation {
    private final List<Evaluation> evaluations;

    private CrossValidation(List<Evaluation> evaluations) {
        this.evaluations = List.copyOf(evaluations);
    }

    /**
     * Trains and evaluates {@code network} on each of {@code folds} folds.
     *
     * @throws IllegalArgumentException if there are fewer than 2 folds, or too few rows for them, or the training has
     *     checkpoints
     */
    public static CrossValidation of(MlpBuilder network, Dataset data, Training training, int folds) {
        if (training.checkpoints().isPresent() || training.resumedFrom().isPresent()) {
            throw new IllegalArgumentException("cross-validation trains several models, and a folder of checkpoints"
                    + " belongs to one: leave them out");
        }
        List<Split> splits = data.labels().isPresent()
                ? data.stratifiedKFold(folds, training.seed())
                : data.kFold(folds, training.seed());
        List<Evaluation> evaluations = new ArrayList<>();
        for (Split split : splits) {
            evaluations.add(network.fit(split.train(), training).model().evaluate(split.test()));
        }
        return new CrossValidation(evaluations);
    }

    /** What was found on each fold. */
    public List<Evaluation> evaluations() {
        return evaluations;
    }

    /** The mean of a score over the folds: {@code mean(Evaluation::accuracy)}. */
    public double mean(ToDoubleFunction<Evaluation> score) {
        return evaluations.stream().mapToDouble(score).sum() / evaluations.size();
    }

    /** The (population) standard deviation of a score over the folds. */
    public double deviation(ToDoubleFunction<Evaluation> score) {
        double mean = mean(score);
        double squares = evaluations.stream()
                .mapToDouble(e -> {
                    double difference = score.applyAsDouble(e) - mean;
                    return difference * difference;
                })
                .sum();
        return Math.sqrt(squares / evaluations.size());
    }

    /** For example {@code 5 folds}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d folds", evaluations.size());
    }
}
