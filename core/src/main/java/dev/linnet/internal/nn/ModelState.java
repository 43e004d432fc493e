package dev.linnet.internal.nn;

import dev.linnet.data.Labels;
import dev.linnet.layer.Output;
import java.util.Map;

/**
 * Everything a model is: what is trained, saved, loaded and predicted with.
 *
 * <p>The arrays are never modified once they are here; whoever makes a state hands over arrays of its own.
 *
 * @param network layers and the table of their tensors
 * @param standardize whether inputs are scaled
 * @param standardizer the fitted scaler, or null: none, or none fitted yet
 * @param output what makes predictions out of logits
 * @param labels the classes' names, or null
 * @param seed what drew the initial weights
 * @param parameters flat, laid out by {@code network}
 * @param metadata what else a file said, kept and written again
 */
@SuppressWarnings(
        "ArrayRecordComponent") // states are never compared, and their arrays are shared, not copied, on purpose
public record ModelState(
        Network network,
        boolean standardize,
        Standardizer standardizer,
        Output output,
        Labels labels,
        long seed,
        double[] parameters,
        Map<String, String> metadata) {
    /** The same model with other parameters. */
    public ModelState withParameters(double[] other) {
        return new ModelState(network, standardize, standardizer, output, labels, seed, other, metadata);
    }
}
