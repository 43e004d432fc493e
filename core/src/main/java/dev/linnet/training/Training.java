package dev.linnet.training;

import dev.linnet.data.Dataset;
import dev.linnet.internal.math.Checks;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Clipping;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Plateau;
import dev.linnet.optim.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Number of batches that a step gathers unless given: {@value}. */
    public static final int DEFAULT_ACCUMULATION = 1;

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
        int accumulation = DEFAULT_ACCUMULATION;
        Clipping clipping;
        double l1;
        double l2;
        boolean penalizedBiases;
        double maxNorm;
        double averaging;
        List<Integer> frozen = List.of();
        Plateau plateau;
        Duration timeLimit;
        StopSignal stop;
        int recoveries;
        double[] classWeights;
        List<Metric> metrics;
        boolean trainingMetrics;
        Checkpoints checkpoints;
        Path resumedFrom;

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
            copy.accumulation = accumulation;
            copy.clipping = clipping;
            copy.l1 = l1;
            copy.l2 = l2;
            copy.penalizedBiases = penalizedBiases;
            copy.maxNorm = maxNorm;
            copy.averaging = averaging;
            copy.frozen = frozen;
            copy.plateau = plateau;
            copy.timeLimit = timeLimit;
            copy.stop = stop;
            copy.recoveries = recoveries;
            copy.classWeights = classWeights;
            copy.metrics = metrics;
            copy.trainingMetrics = trainingMetrics;
            copy.checkpoints = checkpoints;
            copy.resumedFrom = resumedFrom;
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
     * {@link #DEFAULT_BATCH_SIZE}, {@link #DEFAULT_ACCUMULATION}, {@link #DEFAULT_SEED}, no validation, no early stopping, as
     * many threads as help.
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

    /** The same with the learning rate following {@code schedule}, which starts anew with every {@code fit}. */
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

    /**
     * The same, validated on {@code data} after every epoch. Its targets must be like those that are learned: of the same
     * labels, or as many columns of values.
     */
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

    /**
     * The same with these metrics of the validation rows in each {@link Epoch}, instead of the accuracy of a classifier, by
     * the names of {@link Metric}: {@code withMetrics("accuracy", "macro f1")}. None: only losses.
     *
     * @throws IllegalArgumentException if there is no metric of such a name; the message lists those there are
     */
    public Training withMetrics(String... names) {
        List<Metric> metrics =
                Arrays.stream(names).map(Metric::named).distinct().toList();
        return with(s -> s.metrics = metrics);
    }

    /**
     * The same with the metrics taken of the training rows as well, after each epoch: one more pass forward. Rows count as
     * they are learned, but are not augmented.
     */
    public Training withTrainingMetrics() {
        return with(s -> s.trainingMetrics = true);
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

    /**
     * The same with the weight of each row that is learned multiplied by that of its class: finite, not negative, one for
     * each class in the order of the labels.
     */
    public Training withClassWeights(double... weights) {
        if (weights.length == 0) {
            throw new IllegalArgumentException("class weights: 0 weights, expected one for each class");
        }
        for (int i = 0; i < weights.length; i++) {
            Checks.nonNegative(weights[i], "classWeights[" + i + "]");
        }
        double[] copy = weights.clone();
        return with(s -> s.classWeights = copy);
    }

    /**
     * The same with classes weighted so that each counts as much as any other, however many rows it has: {@code rows /
     * (classes * rows of the class)}, counted among the rows that are learned.
     */
    public Training withBalancedClasses() {
        return with(s -> s.classWeights = new double[0]);
    }

    /**
     * The same with steps that gather {@code batches} batches, at least 1: a step has the bits of one on a batch as large
     * as all of them, for the memory of one, unless a layer takes statistics of the batch. Listeners hear of steps.
     */
    public Training withAccumulation(int batches) {
        Checks.positive(batches, "accumulation");
        return with(s -> s.accumulation = batches);
    }

    /** The same with gradients clipped. */
    public Training withClipping(Clipping clipping) {
        Objects.requireNonNull(clipping, "clipping");
        return with(s -> s.clipping = clipping);
    }

    /**
     * The same with {@code l1 * sum of |w|} added to the loss that is minimized, over all weights w but not biases ({@link
     * #withPenalizedBiases}); the losses that are reported leave it out. At least 0.
     */
    public Training withL1(double l1) {
        Checks.nonNegative(l1, "l1");
        return with(s -> s.l1 = l1);
    }

    /**
     * The same with {@code l2 / 2 * sum of w^2} added to the loss that is minimized, over all weights w but not biases ({@link
     * #withPenalizedBiases}); the losses that are reported leave it out. At least 0. Where Adam is used, {@code adamW} decays
     * better.
     */
    public Training withL2(double l2) {
        Checks.nonNegative(l2, "l2");
        return with(s -> s.l2 = l2);
    }

    /**
     * The same with {@linkplain #withL1 L1} and {@linkplain #withL2 L2} penalties on all that is trained: on biases, and on
     * gains and biases of normalizations, too, as PyTorch's {@code weight_decay} has it.
     */
    public Training withPenalizedBiases() {
        return with(s -> s.penalizedBiases = true);
    }

    /**
     * The same with the Euclidean norm of what goes into each unit held within {@code maxNorm}, above 0, after every step;
     * biases are left out (Srivastava and others 2014).
     */
    public Training withMaxNorm(double maxNorm) {
        Checks.positive(maxNorm, "maxNorm");
        return with(s -> s.maxNorm = maxNorm);
    }

    /**
     * The same with a running average of the parameters, {@code average = decay average + (1 - decay) parameters} after
     * every step, above 0 and below 1, usually 0.99 or 0.999. What is validated and what the run gives is the average
     * (Polyak, Juditsky 1992).
     */
    public Training withAveraging(double decay) {
        Checks.fraction(decay, "averaging");
        return with(s -> s.averaging = decay);
    }

    /**
     * The same with the parameters of these layers left as they are, counted from 0, activations included; a block is
     * frozen with all that it holds. A frozen batch normalization works as it does to predict: by its running statistics,
     * which stay as they are, too (as in Keras).
     */
    public Training withFrozenLayers(int... layers) {
        for (int layer : layers) {
            Checks.nonNegative(layer, "frozen layer");
        }
        return with(s -> s.frozen = Arrays.stream(layers).boxed().distinct().toList());
    }

    /** The same with the learning rate lowered when the loss no longer falls. */
    public Training withPlateau(Plateau plateau) {
        Objects.requireNonNull(plateau, "plateau");
        return with(s -> s.plateau = plateau);
    }

    /**
     * The same, ending after the first step that is over when {@code limit}, above 0, is over. The result then depends on
     * how fast the machine is. A run that is resumed has all of the time again.
     */
    public Training withTimeLimit(Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("timeLimit must be positive: " + limit);
        }
        return with(s -> s.timeLimit = limit);
    }

    /**
     * The same, ending after the step during which another thread gives {@code signal}. With {@linkplain #withCheckpoints
     * checkpoints} it can go on from that step.
     */
    public Training withStop(StopSignal signal) {
        Objects.requireNonNull(signal, "signal");
        return with(s -> s.stop = signal);
    }

    /**
     * The same, going on after a divergence up to {@code times} times, 0 or more: the epoch is done again from its first
     * parameters, with half the learning rate from there on, the optimizer's moments forgotten, and averages begun anew.
     */
    public Training withRecovery(int times) {
        Checks.nonNegative(times, "recovery");
        return with(s -> s.recoveries = times);
    }

    /** The same, saving all that it needs to go on after it was killed. */
    public Training withCheckpoints(Checkpoints checkpoints) {
        Objects.requireNonNull(checkpoints, "checkpoints");
        return with(s -> s.checkpoints = checkpoints);
    }

    /**
     * The same, going on from a checkpoint: network, data and settings must be those of the run that left it; listeners,
     * threads, the time limit and the checkpoints to come may differ. What {@code fit} gives has the same bits as if the run had never
     * been interrupted, whatever the weights of the model at hand; listeners hear of what is done from here on. A run that was
     * over gives its result again.
     *
     * <p>It is read by {@code fit}, which throws an {@link java.io.UncheckedIOException} if there is none, or none that is
     * whole, and an {@link IllegalArgumentException} that names what differs if it is of another run. To go on with other
     * settings, load the checkpoint as a model, and fit that.
     *
     * @param path a checkpoint, or a folder of them: then the newest one that is whole
     */
    public Training resumeFrom(Path path) {
        Objects.requireNonNull(path, "path");
        return with(s -> s.resumedFrom = path);
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

    /** The metrics that each epoch records, where given; the one that early stopping watches comes on top. */
    public Optional<List<Metric>> metrics() {
        return Optional.ofNullable(settings.metrics);
    }

    /** Whether metrics are taken of the training rows as well. */
    public boolean hasTrainingMetrics() {
        return settings.trainingMetrics;
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

    /** Number of batches that a step gathers. */
    public int accumulation() {
        return settings.accumulation;
    }

    /** How gradients are clipped, where asked for. */
    public Optional<Clipping> clipping() {
        return Optional.ofNullable(settings.clipping);
    }

    /** Penalty on the sizes of weights; 0: none. */
    public double l1() {
        return settings.l1;
    }

    /** Penalty on the squares of weights; 0: none. */
    public double l2() {
        return settings.l2;
    }

    /** Whether the penalties concern biases as well. */
    public boolean penalizesBiases() {
        return settings.penalizedBiases;
    }

    /** The longest norm of what goes into a unit, where given. */
    public OptionalDouble maxNorm() {
        return settings.maxNorm == 0.0 ? OptionalDouble.empty() : OptionalDouble.of(settings.maxNorm);
    }

    /** Decay of the parameters' running average, where asked for. */
    public OptionalDouble averaging() {
        return settings.averaging == 0.0 ? OptionalDouble.empty() : OptionalDouble.of(settings.averaging);
    }

    /** The layers whose parameters are left as they are. */
    public List<Integer> frozenLayers() {
        return settings.frozen;
    }

    /** The rule that lowers the learning rate when the loss no longer falls, where given. */
    public Optional<Plateau> plateau() {
        return Optional.ofNullable(settings.plateau);
    }

    /** How long the run may take, where given. */
    public Optional<Duration> timeLimit() {
        return Optional.ofNullable(settings.timeLimit);
    }

    /** The signal that ends the run, where given. */
    public Optional<StopSignal> stop() {
        return Optional.ofNullable(settings.stop);
    }

    /** How often the run goes on after a divergence. */
    public int recoveries() {
        return settings.recoveries;
    }

    /** Weights of the classes, where given, a copy; an empty array where they are balanced. */
    public Optional<double[]> classWeights() {
        return Optional.ofNullable(settings.classWeights).map(double[]::clone);
    }

    /** Where and how often the run is saved, where asked for. */
    public Optional<Checkpoints> checkpoints() {
        return Optional.ofNullable(settings.checkpoints);
    }

    /** The checkpoint, or the folder of them, that the run goes on from, where given. */
    public Optional<Path> resumedFrom() {
        return Optional.ofNullable(settings.resumedFrom);
    }
}
