package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import dev.linnet.data.NdArray;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's {@code .npz}: a zip of {@code .npy} files, one for each named array.
 *
 * <p>An entry's name is a key and nothing else: no path is followed. What entries unpack to is bounded by what has been
 * read of the file, so that a small file cannot fill the memory.
 */
public final class NpzFile {
    /** How much the entries may unpack to for each byte of the file, and besides. */
    static final int MOST_PER_BYTE = 32;

    static final int MOST_BESIDES = 1 << 20;

    private static final String SUFFIX = ".npy";

    /** The earliest that a zip can say: equal arrays give equal bytes. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NpzFile() {}

    /**
     * Reads a stream to its end; it is not closed.
     *
     * @param name says in messages where the bytes came from
     * @throws FileFormatException if they are not a zip of arrays, or unpack to too much
     */
    public static Map<String, NdArray> read(InputStream in, String name) throws IOException {
        Counting stored = new Counting(in);
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        try {
            @SuppressWarnings("resource") // the stream belongs to the caller
            ZipInputStream zip = new ZipInputStream(stored);
            Bounded unpacked = new Bounded(zip, stored, name);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String key = entry.getName();
                if (!key.endsWith(SUFFIX)) {
                    throw error(name, stored, "the entry " + Quoted.of(key), "entries that end with .npy alone");
                }
                key = key.substring(0, key.length() - SUFFIX.length());
                NdArray array = NpyReader.read(unpacked, name + ", entry " + Quoted.of(key));
                if (arrays.put(key, array) != null) {
                    throw error(name, stored, "a second entry " + Quoted.of(key), "every name once");
                }
            }
            if (arrays.isEmpty()) {
                throw error(name, stored, "no entry of a zip", "a .npz file, a zip of arrays");
            }
            stored.transferTo(OutputStream.nullOutputStream()); // the directory of the entries
            if (!stored.endsAsZip()) {
                throw error(name, stored, "the end of the file", "the end of a zip's directory");
            }
        } catch (FileFormatException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) { // the latter for names that are no text
            if (e instanceof IOException failure && stored.failed) {
                throw failure;
            }
            FileFormatException wrong =
                    error(name, stored, "a malformed zip: " + e.getMessage(), "a .npz file, a zip of arrays");
            wrong.initCause(e);
            throw wrong;
        }
        return arrays;
    }

    /**
     * Writes arrays, in place of the file that is there, if any, in the order of the map and not packed.
     *
     * @throws IOException if it cannot be written; then the old file is untouched
     */
    public static void write(Map<String, NdArray> arrays, Path path) throws IOException {
        if (arrays.isEmpty()) {
            throw new IllegalArgumentException("a .npz file holds at least one array");
        }
        AtomicFile.write(path, out -> {
            ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(out));
            for (Map.Entry<String, NdArray> array : arrays.entrySet()) {
                byte[] bytes = NpyWriter.bytes(array.getValue());
                CRC32 crc = new CRC32();
                crc.update(bytes);
                ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(bytes.length);
                entry.setCrc(crc.getValue());
                entry.setTimeLocal(NO_TIME);
                zip.putNextEntry(entry);
                zip.write(bytes);
                zip.closeEntry();
            }
            zip.finish();
            zip.flush();
        });
    }

    private static FileFormatException error(String name, Counting stored, String found, String expected) {
        return new FileFormatException(name, stored.count, found, expected);
    }

    /** Counts what has been read of the file, keeps its last bytes, and notes when reading itself failed. */
    private static final class Counting extends FilterInputStream {
        /** The record at the end, where no comment follows it; NumPy writes none. */
        private static final int END_BYTES = 22;

        private static final byte[] END_MAGIC = {'P', 'K', 5, 6};

        private final byte[] last = new byte[END_BYTES];
        long count;
        boolean failed;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int read = in.read(into, offset, length);
                if (read > 0) {
                    count += read;
                    keep(into, offset, read);
                }
                return read;
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }

        private void keep(byte[] bytes, int offset, int length) {
            int kept = Math.max(0, END_BYTES - length);
            System.arraycopy(last, END_BYTES - kept, last, 0, kept);
            System.arraycopy(bytes, offset + length - (END_BYTES - kept), last, kept, END_BYTES - kept);
        }

        /** Whether what has been read ends as a zip does: nothing is cut off. */
        boolean endsAsZip() {
            return Arrays.equals(END_MAGIC, Arrays.copyOf(last, END_MAGIC.length));
        }
    }

    /** Refuses to unpack out of proportion. */
    private static final class Bounded extends FilterInputStream {
        private final Counting stored;
        private final String name;
        private long count;

        Bounded(InputStream in, Counting stored, String name) {
            super(in);
            this.stored = stored;
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = in.read(into, offset, length);
            count += Math.max(0, read);
            if (count > MOST_BESIDES + MOST_PER_BYTE * stored.count) {
                throw error(
                        name,
                        stored,
                        count + " bytes unpacked of " + stored.count,
                        "at most " + MOST_PER_BYTE + " for each byte, and " + MOST_BESIDES
                                + " besides: load the arrays from .npy files");
            }
            return read;
        }
    }
}
