package dev.linnet.data;

import java.io.IOException;
import java.util.Objects;

/**
 * Thrown when the bytes of a file are not what its format says.
 *
 * <p>The message names the file, the offset in bytes at which the trouble was seen, what was found there and what was
 * expected: {@code mnist.safetensors, byte 0: found a header of 123456 bytes, expected at most 5368}. A file that
 * cannot be opened or read at all gives another {@link IOException}, as the operating system reports it.
 */
public final class FileFormatException extends IOException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final long offset;
    private final String found;
    private final String expected;

    /**
     * Says what is wrong with a file.
     *
     * @param file name of the file, or another short name for where the bytes came from
     * @param offset number of bytes that stand before the place in question, at least 0
     * @param found what stands there
     * @param expected what should stand there
     */
    public FileFormatException(String file, long offset, String found, String expected) {
        super(file + ", byte " + offset + ": found " + found + ", expected " + expected);
        this.file = Objects.requireNonNull(file, "file");
        this.offset = offset;
        this.found = Objects.requireNonNull(found, "found");
        this.expected = Objects.requireNonNull(expected, "expected");
    }

    /** Returns the name of the file, or another short name for where the bytes came from. */
    public String file() {
        return file;
    }

    /** Returns the number of bytes that stand before the place in question. */
    public long offset() {
        return offset;
    }

    /** Returns what was found. */
    public String found() {
        return found;
    }

    /** Returns what was expected. */
    public String expected() {
        return expected;
    }
}
