package dev.linnet.benchmarks;

import dev.linnet.mnist.Idx;
import dev.linnet.mnist.IdxArray;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading an IDX file of 10,000 images of 28 x 28 pixels from memory, as large as MNIST's test set and about as
 * compressible.
 *
 * <p>{@code bytesAlone} is what the JDK takes to hand over the same bytes without looking at them: the floor.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IdxBenchmark {
    private static final int IMAGES = 10_000;
    private static final int SIDE = 28;

    /** How the file is stored. */
    @Param({"plain", "gzip"})
    public String form;

    /** What its elements are. */
    @Param({"ubyte", "float"})
    public String type;

    private byte[] file;

    /** Makes the file, and checks that both ways of reading it give what went in. */
    @Setup
    public void makeTheFile() throws IOException {
        byte[] pixels = strokes();
        IdxArray array = type.equals("ubyte")
                ? IdxArray.ofUnsigned(pixels, IMAGES, SIDE, SIDE)
                : IdxArray.of(floats(pixels), IMAGES, SIDE, SIDE);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        Idx.write(array, plain);
        file = form.equals("plain") ? plain.toByteArray() : gzip(plain.toByteArray());
        if (!idx().equals(array) || !Arrays.equals(bytesAlone(), plain.toByteArray())) {
            throw new IllegalStateException("what was read is not what was written");
        }
    }

    /** Reads and checks the file. */
    @Benchmark
    public IdxArray idx() throws IOException {
        return Idx.read(new ByteArrayInputStream(file), "benchmark");
    }

    /** Reads its bytes with the JDK alone. */
    @Benchmark
    public byte[] bytesAlone() throws IOException {
        InputStream in = new ByteArrayInputStream(file);
        return (form.equals("plain") ? in : new GZIPInputStream(in, 1 << 16)).readAllBytes();
    }

    /** Black images with a few short grey strokes each. */
    private static byte[] strokes() {
        byte[] pixels = new byte[IMAGES * SIDE * SIDE];
        Random random = new Random(1);
        for (int image = 0; image < IMAGES; image++) {
            for (int stroke = 0; stroke < 30; stroke++) {
                int at = image * SIDE * SIDE + random.nextInt(SIDE * SIDE - 5);
                for (int i = 0; i < 5; i++) {
                    pixels[at + i] = (byte) random.nextInt(256);
                }
            }
        }
        return pixels;
    }

    private static float[] floats(byte[] pixels) {
        float[] floats = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            floats[i] = (pixels[i] & 0xff) / 255f;
        }
        return floats;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
