/**
 * How a run goes: {@link dev.linnet.training.Training} describes it, {@link dev.linnet.training.TrainingListener}
 * watches it, {@link dev.linnet.training.History} tells how it went.
 *
 * <p>Imports the other descriptions (data, layer, loss, optim) and {@code internal.math}; the loop itself is hidden in
 * {@code internal.train}.
 */
package dev.linnet.training;
