/**
 * What the network computes with: matrix products, elementwise functions, sums in a fixed order, random streams, the thread
 * team, argument checks.
 *
 * <p>It works on flat arrays with offsets and knows nothing of layers. Results never depend on the kernel, the lane width
 * or the number of threads. It imports {@code dev.linnet.internal.kernel} and nothing else of Linnet.
 */
package dev.linnet.internal.math;
