package dev.linnet.benchmarks;

import dev.linnet.Mlp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Saving and loading the model 784-512-512-10: 5.4 MB.
 *
 * <p>The others move the same bytes without looking at them: within the heap, from a file into it, from file to file by way
 * of the heap or within the kernel, and to a temporary file that is forced to disk and moved into place, as a model is.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ModelFileBenchmark {
    private Path folder;
    private Path file;
    private Path other;
    private Mlp model;
    private byte[] bytes;

    /** Makes the model and its file. */
    @Setup
    public void makeTheFile() throws IOException {
        model = Mlp.builder()
                .linear(784, 512)
                .relu()
                .linear(512, 512)
                .relu()
                .linear(512, 10)
                .build();
        folder = Files.createTempDirectory("linnet");
        file = folder.resolve("model.safetensors");
        other = folder.resolve("other");
        model.save(file);
        bytes = Files.readAllBytes(file);
    }

    /** Removes the files. */
    @TearDown
    public void removeTheFile() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(other);
        Files.delete(folder);
    }

    /** Loads and checks the model. */
    @Benchmark
    public Mlp load() throws IOException {
        return Mlp.load(file);
    }

    /** Reads its bytes. */
    @Benchmark
    public byte[] readBytes() throws IOException {
        return Files.readAllBytes(file);
    }

    /** Copies its bytes within the heap. */
    @Benchmark
    public byte[] copyArray() {
        return bytes.clone();
    }

    /** Copies its file as a program does that looks at the bytes. */
    @Benchmark
    public Path copyThroughTheHeap() throws IOException {
        return Files.write(other, Files.readAllBytes(file));
    }

    /** Copies its file within the kernel, where that can. */
    @Benchmark
    public Path copyFile() throws IOException {
        return Files.copy(file, other, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Saves the model. */
    @Benchmark
    public void save() throws IOException {
        model.save(file);
    }

    /** Writes its bytes. */
    @Benchmark
    public void writeBytes() throws IOException {
        try (FileChannel out = FileChannel.open(other, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            ByteBuffer all = ByteBuffer.wrap(bytes);
            while (all.hasRemaining()) {
                out.write(all);
            }
            out.force(true);
        }
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
