/**
 * How wrong a prediction is: {@link dev.linnet.loss.Loss} gives a number for each row and its gradient with respect to
 * the logits.
 *
 * <p>Losses take logits, what the last layer gives, and not probabilities: fused with the output's softmax or sigmoid they
 * neither overflow nor lose their digits. All are immutable descriptions. This package may import {@code dev.linnet.data},
 * {@code dev.linnet.layer} and {@code internal.math}, nothing else of Linnet.
 */
package dev.linnet.loss;
