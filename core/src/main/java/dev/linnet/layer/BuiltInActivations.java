package dev.linnet.layer;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds activations by the names that files give them. */
final class BuiltInActivations {
    private static final Map<String, Function<Map<String, Double>, Activation>> FACTORIES = Map.ofEntries(
            Map.entry("relu", parameters -> Activation.relu()),
            Map.entry(
                    "leakyRelu",
                    parameters -> Activation.leakyRelu(
                            parameters.getOrDefault(LeakyRelu.NEGATIVE_SLOPE, Activation.DEFAULT_NEGATIVE_SLOPE))),
            Map.entry(
                    "elu", parameters -> Activation.elu(parameters.getOrDefault(Elu.ALPHA, Activation.DEFAULT_ALPHA))),
            Map.entry("selu", parameters -> Activation.selu()),
            Map.entry("gelu", parameters -> Activation.gelu()),
            Map.entry("silu", parameters -> Activation.silu()),
            Map.entry("sigmoid", parameters -> Activation.sigmoid()),
            Map.entry("tanh", parameters -> Activation.tanh()),
            Map.entry("softplus", parameters -> Activation.softplus()),
            Map.entry("hardTanh", parameters -> Activation.hardTanh()),
            Map.entry("identity", parameters -> Activation.identity()));

    private BuiltInActivations() {}

    static Optional<Activation> byName(String name, Map<String, Double> parameters) {
        Function<Map<String, Double>, Activation> factory = FACTORIES.get(name);
        if (factory == null) {
            return Optional.empty();
        }
        Activation activation = factory.apply(parameters);
        for (String given : parameters.keySet()) {
            if (!activation.parameters().containsKey(given)) {
                throw new IllegalArgumentException("activation " + name + " has no parameter " + given + ", only "
                        + activation.parameters().keySet());
            }
        }
        return Optional.of(activation);
    }
}
