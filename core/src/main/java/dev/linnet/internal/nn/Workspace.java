package dev.linnet.internal.nn;

import dev.linnet.internal.kernel.GemmScratch;
import dev.linnet.internal.kernel.KernelProvider;
import dev.linnet.layer.Activation;
import dev.linnet.layer.Layer;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Output;
import java.util.ArrayList;
import java.util.List;

/**
 * A network with the memory to run a batch: one operation a layer, wired to its arrays.
 *
 * <p>Allocated once for (network, rows, workers), owned by one caller; nothing here allocates afterwards. Several workers
 * may run {@link #forward} and {@link #backward} on ranges of rows of their own at the same time, and after that {@link
 * #addGradient} on tiles of their own. The order is the caller's care.
 */
public final class Workspace {
    /** A range of the flat array of parameters that is moved as a whole. */
    public interface RangeUpdate {
        /**
         * Moves {@code parameters[from, to)}.
         *
         * @param decays whether they are weights, which weight decay concerns, and not biases
         * @return 0.0, or NaN if one of them is no longer finite
         */
        double update(double[] parameters, double[] gradients, int from, int to, boolean decays);
    }

    private final Network network;
    private final Standardizer standardizer;
    private final int maxRows;
    private final double[] parameters;
    private final double[] gradients;
    private final double[] input;
    private final double[] logits;
    private final double[] logitsGradient;
    private final double[] logSums;
    /** What each layer gave; layers that work in place share an array. */
    private final List<double[]> outputsOfLayers = new ArrayList<>();

    private final List<Op> ops = new ArrayList<>();
    private final List<WeightTile> tiles = new ArrayList<>();

    /** Some rows of the weights of a linear layer; the first of each layer takes care of the bias too. */
    private record WeightTile(LinearOp op, int index) {}

    private Workspace(ModelState model, int maxRows, int workers, boolean training) {
        this.network = model.network();
        this.standardizer = model.standardizer();
        this.maxRows = maxRows;
        this.parameters = model.parameters();
        this.gradients = training ? new double[parameters.length] : null;
        this.input = new double[maxRows * network.inputs()];
        this.logSums = new double[maxRows];
        GemmScratch[] scratch = new GemmScratch[workers];
        for (int i = 0; i < workers; i++) {
            scratch[i] = new GemmScratch();
        }
        double[] x = input;
        double[] dX = null;
        int columns = network.inputs();
        for (int i = 0; i < network.layers().size(); i++) {
            Layer layer = network.layers().get(i);
            if (layer instanceof Linear linear) {
                columns = linear.outputs();
                double[] y = new double[maxRows * columns];
                double[] dY = training ? new double[maxRows * columns] : null;
                List<Parameter> own = network.parametersOf(i);
                Parameter bias = own.size() > 1 ? own.get(1) : null;
                LinearOp op = new LinearOp(own.get(0), bias, parameters, x, y, dX, dY, maxRows, scratch);
                ops.add(op);
                for (int tile = 0; tile < op.tiles(); tile++) {
                    tiles.add(new WeightTile(op, tile));
                }
                x = y;
                dX = dY;
            } else {
                Activation activation = (Activation) layer;
                double[] y = activation.gradientFromOutput() || !training ? x : new double[maxRows * columns];
                ops.add(new ActivationOp(activation, columns, x, y, dX));
                x = y;
            }
            outputsOfLayers.add(x);
        }
        this.logits = x;
        this.logitsGradient = dX;
        for (int tile = 0; tile < tiles.size(); tile++) {
            pack(tile);
        }
    }

    /** For predicting up to {@code maxRows} rows at a time on one thread. */
    public static Workspace forPrediction(ModelState model, int maxRows) {
        return new Workspace(model, maxRows, 1, false);
    }

    /**
     * For training in batches of up to {@code maxRows} rows.
     *
     * @param model its parameters are read and, by {@link #update}, modified
     * @param workers number of threads that will run at the same time
     */
    public static Workspace forTraining(ModelState model, int maxRows, int workers) {
        return new Workspace(model, maxRows, workers, true);
    }

    /** Number of rows there is room for. */
    public int maxRows() {
        return maxRows;
    }

    /** Where the batch's features go: [maxRows, inputs]; overwritten by {@link #forward} where inputs are standardized. */
    public double[] input() {
        return input;
    }

    /** What {@link #forward} gave: [maxRows, outputs]. */
    public double[] logits() {
        return logits;
    }

    /** Where the loss's gradient with respect to the logits goes: [maxRows, outputs]; overwritten by {@link #backward}. */
    public double[] logitsGradient() {
        return logitsGradient;
    }

    /** Number of columns of the logits. */
    public int outputs() {
        return network.outputs();
    }

    /** Runs rows {@code [from, to)} from the input to the logits. */
    public void forward(int from, int to, int worker) {
        if (standardizer != null) {
            standardizer.apply(input, from, to);
        }
        for (int i = 0; i < ops.size(); i++) {
            ops.get(i).forward(from, to, worker);
        }
    }

    /** Runs rows {@code [from, to)} from the logits' gradient back to the first layer. */
    public void backward(int from, int to, int worker) {
        for (int i = ops.size() - 1; i >= 0; i--) {
            ops.get(i).backward(from, to, worker);
        }
    }

    /** Turns the logits of rows {@code [from, to)} into predictions, in place. */
    public void predictions(Output output, int from, int to) {
        int columns = outputs();
        switch (output) {
            case IDENTITY -> {}
            case SIGMOID ->
                KernelProvider.kernels().elementwise().sigmoid(logits, logits, from * columns, to * columns);
            case SOFTMAX -> KernelProvider.kernels().elementwise().softmax(logits, logits, logSums, columns, from, to);
        }
    }

    /** The gradients, laid out like the parameters. */
    public double[] gradients() {
        return gradients;
    }

    /** Number of tiles that all weights are cut into. */
    public int weightTiles() {
        return tiles.size();
    }

    /** Sets the gradient of {@code tile} to zero. */
    public void clearGradient(int tile) {
        WeightTile t = tiles.get(tile);
        t.op.clearGradient(t.index, gradients);
    }

    /** Adds the gradient of {@code tile} over the first {@code rows} rows of the batch, which ran forward and backward. */
    public void addGradient(int tile, int rows, int worker) {
        WeightTile t = tiles.get(tile);
        t.op.addGradient(t.index, rows, gradients, worker);
    }

    /** Moves the parameters of {@code tile}; returns 0.0, or NaN if one of them is no longer finite. */
    public double update(int tile, RangeUpdate update) {
        WeightTile t = tiles.get(tile);
        double probe =
                update.update(parameters, gradients, t.op.weightFrom(t.index), t.op.weightFrom(t.index + 1), true);
        if (t.index == 0) {
            probe += update.update(parameters, gradients, t.op.biasFrom(), t.op.biasTo(), false);
        }
        return probe;
    }

    /** Copies the weights of {@code tile} into the form that the matrix products read; after they have changed. */
    public void pack(int tile) {
        WeightTile t = tiles.get(tile);
        t.op.pack(t.index);
    }

    /** A number that should be finite and is not. */
    public record NotFinite(int layer, String statistic, double value) {}

    /**
     * Looks for the first number that is not finite after a step on {@code rows} rows: in what the layers gave, first to
     * last, then in the gradients, then in the parameters. Null if all are finite.
     */
    public NotFinite findNotFinite(int rows) {
        for (int layer = 0; layer < outputsOfLayers.size(); layer++) {
            double[] y = outputsOfLayers.get(layer);
            int at = indexOfNotFinite(y, 0, y.length / maxRows * rows);
            if (at >= 0) {
                return new NotFinite(layer, "output", y[at]);
            }
        }
        for (Parameter p : network.parameters()) {
            int at = indexOfNotFinite(gradients, p.offset(), p.end());
            if (at >= 0) {
                return new NotFinite(p.layer(), "gradient", gradients[at]);
            }
        }
        for (Parameter p : network.parameters()) {
            int at = indexOfNotFinite(parameters, p.offset(), p.end());
            if (at >= 0) {
                return new NotFinite(p.layer(), p.kind() == Parameter.Kind.WEIGHT ? "weight" : "bias", parameters[at]);
            }
        }
        return null;
    }

    private static int indexOfNotFinite(double[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Double.isFinite(values[i])) {
                return i;
            }
        }
        return -1;
    }
}
