package dev.linnet.mnist;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/**
 * Reads and writes IDX files, the format of MNIST: a type, a shape, and that many big-endian numbers.
 *
 * <p>Layout: two zero bytes, a byte for the {@linkplain IdxType type}, a byte for the rank, one 32-bit size for each
 * dimension, then the elements in row-major order. All types and ranks are supported, plain or packed with gzip.
 *
 * <p>Reading is strict: a file holds exactly the elements that its header promises, or is refused with an
 * {@link IdxFormatException}. Memory grows with the bytes that really arrive (below ten times their number, and some
 * fixed buffers), whatever the header promises. A packed file may unpack to 32 times its bytes, and a megabyte; beyond that
 * it is refused, for a few bytes of gzip can stand for gigabytes.
 */
public final class Idx {
    private Idx() {}

    /**
     * Reads a file, plain or gzip: its content decides, not its name.
     *
     * @param file the file
     * @return what it holds
     * @throws IdxFormatException if the file is not a well-formed IDX file
     * @throws IOException if the file cannot be read
     */
    public static IdxArray read(Path file) throws IOException {
        if (Files.isDirectory(file)) { // which a system opens, and then does not name
            throw IdxFormatException.plain(file.toString(), 0, "a folder", "a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        }
    }

    /**
     * Reads a stream to its end, plain or gzip: its content decides.
     *
     * @param in the stream; not closed
     * @param source what error messages call the stream
     * @return what it holds
     * @throws IdxFormatException if the bytes are not one well-formed IDX file and nothing else
     * @throws IOException if the stream cannot be read
     */
    public static IdxArray read(InputStream in, String source) throws IOException {
        Objects.requireNonNull(in, "in");
        Objects.requireNonNull(source, "source");
        return IdxReader.read(in, source);
    }

    /**
     * Writes a plain file. It appears whole or not at all: the bytes go to a temporary file beside it, are forced to
     * disk, then moved into place, where they replace what was there.
     *
     * @param array what to write
     * @param file where to
     * @throws IOException if that fails; an older file is then untouched
     */
    public static void write(IdxArray array, Path file) throws IOException {
        Objects.requireNonNull(array, "array");
        AtomicFile.write(file, out -> IdxWriter.write(array, out));
    }

    /**
     * Writes a file packed with gzip, otherwise as {@link #write(IdxArray, Path)} does. The name is taken as it is. What
     * packs to less than a 32nd, as a large array of zeros does, is better written plain: it would not be read.
     *
     * @param array what to write
     * @param file where to
     * @throws IOException if that fails; an older file is then untouched
     */
    public static void writeGzip(IdxArray array, Path file) throws IOException {
        Objects.requireNonNull(array, "array");
        AtomicFile.write(file, out -> {
            GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16);
            IdxWriter.write(array, gzip);
            gzip.finish();
        });
    }

    /**
     * Writes the bytes of a plain file to a stream; a {@link GZIPOutputStream} around it gives those of a packed one.
     *
     * @param array what to write
     * @param out where to; neither flushed nor closed
     * @throws IOException if the stream cannot be written
     */
    public static void write(IdxArray array, OutputStream out) throws IOException {
        Objects.requireNonNull(array, "array");
        Objects.requireNonNull(out, "out");
        IdxWriter.write(array, out);
    }
}
