package dev.linnet.mnist;

import java.io.IOException;

/**
 * Bytes that are not the IDX file they should be.
 *
 * <p>The message names the source, the offset, what was found and what was expected, as in
 * {@code labels.gz, offset 2 of the unpacked data: found element type 0x07, expected 0x08 (ubyte), ...}.
 */
public final class IdxFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Which bytes an offset counts. */
    enum Bytes {
        /** Those of the file as it is. */
        STORED(""),
        /** Those that come out of a gzip file. */
        UNPACKED(" of the unpacked data");

        private final String suffix;

        Bytes(String suffix) {
            this.suffix = suffix;
        }
    }

    /** The offset of the first byte that is wrong; in the unpacked data or in the file, as the message says. */
    private final long offset;

    IdxFormatException(String source, long offset, Bytes counted, String found, String expected) {
        super("%s, offset %d%s: found %s, expected %s".formatted(source, offset, counted.suffix, found, expected));
        this.offset = offset;
    }

    /** {@return the offset of the first byte that is wrong; counted in the unpacked data where the message says so} */
    public long offset() {
        return offset;
    }
}
