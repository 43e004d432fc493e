package dev.linnet;

import dev.linnet.data.Dataset;
import dev.linnet.internal.train.StreamRun;
import dev.linnet.internal.train.StreamState;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A model that learns from data as they come, as a value: its parameters, all that the optimizer remembers, and the count of
 * steps. For data that do not fit in memory, or that never end.
 *
 * <pre>{@code
 * PartialFit fit = Mlp.builder().linear(4, 16).relu().linear(16, 3).build()
 *     .partialFit(Labels.of("cat", "dog", "owl"), Training.defaults());
 * for (Dataset batch : batches) {
 *     fit = fit.partialFit(batch);
 * }
 * Mlp trained = fit.model();
 * }</pre>
 *
 * <p>Each row is learned once, in the order in which it comes, in batches of {@link
 * dev.linnet.training.Training#withBatchSize so many} rows; the last batch of a data set may be shorter. Data sets one by
 * one, or in one stream, give the same bits, on any number of threads, and those of a loop with {@link Mlp#gradient} and
 * {@link Descent}.
 *
 * <p>Classes are declared up front, for a data set may lack some: its labels are found among the declared ones by name. A
 * scaler that was not fitted yet is fitted to the first data set, and stays. Augmentations are drawn anew for each data set.
 *
 * <p>Immutable: {@link #partialFit(Dataset)} leaves this as it is, also where it fails.
 */
public final class PartialFit {
    private final StreamState state;

    PartialFit(StreamState state) {
        this.state = state;
    }

    /**
     * The next value, after all rows of {@code data}. It copies the parameters and the optimizer's moments; a {@linkplain
     * #partialFit(Stream) stream} copies them once.
     *
     * @throws IllegalArgumentException if data, loss and network do not fit together, or a class was not declared
     * @throws dev.linnet.training.DivergedException if a loss, gradient or parameter stops being finite
     */
    public PartialFit partialFit(Dataset data) {
        Objects.requireNonNull(data, "data");
        return new PartialFit(StreamRun.learn(state, List.of(data).iterator()));
    }

    /**
     * The next value, after all data sets of {@code stream}: as if they had been given one by one. One of them is held at a
     * time. The stream is not closed.
     *
     * @throws IllegalArgumentException if data, loss and network do not fit together, or a class was not declared
     * @throws dev.linnet.training.DivergedException if a loss, gradient or parameter stops being finite
     */
    public PartialFit partialFit(Stream<? extends Dataset> stream) {
        Objects.requireNonNull(stream, "stream");
        return new PartialFit(StreamRun.learn(state, stream.iterator()));
    }

    /** The same with another learning rate for the steps to come, above 0; the optimizer's moments stay. */
    public PartialFit withLearningRate(double learningRate) {
        return new PartialFit(state.withLearningRate(learningRate));
    }

    /** The model as it stands. */
    public Mlp model() {
        return new Mlp(state.shown());
    }

    /** Number of steps so far. */
    public long steps() {
        return state.steps();
    }

    /** Number of rows learned so far. */
    public long rows() {
        return state.rows();
    }

    /** The weighted mean of the losses of the last call's rows, each taken before its batch was learned; NaN before. */
    public double loss() {
        return state.loss();
    }

    /** For example {@code PartialFit(1,280 rows, 20 steps)}. */
    @Override
    public String toString() {
        return String.format(java.util.Locale.ROOT, "PartialFit(%,d rows, %,d steps)", rows(), steps());
    }
}
