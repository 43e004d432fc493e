package dev.linnet.mnist;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952) and takes nothing on trust: every header, checksum and length is checked, and so is what
 * stands behind the last member. {@link java.util.zip.GZIPInputStream} silently ignores bytes there.
 *
 * <p>What it unpacks to is held against the bytes read, so that a small file cannot fill the memory. Errors name the offset
 * in the packed file. Memory: two fixed buffers and zlib's window.
 */
final class StrictGzipInputStream extends InputStream {
    static final int MAGIC_1 = 0x1f;
    static final int MAGIC_2 = 0x8b;

    /** How much may be unpacked for each byte of the file, and besides; images of digits take four to twenty. */
    static final int MOST_PER_BYTE = 32;

    static final int MOST_BESIDES = 1 << 20;

    private static final int DEFLATE = 8;
    private static final int FLAG_HEADER_CRC = 0x02;
    private static final int FLAG_EXTRA = 0x04;
    private static final int FLAG_NAME = 0x08;
    private static final int FLAG_COMMENT = 0x10;
    private static final int RESERVED_FLAGS = 0xe0;

    private final InputStream in;
    private final String source;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] packed = new byte[1 << 16];
    private int position; // packed[position, limit) is read and not used
    private int limit;
    private long offset; // of packed[position] in the file
    private long unpackedBytes;
    private boolean ended;

    /**
     * Reads the first member's header.
     *
     * @param in the packed bytes; never closed
     * @param source what errors call the input
     */
    StrictGzipInputStream(InputStream in, String source) throws IOException {
        this.in = in;
        this.source = source;
        readHeader();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] unpacked, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int count = inflate(unpacked, from, length);
            if (count > 0) {
                crc.update(unpacked, from, count);
                checkProportion(count);
                return count;
            }
            readTrailer();
            ended = !fill();
            if (!ended) {
                readHeader(); // concatenated members are one file, says RFC 1952
            }
        }
        return -1;
    }

    /** Frees zlib's memory; the packed stream stays open. */
    @Override
    public void close() {
        ended = true;
        inflater.end();
    }

    private void checkProportion(int count) throws IdxFormatException {
        unpackedBytes += count;
        if (unpackedBytes > MOST_BESIDES + MOST_PER_BYTE * offset) {
            throw wrong(
                    offset,
                    unpackedBytes + " bytes unpacked of " + offset,
                    "at most " + MOST_PER_BYTE + " for each byte, and " + MOST_BESIDES + " besides: unpack it first");
        }
    }

    /** {@return how many bytes were unpacked; 0 at the end of the member} */
    private int inflate(byte[] unpacked, int from, int length) throws IOException {
        while (true) {
            int count = inflateSome(unpacked, from, length);
            if (count > 0 || inflater.finished()) {
                return count;
            }
            if (!fill()) {
                throw cut("more deflate data");
            }
            inflater.setInput(packed, position, limit - position);
        }
    }

    private int inflateSome(byte[] unpacked, int from, int length) throws IOException {
        int before = inflater.getRemaining();
        try {
            return inflater.inflate(unpacked, from, length);
        } catch (DataFormatException e) {
            IOException wrong = wrong(offset, "damaged data (" + e.getMessage() + ")", "deflate data");
            wrong.initCause(e);
            throw wrong;
        } finally {
            advance(before - inflater.getRemaining());
        }
    }

    private void readHeader() throws IOException {
        long start = offset;
        crc.reset();
        int magic = next() << 8 | next();
        if (magic != (MAGIC_1 << 8 | MAGIC_2)) {
            throw wrong(start, "0x%04x".formatted(magic), "0x1f8b (a gzip member) or the end");
        }
        int method = next();
        if (method != DEFLATE) {
            throw wrong(start + 2, "compression method " + method, "8 (deflate)");
        }
        int flags = next();
        if ((flags & RESERVED_FLAGS) != 0) {
            throw wrong(start + 3, "flags 0x%02x".formatted(flags), "the reserved bits 0xe0 to be zero");
        }
        skip(6); // time, extra flags, operating system
        if ((flags & FLAG_EXTRA) != 0) {
            skip(nextShort());
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            int expected = (int) crc.getValue() & 0xffff;
            long at = offset;
            int found = nextShort();
            if (found != expected) {
                throw wrong(at, "header checksum 0x%04x".formatted(found), "0x%04x".formatted(expected));
            }
        }
        crc.reset();
        inflater.reset();
        inflater.setInput(packed, position, limit - position);
    }

    private void readTrailer() throws IOException {
        int expectedCrc = (int) crc.getValue();
        int expectedLength = (int) inflater.getBytesWritten(); // modulo 2^32, says RFC 1952
        long at = offset;
        int foundCrc = nextInt();
        if (foundCrc != expectedCrc) {
            throw wrong(at, "CRC-32 0x%08x".formatted(foundCrc), "0x%08x".formatted(expectedCrc));
        }
        int foundLength = nextInt();
        if (foundLength != expectedLength) {
            throw wrong(
                    at + Integer.BYTES,
                    "unpacked length " + Integer.toUnsignedString(foundLength),
                    Integer.toUnsignedString(expectedLength));
        }
    }

    private void skipText() throws IOException {
        while (next() != 0) {
            // Latin-1 text that ends with a zero
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private int nextInt() throws IOException {
        return nextShort() | nextShort() << 16; // gzip is little-endian
    }

    private int nextShort() throws IOException {
        return next() | next() << 8;
    }

    /** {@return the next packed byte, which joins the checksum} */
    private int next() throws IOException {
        if (!fill()) {
            throw cut("more of a gzip member");
        }
        int value = packed[position] & 0xff;
        crc.update(value);
        advance(1);
        return value;
    }

    private void advance(int count) {
        position += count;
        offset += count;
    }

    /** {@return whether a packed byte is there, after reading some if all are used} */
    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = 0;
        limit = Math.max(in.read(packed), 0);
        return limit > 0;
    }

    private IdxFormatException cut(String expected) {
        return wrong(offset, "the end of the file", expected);
    }

    private IdxFormatException wrong(long at, String found, String expected) {
        return IdxFormatException.packed(source, at, found, expected);
    }
}
