package dev.linnet;

import dev.linnet.internal.math.Checks;
import dev.linnet.internal.nn.Parameter;
import dev.linnet.internal.train.OptimizerState;
import dev.linnet.optim.Optimizer;
import java.util.Objects;

/**
 * A model on its way, as a value: its parameters, and all that the optimizer remembers of its steps.
 *
 * <pre>{@code
 * Descent descent = Descent.of(model, Optimizer.adam());
 * for (Dataset batch : batches) {
 *     descent = descent.next(descent.model().gradient(batch, loss));
 * }
 * Mlp trained = descent.model();
 * }</pre>
 *
 * <p>Immutable: {@link #next} leaves this as it is. The loop above has the bits of {@code fit}, given the same batches.
 * What {@code fit} does beside the optimizer (schedules aside, see {@link #next(Gradient, double)}) is the caller's: clipping,
 * penalties, and the running statistics of batch normalization, which stay as they are.
 */
public final class Descent {
    private final Mlp model;
    private final OptimizerState optimizer;

    private Descent(Mlp model, OptimizerState optimizer) {
        this.model = model;
        this.optimizer = optimizer;
    }

    /** The beginning: {@code model}, and an optimizer that has done no step. */
    public static Descent of(Mlp model, Optimizer optimizer) {
        Objects.requireNonNull(optimizer, "optimizer");
        return new Descent(model, new OptimizerState(optimizer, model.parameterCount()));
    }

    /** The next value, after a step against {@code gradient} at the optimizer's learning rate. */
    public Descent next(Gradient gradient) {
        return next(gradient, 1.0);
    }

    /**
     * The next value, after a step against {@code gradient}.
     *
     * @param rateFactor what the learning rate is multiplied by, as a schedule has it
     * @throws IllegalArgumentException if the gradient has another length than the parameters, or is of no rows
     */
    public Descent next(Gradient gradient, double rateFactor) {
        double[] parameters = model.parameters();
        Checks.length(gradient.array(), parameters.length, "gradient");
        double scale = 1.0 / Checks.positive(gradient.weightSum(), "weightSum");
        OptimizerState moved = optimizer.copy();
        moved.begin(Checks.nonNegative(rateFactor, "rateFactor"), scale);
        for (Parameter p : model.state().network().parameters()) {
            if (p.kind().isTrained()) {
                boolean decays = p.kind() == Parameter.Kind.WEIGHT;
                moved.update(parameters, gradient.array(), p.offset(), p.offset(), p.end(), decays);
            }
        }
        return new Descent(model.withParameters(parameters), moved);
    }

    /** The model as it stands. */
    public Mlp model() {
        return model;
    }
}
