package dev.linnet.mnist;

import java.io.IOException;

/**
 * Bytes that are not the IDX file they should be.
 *
 * <p>The message names the source, the offset, what was found and what was expected, as in {@code labels.gz, offset 2:
 * found element type 0x07, expected 0x08 (ubyte), ...}. Offsets count the bytes of the IDX file; damage to the gzip
 * file around it is told by {@code offset ... of the packed data}.
 */
public final class IdxFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Where the first wrong byte is, as the message says. */
    private final long offset;

    private IdxFormatException(String source, long offset, String of, String found, String expected) {
        super("%s, offset %d%s: found %s, expected %s".formatted(source, offset, of, found, expected));
        this.offset = offset;
    }

    /** What is wrong with the bytes of an IDX file. */
    static IdxFormatException plain(String source, long offset, String found, String expected) {
        return new IdxFormatException(source, offset, "", found, expected);
    }

    /** What is wrong with the bytes of a gzip file. */
    static IdxFormatException packed(String source, long offset, String found, String expected) {
        return new IdxFormatException(source, offset, " of the packed data", found, expected);
    }

    /** {@return the offset of the first wrong byte, in the IDX file or in the packed data, as the message says} */
    public long offset() {
        return offset;
    }
}
