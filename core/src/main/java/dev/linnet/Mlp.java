package dev.linnet;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.data.NdArray;
import dev.linnet.internal.io.ModelFile;
import dev.linnet.internal.io.NamedParameters;
import dev.linnet.internal.math.Checks;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.PackedWeights;
import dev.linnet.internal.score.Tally;
import dev.linnet.internal.train.Classes;
import dev.linnet.internal.train.Gradients;
import dev.linnet.internal.train.StreamState;
import dev.linnet.internal.train.Trainer;
import dev.linnet.layer.Activation;
import dev.linnet.layer.Layer;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Output;
import dev.linnet.loss.Loss;
import dev.linnet.training.Training;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A multi-layer perceptron: layers, their weights, and what its output means.
 *
 * <p>Immutable: {@link #fit} trains a copy. Any number of threads may predict with one instance, without locks. A row's
 * prediction has the same bits alone and in any batch.
 *
 * <p>From the second lot of more than four rows on that are predicted together, a model keeps its weights a second time, packed as the matrix product reads them, for all threads:
 * about as much memory again. Models of more than about four million weights do not.
 *
 * <pre>{@code
 * Mlp model = Mlp.builder()
 *     .linear(784, 128).relu()
 *     .linear(128, 10)
 *     .fit(train)
 *     .model();
 * int digit = model.classify(pixels);
 * }</pre>
 */
public final class Mlp {
    private final ModelState state;

    /** Null if they are too large to be kept packed. */
    private final PackedWeights packed;

    Mlp(ModelState state) {
        this.state = state;
        this.packed = PackedWeights.of(state);
    }

    /** Describes a new network. */
    public static MlpBuilder builder() {
        return new MlpBuilder();
    }

    /**
     * Loads a model that {@link #save(Path)} wrote.
     *
     * <p>It takes 8 bytes of heap for each parameter: as much as the file, or twice as much where that has 32 bits.
     *
     * @param own activations of the user's own that the network contains, found by {@link Activation#name()}
     * @throws IOException if the file cannot be read or is not a whole, valid model; the message names file and offset
     */
    public static Mlp load(Path file, Activation... own) throws IOException {
        return load(file, Loading.strict().withActivations(own));
    }

    /**
     * Loads a model as {@link #load(Path, Activation...)} does, as {@code loading} says.
     *
     * @throws IOException if the file cannot be read or is not a whole, valid model; the message names file and offset
     */
    public static Mlp load(Path file, Loading loading) throws IOException {
        return new Mlp(ModelFile.read(file, loading.activations(), loading.allowsNonFinite()));
    }

    /**
     * Loads a model from a stream, to its end: a resource of the class path, for one. The stream is not closed.
     *
     * <p>It takes 8 bytes of heap for each parameter, as from a file, and besides the bytes of the stream.
     *
     * @param name says in messages where the bytes came from
     * @param own activations of the user's own that the network contains, found by {@link Activation#name()}
     * @throws IOException if the stream cannot be read or is not a whole, valid model; the message names the offset
     */
    public static Mlp load(InputStream in, String name, Activation... own) throws IOException {
        return load(in, name, Loading.strict().withActivations(own));
    }

    /**
     * Loads a model as {@link #load(InputStream, String, Activation...)} does, as {@code loading} says. The stream is not
     * closed.
     *
     * @param name says in messages where the bytes came from
     * @throws IOException if the stream cannot be read or is not a whole, valid model; the message names the offset
     */
    public static Mlp load(InputStream in, String name, Loading loading) throws IOException {
        return new Mlp(ModelFile.read(in, name, loading.activations(), loading.allowsNonFinite()));
    }

    /**
     * Saves the model as a safetensors file whose tensors are named and laid out as PyTorch's {@code nn.Sequential} has
     * them. A file that was there stays whole until the new one is complete.
     *
     * @throws IOException if it cannot be written; what was there before is untouched
     * @throws IllegalArgumentException if a weight is not finite
     */
    public void save(Path file) throws IOException {
        save(file, Saving.float64());
    }

    /**
     * Saves the model as {@link #save(Path)} does, in 32 bits if so asked.
     *
     * @throws IOException if it cannot be written; what was there before is untouched
     * @throws IllegalArgumentException if a weight is refused: not finite, or too large for 32 bits
     */
    public void save(Path file, Saving saving) throws IOException {
        ModelFile.write(state, file, saving.elementType(), saving.allowsNonFinite());
    }

    /** Trains a copy on {@code data} with {@linkplain Training#defaults() everything by default}. */
    public Fit fit(Dataset data) {
        return fit(data, Training.defaults());
    }

    /**
     * Trains a copy on {@code data}, starting from this model's weights. The fitted scaler of the inputs, where there is
     * one, stays as it is.
     *
     * @throws IllegalArgumentException if data, loss and network do not fit together; nothing has been trained then
     * @throws dev.linnet.training.DivergedException if a loss, gradient or parameter stops being finite
     * @throws java.io.UncheckedIOException if a checkpoint that was asked for cannot be written or read; those that were
     *     written before are whole
     */
    public Fit fit(Dataset data, Training training) {
        Trainer.Result result = Trainer.fit(state, data, training);
        return new Fit(new Mlp(result.state()), result.history());
    }

    /**
     * The beginning of learning from a stream of labelled data, starting from this model's weights.
     *
     * @param labels all classes there will be, in the order of the outputs
     * @param training settings; those that need all of the data are refused, epochs do not matter
     * @throws IllegalArgumentException if labels, loss and network do not fit together, or a setting is refused
     */
    public PartialFit partialFit(Labels labels, Training training) {
        return new PartialFit(StreamState.begin(state, Objects.requireNonNull(labels, "labels"), training));
    }

    /**
     * The beginning of learning from a stream, starting from this model's weights: of data with real-valued targets, or with
     * the labels that this model was trained on.
     *
     * @param training settings; those that need all of the data are refused, epochs do not matter
     * @throws IllegalArgumentException if a setting is refused
     */
    public PartialFit partialFit(Training training) {
        return new PartialFit(StreamState.begin(state, state.labels(), training));
    }

    /**
     * The gradient of {@code loss} over all rows of {@code data}, taken together as one batch, with the layers as they are
     * while learning; what is drawn is drawn by {@link Training#DEFAULT_SEED}, as in the first step of a run.
     *
     * @throws IllegalArgumentException if data, loss and network do not fit together
     */
    public Gradient gradient(Dataset data, Loss loss) {
        return gradient(data, loss, Training.DEFAULT_SEED, 0);
    }

    /**
     * The gradient of {@code loss} over all rows of {@code data}, taken together as one batch.
     *
     * @param seed what dropout is drawn by
     * @param step number of the step in the run, from 0: each has other draws
     * @throws IllegalArgumentException if data, loss and network do not fit together
     */
    public Gradient gradient(Dataset data, Loss loss, long seed, long step) {
        Gradients sums = Gradients.of(state, data, loss, seed, step);
        return Gradient.of(sums.lossSum(), sums.weightSum(), sums.values());
    }

    /** The loss that a run on {@code data} would take unless told otherwise. */
    Loss lossFor(Dataset data) {
        return Gradients.lossFor(state, data);
    }

    /**
     * Predicts one row: probabilities for a classifier, values for a regression.
     *
     * @param row not modified: [inputs]
     * @return [outputs]
     */
    public double[] predict(double[] row) {
        double[] out = new double[outputs()];
        predictor().predict(row, out);
        return out;
    }

    /**
     * Predicts many rows.
     *
     * @param rows not modified: [rows][inputs]
     * @return [rows][outputs]
     */
    public double[][] predict(double[][] rows) {
        double[] in = flatten(rows);
        double[] out = new double[rows.length * outputs()];
        predictor(together(rows)).predict(in, out, rows.length);
        return unflatten(out);
    }

    /** Predicts every row of {@code data}: [size][outputs]. */
    public double[][] predict(Dataset data) {
        double[][] predictions = new double[data.size()][];
        for (Sweep sweep = new Sweep(state, packed, data); sweep.next(); ) {
            double[] chunk = sweep.toPredictions();
            for (int i = 0; i < sweep.size(); i++) {
                predictions[sweep.first() + i] = Arrays.copyOfRange(chunk, i * outputs(), (i + 1) * outputs());
            }
        }
        return predictions;
    }

    /** The last layer's values for one row, before softmax or sigmoid: [outputs]. */
    public double[] logits(double[] row) {
        double[] out = new double[outputs()];
        predictor().logits(row, out);
        return out;
    }

    /** The last layer's values for many rows, before softmax or sigmoid: [rows][outputs]. */
    public double[][] logits(double[][] rows) {
        double[] in = flatten(rows);
        double[] out = new double[rows.length * outputs()];
        predictor(together(rows)).logits(in, out, rows.length);
        return unflatten(out);
    }

    /**
     * The class of one row: the most probable one, the first of equals; with one output column, 1 where its probability is
     * above 0.5.
     *
     * @throws IllegalStateException if the model is a regression
     */
    public int classify(double[] row) {
        requireClasses();
        return Classes.of(logits(row), 0, outputs());
    }

    /**
     * The classes of many rows.
     *
     * @throws IllegalStateException if the model is a regression
     */
    public int[] classify(double[][] rows) {
        requireClasses();
        double[][] logits = logits(rows);
        int[] classes = new int[rows.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = Classes.of(logits[i], 0, outputs());
        }
        return classes;
    }

    private void requireClasses() {
        boolean oneLabel = state.output() == Output.SOFTMAX || (state.output() == Output.SIGMOID && outputs() == 1);
        if (!oneLabel) {
            throw new IllegalStateException("classify needs a classifier, this model's output is "
                    + state.output().name().toLowerCase(Locale.ROOT) + " with " + outputs() + " columns: use predict");
        }
    }

    /**
     * Compares the predictions for every row of {@code data} with its targets.
     *
     * @throws IllegalArgumentException if data and model do not fit together
     */
    public Evaluation evaluate(Dataset data) {
        Tally tally = Tally.of(state.output(), outputs(), state.labels(), data);
        for (Sweep sweep = new Sweep(state, packed, data); sweep.next(); ) {
            tally.add(sweep.logits(), sweep.targets(), sweep.weights(), 0, sweep.size());
        }
        return new Evaluation(tally.result());
    }

    /** Something that predicts one row at a time without allocating once it is compiled; for one thread. */
    public Predictor predictor() {
        return predictor(1);
    }

    /**
     * Something that predicts without allocating once it is compiled, as {@link Predictor} says; for one thread.
     *
     * @param rows number of rows worked on together, at least 1; more rows may be asked for, and are done in turn. 64 are enough, with
     *     more than four million weights 256
     */
    public Predictor predictor(int rows) {
        return new Predictor(state, packed, Checks.positive(rows, "rows"));
    }

    /** The layers, in order. */
    public List<Layer> layers() {
        return state.network().layers();
    }

    /** Number of input columns. */
    public int inputs() {
        return state.network().inputs();
    }

    /** Number of output columns. */
    public int outputs() {
        return state.network().outputs();
    }

    /** What makes predictions of the last layer's values. */
    public Output output() {
        return state.output();
    }

    /** The classes' names, where the model was trained on class labels. */
    public Optional<Labels> labels() {
        return Optional.ofNullable(state.labels());
    }

    /** The seed that drew the initial weights. */
    public long seed() {
        return state.seed();
    }

    /** Number of weights and biases. */
    public int parameterCount() {
        return state.network().parameterCount();
    }

    /**
     * All weights and biases in one flat array, a copy: layer by layer, each weight [inputs, outputs] row-major, then its
     * bias.
     */
    public double[] parameters() {
        return state.parameters().clone();
    }

    /**
     * The same model with other weights and biases, laid out as {@link #parameters()} says.
     *
     * @throws IllegalArgumentException if their number differs, or one of them is not finite
     */
    public Mlp withParameters(double[] parameters) {
        Checks.length(parameters, parameterCount(), "parameters");
        for (int i = 0; i < parameters.length; i++) {
            Checks.finite(parameters[i], "parameters[" + i + "]");
        }
        return new Mlp(state.withParameters(parameters.clone()));
    }

    /**
     * The same model with the weights and biases of a safetensors file, whoever wrote it.
     *
     * <p>The file must hold the network's tensors and no others, named and laid out as PyTorch's {@code state_dict} of an
     * {@code nn.Sequential} has them ({@code 0.weight} of shape [outputs, inputs], {@code 0.bias}, {@code 2.weight} …;
     * activations count), in 64, 32 or 16 bits. It takes 8 bytes of heap for each parameter: as much as the file, twice or
     * four times as much. The file's metadata are not read: labels, scaler and output are this model's.
     *
     * @throws IOException if the file cannot be read, is malformed, or has other tensors; the message names file and
     *     offset
     */
    public Mlp withParametersFrom(Path file) throws IOException {
        return withParametersFrom(file, Loading.strict());
    }

    /**
     * The same model with the weights and biases of a safetensors file, as {@link #withParametersFrom(Path)} reads it, finite
     * or not as {@code loading} says. The activations are those of this model.
     *
     * @throws IOException if the file cannot be read, is malformed, or has other tensors
     */
    public Mlp withParametersFrom(Path file, Loading loading) throws IOException {
        boolean nonFinite = loading.allowsNonFinite();
        return new Mlp(state.withParameters(ModelFile.readParameters(file, state.network(), nonFinite)));
    }

    /**
     * The same model with the weights and biases of a safetensors file, as {@link #withParametersFrom(Path)} reads it,
     * from a stream, to its end, whose bytes take heap besides. The stream is not closed.
     *
     * @param name says in messages where the bytes came from
     */
    public Mlp withParametersFrom(InputStream in, String name) throws IOException {
        return withParametersFrom(in, name, Loading.strict());
    }

    /**
     * The same model with the weights and biases of a safetensors file, as {@link #withParametersFrom(Path, Loading)} reads
     * it, from a stream, to its end. The stream is not closed.
     *
     * @param name says in messages where the bytes came from
     */
    public Mlp withParametersFrom(InputStream in, String name, Loading loading) throws IOException {
        boolean nonFinite = loading.allowsNonFinite();
        return new Mlp(state.withParameters(ModelFile.readParameters(in, name, state.network(), nonFinite)));
    }

    /**
     * All weights and biases by name, copies, named and laid out as PyTorch's {@code state_dict} has them: {@code 0.weight}
     * of shape [outputs, inputs], {@code 0.bias}, {@code 2.weight} … in the order of the layers; activations count.
     */
    public Map<String, NdArray> namedParameters() {
        return NamedParameters.of(state.network(), state.parameters());
    }

    /**
     * The same model with other weights and biases, named and laid out as {@link #namedParameters} says: of any type of
     * number.
     *
     * @throws IllegalArgumentException if a tensor is missing, not the network's, has another shape, or is not finite
     */
    public Mlp withParameters(Map<String, NdArray> parameters) {
        return withParameters(NamedParameters.flat(state.network(), parameters));
    }

    /** What the model is made of. */
    ModelState state() {
        return state;
    }

    /** A table of the layers with their shapes and numbers of parameters. */
    public String summary() {
        return Summary.of(state);
    }

    /** For example {@code Mlp 784-128-10 (101,770 parameters)}. */
    @Override
    public String toString() {
        StringBuilder shape = new StringBuilder("Mlp ").append(inputs());
        for (Layer layer : layers()) {
            if (layer instanceof Linear linear) {
                shape.append('-').append(linear.outputs());
            }
        }
        return shape + String.format(Locale.ROOT, " (%,d parameters)", parameterCount());
    }

    private static int together(double[][] rows) {
        return Math.max(1, Math.min(Sweep.ROWS, rows.length));
    }

    private double[] flatten(double[][] rows) {
        double[] flat = new double[rows.length * inputs()];
        for (int i = 0; i < rows.length; i++) {
            Checks.length(rows[i], inputs(), "row " + i);
            System.arraycopy(rows[i], 0, flat, i * inputs(), inputs());
        }
        return flat;
    }

    private double[][] unflatten(double[] flat) {
        double[][] rows = new double[flat.length / outputs()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * outputs(), (i + 1) * outputs());
        }
        return rows;
    }
}
