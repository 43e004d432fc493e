package dev.linnet.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.ReferenceNumbers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and gradients of the losses against what PyTorch printed. */
class LossReferenceTest {
    private static final ReferenceNumbers REFERENCE = ReferenceNumbers.read("reference_numbers.txt");

    private static final Map<String, Loss> LOSSES = Map.of(
            "softmaxCrossEntropy", Loss.softmaxCrossEntropy(),
            "softmaxCrossEntropy.probabilities", Loss.softmaxCrossEntropy(),
            "binaryCrossEntropy", Loss.binaryCrossEntropy(),
            "meanSquaredError", Loss.meanSquaredError(),
            "meanAbsoluteError", Loss.meanAbsoluteError(),
            "huber.1.0", Loss.huber(),
            "huber.0.3", Loss.huber(0.3),
            "huber.2.5", Loss.huber(2.5));

    static List<String> names() {
        return REFERENCE.words("loss.names");
    }

    @Test
    void theFileHasEveryLoss() {
        assertEquals(LOSSES.keySet(), Set.copyOf(names()));
        assertEquals(
                Set.of(
                        SoftmaxCrossEntropy.class,
                        BinaryCrossEntropy.class,
                        MeanSquaredError.class,
                        MeanAbsoluteError.class,
                        Huber.class),
                new HashSet<>(LOSSES.values().stream().map(Loss::getClass).toList()));
    }

    /**
     * A few roundings of PyTorch's exp and log stand between the two: 1e-14 relative is 45 ulp, and PyTorch's {@code p - y}
     * and {@code max + log(sum)} carry the rounding of numbers of the size of 1 and of the logits (up to 200).
     */
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
                REFERENCE.assertAgrees(key + ".rowLoss", rowLoss, 1e-14, scale.equals("large") ? 1e-13 : 1e-15);
                REFERENCE.assertAgrees(key + ".gradient", gradient, 1e-14, 5e-16);
            }
        }
    }
}
