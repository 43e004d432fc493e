/**
 * How parameters move: {@link dev.linnet.optim.Optimizer} turns a gradient into a step, {@link
 * dev.linnet.optim.Schedule} says how the learning rate changes over a run.
 *
 * <p>Both are descriptions: immutable values without state. The moments an optimizer keeps live with the run. This
 * package may import argument checks from {@code internal.math}, nothing else of Linnet.
 */
package dev.linnet.optim;
