/**
 * The inner loops, each in two forms that give the same bits: plain Java, and the Vector API.
 *
 * <p>{@link dev.linnet.internal.kernel.KernelProvider} picks one form per JVM, which takes over from the
 * scalar one when it is compiled; {@code dev.linnet.internal.math} puts the portable loops around them. This package imports
 * nothing of Linnet, and only the classes under {@code src/main/vector} import {@code jdk.incubator.vector}.
 */
package dev.linnet.internal.kernel;
