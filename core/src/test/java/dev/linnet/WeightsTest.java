package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.data.NdArray;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Weights that scikit-learn and Keras trained, as {@code docs/weights.md} brings them over; made by {@code weights.py}. */
class WeightsTest {
    @Test
    void scikitLearnsWeightsPredictTheSame() throws IOException {
        Mlp model = Mlp.builder()
                .linear(4, 10)
                .relu()
                .linear(10, 8)
                .relu()
                .linear(8, 3)
                .softmax()
                .build();
        assertSamePredictions(model, "sklearn", 1e-12);
    }

    @Test
    void kerassWeightsPredictTheSame() throws IOException {
        Mlp model = Mlp.builder()
                .linear(4, 10)
                .tanh()
                .linear(10, 8)
                .gelu()
                .linear(8, 3)
                .softmax()
                .build();
        assertSamePredictions(model, "keras", 1e-12);
    }

    private static void assertSamePredictions(Mlp described, String name, double tolerance) throws IOException {
        try (InputStream weights = WeightsTest.class.getResourceAsStream("/weights/" + name + ".safetensors");
                InputStream numbers = WeightsTest.class.getResourceAsStream("/weights/" + name + ".npz")) {
            Mlp model = described.withParametersFrom(weights, name);
            Map<String, NdArray> arrays = NumPy.loadZip(numbers, name);
            double[][] found = model.predict(arrays.get("inputs").toRows());
            double[][] expected = arrays.get("predictions").toRows();
            assertEquals(150, found.length);
            double largest = 0;
            for (int i = 0; i < found.length; i++) {
                for (int j = 0; j < 3; j++) {
                    largest = Math.max(largest, Math.abs(found[i][j] - expected[i][j]));
                }
            }
            System.out.println("weights of " + name + ": the largest difference of 450 probabilities is " + largest);
            assertTrue(largest < tolerance, name);
        }
    }
}
