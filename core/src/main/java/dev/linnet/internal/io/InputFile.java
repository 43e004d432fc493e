package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files to read. A folder is refused here, by its name: systems open it, and then say no more than that it is one. */
public final class InputFile {
    /** As long as an array can be. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private InputFile() {}

    /** Opens a file to be read from its start to its end. */
    public static InputStream stream(Path path) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file(path)));
    }

    /** Opens a file to be read in pieces. */
    static SeekableByteChannel channel(Path path) throws IOException {
        return Files.newByteChannel(file(path));
    }

    /**
     * Reads a whole file.
     *
     * @throws FileFormatException if it does not fit into an array
     */
    static byte[] bytes(Path path) throws IOException {
        long size = Files.size(file(path));
        if (size > MAX_BYTES) {
            throw new FileFormatException(path.toString(), 0, size + " bytes", "at most " + MAX_BYTES);
        }
        return Files.readAllBytes(path);
    }

    private static Path file(Path path) throws FileFormatException {
        if (Files.isDirectory(path)) {
            throw new FileFormatException(path.toString(), 0, "a folder", "a file");
        }
        return path;
    }
}
