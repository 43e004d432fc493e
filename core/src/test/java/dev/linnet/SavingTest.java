package dev.linnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linnet.data.NdArray;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Saving into folders that are full, cannot be written, or whose writer dies: the old file stays whole.
 *
 * <p>{@code AtomicFileTest} lets each step of saving fail by itself, on every machine.
 */
class SavingTest {
    private static final int KILLS = 6;

    @TempDir
    Path folder;

    /** What is saved, small and large. */
    enum Format {
        SAFETENSORS {
            @Override
            void save(int columns, Path file) throws IOException {
                model(columns).save(file);
            }
        },
        ONNX {
            @Override
            void save(int columns, Path file) throws IOException {
                Onnx.save(model(columns), file);
            }
        },
        NPY {
            @Override
            void save(int columns, Path file) throws IOException {
                NumPy.save(NdArray.of(new double[columns * columns], columns, columns), file);
            }
        },
        NPZ {
            @Override
            void save(int columns, Path file) throws IOException {
                NumPy.saveZip(Map.of("x", NdArray.of(new double[columns * columns], columns, columns)), file);
            }
        };

        abstract void save(int columns, Path file) throws IOException;

        private static Mlp model(int columns) {
            return Mlp.builder().linear(columns, columns).build();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFullDiskLeavesTheOldFileWholeAndNothingElse(Format format) throws IOException, InterruptedException {
        assumeTrue(mount("size=64k"), "NOT RUN: only root may mount a disk of 64 KB");
        try {
            Path file = folder.resolve("file");
            format.save(20, file);
            byte[] old = Files.readAllBytes(file);
            IOException e = assertThrows(IOException.class, () -> format.save(200, file));
            assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
            assertArrayEquals(old, Files.readAllBytes(file));
            assertEquals(List.of(file), files());
            format.save(30, file); // and there is room again
            assertNotEquals(old.length, Files.size(file));
        } finally {
            unmount();
        }
    }

    /** Where permissions do not bind the user, the whole disk is made read-only. */
    @ParameterizedTest
    @EnumSource
    void aReadOnlyFolderLeavesTheOldFileWholeAndNothingElse(Format format) throws IOException, InterruptedException {
        boolean mounted = mount("size=1m");
        try {
            Path file = folder.resolve("file");
            format.save(20, file);
            byte[] old = Files.readAllBytes(file);
            boolean readOnly = mounted
                    ? run("mount", "-o", "remount,ro", folder.toString())
                    : folder.toFile().setWritable(false) && !Files.isWritable(folder);
            assumeTrue(readOnly, "NOT RUN: no way to make a folder read-only");
            assertThrows(FileSystemException.class, () -> format.save(30, file));
            assertArrayEquals(old, Files.readAllBytes(file));
            assertEquals(List.of(file), files());
        } finally {
            if (mounted) {
                unmount();
            }
            folder.toFile().setWritable(true);
        }
    }

    /** The writer saves two models in turn; whenever one looks, and when it is killed, one of them is there. */
    @Test
    void aKilledWriterLeavesAWholeFile() throws IOException, InterruptedException {
        Path file = folder.resolve("model");
        Path other = folder.resolve("other");
        writerModel(1).save(other);
        byte[] first = Files.readAllBytes(other);
        writerModel(2).save(other);
        byte[] second = Files.readAllBytes(other);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        Random random = new Random(1);
        for (int kill = 0; kill < KILLS; kill++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            file.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader output = writer.inputReader()) {
                assertEquals("saved", output.readLine());
                for (int look = random.nextInt(60); look >= 0; look--) {
                    assertOneOf(first, second, Files.readAllBytes(file));
                }
            } finally {
                writer.destroyForcibly().waitFor(); // SIGKILL
            }
            assertOneOf(first, second, Files.readAllBytes(file));
            Mlp.load(file);
        }
        for (Path left : files()) { // the temporary file of a dead process is all that may be left
            assertTrue(left.equals(file) || left.getFileName().toString().matches("\\.model\\..*\\.tmp"), "" + left);
        }
    }

    /** A process that saves until it is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws IOException {
            Path file = Path.of(args[0]);
            Mlp[] models = {writerModel(1), writerModel(2)};
            for (int i = 0; ; i++) {
                models[i % 2].save(file);
                if (i == 0) {
                    System.out.println("saved");
                }
            }
        }
    }

    private static Mlp writerModel(long seed) {
        return Mlp.builder().linear(300, 300).seed(seed).build();
    }

    private static void assertOneOf(byte[] first, byte[] second, byte[] found) {
        assertTrue(Arrays.equals(first, found) || Arrays.equals(second, found), found.length + " bytes, none of ours");
    }

    private boolean mount(String size) throws IOException, InterruptedException {
        return run("mount", "-t", "tmpfs", "-o", size, "tmpfs", folder.toString());
    }

    private void unmount() throws IOException, InterruptedException {
        assertTrue(run("umount", "-l", folder.toString()));
    }

    /** Whether there is such a command, and it succeeds. */
    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
