package dev.linnet.internal.nn;

import dev.linnet.internal.math.GemmScratch;
import dev.linnet.layer.Activation;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.Dropout;
import dev.linnet.layer.LayerNorm;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Residual;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Makes a network's operations and the arrays between them, layer by layer. */
final class Wiring {
    private final double[] parameters;
    private final int maxRows;
    private final boolean training;
    private final PackedWeights packed;

    /** Working memory of each worker. */
    final GemmScratch[] scratch;

    private final Draws draws;
    private final Collection<Parameter> frozen;

    /** The operations so far, in the order of the forward pass. */
    final List<Op> ops = new ArrayList<>();

    /** What each layer gave, by its number; layers that work in place share an array. */
    final List<double[]> outputs = new ArrayList<>();

    /** What the last operation gave: [maxRows, columns]. */
    double[] y;

    /**
     * The gradient with respect to {@link #y}; null for the input, and when only predicting. Operations that need it no more
     * on their way back turn it into that with respect to their input, in place.
     */
    double[] dY;

    /**
     * Nothing but an input yet.
     *
     * @param packed the weights to predict with, or null: none are kept, or they change
     */
    Wiring(
            double[] input,
            double[] parameters,
            int maxRows,
            int workers,
            boolean training,
            PackedWeights packed,
            Draws draws,
            Collection<Parameter> frozen) {
        this.parameters = parameters;
        this.maxRows = maxRows;
        this.training = training;
        this.packed = packed;
        this.draws = draws;
        this.frozen = frozen;
        this.scratch = GemmScratch.ofWorkers(workers);
        this.y = input;
    }

    /** Adds the operations of {@code places}, which follow what there is. */
    void add(List<Place> places) {
        for (Place place : places) {
            outputs.add(null);
            add(place);
            outputs.set(place.number(), y);
        }
    }

    private void add(Place place) {
        int columns = place.outputs();
        double[] x = y;
        double[] dX = dY;
        if (place.layer() instanceof Linear linear) {
            fresh(columns);
            Parameter weight = place.parameter(Parameter.Kind.WEIGHT);
            Parameter bias = linear.hasBias() ? place.parameter(Parameter.Kind.BIAS) : null;
            ops.add(linear(weight, bias, x, dX));
        } else if (place.layer() instanceof Activation activation) {
            y = activation.gradientFromOutput() || !training ? x : array(columns);
            ops.add(new ActivationOp(activation, columns, x, y, dY));
        } else if (place.layer() instanceof Dropout dropout) {
            if (training) {
                y = array(columns);
                ops.add(new DropoutOp(
                        dropout.rate(), place.number(), columns, x, y, dY, array(columns), draws, scratch.length));
            }
        } else if (place.layer() instanceof BatchNorm norm) {
            y = array(columns);
            ops.add(
                    frozen.contains(place.parameter(Parameter.Kind.GAIN))
                            ? new FrozenBatchNormOp(norm, place, parameters, x, y, dY)
                            : new BatchNormOp(norm, place, parameters, x, y, dY, draws, scratch.length));
        } else if (place.layer() instanceof LayerNorm norm) {
            fresh(columns);
            ops.add(new LayerNormOp(norm.epsilon(), place, parameters, x, y, dX, dY, maxRows));
        } else if (place.layer() instanceof Residual) {
            double[] dSum = training ? array(columns) : null;
            fresh(columns);
            ops.add(new ForkOp(columns, x, y, dX, dY, dSum));
            add(place.inner());
            double[] inner = y;
            double[] dInner = dY;
            y = array(columns);
            dY = dSum;
            ops.add(new JoinOp(columns, x, inner, y, dInner, dY));
        } else {
            throw new IllegalArgumentException("no operation for " + place.title());
        }
    }

    /** The operation of a fully connected layer, from {@code x} to {@link #y}, by how workers had better share it out. */
    private LinearOp linear(Parameter weight, Parameter bias, double[] x, double[] dX) {
        if (training && RelayLinearOp.pays(weight, scratch.length, maxRows)) {
            return new RelayLinearOp(weight, bias, parameters, x, y, dX, dY, maxRows, scratch);
        }
        if (training && SharedLinearOp.pays(weight, scratch.length)) {
            return new SharedLinearOp(weight, bias, parameters, x, y, dX, dY, maxRows, scratch);
        }
        if (packed != null) {
            return new PackedLinearOp(weight, bias, parameters, packed, x, y, maxRows, scratch);
        }
        return new LinearOp(weight, bias, parameters, x, y, dX, dY, maxRows, scratch);
    }

    private void fresh(int columns) {
        y = array(columns);
        dY = training ? array(columns) : null;
    }

    private double[] array(int columns) {
        return new double[maxRows * columns];
    }
}
