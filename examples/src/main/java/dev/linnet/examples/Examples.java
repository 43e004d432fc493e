package dev.linnet.examples;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Starts an example by its name: the first argument; the others are the example's own. */
public final class Examples {
    /** All there are; one that is missing here is found by a test. */
    static final Map<String, Supplier<Example>> BY_NAME = new TreeMap<>(Map.ofEntries(
            Map.entry("Autoencoder", Autoencoder::new),
            Map.entry("BackpropByHand", BackpropByHand::new),
            Map.entry("DrawingApp", DrawingApp::new),
            Map.entry("EvaluateModel", EvaluateModel::new),
            Map.entry("FashionMnist", FashionMnist::new),
            Map.entry("HeldOutStyles", HeldOutStyles::new),
            Map.entry("Iris", Iris::new),
            Map.entry("OwnActivationAndLoss", OwnActivationAndLoss::new),
            Map.entry("QuantileBand", QuantileBand::new),
            Map.entry("RecogniseStrokes", RecogniseStrokes::new),
            Map.entry("ResumeTraining", ResumeTraining::new),
            Map.entry("ServePredictions", ServePredictions::new),
            Map.entry("Study", Study::new),
            Map.entry("SynthesizeStrokes", SynthesizeStrokes::new),
            Map.entry("TrainMnist", TrainMnist::new),
            Map.entry("TrainZoo", TrainZoo::new),
            Map.entry("Xor", Xor::new)));

    private Examples() {}

    public static void main(String[] args) {
        System.exit(start(System.out, System.err, args));
    }

    static int start(PrintStream out, PrintStream err, String... args) {
        String name = args.length == 0 ? "" : args[0];
        Supplier<Example> example = BY_NAME.get(name);
        if (example == null) {
            err.println("Examples: there is no example '" + name + "', only " + String.join(", ", BY_NAME.keySet()));
            return Example.BAD_OPTION;
        }
        return Example.start(example.get(), out, err, Arrays.copyOfRange(args, 1, args.length));
    }
}
