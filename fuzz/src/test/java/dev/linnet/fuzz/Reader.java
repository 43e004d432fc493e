package dev.linnet.fuzz;

import com.sun.management.ThreadMXBean;
import dev.linnet.Loading;
import dev.linnet.Mlp;
import dev.linnet.NumPy;
import dev.linnet.Onnx;
import dev.linnet.data.FileFormatException;
import dev.linnet.mnist.Idx;
import dev.linnet.mnist.IdxFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A reader of files, and what it promises about every file there can be. */
enum Reader {
    /** A model file, with weights of any kind allowed: so nothing in it is looked at less than by default. */
    SAFETENSORS(64, 256) {
        @Override
        void read(byte[] bytes) throws IOException {
            Mlp.load(stream(bytes), NAME, Loading.strict().allowNonFinite());
        }
    },

    /** Weights of a network that is known, in a file of whatever program. */
    WEIGHTS(64, 256) {
        @Override
        void read(byte[] bytes) throws IOException {
            Seeds.NETWORK.withParametersFrom(stream(bytes), NAME);
        }
    },

    /** The header alone: the bytes are its text, with no data behind it. */
    HEADER(64, 256) {
        @Override
        void read(byte[] bytes) throws IOException {
            ByteBuffer file = ByteBuffer.allocate(Long.BYTES + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
            Mlp.load(stream(file.putLong(bytes.length).put(bytes).array()), NAME);
        }
    },

    /** The JSON of a network's description: the bytes are its text, and the rest of the file is as it should be. */
    NETWORK(400, 256) {
        @Override
        void read(byte[] bytes) throws IOException {
            HEADER.read(Seeds.header(new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
        }
    },

    NPY(48, 256) {
        @Override
        void read(byte[] bytes) throws IOException {
            NumPy.load(stream(bytes), NAME);
        }
    },

    /** Its entries may unpack to 32 bytes for each, and a megabyte. */
    NPZ(256, 8 * 1024) {
        @Override
        void read(byte[] bytes) throws IOException {
            NumPy.loadZip(stream(bytes), NAME);
        }
    },

    ONNX(200, 256) {
        @Override
        void read(byte[] bytes) throws IOException {
            Onnx.load(stream(bytes), NAME);
        }
    },

    /** Plain, or packed with gzip: what that may unpack to is bounded, too. */
    IDX(96, 2048) {
        @Override
        void read(byte[] bytes) throws IOException {
            Idx.read(stream(bytes), NAME);
        }
    };

    private static final String NAME = "file";
    private static final int READINGS = 5;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long mostPerByte;
    private final long mostBesides;

    Reader(int mostPerByte, int mostKilobytesBesides) {
        this.mostPerByte = mostPerByte;
        this.mostBesides = mostKilobytesBesides * 1024L;
    }

    /** Reads a file; what it holds is forgotten. */
    abstract void read(byte[] bytes) throws IOException;

    /** The name of the folder with the files that once made trouble. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The bytes that reading n bytes may allocate, garbage included. */
    long mostAllocated(long n) {
        return mostBesides + mostPerByte * n;
    }

    /** Holds the reader to its promise. */
    void check(byte[] bytes) {
        check(this::read, bytes, mostAllocated(bytes.length));
    }

    /** Reads a file. */
    @FunctionalInterface
    interface Reading {
        void read(byte[] bytes) throws IOException;
    }

    /**
     * Checks that a file is read, or refused by the documented error, and that reading it allocates no more than a number
     * of bytes, garbage included. The best of a few readings counts: the first ones may load classes, which Jazzer works on
     * in this thread.
     */
    static void check(Reading reading, byte[] bytes, long most) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < READINGS && least > most; i++) {
            least = Math.min(least, allocatedBy(reading, bytes));
        }
        if (least > most) {
            throw new AssertionError(
                    least + " bytes allocated for a file of " + bytes.length + ", expected at most " + most);
        }
    }

    private static long allocatedBy(Reading reading, byte[] bytes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            reading.read(bytes);
        } catch (FileFormatException | IdxFormatException documented) {
            // as it should be
        } catch (IOException e) { // another failure there is not, where the bytes stand in memory
            throw new AssertionError("not the documented error", e);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
