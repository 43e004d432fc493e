package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.layer.Activation;
import dev.linnet.layer.BatchNorm;
import dev.linnet.layer.LayerNorm;
import dev.linnet.loss.Loss;
import dev.linnet.optim.AdaGrad;
import dev.linnet.optim.Adam;
import dev.linnet.optim.Clipping;
import dev.linnet.optim.Lbfgs;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.Plateau;
import dev.linnet.optim.RmsProp;
import dev.linnet.optim.Schedule;
import dev.linnet.training.Checkpoints;
import dev.linnet.training.EarlyStopping;
import dev.linnet.training.Training;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every default has the value that users have come to rely on. */
class DefaultsTest {
    @Test
    void ofARun() {
        Training t = Training.defaults();
        assertTrue(t.loss().isEmpty());
        assertEquals(Optimizer.adam(), t.optimizer());
        assertEquals(Schedule.constant(), t.schedule());
        assertEquals(20, t.epochs());
        assertEquals(64, t.batchSize(1000));
        assertEquals(10, t.batchSize(10));
        assertEquals(42, t.seed());
        assertEquals(42, MlpBuilder.DEFAULT_SEED);
        assertEquals(1, t.accumulation());
        assertEquals(1, Training.DEFAULT_ACCUMULATION);
        assertEquals(0.0, t.l1());
        assertEquals(0.0, t.l2());
        assertFalse(t.penalizesBiases());
        assertEquals(0, t.recoveries());
        assertFalse(t.validation().isPresent() || t.validationFraction().isPresent());
        assertFalse(t.earlyStopping().isPresent() || t.plateau().isPresent());
        assertFalse(t.clipping().isPresent()
                || t.maxNorm().isPresent()
                || t.averaging().isPresent());
        assertFalse(t.timeLimit().isPresent()
                || t.stop().isPresent()
                || t.classWeights().isPresent());
        assertTrue(t.frozenLayers().isEmpty());
        assertEquals(0.1, t.withValidation().validationFraction().getAsDouble());
        assertFalse(t.checkpoints().isPresent() || t.resumedFrom().isPresent());
        assertEquals(3, Checkpoints.in(Path.of("run")).kept());
        assertEquals(1, Checkpoints.in(Path.of("run")).epochs().getAsInt());
        assertFalse(Checkpoints.in(Path.of("run")).isResuming());
        assertEquals(10, EarlyStopping.defaults().patience());
        assertEquals(1e-4, EarlyStopping.defaults().minDelta());
        assertTrue(EarlyStopping.defaults().metric().isEmpty());
        assertTrue(t.metrics().isEmpty());
        assertFalse(t.hasTrainingMetrics());
    }

    @Test
    void ofOptimizers() {
        assertEquals(
                "Adam(learningRate=0.001, beta1=0.9, beta2=0.999, epsilon=1.0E-8)",
                Adam.defaults().toString());
        assertEquals(
                "RmsProp(learningRate=0.01, rho=0.99, epsilon=1.0E-8)",
                RmsProp.defaults().toString());
        assertEquals(
                "AdaGrad(learningRate=0.01, initialSum=0.0, epsilon=1.0E-10)",
                AdaGrad.defaults().toString());
        assertEquals(
                "Lbfgs(learningRate=1.0, memory=10, tolerance=1.0E-8)",
                Lbfgs.defaults().toString());
        assertEquals(
                "Plateau(factor=0.1, patience=10, minDelta=1.0E-4)",
                Plateau.defaults().toString());
        assertEquals(Plateau.defaults(), Plateau.defaults().withPatience(3).withPatience(Plateau.DEFAULT_PATIENCE));
        assertNotEquals(Plateau.defaults(), Plateau.defaults().withMinDelta(0));
        assertEquals(1e-6, Clipping.NORM_EPSILON);
        assertEquals(Schedule.oneCycle(0.3), Schedule.oneCycle());
        assertEquals(Schedule.cosine(0.0), Schedule.cosine());
        assertEquals(Schedule.cosineRestarts(5, 1, 0.0), Schedule.cosineRestarts(5));
    }

    @Test
    void ofTheGradientCheck() {
        assertEquals(1e-6, GradientCheck.STEP);
        assertEquals(1e-6, GradientCheck.TOLERANCE);
        assertEquals(50, GradientCheck.MOST_ELEMENTS);
    }

    @Test
    void ofLayersAndLosses() {
        assertEquals(0.1, BatchNorm.of(1).momentum());
        assertEquals(1e-5, BatchNorm.of(1).epsilon());
        assertEquals(1e-5, LayerNorm.of(1).epsilon());
        assertEquals(Map.of("negativeSlope", 0.01), Activation.leakyRelu().parameters());
        assertEquals(Map.of("alpha", 1.0), Activation.elu().parameters());
        assertEquals(1.0, Loss.huber().delta());
        assertEquals(2.0, Loss.focal().gamma());
        assertEquals(2.0, Loss.binaryFocal().gamma());
        assertEquals(0.25, Loss.binaryFocal().alpha());
        assertEquals(0.0, Loss.softmaxCrossEntropy().labelSmoothing());
        assertEquals(0.0, Loss.binaryCrossEntropy().labelSmoothing());
    }
}
