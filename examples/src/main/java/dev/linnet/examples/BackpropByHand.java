package dev.linnet.examples;

import dev.linnet.Descent;
import dev.linnet.Gradient;
import dev.linnet.Mlp;
import dev.linnet.data.Dataset;
import dev.linnet.layer.Activation;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Optimizer;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All of backpropagation for two inputs, two hidden units and one output, every number printed. */
@Command(
        name = "BackpropByHand",
        description = {
            "Computes one step of gradient descent for a network of two inputs, two hidden units and one output, with"
                    + " nothing but arithmetic, prints every number on the way, and then lets the library do the same.%n",
            "Both agree to the last bit.%n"
        })
public final class BackpropByHand extends Example {
    private static final double[] ROW = {0.05, 0.10};
    private static final double TARGET = 0.8;
    private static final double[] WEIGHTS = {
        0.15, 0.25, // from x1 to h1 and h2
        0.20, -0.30, // from x2 to h1 and h2
        0.35, 0.10, // biases of h1 and h2
        0.40, -0.45, // from h1 and h2 to y
        0.60, // bias of y
    };
    private static final String[] NAMES = {"w11", "w12", "w21", "w22", "b1", "b2", "v1", "v2", "c"};

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            converter = Values.Rate.class,
            defaultValue = "0.5",
            description = "The learning rate (default: ${DEFAULT-VALUE}).")
    private double rate;

    public static void main(String[] args) {
        launch(new BackpropByHand(), args);
    }

    @Override
    void run(PrintStream out) {
        Step step = Step.of(WEIGHTS, ROW, TARGET, rate);
        print(step, out);

        Mlp network = network().withParameters(WEIGHTS);
        Gradient gradient =
                network.gradient(Dataset.of(new double[][] {ROW}, new double[][] {{TARGET}}), Loss.meanSquaredError());
        Mlp next = Descent.of(network, Optimizer.sgd(rate)).next(gradient).model();
        boolean agreed = sameBits(step.gradient, gradient.values()) && sameBits(step.next, next.parameters());
        out.printf("%nthe library's gradient: %s%n", Arrays.toString(gradient.values()));
        out.printf("the library's weights:  %s%n", Arrays.toString(next.parameters()));
        out.printf("%nby hand and by library, to the last bit: %s%n", agreed ? "the same" : "DIFFERENT");
    }

    /** The same network as the library has it. */
    static Mlp network() {
        return Mlp.builder().linear(2, 2).sigmoid().linear(2, 1).build();
    }

    private static boolean sameBits(double[] some, double[] others) {
        return Arrays.equals(some, others); // by Double.doubleToLongBits
    }

    /**
     * One step, by hand.
     *
     * <p>A sum of products is computed as the library promises to: from the bias on, one term after the other, each product
     * added with a single rounding ({@code Math.fma}). In any other order the last bits could differ.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Step(
            double[] x,
            double target,
            double[] z,
            double[] h,
            double y,
            double loss,
            double dY,
            double[] dH,
            double[] dZ,
            double[] gradient,
            double[] next) {

        static Step of(double[] p, double[] x, double target, double rate) {
            // forward
            double[] z = new double[2];
            for (int j = 0; j < 2; j++) {
                z[j] = Math.fma(x[1], p[2 + j], Math.fma(x[0], p[j], p[4 + j]));
            }
            double[] h = sigmoid(z);
            double y = Math.fma(h[1], p[7], Math.fma(h[0], p[6], p[8]));
            double loss = (y - target) * (y - target);

            // backward: each line is the chain rule once
            double dY = 2 * (y - target);
            double[] dH = {dY * p[6], dY * p[7]};
            double[] dZ = {dH[0] * (h[0] * (1 - h[0])), dH[1] * (h[1] * (1 - h[1]))};
            double[] gradient = {
                x[0] * dZ[0], x[0] * dZ[1], x[1] * dZ[0], x[1] * dZ[1], dZ[0], dZ[1], h[0] * dY, h[1] * dY, dY
            };

            // the step downhill
            double[] next = new double[p.length];
            for (int i = 0; i < p.length; i++) {
                next[i] = Math.fma(-rate, gradient[i], p[i]);
            }
            return new Step(x, target, z, h, y, loss, dY, dH, dZ, gradient, next);
        }

        /** The logistic function as the library computes it, the same on every machine: {@code Math.exp} is not. */
        private static double[] sigmoid(double[] z) {
            double[] h = new double[z.length];
            Activation.sigmoid().value(z, h, 0, z.length);
            return h;
        }
    }

    // ------------------------------------------------------------------------------------------------------- printing

    private void print(Step s, PrintStream out) {
        out.printf("    x1 --w11,w12--> h1 --v1--.%n");
        out.printf("                             y        h = sigmoid(z), y = c + v1 h1 + v2 h2%n");
        out.printf("    x2 --w21,w22--> h2 --v2--'%n%n");
        line(out, "x1 = %s, x2 = %s, target t = %s", s.x[0], s.x[1], s.target);
        for (int i = 0; i < WEIGHTS.length; i++) {
            line(out, "%-3s = %s", NAMES[i], WEIGHTS[i]);
        }
        line(out, "%nforward");
        for (int j = 0; j < 2; j++) {
            int n = j + 1;
            line(
                    out,
                    "z%d = b%d + x1 w1%d + x2 w2%d = %s + %s * %s + %s * %s = %s",
                    n,
                    n,
                    n,
                    n,
                    WEIGHTS[4 + j],
                    s.x[0],
                    WEIGHTS[j],
                    s.x[1],
                    WEIGHTS[2 + j],
                    s.z[j]);
            line(out, "h%d = 1 / (1 + exp(-z%d)) = %s", n, n, s.h[j]);
        }
        line(
                out,
                "y  = c + v1 h1 + v2 h2 = %s + %s * %s + %s * %s = %s",
                WEIGHTS[8],
                WEIGHTS[6],
                s.h[0],
                WEIGHTS[7],
                s.h[1],
                s.y);
        line(out, "L  = (y - t)^2 = (%s - %s)^2 = %s", s.y, s.target, s.loss);

        line(out, "%nbackward");
        line(out, "dL/dy  = 2 (y - t) = %s", s.dY);
        line(out, "dL/dc  = dL/dy = %s", s.gradient[8]);
        for (int j = 0; j < 2; j++) {
            int n = j + 1;
            line(out, "dL/dv%d = h%d dL/dy = %s * %s = %s", n, n, s.h[j], s.dY, s.gradient[6 + j]);
        }
        for (int j = 0; j < 2; j++) {
            int n = j + 1;
            line(out, "dL/dh%d = v%d dL/dy = %s * %s = %s", n, n, WEIGHTS[6 + j], s.dY, s.dH[j]);
            line(
                    out,
                    "dL/dz%d = h%d (1 - h%d) dL/dh%d = %s * (1 - %s) * %s = %s",
                    n,
                    n,
                    n,
                    n,
                    s.h[j],
                    s.h[j],
                    s.dH[j],
                    s.dZ[j]);
            line(out, "dL/db%d = dL/dz%d = %s", n, n, s.gradient[4 + j]);
            for (int i = 0; i < 2; i++) {
                line(
                        out,
                        "dL/dw%d%d = x%d dL/dz%d = %s * %s = %s",
                        i + 1,
                        n,
                        i + 1,
                        n,
                        s.x[i],
                        s.dZ[j],
                        s.gradient[2 * i + j]);
            }
        }

        line(out, "%nthe step, at a learning rate of %s", rate);
        for (int i = 0; i < WEIGHTS.length; i++) {
            line(out, "%-3s <- %s - %s * %s = %s", NAMES[i], WEIGHTS[i], rate, s.gradient[i], s.next[i]);
        }
        Step after = Step.of(s.next, s.x, s.target, rate);
        line(out, "%nloss before %s, after %s", s.loss, after.loss);
    }

    private static void line(PrintStream out, String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
