package dev.linnet.training;

import dev.linnet.data.Dataset;
import dev.linnet.internal.math.Checks;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Describes one training run; immutable, everything has a default.
 *
 * <p>Each {@code withX} gives a copy in which one thing differs.
 */
public final class Training {
    /** Number of epochs unless given: {@value}. */
    public static final int DEFAULT_EPOCHS = 20;

    /** Rows of a batch unless given: {@value}, or all there are if fewer. */
    public static final int DEFAULT_BATCH_SIZE = 64;

    /** Seed of shuffling and all else that is drawn while training unless given: {@value}. */
    public static final long DEFAULT_SEED = 42;

    /** Share of the data that is held out by {@link #withValidation()}: {@value}. */
    public static final double DEFAULT_VALIDATION = 0.1;

    /** What a run is made of; modified only before it is handed to a new description. */
    private static final class Settings {
        Loss loss;
        Optimizer optimizer = Optimizer.adam();
        Schedule schedule = Schedule.constant();
        int epochs = DEFAULT_EPOCHS;
        int batchSize;
        double validationFraction;
        Dataset validation;
        EarlyStopping earlyStopping;
        List<TrainingListener> listeners = List.of();
        int threads;
        long seed = DEFAULT_SEED;

        Settings copy() {
            Settings copy = new Settings();
            copy.loss = loss;
            copy.optimizer = optimizer;
            copy.schedule = schedule;
            copy.epochs = epochs;
            copy.batchSize = batchSize;
            copy.validationFraction = validationFraction;
            copy.validation = validation;
            copy.earlyStopping = earlyStopping;
            copy.listeners = listeners;
            copy.threads = threads;
            copy.seed = seed;
            return copy;
        }
    }

    private final Settings settings;

    private Training(Settings settings) {
        this.settings = settings;
    }

    private Training with(Consumer<Settings> change) {
        Settings copy = settings.copy();
        change.accept(copy);
        return new Training(copy);
    }

    /**
     * A run with the defaults: the loss inferred from the targets, Adam at a constant rate, {@link #DEFAULT_EPOCHS},
     * {@link #DEFAULT_BATCH_SIZE}, {@link #DEFAULT_SEED}, no validation, no early stopping, as many threads as help.
     */
    public static Training defaults() {
        return new Training(new Settings());
    }

    /** The same with a given loss. */
    public Training withLoss(Loss loss) {
        Objects.requireNonNull(loss, "loss");
        return with(s -> s.loss = loss);
    }

    /** The same with another optimizer. */
    public Training withOptimizer(Optimizer optimizer) {
        Objects.requireNonNull(optimizer, "optimizer");
        return with(s -> s.optimizer = optimizer);
    }

    /** The same with the optimizer's learning rate replaced; it must be above 0 and finite. */
    public Training withLearningRate(double learningRate) {
        return withOptimizer(settings.optimizer.withLearningRate(learningRate));
    }

    /** The same with the learning rate following {@code schedule}. */
    public Training withSchedule(Schedule schedule) {
        Objects.requireNonNull(schedule, "schedule");
        return with(s -> s.schedule = schedule);
    }

    /** The same with {@code epochs} passes over the data, at least 1. */
    public Training withEpochs(int epochs) {
        Checks.positive(epochs, "epochs");
        return with(s -> s.epochs = epochs);
    }

    /** The same with batches of {@code rows}, at least 1; the last batch of an epoch may be shorter. */
    public Training withBatchSize(int rows) {
        Checks.positive(rows, "batchSize");
        return with(s -> s.batchSize = rows);
    }

    /** The same with {@link #DEFAULT_VALIDATION} of the rows held out for validation. */
    public Training withValidation() {
        return withValidation(DEFAULT_VALIDATION);
    }

    /**
     * The same with the share {@code fraction}, above 0 and below 1, of the rows held out for validation: drawn by the
     * run's seed, stratified where the targets are class labels.
     */
    public Training withValidation(double fraction) {
        Checks.fraction(fraction, "validation");
        return with(s -> {
            s.validationFraction = fraction;
            s.validation = null;
        });
    }

    /** The same, validated on {@code data} after every epoch. */
    public Training withValidation(Dataset data) {
        Objects.requireNonNull(data, "validation");
        return with(s -> {
            s.validation = data;
            s.validationFraction = 0.0;
        });
    }

    /** The same, ending early as {@code earlyStopping} says; it needs a validation. */
    public Training withEarlyStopping(EarlyStopping earlyStopping) {
        Objects.requireNonNull(earlyStopping, "earlyStopping");
        return with(s -> s.earlyStopping = earlyStopping);
    }

    /** The same with one more listener. */
    public Training withListener(TrainingListener listener) {
        Objects.requireNonNull(listener, "listener");
        return with(s -> {
            List<TrainingListener> more = new ArrayList<>(s.listeners);
            more.add(listener);
            s.listeners = List.copyOf(more);
        });
    }

    /**
     * The same on at most {@code threads} threads, at least 1; fewer where they would not help. The result does not depend
     * on it.
     */
    public Training withThreads(int threads) {
        Checks.positive(threads, "threads");
        return with(s -> s.threads = threads);
    }

    /** The same with another seed; every value is an ordinary seed. */
    public Training withSeed(long seed) {
        return with(s -> s.seed = seed);
    }

    /** The loss. Empty: softmax cross-entropy for class labels, mean squared error for real targets. */
    public Optional<Loss> loss() {
        return Optional.ofNullable(settings.loss);
    }

    /** The optimizer. */
    public Optimizer optimizer() {
        return settings.optimizer;
    }

    /** The learning rate's schedule. */
    public Schedule schedule() {
        return settings.schedule;
    }

    /** Number of passes over the data. */
    public int epochs() {
        return settings.epochs;
    }

    /** Rows of a batch for {@code size} rows of data: what was asked or {@link #DEFAULT_BATCH_SIZE}, at most all. */
    public int batchSize(int size) {
        return Math.min(settings.batchSize == 0 ? DEFAULT_BATCH_SIZE : settings.batchSize, size);
    }

    /** Share of the rows held out for validation, where asked for. */
    public OptionalDouble validationFraction() {
        return settings.validationFraction == 0.0
                ? OptionalDouble.empty()
                : OptionalDouble.of(settings.validationFraction);
    }

    /** The data for validation, where given. */
    public Optional<Dataset> validation() {
        return Optional.ofNullable(settings.validation);
    }

    /** The rule for ending early, where asked for. */
    public Optional<EarlyStopping> earlyStopping() {
        return Optional.ofNullable(settings.earlyStopping);
    }

    /** Those who watch, in the order in which they are told. */
    public List<TrainingListener> listeners() {
        return settings.listeners;
    }

    /** The largest number of threads, where given. */
    public OptionalInt threads() {
        return settings.threads == 0 ? OptionalInt.empty() : OptionalInt.of(settings.threads);
    }

    /** Seed of shuffling and of all else that is drawn while training. */
    public long seed() {
        return settings.seed;
    }
}
