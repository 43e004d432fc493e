package dev.linnet.layer;

/**
 * A layer's description: an immutable value that holds hyper-parameters and no weights.
 *
 * <p>The interface is sealed so that a network's mathematics stays in one place; later versions may add kinds, so a
 * {@code switch} over kinds needs a default. New element-wise functions need no new kind: {@link Activation} is open.
 */
public sealed interface Layer permits Linear, Activation, Dropout, BatchNorm, LayerNorm, Residual {}
