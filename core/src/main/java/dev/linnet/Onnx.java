package dev.linnet;

import dev.linnet.internal.io.OnnxReader;
import dev.linnet.internal.io.OnnxWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Models as ONNX files, which run in browsers, on phones, and in most other languages.
 *
 * <p>A file takes rows as {@code input} [batch, inputs] and gives predictions as {@code output} [batch, outputs]: the
 * scaler of the inputs is part of it, and so is softmax or sigmoid. The names of the classes stand in its metadata under
 * {@code linnet.labels}, a JSON array.
 *
 * <p>{@link Mlp#save} is for coming back: it keeps every bit, and all that a model says of itself.
 */
public final class Onnx {
    private Onnx() {}

    /**
     * Saves a model that computes in 64 bits, as here. ONNX Runtime runs it on CPUs; other run-times may want
     * {@link Saving#float32()}.
     *
     * @throws IOException if it cannot be written; what was there before is untouched
     * @throws IllegalArgumentException if the model has an activation that is not built in
     * @throws IllegalStateException if the model has a scaler that is not fitted
     */
    public static void save(Mlp model, Path file) throws IOException {
        save(model, file, Saving.float64());
    }

    /**
     * Saves a model as {@link #save(Mlp, Path)} does, in 32 bits if so asked: then rows and predictions have 32 bits, too,
     * and every operator is a standard one.
     *
     * @throws IOException if it cannot be written; what was there before is untouched
     * @throws IllegalArgumentException if the model has an activation that is not built in, or a number that is refused:
     *     not finite, or too large for 32 bits
     * @throws IllegalStateException if the model has a scaler that is not fitted
     */
    public static void save(Mlp model, Path file, Saving saving) throws IOException {
        OnnxWriter.write(model.state(), file, saving.elementType(), saving.allowsNonFinite());
    }

    /**
     * Loads a multi-layer perceptron that another program wrote: as {@code torch.onnx}, Keras, {@code skl2onnx} and {@code
     * tf2onnx} have theirs, or {@link #save(Mlp, Path)}.
     *
     * <p>Linear layers, the activations of this library, batch and layer normalization, residual blocks; in front a scaler,
     * or what makes rows of images; softmax or sigmoid at the end. The labels that a classifier of scikit-learn picks from
     * come along. Weights of 32 and 16 bits are widened.
     *
     * @throws IOException if the file cannot be read, is malformed, or holds something else; the message names the first
     *     node that is not supported
     */
    public static Mlp load(Path file) throws IOException {
        return load(file, Loading.strict());
    }

    /**
     * Loads a multi-layer perceptron as {@link #load(Path)} does, with weights that are finite or not as {@code loading}
     * says. Activations that it brings along are never asked for: a file holds none but those of this library.
     *
     * @throws IOException if the file cannot be read, is malformed, or holds something else
     */
    public static Mlp load(Path file, Loading loading) throws IOException {
        return new Mlp(OnnxReader.read(file, loading.allowsNonFinite()));
    }

    /**
     * Loads a multi-layer perceptron as {@link #load(Path)} does from a stream, to its end; the stream is not closed.
     *
     * @param name says in messages where the bytes came from
     * @throws IOException if the stream cannot be read, is malformed, or holds something else
     */
    public static Mlp load(InputStream in, String name) throws IOException {
        return load(in, name, Loading.strict());
    }

    /**
     * Loads a multi-layer perceptron as {@link #load(Path, Loading)} does from a stream, to its end; the stream is not
     * closed.
     *
     * @param name says in messages where the bytes came from
     * @throws IOException if the stream cannot be read, is malformed, or holds something else
     */
    public static Mlp load(InputStream in, String name, Loading loading) throws IOException {
        return new Mlp(OnnxReader.read(in, name, loading.allowsNonFinite()));
    }
}
