package dev.linnet.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.ReferenceNumbers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and gradients of the losses of the second file against what PyTorch printed. */
class LaterLossReferenceTest {
    private static final ReferenceNumbers REFERENCE = ReferenceNumbers.read("reference_numbers_2.txt");

    private static final Map<String, Loss> LOSSES = Map.ofEntries(
            Map.entry("labelSmoothing.0.1", Loss.softmaxCrossEntropy().withLabelSmoothing(0.1)),
            Map.entry(
                    "labelSmoothing.0.1.probabilities",
                    Loss.softmaxCrossEntropy().withLabelSmoothing(0.1)),
            Map.entry("softmaxFocal.2.0", Loss.focal()),
            Map.entry("softmaxFocal.0.5", Loss.focal(0.5)),
            Map.entry("binaryFocal.2.0.0.25", Loss.binaryFocal()),
            Map.entry("hinge", Loss.hinge()),
            Map.entry("squaredHinge", Loss.squaredHinge()),
            Map.entry("multiMargin.mean", Loss.multiClassHinge()),
            Map.entry("crammerSinger", Loss.crammerSinger()),
            Map.entry("klDivergence", Loss.klDivergence()),
            Map.entry("quantile.0.1", Loss.quantile(0.1)),
            Map.entry("quantile.0.5", Loss.quantile(0.5)),
            Map.entry("quantile.0.9", Loss.quantile(0.9)));

    static Set<String> names() {
        return new TreeSet<>(LOSSES.keySet());
    }

    /** All that the file has but log-cosh, which Linnet does not offer. */
    @Test
    void everyLossOfTheFileIsCompared() {
        Set<String> expected = new TreeSet<>(REFERENCE.words("loss.names"));
        assertTrue(expected.remove("logCosh"));
        assertEquals(expected, names());
    }

    /** As in {@link LossReferenceTest}; powers and the cancellation in targets' entropies cost a digit more. */
    @ParameterizedTest
    @MethodSource("names")
    void agreesWithPyTorch(String name) {
        Loss loss = LOSSES.get(name);
        for (String shape : List.of("0", "1")) {
            for (String scale : List.of("ordinary", "large")) {
                String key = "loss." + name + "." + shape + "." + scale;
                double[] logits = REFERENCE.numbers(key + ".logits");
                double[] targets = REFERENCE.numbers(key + ".targets");
                int outputs = REFERENCE.integer(key + ".outputs");
                int rows = logits.length / outputs;
                double[] rowLoss = new double[rows];
                double[] gradient = new double[logits.length];

                loss.evaluate(logits, targets, outputs, targets.length / rows, 0, rows, rowLoss, gradient);

                assertTrue(rows > 1);
                REFERENCE.assertAgrees(key + ".rowLoss", rowLoss, 1e-13, scale.equals("large") ? 1e-13 : 1e-15);
                REFERENCE.assertAgrees(key + ".gradient", gradient, 1e-13, 5e-16);
            }
        }
    }

    @Test
    void severalQuantilesAreSeveralOutputsForEachTarget() {
        double[] logits = {1, 2, 3, 1, 2, 3};
        double[] targets = {2.5, 0.5};
        double[] rowLoss = new double[1];
        double[] gradient = new double[6];
        Loss.quantile(0.1, 0.5, 0.9).evaluate(logits, targets, 6, 2, 0, 1, rowLoss, gradient);
        assertEquals((0.1 * 1.5 + 0.5 * 0.5 + 0.1 * 0.5 + 0.9 * 0.5 + 0.5 * 1.5 + 0.1 * 2.5) / 6, rowLoss[0], 1e-15);
    }
}
