/**
 * The training loop: batches are drawn, {@code internal.nn} runs them forward and backward, the optimizer moves the
 * parameters, the history is written.
 *
 * <p>{@link dev.linnet.internal.train.Trainer} is the place to start reading.
 */
package dev.linnet.internal.train;
