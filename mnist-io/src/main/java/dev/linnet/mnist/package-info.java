/**
 * IDX files and the MNIST family of data sets.
 *
 * <p>{@link dev.linnet.mnist.Idx} reads and writes {@linkplain dev.linnet.mnist.IdxArray arrays} in the IDX format and
 * trusts no byte of what it reads. {@link dev.linnet.mnist.Mnist} makes data sets of four such files, from a directory,
 * from the class path, or from a cache that it fills by downloading a {@linkplain dev.linnet.mnist.MnistVariant
 * variant} from one of several mirrors.
 *
 * <p>Of Linnet's core only {@code dev.linnet.data} is used here. Messages go to SLF4J: each download at level INFO, each
 * mirror that fails and each damaged file in a cache at WARN.
 */
package dev.linnet.mnist;
