package dev.linnet.internal.train;

import dev.linnet.data.Dataset;
import dev.linnet.internal.io.HexDouble;
import dev.linnet.loss.Loss;
import dev.linnet.optim.AdaGrad;
import dev.linnet.optim.Adam;
import dev.linnet.optim.Lbfgs;
import dev.linnet.optim.Optimizer;
import dev.linnet.optim.RmsProp;
import dev.linnet.optim.Schedule;
import dev.linnet.optim.Sgd;
import dev.linnet.training.Metric;
import dev.linnet.training.Training;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What decides the result of a run beside its network, as text by name, so that a checkpoint can tell whether it is of the same
 * run. A setting that a later version adds must not be there where it is left at its default.
 *
 * <p>Data, and what users write themselves, are told apart by a checksum of a sample of their values, rounded to 32 bits: a
 * last bit that differs between machines does not count.
 */
final class RunSettings {
    /** Rows of the data that are looked at, fewer where they are very long. */
    private static final int SAMPLED_ROWS = 256;

    private static final int SAMPLED_VALUES = 1_000_000;

    /** Rows whose losses are looked at. */
    private static final int SAMPLED_LOSSES = 16;

    /** Steps whose learning rate is looked at; some twice where there are fewer. */
    private static final int SAMPLED_STEPS = 1_000;

    private static final String SAMPLE = " (sample)";
    private static final String DATA_SAMPLE = "data" + SAMPLE;
    private static final String LOSS_SAMPLE = "loss" + SAMPLE;
    private static final Pattern HEXADECIMAL = Pattern.compile("-?0x[0-9a-f]{1,16}\\.[0-9a-f]{1,16}p-?[0-9]{1,4}");

    private final Map<String, String> texts = new TreeMap<>();

    private RunSettings() {}

    /** The settings of a run. */
    static Map<String, String> of(RunPlan plan) {
        RunSettings settings = new RunSettings();
        settings.add(plan.training(), plan.train().size());
        settings.put("optimizer", text(plan.training().optimizer()));
        settings.add("data", plan.train().atEpoch(plan.training().seed(), 1));
        if (plan.validation() != null) {
            settings.add("validation", plan.validation());
        }
        settings.put(
                "metrics", plan.metrics() + (plan.training().hasTrainingMetrics() ? " of training rows, too" : ""));
        settings.put("loss", plan.loss().name());
        settings.put(LOSS_SAMPLE, sample(plan.loss(), plan));
        settings.put("schedule" + SAMPLE, sample(plan.training(), plan.train().size()));
        return settings.texts;
    }

    /** What differs between the settings in a checkpoint and those of a run, one text each; empty where nothing does. */
    static List<String> differences(Map<String, String> there, Map<String, String> here) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(there.keySet());
        names.addAll(here.keySet());
        if (!Objects.equals(there.get(DATA_SAMPLE), here.get(DATA_SAMPLE))) {
            names.remove(LOSS_SAMPLE); // it was taken at the targets of other rows
        }
        for (String name : names) {
            String old = there.get(name);
            String now = here.get(name);
            if (!Objects.equals(old, now)) {
                differences.add(
                        name.endsWith(SAMPLE)
                                ? "the " + name.substring(0, name.length() - SAMPLE.length()) + " differs"
                                : name + " was " + readable(old) + ", is " + readable(now));
            }
        }
        return differences;
    }

    /** The text with its numbers in decimals. */
    private static String readable(String text) {
        return text == null
                ? "none"
                : HEXADECIMAL.matcher(text).replaceAll(number -> Double.toString(Double.parseDouble(number.group())));
    }

    private void add(Training training, int rows) {
        put("epochs", training.epochs());
        put("batch size", training.batchSize(rows));
        put("seed", training.seed());
        put("accumulation", training.accumulation());
        training.clipping().ifPresent(c -> put(c.isByNorm() ? "clipping by norm" : "clipping by value", c.limit()));
        put("L1", training.l1());
        put("L2", training.l2());
        if (training.penalizesBiases()) {
            put("penalties on biases", "yes");
        }
        training.maxNorm().ifPresent(norm -> put("max norm", norm));
        training.averaging().ifPresent(decay -> put("averaging", decay));
        if (!training.frozenLayers().isEmpty()) {
            put("frozen layers", new TreeSet<>(training.frozenLayers()).toString());
        }
        training.plateau().ifPresent(plateau -> {
            put("plateau factor", plateau.factor());
            put("plateau patience", plateau.patience());
            put("plateau minDelta", plateau.minDelta());
        });
        training.earlyStopping().ifPresent(rule -> {
            put("early stopping patience", rule.patience());
            put("early stopping minDelta", rule.minDelta());
            put("early stopping metric", rule.metric().map(Metric::title).orElse("validation loss"));
        });
        put("recoveries", training.recoveries());
        training.classWeights()
                .ifPresent(weights -> put("class weights", weights.length == 0 ? "balanced" : text(weights)));
    }

    /** As {@code toString} has it, but in numbers that every JDK prints alike. */
    private static String text(Optimizer optimizer) {
        List<String> parts = new ArrayList<>(List.of("learningRate=" + HexDouble.format(optimizer.learningRate())));
        if (optimizer instanceof Sgd sgd) {
            parts.add("momentum=" + HexDouble.format(sgd.momentum()));
            parts.add("Nesterov=" + sgd.isNesterov());
        } else if (optimizer instanceof Adam adam) {
            parts.add("beta1=" + HexDouble.format(adam.beta1()));
            parts.add("beta2=" + HexDouble.format(adam.beta2()));
            parts.add("epsilon=" + HexDouble.format(adam.epsilon()));
            parts.add("weightDecay=" + HexDouble.format(adam.weightDecay()));
        } else if (optimizer instanceof RmsProp rms) {
            parts.add("rho=" + HexDouble.format(rms.rho()));
            parts.add("epsilon=" + HexDouble.format(rms.epsilon()));
        } else if (optimizer instanceof AdaGrad adaGrad) {
            parts.add("initialSum=" + HexDouble.format(adaGrad.initialSum()));
            parts.add("epsilon=" + HexDouble.format(adaGrad.epsilon()));
        } else if (optimizer instanceof Lbfgs lbfgs) {
            parts.add("memory=" + lbfgs.memory());
            parts.add("tolerance=" + HexDouble.format(lbfgs.tolerance()));
        }
        return optimizer.getClass().getSimpleName() + "(" + String.join(", ", parts) + ")";
    }

    private void add(String name, Dataset data) {
        put(name + " rows", data.size());
        put(name + SAMPLE, sample(data));
    }

    private void put(String name, String text) {
        texts.put(name, text);
    }

    private void put(String name, long count) {
        texts.put(name, Long.toString(count));
    }

    private void put(String name, double number) {
        texts.put(name, HexDouble.format(number));
    }

    private static String text(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(HexDouble::format).toList().toString();
    }

    private static String sample(Dataset data) {
        int columns = Math.max(data.features(), data.targets());
        int count = Math.min(data.size(), Math.min(SAMPLED_ROWS, Math.max(1, SAMPLED_VALUES / columns)));
        int[] rows = sampledRows(data, count);
        double[] features = new double[count * data.features()];
        double[] targets = new double[count * data.targets()];
        double[] weights = new double[count];
        data.read(rows, 0, count, features, targets);
        data.readWeights(rows, 0, count, weights);
        return checksum(features, targets, weights);
    }

    private static int[] sampledRows(Dataset data, int count) {
        int[] rows = new int[count];
        Arrays.setAll(rows, i -> (int) ((long) i * data.size() / count));
        return rows;
    }

    /** Losses and gradients of some rows at logits that are all different. */
    private static String sample(Loss loss, RunPlan plan) {
        Dataset data = plan.train();
        int outputs = plan.model().network().outputs();
        int count = Math.min(data.size(), SAMPLED_LOSSES);
        double[] targets = new double[count * data.targets()];
        data.read(sampledRows(data, count), 0, count, null, targets);
        double[] logits = new double[count * outputs];
        Arrays.setAll(logits, i -> (i * 7 % 31 - 15) / 8.0);
        double[] losses = new double[count];
        double[] gradient = new double[logits.length];
        loss.evaluate(logits, targets, outputs, data.targets(), 0, count, losses, gradient);
        return checksum(losses, gradient);
    }

    private static String sample(Training training, int rows) {
        Schedule schedule = training.schedule();
        long batches = (rows - 1L) / training.batchSize(rows) + 1;
        long stepsPerEpoch = (batches - 1) / training.accumulation() + 1;
        long steps = training.epochs() * stepsPerEpoch;
        double[] factors = new double[SAMPLED_STEPS];
        Arrays.setAll(factors, i -> schedule.factor(i * steps / SAMPLED_STEPS, steps, stepsPerEpoch));
        return checksum(factors);
    }

    private static String checksum(double[]... arrays) {
        CRC32C crc = new CRC32C();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES);
        for (double[] array : arrays) {
            for (double value : array) {
                crc.update(bytes.clear().putFloat((float) value + 0.0f).flip());
            }
        }
        return Long.toHexString(crc.getValue());
    }
}
