package dev.linnet;

import dev.linnet.data.Dataset;
import dev.linnet.internal.nn.Parameter;
import dev.linnet.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares the gradient that Linnet computes with slopes of the loss, for those who write an activation or a loss of their
 * own.
 *
 * <p>The slope to the right and the slope to the left of a parameter, over a small step, enclose its derivative; where the
 * loss has a kink between them, as with ReLU, they are apart. Of each tensor some elements are looked at, evenly spread. A
 * data set of a few rows is best.
 */
public final class GradientCheck {
    /** Step of the slopes: {@value}. */
    public static final double STEP = 1e-6;

    /** How far outside of the slopes, relative to their size, a gradient may lie: {@value}. */
    public static final double TOLERANCE = 1e-6;

    /** The most elements of a tensor that are looked at: {@value}. */
    public static final int MOST_ELEMENTS = 50;

    /**
     * What was found about one tensor.
     *
     * @param name as {@code 0.weight}
     * @param checked number of elements that were looked at
     * @param worst index, in the tensor, of the element furthest outside of its slopes
     * @param gradient the gradient there
     * @param slope the slope there that is nearer to it
     * @param error distance between them, relative to the slope where that is above 1; 0 between the slopes
     */
    public record Tensor(String name, int checked, int worst, double gradient, double slope, double error) {
        /** Whether the gradient is what it should be. */
        public boolean passed() {
            return error <= TOLERANCE;
        }
    }

    private final List<Tensor> tensors;

    private GradientCheck(List<Tensor> tensors) {
        this.tensors = List.copyOf(tensors);
    }

    /** Checks {@code model} on all rows of {@code data} together, with the loss that {@code fit} would take. */
    public static GradientCheck of(Mlp model, Dataset data) {
        return of(model, data, model.lossFor(data));
    }

    /** Checks {@code model} on all rows of {@code data} together. */
    public static GradientCheck of(Mlp model, Dataset data, Loss loss) {
        double[] parameters = model.parameters();
        Gradient gradient = model.gradient(data, loss);
        List<Tensor> tensors = new ArrayList<>();
        for (Parameter p : model.state().network().parameters()) {
            if (p.kind().isTrained()) {
                tensors.add(check(model, data, loss, parameters, gradient, p));
            }
        }
        return new GradientCheck(tensors);
    }

    private static Tensor check(
            Mlp model, Dataset data, Loss loss, double[] parameters, Gradient gradient, Parameter p) {
        int checked = Math.min(p.size(), MOST_ELEMENTS);
        Tensor worst = new Tensor(p.name(), checked, 0, 0.0, 0.0, -1.0);
        for (int k = 0; k < checked; k++) {
            int element = (int) ((long) k * p.size() / checked);
            int at = p.offset() + element;
            double mine = gradient.array()[at] / gradient.weightSum();
            double right = slope(model, data, loss, parameters, at, STEP, gradient.loss());
            double left = slope(model, data, loss, parameters, at, -STEP, gradient.loss());
            double nearest = Math.max(Math.min(left, right), Math.min(Math.max(left, right), mine));
            double error = Math.abs(mine - nearest) / Math.max(1.0, Math.abs(nearest));
            if (!(error <= worst.error())) {
                worst = new Tensor(p.name(), checked, element, mine, nearest, error);
            }
        }
        return worst;
    }

    private static double slope(
            Mlp model, Dataset data, Loss loss, double[] parameters, int at, double step, double here) {
        double[] moved = parameters.clone();
        moved[at] += step;
        double there = model.withParameters(moved).gradient(data, loss).loss();
        return (there - here) / (moved[at] - parameters[at]);
    }

    /** Whether every gradient is what it should be. */
    public boolean passed() {
        return tensors.stream().allMatch(Tensor::passed);
    }

    /** What was found, tensor by tensor. */
    public List<Tensor> tensors() {
        return tensors;
    }

    /** A line a tensor: its name, how many elements were looked at, the worst of them, and the verdict. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        for (Tensor t : tensors) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-14s  %3d checked  worst [%d]: gradient %.9g, slope %.9g, error %.1e  %s%n",
                    t.name(),
                    t.checked(),
                    t.worst(),
                    t.gradient(),
                    t.slope(),
                    t.error(),
                    t.passed() ? "ok" : "WRONG"));
        }
        return table.toString();
    }
}
