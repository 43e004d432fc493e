package dev.linnet;

import dev.linnet.data.NdArray;
import dev.linnet.internal.io.InputFile;
import dev.linnet.internal.io.NpyReader;
import dev.linnet.internal.io.NpyWriter;
import dev.linnet.internal.io.NpzFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * NumPy's files: {@code .npy} for one array, {@code .npz} for several by name.
 *
 * <pre>{@code
 * Dataset data = Dataset.of(NumPy.load(Path.of("x.npy")).toRows(), NumPy.load(Path.of("y.npy")).toInts());
 * NumPy.saveZip(model.namedParameters(), Path.of("weights.npz"));
 * }</pre>
 *
 * <p>Numbers of 64, 32 and 16 bits, bytes, truth values and texts, in either byte order, by rows or by columns. Reading is
 * strict, and takes memory in proportion to the bytes that are there.
 */
public final class NumPy {
    private NumPy() {}

    /**
     * Loads an array that {@code numpy.save} wrote.
     *
     * @throws IOException if the file cannot be read or is not one whole array; the message names file and offset
     */
    public static NdArray load(Path file) throws IOException {
        try (InputStream in = InputFile.stream(file)) {
            return load(in, file.toString());
        }
    }

    /**
     * Loads an array from a stream, to its end; the stream is not closed.
     *
     * @param name says in messages where the bytes came from
     * @throws IOException if the stream cannot be read or is not one whole array
     */
    public static NdArray load(InputStream in, String name) throws IOException {
        return NpyReader.read(in, name);
    }

    /**
     * Saves an array for {@code numpy.load}.
     *
     * @throws IOException if it cannot be written; what was there before is untouched
     */
    public static void save(NdArray array, Path file) throws IOException {
        NpyWriter.write(array, file);
    }

    /**
     * Loads the arrays that {@code numpy.savez} or {@code numpy.savez_compressed} wrote, by their names.
     *
     * <p>They may take 32 times the bytes of the file, and a megabyte; beyond that the file is refused.
     *
     * @throws IOException if the file cannot be read or is not a whole zip of arrays; the message names file and offset
     */
    public static Map<String, NdArray> loadZip(Path file) throws IOException {
        try (InputStream in = InputFile.stream(file)) {
            return loadZip(in, file.toString());
        }
    }

    /**
     * Loads arrays as {@link #loadZip(Path)} does from a stream, to its end; the stream is not closed.
     *
     * @param name says in messages where the bytes came from
     * @throws IOException if the stream cannot be read or is not a whole zip of arrays
     */
    public static Map<String, NdArray> loadZip(InputStream in, String name) throws IOException {
        return NpzFile.read(in, name);
    }

    /**
     * Saves arrays by their names, in their order, for {@code numpy.load}.
     *
     * @throws IOException if they cannot be written; what was there before is untouched
     */
    public static void saveZip(Map<String, NdArray> arrays, Path file) throws IOException {
        NpzFile.write(arrays, file);
    }
}
