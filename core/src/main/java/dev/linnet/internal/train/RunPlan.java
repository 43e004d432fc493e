package dev.linnet.internal.train;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import dev.linnet.data.Split;
import dev.linnet.internal.math.Team;
import dev.linnet.internal.nn.ModelState;
import dev.linnet.internal.nn.Network;
import dev.linnet.internal.nn.Parameter;
import dev.linnet.internal.nn.Standardizer;
import dev.linnet.layer.Output;
import dev.linnet.loss.Loss;
import dev.linnet.training.EarlyStopping;
import dev.linnet.training.Metric;
import dev.linnet.training.Training;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A run with everything decided and checked before work starts: which rows train, which validate, which loss, which
 * scaler, how many threads.
 *
 * @param model the state the run starts from, scaler fitted, output and labels set
 * @param train rows that are learned
 * @param validation rows that are only measured, or null
 * @param loss given or inferred
 * @param training the description it came from
 * @param metrics what each epoch records of the validation rows, and of the training rows if asked for
 * @param frozen parameters that no step moves
 * @param threads number of workers
 */
record RunPlan(
        ModelState model,
        Dataset train,
        Dataset validation,
        Loss loss,
        Training training,
        List<Metric> metrics,
        List<Parameter> frozen,
        int threads) {
    /** Forward, back to the inputs, and the gradient: each multiplies every weight once a row. */
    private static final long MULTIPLY_ADDS_PER_PARAMETER = 3;

    static RunPlan of(ModelState model, Dataset data, Training training) {
        Network network = model.network();
        Labels labels = data.labels().orElse(null);
        Loss loss = training.loss().orElseGet(() -> inferLoss(model, labels));
        check(model, data, loss);
        Output output = outputFor(loss, model.output());
        Dataset train = data;
        Dataset validation = training.validation().orElse(null);
        if (validation != null) {
            checkFeatures(validation, "validation", network);
            checkTargets(validation, data);
        } else if (training.validationFraction().isPresent()) {
            double fraction = training.validationFraction().getAsDouble();
            Split split = labels == null
                    ? data.split(fraction, training.seed())
                    : data.stratifiedSplit(fraction, training.seed());
            train = split.train();
            validation = split.test();
        } else if (training.earlyStopping().isPresent()) {
            throw new IllegalArgumentException("early stopping needs a validation: add withValidation(...)");
        }
        if (validation != null) {
            checkWeights(validation, "validate");
        }
        if (training.classWeights().isPresent()) {
            train = ClassWeights.apply(train, training.classWeights().get());
        }
        Standardizer standardizer =
                model.standardize() && model.standardizer() == null ? Standardizer.fit(train) : model.standardizer();
        ModelState start = new ModelState(
                network,
                model.standardize(),
                standardizer,
                output,
                labels,
                model.seed(),
                model.parameters(),
                model.metadata());
        long work = (long) training.batchSize(train.size()) * network.parameterCount();
        int threads = Team.worthwhile(training.threads().orElse(Team.limit()), MULTIPLY_ADDS_PER_PARAMETER * work);
        List<Metric> metrics = metrics(start, training, validation);
        if (validation != null) {
            Measurement.check(start, validation, metrics);
        }
        if (training.hasTrainingMetrics()) {
            Measurement.check(start, train, metrics);
        }
        return new RunPlan(start, train, validation, loss, training, metrics, frozen(network, training), threads);
    }

    /** Those asked for, by default the accuracy of a classifier; and the one that early stopping watches. */
    private static List<Metric> metrics(ModelState model, Training training, Dataset validation) {
        boolean classifies = model.labels() != null
                && (model.output() != Output.IDENTITY
                        || model.network().outputs() == model.labels().size());
        List<Metric> usual = classifies ? List.of(Metric.ACCURACY) : List.of();
        Set<Metric> metrics = new LinkedHashSet<>(training.metrics().orElse(usual));
        training.earlyStopping().flatMap(EarlyStopping::metric).ifPresent(metrics::add);
        boolean asked = !training.metrics().orElse(List.of()).isEmpty();
        if (asked && validation == null && !training.hasTrainingMetrics()) {
            throw new IllegalArgumentException(
                    "metrics need a validation: add withValidation(...), or withTrainingMetrics()");
        }
        return List.copyOf(metrics);
    }

    /** Refuses data that model and loss are not made for. */
    static void check(ModelState model, Dataset data, Loss loss) {
        Network network = model.network();
        Labels labels = data.labels().orElse(null);
        checkFeatures(data, "data", network);
        if (data.size() == 0) {
            throw new IllegalArgumentException("data has no rows");
        }
        if (model.labels() != null && !model.labels().equals(labels)) {
            throw new IllegalArgumentException("data has the labels " + labels + ", the model " + model.labels());
        }
        loss.check(network.outputs(), data.targets(), labels);
    }

    private static List<Parameter> frozen(Network network, Training training) {
        List<Parameter> frozen = new ArrayList<>();
        for (int layer : training.frozenLayers()) {
            int layers = network.places().size();
            if (layer >= layers) {
                throw new IllegalArgumentException(
                        "frozen layer " + layer + ": the network has the layers 0.." + (layers - 1));
            }
            String path = layer + ".";
            network.parameters().stream()
                    .filter(p -> p.kind().isTrained() && p.name().startsWith(path))
                    .forEach(frozen::add);
        }
        return List.copyOf(frozen);
    }

    private static void checkFeatures(Dataset data, String name, Network network) {
        if (data.features() != network.inputs()) {
            throw new IllegalArgumentException(name + " has " + data.features() + " features, "
                    + network.place(0).title() + " expects " + network.inputs());
        }
    }

    /** Batches hold targets of one kind, whether they are learned or validated. */
    private static void checkTargets(Dataset validation, Dataset data) {
        if (!validation.labels().equals(data.labels()) || validation.targets() != data.targets()) {
            boolean bothLabelled =
                    validation.labels().isPresent() && data.labels().isPresent();
            throw new IllegalArgumentException("validation has " + targetsOf(validation) + ", data has "
                    + targetsOf(data) + (bothLabelled ? ": withLabels(...) numbers them alike" : ""));
        }
    }

    private static String targetsOf(Dataset data) {
        return data.labels()
                .map(labels -> "the labels " + labels)
                .orElse(data.targets() + (data.targets() == 1 ? " column" : " columns") + " of values");
    }

    /**
     * Refuses rows none of which counts.
     *
     * @param purpose what they are there to do: learn, validate
     * @throws IllegalArgumentException if all of them weigh 0: a mean over them would be 0 / 0
     */
    static void checkWeights(Dataset data, String purpose) {
        boolean counts = !data.weighted();
        int[] row = new int[1];
        double[] weight = new double[1];
        for (; !counts && row[0] < data.size(); row[0]++) {
            data.readWeights(row, 0, 1, weight);
            counts = weight[0] > 0.0;
        }
        if (!counts) {
            throw new IllegalArgumentException(
                    "nothing to " + purpose + ": the weights of " + data.size() + " rows add up to 0");
        }
    }

    /** Class labels: softmax cross-entropy, or binary for one output and two classes. Real targets: as the output says. */
    static Loss inferLoss(ModelState model, Labels labels) {
        if (labels != null) {
            boolean binary = model.network().outputs() == 1 && labels.size() == 2;
            return binary ? Loss.binaryCrossEntropy() : Loss.softmaxCrossEntropy();
        }
        return switch (model.output()) {
            case IDENTITY -> Loss.meanSquaredError();
            case SOFTMAX -> Loss.softmaxCrossEntropy();
            case SIGMOID -> Loss.binaryCrossEntropy();
        };
    }

    /** A loss works on logits and says what makes predictions of them; a network that says otherwise is refused. */
    private static Output outputFor(Loss loss, Output declared) {
        if (declared != Output.IDENTITY && declared != loss.output()) {
            throw new IllegalArgumentException(
                    "the network ends in " + declared.name().toLowerCase(java.util.Locale.ROOT)
                            + ", but " + loss.name() + " expects "
                            + loss.output().name().toLowerCase(java.util.Locale.ROOT)
                            + " outputs");
        }
        return loss.output();
    }
}
