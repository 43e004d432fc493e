package dev.linnet;

import dev.linnet.internal.math.Checks;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.PackedWeights;
import dev.linnet.internal.nn.Workspace;
import dev.linnet.layer.Output;

/**
 * Predicts without allocating anything, once the virtual machine has compiled what predicts. The second time that a model predicts several rows together, it packs its weights, and does so once more
 * when other kernels take over.
 *
 * <p>In its first seconds, calls are now and then some milliseconds longer, while the kernels on the Vector API rehearse; {@code
 * -Dlinnet.kernel=scalar} spares an application that.
 *
 * <p>For one thread at a time: each thread takes its own from {@link Mlp#predictor()}. A row's prediction has the same
 * bits alone, in any batch, and through {@link Mlp#predict(double[])}.
 */
public final class Predictor {
    private final Output output;
    private final Workspace workspace;
    private final int inputs;
    private final int outputs;

    Predictor(ModelState model, PackedWeights packed, int rows) {
        this.output = model.output();
        this.workspace = Workspace.forPrediction(model, rows, packed);
        this.inputs = model.network().inputs();
        this.outputs = model.network().outputs();
    }

    /**
     * Predicts one row.
     *
     * @param in not modified: [inputs]
     * @param out modified: [outputs], probabilities or values
     * @throws IllegalArgumentException if an array has another length
     */
    public void predict(double[] in, double[] out) {
        Checks.length(in, inputs, "in");
        Checks.length(out, outputs, "out");
        run(in, out, 1, output);
    }

    /**
     * Predicts {@code rows} rows.
     *
     * @param in not modified: [rows, inputs], row-major; it may be longer
     * @param out modified: [rows, outputs], row-major; it may be longer
     * @throws IllegalArgumentException if an array is too short
     */
    public void predict(double[] in, double[] out, int rows) {
        run(in, out, rows, output);
    }

    /** As {@link #predict(double[], double[])}, giving what goes into softmax or sigmoid instead of what comes out. */
    public void logits(double[] in, double[] out) {
        Checks.length(in, inputs, "in");
        Checks.length(out, outputs, "out");
        run(in, out, 1, Output.IDENTITY);
    }

    /** As {@link #predict(double[], double[], int)}, giving what goes into softmax or sigmoid instead of what comes out. */
    public void logits(double[] in, double[] out, int rows) {
        run(in, out, rows, Output.IDENTITY);
    }

    private void run(double[] in, double[] out, int rows, Output output) {
        Checks.nonNegative(rows, "rows");
        atLeast(in, rows, inputs, "in");
        atLeast(out, rows, outputs, "out");
        int chunk = workspace.maxRows();
        for (int from = 0; from < rows; from += chunk) {
            int n = Math.min(chunk, rows - from);
            workspace.keepUpWithKernels();
            workspace.predict(in, from * inputs, n);
            workspace.predictions(output, 0, n);
            System.arraycopy(workspace.logits(), 0, out, from * outputs, n * outputs);
        }
    }

    private static void atLeast(double[] array, int rows, int columns, String name) {
        if (array.length < (long) rows * columns) {
            throw new IllegalArgumentException(
                    name + " has " + array.length + " values, expected " + rows + " x " + columns);
        }
    }
}
