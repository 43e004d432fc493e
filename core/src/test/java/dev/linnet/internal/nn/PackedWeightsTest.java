package dev.linnet.internal.nn;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.internal.math.GemmScratch;
import dev.linnet.internal.math.OtherScratch;
import dev.linnet.internal.math.PackedSlabs;
import dev.linnet.layer.Linear;
import dev.linnet.layer.Output;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackedWeightsTest {
    @Test
    void fromTheSecondTimeOnALayersWeightsAreKeptForAll() {
        ModelState model = model(20, 30);
        PackedWeights weights = PackedWeights.of(model);
        Parameter weight = model.network().parameters().get(0);
        GemmScratch scratch = new GemmScratch();
        assertNull(weights.find(weight, scratch));
        PackedSlabs packed = weights.find(weight, scratch);
        assertNotNull(packed);
        assertSame(packed, weights.find(weight, scratch));
    }

    @Test
    void kernelsThatTakeOverGetTheirOwn() {
        ModelState model = model(20, 30);
        PackedWeights weights = PackedWeights.of(model);
        Parameter weight = model.network().parameters().get(0);
        GemmScratch scratch = new GemmScratch();
        GemmScratch ofOthers = OtherScratch.make();
        weights.find(weight, scratch);
        PackedSlabs packed = weights.find(weight, scratch);
        assertTrue(packed.suits(scratch));
        assertFalse(packed.suits(ofOthers));
        PackedSlabs packedForOthers = weights.find(weight, ofOthers);
        assertTrue(packedForOthers.suits(ofOthers));
        assertSame(packedForOthers, weights.find(weight, ofOthers));
    }

    @Test
    void thoseOfLargeModelsAreNotKept() {
        assertNotNull(PackedWeights.of(model(2048, 2048)));
        assertNull(PackedWeights.of(model(2049, 2048)));
    }

    /** Packed, one column takes as much memory as two vectors. */
    @Test
    void layersOfFewOutputsCountAsWider() {
        assertNotNull(PackedWeights.of(model(PackedWeights.MOST_WEIGHTS / 16, 1)));
        assertNull(PackedWeights.of(model(PackedWeights.MOST_WEIGHTS / 16 + 1, 1)));
    }

    private static ModelState model(int inputs, int outputs) {
        Network network = Network.of(List.of(Linear.of(inputs, outputs)));
        double[] parameters = new double[network.parameterCount()];
        return new ModelState(network, false, null, Output.IDENTITY, null, 0, parameters, Map.of());
    }
}
