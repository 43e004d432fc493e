package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Optimizer;
import dev.linnet.training.Training;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Steps with penalties, limited norms, class weights and smoothed answers, against what PyTorch printed. */
class PenaltyReferenceTest {
    private static final ReferenceNumbers REFERENCE = ReferenceNumbers.read("training_steps.txt");
    private static final Training TEN_STEPS =
            Training.defaults().withEpochs(10).withBatchSize(23).withOptimizer(Optimizer.sgd(0.5));

    @Test
    void stepsAgree() {
        assertAgrees("plain", TEN_STEPS);
        assertAgrees("l1", TEN_STEPS.withL1(0.01));
        assertAgrees("penalizedBiases", TEN_STEPS.withL1(0.01).withL2(0.05).withPenalizedBiases());
        assertAgrees("classWeights", TEN_STEPS.withClassWeights(1.0, 2.5, 0.5));
    }

    @Test
    void smoothedAnswersAgree() {
        Loss loss = Loss.binaryCrossEntropy().withLabelSmoothing(0.2);
        double[] found = trained(data().oneHot(), TEN_STEPS.withLoss(loss));
        REFERENCE.assertAgrees("smoothedAnswers", found, 1e-12, 1e-13);
    }

    /** {@code torch.renorm} divides by the norm plus 1e-7, so that what is longer ends a little shorter there. */
    @Test
    void limitedNormsAgree() {
        double[] expected = REFERENCE.numbers("maxNorm");
        double[] found = trained(TEN_STEPS.withMaxNorm(0.8));
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], 1e-5, "parameter " + i);
        }
        assertFalse(Arrays.equals(REFERENCE.numbers("plain"), expected));
    }

    private static void assertAgrees(String key, Training training) {
        REFERENCE.assertAgrees(key, trained(training), 1e-12, 1e-13);
    }

    private static double[] trained(Training training) {
        return trained(data(), training);
    }

    private static Dataset data() {
        int[] labels =
                Arrays.stream(REFERENCE.numbers("y")).mapToInt(y -> (int) y).toArray();
        return Dataset.of(REFERENCE.numbers("x"), 5, labels, Labels.numbered(3));
    }

    private static double[] trained(Dataset data, Training training) {
        return Mlp.builder()
                .linear(5, 7)
                .tanh()
                .linear(7, 3)
                .build()
                .withParameters(REFERENCE.numbers("start"))
                .fit(data, training)
                .model()
                .parameters();
    }
}
