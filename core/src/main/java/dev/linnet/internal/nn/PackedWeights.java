package dev.linnet.internal.nn;

import dev.linnet.internal.math.GemmScratch;
import dev.linnet.internal.math.PackedSlabs;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The weights of a model's fully connected layers as products of many rows read them, for all who predict with it, in any thread.
 *
 * <p>A layer's are packed when they are asked for the second time, for many models predict one batch only; until they are there, each product packs what it needs. All together they take about as
 * much memory as the weights themselves, so those of large models are not kept.
 */
public final class PackedWeights {
    /** Weights that are kept, at most: 32 MB. */
    static final int MOST_WEIGHTS = 1 << 22;

    /** A layer counts as if it had so many outputs, at least: packed, it may take as much memory. */
    private static final int LEAST_COLUMNS = 16;

    private static final int UNASKED = 0;
    private static final int ASKED = 1;
    private static final int BEING_PACKED = 2;

    private final double[] parameters;

    /** By the number of the layer. */
    private final AtomicReferenceArray<PackedSlabs> kept;

    /** For each layer, {@link #UNASKED}, {@link #ASKED} or {@link #BEING_PACKED}: one thread packs, others do without meanwhile. */
    private final AtomicIntegerArray states;

    private PackedWeights(double[] parameters, int layers) {
        this.parameters = parameters;
        this.kept = new AtomicReferenceArray<>(layers);
        this.states = new AtomicIntegerArray(layers);
    }

    /** Those of a model whose parameters change no more; null if they are too large to be kept. */
    public static PackedWeights of(ModelState model) {
        List<Parameter> all = model.network().parameters();
        long weights = all.stream()
                .filter(p -> p.kind() == Parameter.Kind.WEIGHT)
                .mapToLong(p -> (long) p.rows() * Math.max(LEAST_COLUMNS, p.columns()))
                .sum();
        int layers = all.get(all.size() - 1).layer() + 1;
        return weights <= MOST_WEIGHTS ? new PackedWeights(model.parameters(), layers) : null;
    }

    /** Returns a layer's weights, packed for the kernels of {@code scratch}, or null if they are not there yet. */
    PackedSlabs find(Parameter weight, GemmScratch scratch) {
        int layer = weight.layer();
        PackedSlabs packed = kept.get(layer);
        if (packed != null && packed.suits(scratch)) {
            return packed;
        }
        if (states.compareAndSet(layer, UNASKED, ASKED) || !states.compareAndSet(layer, ASKED, BEING_PACKED)) {
            return null;
        }
        try {
            int columns = weight.columns();
            packed = new PackedSlabs(weight.rows(), columns, parameters, weight.offset(), columns, scratch);
            kept.set(layer, packed);
            return packed;
        } finally {
            states.set(layer, ASKED);
        }
    }
}
