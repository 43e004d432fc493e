package dev.linnet;

import dev.linnet.data.Dataset;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Network;
import dev.linnet.layer.Activation;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.Dropout;
import dev.linnet.layer.Layer;
import dev.linnet.layer.LayerNorm;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Output;
import dev.linnet.layer.Residual;
import dev.linnet.training.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Describes a network layer by layer; {@link #build()} gives it with initial weights, {@link #fit(Dataset)} trained.
 *
 * <p>Not thread-safe. Building twice gives two equal models.
 */
public final class MlpBuilder {
    /** Seed of the initial weights unless given: {@value}. */
    public static final long DEFAULT_SEED = 42;

    private final List<Layer> layers = new ArrayList<>();
    private Output output;
    private boolean standardize;
    private long seed = DEFAULT_SEED;

    private final boolean isBlock;

    /** Columns that the last layer gives; 0 before the first. */
    private int columns;

    MlpBuilder() {
        this(0, false);
    }

    private MlpBuilder(int columns, boolean isBlock) {
        this.columns = columns;
        this.isBlock = isBlock;
    }

    /** Adds any layer. */
    public MlpBuilder layer(Layer layer) {
        Objects.requireNonNull(layer, "layer");
        if (output != null) {
            throw new IllegalArgumentException(
                    "layer " + layers.size() + " (" + layer + "): nothing may follow softmax(), the output");
        }
        layers.add(layer);
        if (layer instanceof Linear linear) {
            columns = linear.outputs();
        }
        return this;
    }

    /** Adds a fully connected layer with a bias: {@code inputs} columns in, {@code outputs} out. */
    public MlpBuilder linear(int inputs, int outputs) {
        return layer(Linear.of(inputs, outputs));
    }

    /** Adds {@link Activation#relu() ReLU}. */
    public MlpBuilder relu() {
        return layer(Activation.relu());
    }

    /** Adds {@link Activation#leakyRelu() leaky ReLU}. */
    public MlpBuilder leakyRelu() {
        return layer(Activation.leakyRelu());
    }

    /** Adds {@link Activation#elu() ELU}. */
    public MlpBuilder elu() {
        return layer(Activation.elu());
    }

    /** Adds {@link Activation#selu() SELU}. */
    public MlpBuilder selu() {
        return layer(Activation.selu());
    }

    /** Adds {@link Activation#gelu() GELU}. */
    public MlpBuilder gelu() {
        return layer(Activation.gelu());
    }

    /** Adds {@link Activation#silu() SiLU}. */
    public MlpBuilder silu() {
        return layer(Activation.silu());
    }

    /**
     * Adds {@link Activation#sigmoid() the logistic function}. As the last call it is the network's output: {@code predict}
     * gives independent probabilities, and {@code fit} takes binary cross-entropy.
     */
    public MlpBuilder sigmoid() {
        return layer(Activation.sigmoid());
    }

    /** Adds {@link Activation#tanh() tanh}. */
    public MlpBuilder tanh() {
        return layer(Activation.tanh());
    }

    /** Adds {@link Activation#softplus() softplus}. */
    public MlpBuilder softplus() {
        return layer(Activation.softplus());
    }

    /** Adds {@link Activation#hardTanh() hard tanh}. */
    public MlpBuilder hardTanh() {
        return layer(Activation.hardTanh());
    }

    /** Adds {@link Activation#identity() the identity}. */
    public MlpBuilder identity() {
        return layer(Activation.identity());
    }

    /** Adds {@link Dropout dropout}: while learning, each unit is dropped with probability {@code rate}. */
    public MlpBuilder dropout(double rate) {
        return layer(Dropout.of(rate));
    }

    /** Adds {@link BatchNorm batch normalization} of the columns that the layer before gives. */
    public MlpBuilder batchNorm() {
        return layer(BatchNorm.of(columnsFor("batchNorm()")));
    }

    /** Adds {@link LayerNorm layer normalization} of the columns that the layer before gives. */
    public MlpBuilder layerNorm() {
        return layer(LayerNorm.of(columnsFor("layerNorm()")));
    }

    /**
     * Adds a {@link Residual residual block}: {@code residual(b -> b.linear(64, 64).relu())} adds what these layers give to
     * what they take. It must give as many columns as it takes.
     *
     * @param block adds the inner layers to the builder that it is handed
     */
    public MlpBuilder residual(UnaryOperator<MlpBuilder> block) {
        MlpBuilder inner = block.apply(new MlpBuilder(columnsFor("residual(...)"), true));
        Objects.requireNonNull(inner, "the builder that block returns");
        return layer(Residual.of(inner.layers));
    }

    private int columnsFor(String call) {
        if (columns == 0) {
            throw new IllegalArgumentException(call + " needs a linear layer before it, whose columns it takes");
        }
        return columns;
    }

    private void checkNoBlock(String call) {
        if (isBlock) {
            throw new IllegalArgumentException(
                    call + " concerns the whole network: it cannot stand in a residual block");
        }
    }

    /**
     * Makes the output probabilities of exclusive classes; the last call. Not needed where {@code fit} infers it from class
     * labels; cross-entropy is never applied on top of it twice.
     */
    public MlpBuilder softmax() {
        checkNoBlock("softmax()");
        if (output != null) {
            throw new IllegalArgumentException("softmax() was called twice: it is the output, not a layer");
        }
        output = Output.SOFTMAX;
        return this;
    }

    /**
     * Puts a scaler in front: each input column is shifted and scaled to mean 0 and variance 1. {@code fit} takes the
     * numbers from the rows that are trained on, and they are saved with the model.
     */
    public MlpBuilder standardize() {
        checkNoBlock("standardize()");
        standardize = true;
        return this;
    }

    /** Draws the initial weights from {@code seed}; every value is an ordinary seed. */
    public MlpBuilder seed(long seed) {
        checkNoBlock("seed(...)");
        this.seed = seed;
        return this;
    }

    /**
     * The network with its initial weights.
     *
     * @throws IllegalArgumentException if the layers do not chain; the message names the layer
     */
    public Mlp build() {
        checkNoBlock("build()");
        List<Layer> hidden = new ArrayList<>(layers);
        Output last = output == null ? Output.IDENTITY : output;
        if (output == null && !hidden.isEmpty() && hidden.get(hidden.size() - 1).equals(Activation.sigmoid())) {
            hidden.remove(hidden.size() - 1);
            last = Output.SIGMOID;
        }
        Network network = Network.of(hidden);
        return new Mlp(new ModelState(
                network, standardize, null, last, null, seed, network.initialParameters(seed), Map.of()));
    }

    /** Builds the network and trains it with {@linkplain Training#defaults() everything by default}. */
    public Fit fit(Dataset data) {
        return build().fit(data);
    }

    /** Builds the network and trains it; see {@link Mlp#fit(Dataset, Training)}. */
    public Fit fit(Dataset data, Training training) {
        return build().fit(data, training);
    }
}
