/**
 * What a network learns from: rows of features with their targets.
 *
 * <p>A {@link dev.linnet.data.Dataset} is made from arrays by its static factories, or implemented over any other
 * source; its views (subset, split, folds, map, weights) never copy rows. {@link dev.linnet.data.Labels} names the
 * classes of a classification.
 *
 * <p>This package knows nothing of networks or training. It imports the JDK and {@code dev.linnet.internal.math}.
 */
package dev.linnet.data;
