/**
 * The runnable network: descriptions become parameters in one flat array and operations on batches.
 *
 * <p>{@link dev.linnet.internal.nn.Network} checks that the layers chain and says where each tensor stands; {@link
 * dev.linnet.internal.nn.Workspace} holds one {@link dev.linnet.internal.nn.Op} a layer with the memory it needs and
 * runs them forward and backward. Imports descriptions, {@code internal.math} and, of {@code internal.kernel}, where rows lie; knows nothing of
 * training runs or files.
 */
package dev.linnet.internal.nn;
