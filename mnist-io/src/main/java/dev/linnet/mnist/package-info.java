/**
 * IDX files, the MNIST family of data sets, and pictures of digits.
 *
 * <p>{@link dev.linnet.mnist.Idx} reads and writes {@linkplain dev.linnet.mnist.IdxArray arrays} in the IDX format and
 * trusts no byte of what it reads. {@link dev.linnet.mnist.Mnist} makes data sets of four such files, from a directory,
 * from the class path, or from a cache that it fills by downloading a {@linkplain dev.linnet.mnist.MnistVariant
 * variant} from one of several mirrors.
 *
 * <p>{@link dev.linnet.mnist.DigitImage} makes of {@linkplain dev.linnet.mnist.PenStrokes pen strokes}, or of a scan, the
 * picture that a network trained on MNIST expects. {@link dev.linnet.mnist.ImageDistortion} distorts images while a
 * network is trained on them.
 *
 * <p>Of Linnet's core only {@code dev.linnet.data} is used here. Messages go to SLF4J: each download at level INFO, each
 * mirror that fails and each damaged file in a cache at WARN.
 */
package dev.linnet.mnist;
