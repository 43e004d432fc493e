/**
 * Model files: bytes to descriptions and arrays, and back.
 *
 * <p>{@link dev.linnet.internal.io.ModelFile} is the way in. It stands on {@link dev.linnet.internal.io.TensorReader}
 * and {@link dev.linnet.internal.io.TensorWriter} (the safetensors format), which stand on
 * {@link dev.linnet.internal.io.JsonReader} and {@link dev.linnet.internal.io.JsonWriter} (its header), and on
 * {@link dev.linnet.internal.io.AtomicFile} (a file that is replaced as a whole or not at all). A
 * {@link dev.linnet.internal.io.CheckpointFile} is a model file with more in it, one of a
 * {@link dev.linnet.internal.io.CheckpointFolder}. The formats are specified in {@code docs/format.md}.
 *
 * <p>Bytes come from strangers. Whatever they are, what comes out is a value or a
 * {@link dev.linnet.data.FileFormatException}; memory grows with the bytes that are really there, never with a size that
 * they promise; no class is named and no path is followed.
 *
 * <p>May import {@code internal.nn}, {@code internal.math} and the packages of descriptions; never the front door.
 */
package dev.linnet.internal.io;
