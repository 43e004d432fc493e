package dev.linnet.loss;

import dev.linnet.layer.Output;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** A loss with logits and targets for it. */
final class LossCase {
    final Loss loss;
    final int rows;
    final int outputs;
    final int targetColumns;
    final double[] logits;
    final double[] targets;

    LossCase(Loss loss, int rows, int outputs, int targetColumns, double[] logits, double[] targets) {
        this.loss = loss;
        this.rows = rows;
        this.outputs = outputs;
        this.targetColumns = targetColumns;
        this.logits = logits;
        this.targets = targets;
    }

    double[] rowLoss() {
        double[] rowLoss = new double[rows];
        loss.evaluate(logits, targets, outputs, targetColumns, 0, rows, rowLoss, null);
        return rowLoss;
    }

    double[] gradient() {
        double[] gradient = new double[rows * outputs];
        loss.evaluate(logits, targets, outputs, targetColumns, 0, rows, new double[rows], gradient);
        return gradient;
    }

    @Override
    public String toString() {
        return loss + " of " + rows + " x " + outputs + " logits, target columns: " + targetColumns;
    }

    /** Cases of every loss, with one row and several, one column and several. */
    static final class Cases extends DomainContextBase {
        @Provide
        Arbitrary<LossCase> lossCases() {
            Arbitrary<Loss> losses = Arbitraries.of(
                    Loss.softmaxCrossEntropy(),
                    Loss.binaryCrossEntropy(),
                    Loss.meanSquaredError(),
                    Loss.meanAbsoluteError(),
                    Loss.huber(),
                    Loss.huber(0.25),
                    Loss.softmaxCrossEntropy().withLabelSmoothing(0.2),
                    Loss.binaryCrossEntropy().withLabelSmoothing(0.2),
                    Loss.focal(),
                    Loss.focal(0.7),
                    Loss.binaryFocal(),
                    Loss.hinge(),
                    Loss.squaredHinge(),
                    Loss.multiClassHinge(),
                    Loss.crammerSinger(),
                    Loss.klDivergence(),
                    Loss.quantile(0.3));
            return Combinators.combine(
                            losses,
                            Arbitraries.integers().between(1, 9),
                            Arbitraries.integers().between(1, 19),
                            Arbitraries.of(false, true),
                            Arbitraries.longs())
                    .as(LossCase::draw);
        }
    }

    private static LossCase draw(Loss loss, int rows, int outputs, boolean labels, long seed) {
        Random random = new Random(seed);
        boolean softmax = loss.output() == Output.SOFTMAX;
        int columns = softmax && outputs == 1 ? 2 : outputs;
        // Logits are whole multiples of 1/8 and targets fall between them, so that no error is near a kink of a loss.
        double[] logits = random.ints((long) rows * columns, -40, 41)
                .mapToDouble(k -> k / 8.0)
                .toArray();
        if (loss instanceof MultiClassHinge || loss instanceof Hinge) { // no margin is near 1 then, no two logits alike
            for (int i = 0; i < logits.length; i++) {
                logits[i] += 0.01 * (i % columns + 1);
            }
        }
        boolean classesOnly = loss instanceof Focal || loss instanceof MultiClassHinge;
        if (classesOnly || (softmax && labels && loss != Loss.klDivergence())) {
            double[] targets = random.ints(rows, 0, columns).asDoubleStream().toArray();
            return new LossCase(loss, rows, columns, 1, logits, targets);
        }
        if (softmax) {
            return new LossCase(loss, rows, columns, columns, logits, probabilities(random, rows, columns));
        }
        double[] targets = loss instanceof Hinge
                ? random.ints((long) rows * columns, 0, 2).asDoubleStream().toArray()
                : loss.output() == Output.SIGMOID
                        ? random.doubles((long) rows * columns).toArray()
                        : random.ints((long) rows * columns, -40, 41)
                                .mapToDouble(k -> k / 8.0 + 1.0 / 16.0)
                                .toArray();
        return new LossCase(loss, rows, columns, columns, logits, targets);
    }

    /** Rows that sum to 1, about a third of whose elements are zero. */
    private static double[] probabilities(Random random, int rows, int columns) {
        double[] targets = random.doubles((long) rows * columns)
                .map(u -> Math.max(0.0, u - 0.3))
                .toArray();
        for (int r = 0; r < rows; r++) {
            targets[r * columns] += 0.1;
            double sum = 0.0;
            for (int i = r * columns; i < (r + 1) * columns; i++) {
                sum += targets[i];
            }
            for (int i = r * columns; i < (r + 1) * columns; i++) {
                targets[i] /= sum;
            }
        }
        return targets;
    }

    static List<Loss> all() {
        return List.of(
                Loss.softmaxCrossEntropy(),
                Loss.binaryCrossEntropy(),
                Loss.meanSquaredError(),
                Loss.meanAbsoluteError(),
                Loss.huber());
    }
}
