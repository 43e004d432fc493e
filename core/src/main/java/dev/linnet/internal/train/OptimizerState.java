package dev.linnet.internal.train;

import dev.linnet.data.FileFormatException;
import dev.linnet.internal.io.RunState;
import dev.linnet.internal.math.Updates;
import dev.linnet.internal.nn.ParameterUpdate;
import dev.linnet.optim.AdaGrad;
import dev.linnet.optim.Adam;
import dev.linnet.optim.Lbfgs;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.RmsProp;
import dev.linnet.optim.Sgd;
import java.util.Arrays;

/**
 * An optimizer at work: its moments, laid out like the parameters, and its count of steps.
 *
 * <p>{@link #begin} fixes the numbers of one step; {@link #update} then moves ranges of the parameters, several at once on
 * several threads.
 */
public final class OptimizerState implements ParameterUpdate {
    private static final double[] NONE = {};

    private final Optimizer optimizer;
    private final double[] first;
    private final double[] second;
    private long steps;
    private double rate;
    private double scale;
    private double stepSize;
    private double inverseRootBias2;

    /** An optimizer that has done no step yet, for so many parameters. */
    public OptimizerState(Optimizer optimizer, int parameters) {
        if (optimizer instanceof Lbfgs) {
            throw new IllegalArgumentException("L-BFGS searches for its steps: use it with fit");
        }
        this.optimizer = optimizer;
        boolean moments = optimizer instanceof Adam;
        boolean velocity = optimizer instanceof Sgd sgd && sgd.momentum() > 0.0;
        this.first = moments || velocity ? new double[parameters] : NONE;
        boolean squares = optimizer instanceof RmsProp || optimizer instanceof AdaGrad;
        this.second = moments || squares ? new double[parameters] : NONE;
        reset();
    }

    /**
     * Starts a step.
     *
     * @param factor the schedule's factor
     * @param scale what the gradient is multiplied by: 1 / sum of weights
     */
    public void begin(double factor, double scale) {
        steps++;
        this.rate = optimizer.learningRate() * factor;
        this.scale = scale;
        if (optimizer instanceof Adam adam) {
            stepSize = rate / (1.0 - StrictMath.pow(adam.beta1(), (double) steps));
            inverseRootBias2 = 1.0 / Math.sqrt(1.0 - StrictMath.pow(adam.beta2(), (double) steps));
        }
    }

    /** An optimizer that remembers the same steps. */
    public OptimizerState copy() {
        return copyFor(optimizer);
    }

    /** One that remembers the same steps, and does those to come as {@code other}, of the same kind, says. */
    OptimizerState copyFor(Optimizer other) {
        OptimizerState copy = new OptimizerState(other, Math.max(first.length, second.length));
        System.arraycopy(first, 0, copy.first, 0, first.length);
        System.arraycopy(second, 0, copy.second, 0, second.length);
        copy.steps = steps;
        return copy;
    }

    /** Forgets all steps. */
    void reset() {
        steps = 0;
        Arrays.fill(first, 0.0);
        Arrays.fill(second, optimizer instanceof AdaGrad adaGrad ? adaGrad.initialSum() : 0.0);
    }

    /** Puts what it remembers into {@code state}. */
    void save(RunState state) {
        state.put("optimizer.steps", steps);
        if (first.length > 0) {
            state.put("moment1", first);
        }
        if (second.length > 0) {
            state.put("moment2", second);
        }
    }

    /** Remembers what {@link #save} put. */
    void restore(RunState state) throws FileFormatException {
        steps = state.count("optimizer.steps", 0, Long.MAX_VALUE);
        if (first.length > 0) {
            state.copyTo("moment1", first);
        }
        if (second.length > 0) {
            state.copySquaresTo("moment2", second); // infinite where a gradient's square is: its parameter stands still
        }
    }

    /** Learning rate of the current step. */
    double rate() {
        return rate;
    }

    @Override
    public double update(double[] p, double[] g, int gradientFrom, int from, int to, boolean decays) {
        if (optimizer instanceof Adam adam) {
            double keep = decays ? 1.0 - rate * adam.weightDecay() : 1.0;
            return Updates.adam(
                    p,
                    first,
                    second,
                    g,
                    gradientFrom,
                    scale,
                    stepSize,
                    adam.beta1(),
                    adam.beta2(),
                    inverseRootBias2,
                    adam.epsilon(),
                    keep,
                    from,
                    to);
        }
        if (optimizer instanceof RmsProp rms) {
            double rho = rms.rho();
            return Updates.rootOfSquares(
                    p, second, g, gradientFrom, scale, rate, rho, 1.0 - rho, rms.epsilon(), from, to);
        }
        if (optimizer instanceof AdaGrad adaGrad) {
            return Updates.rootOfSquares(
                    p, second, g, gradientFrom, scale, rate, 1.0, 1.0, adaGrad.epsilon(), from, to);
        }
        Sgd sgd = (Sgd) optimizer;
        if (sgd.momentum() == 0.0) {
            return Updates.sgd(p, g, gradientFrom, scale, rate, from, to);
        }
        return sgd.isNesterov()
                ? Updates.nesterov(p, first, g, gradientFrom, scale, rate, sgd.momentum(), from, to)
                : Updates.momentum(p, first, g, gradientFrom, scale, rate, sgd.momentum(), from, to);
    }
}
