package dev.linnet.internal.train;

import dev.linnet.data.Labels;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Network;
import dev.linnet.loss.Loss;
import dev.linnet.optim.Lbfgs;
import dev.linnet.optim.Schedule;
import dev.linnet.training.Training;

/**
 * Where learning from a stream stands, as a value; its arrays are never modified.
 *
 * @param model what is trained
 * @param labels the declared classes; null: targets are values
 * @param training the settings of the run
 * @param optimizer what the optimizer remembers
 * @param average running average of the parameters, or null
 * @param chunks number of data sets so far
 * @param steps number of steps so far
 * @param rows number of rows so far
 * @param loss weighted mean loss of the rows of the last call; NaN: none yet
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the array is shared on purpose
public record StreamState(
        ModelState model,
        Labels labels,
        Training training,
        OptimizerState optimizer,
        double[] average,
        int chunks,
        long steps,
        long rows,
        double loss) {
    /**
     * The beginning.
     *
     * @throws IllegalArgumentException if the settings need to know all of the data, or labels, loss and network do not fit
     *     together
     */
    public static StreamState begin(ModelState model, Labels labels, Training training) {
        refuse(training.optimizer() instanceof Lbfgs, "L-BFGS");
        refuse(
                training.validation().isPresent()
                        || training.validationFraction().isPresent(),
                "validation");
        refuse(training.earlyStopping().isPresent(), "early stopping");
        refuse(training.metrics().isPresent() || training.hasTrainingMetrics(), "metrics");
        refuse(!training.schedule().equals(Schedule.constant()), "a schedule, whose end it does not know");
        refuse(training.plateau().isPresent(), "a plateau");
        refuse(training.recoveries() > 0, "recovery");
        refuse(training.checkpoints().isPresent() || training.resumedFrom().isPresent(), "checkpoints");
        refuse(
                training.classWeights().filter(weights -> weights.length == 0).isPresent(),
                "balanced classes, whose sizes it does not know");
        Network network = model.network();
        if (labels != null) {
            if (model.labels() != null && !model.labels().equals(labels)) {
                throw new IllegalArgumentException("the labels are " + labels + ", the model's are " + model.labels());
            }
            Loss loss = training.loss().orElseGet(() -> RunPlan.inferLoss(model, labels));
            loss.check(network.outputs(), 1, labels);
        }
        double[] average = training.averaging().isPresent() ? model.parameters().clone() : null;
        OptimizerState optimizer = new OptimizerState(training.optimizer(), network.parameterCount());
        return new StreamState(model, labels, training, optimizer, average, 0, 0, 0, Double.NaN);
    }

    private static void refuse(boolean present, String what) {
        if (present) {
            throw new IllegalArgumentException("partialFit does not go with " + what);
        }
    }

    /** The same with another learning rate for the steps to come. */
    public StreamState withLearningRate(double learningRate) {
        Training other = training.withLearningRate(learningRate);
        OptimizerState moments = optimizer.copyFor(other.optimizer());
        return new StreamState(model, labels, other, moments, average, chunks, steps, rows, loss);
    }

    /** The model as it stands: with averaged parameters where asked for. */
    public ModelState shown() {
        return average == null ? model : model.withParameters(average);
    }
}
