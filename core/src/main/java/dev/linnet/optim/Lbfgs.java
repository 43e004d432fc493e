package dev.linnet.optim;

import dev.linnet.internal.math.Checks;
import java.util.Objects;

/**
 * L-BFGS: Newton's direction from the last gradients, and a search along it that ends where the strong Wolfe conditions
 * hold. For data small enough that every step takes all rows.
 *
 * <p>An epoch is one step, and its loss that after the step; {@code fit} ends when no element of the gradient is larger than
 * the tolerance, or when a search finds nothing lower. Batch size and accumulation do not matter; L2 penalties are part of
 * what is minimized. What would make of it another function in every step, or choose other steps, is refused: dropout, batch
 * normalization, augmentation, schedules, clipping, averaging and their kin. Deterministic. Source: Nocedal, Wright 2006, "Numerical Optimization", algorithms 7.4, 7.5, 3.5 and 3.6.
 */
public final class Lbfgs implements Optimizer {
    /** Share of the step that is tried first unless given: {@value}, all of it. */
    public static final double DEFAULT_LEARNING_RATE = 1.0;

    /** Number of steps remembered unless given: {@value}. */
    public static final int DEFAULT_MEMORY = 10;

    /** Largest element of the gradient at which the run ends unless given: {@value}. */
    public static final double DEFAULT_TOLERANCE = 1e-8;

    private final double learningRate;
    private final int memory;
    private final double tolerance;

    private Lbfgs(double learningRate, int memory, double tolerance) {
        this.learningRate = Checks.positive(learningRate, "learningRate");
        this.memory = Checks.positive(memory, "memory");
        this.tolerance = Checks.nonNegative(tolerance, "tolerance");
    }

    /** L-BFGS with {@link #DEFAULT_LEARNING_RATE}, {@link #DEFAULT_MEMORY} and {@link #DEFAULT_TOLERANCE}. */
    public static Lbfgs defaults() {
        return new Lbfgs(DEFAULT_LEARNING_RATE, DEFAULT_MEMORY, DEFAULT_TOLERANCE);
    }

    /** The same, trying another share of the step first, above 0. */
    @Override
    public Lbfgs withLearningRate(double learningRate) {
        return new Lbfgs(learningRate, memory, tolerance);
    }

    /** The same, remembering another number of steps, at least 1. */
    public Lbfgs withMemory(int memory) {
        return new Lbfgs(learningRate, memory, tolerance);
    }

    /** The same, ending at another largest element of the gradient, at least 0. */
    public Lbfgs withTolerance(double tolerance) {
        return new Lbfgs(learningRate, memory, tolerance);
    }

    /** Share of the step that is tried first. */
    @Override
    public double learningRate() {
        return learningRate;
    }

    /** Number of steps remembered. */
    public int memory() {
        return memory;
    }

    /** Largest element of the gradient at which the run ends. */
    public double tolerance() {
        return tolerance;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lbfgs that
                && learningRate == that.learningRate
                && memory == that.memory
                && tolerance == that.tolerance;
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, memory, tolerance);
    }

    @Override
    public String toString() {
        return "Lbfgs(learningRate=" + learningRate + ", memory=" + memory + ", tolerance=" + tolerance + ")";
    }
}
