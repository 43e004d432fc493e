package dev.linnet.internal.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {
    private static final byte[] OLD = {1, 2, 3};
    private static final byte[] NEW = {4, 5, 6, 7};

    @TempDir
    Path folder;

    @Test
    void aNewFileIsWritten() throws IOException {
        Path file = folder.resolve("model");
        AtomicFile.write(file, AtomicFileTest::writeNew);
        assertArrayEquals(NEW, Files.readAllBytes(file));
        assertEquals(List.of(file), filesInFolder());
    }

    @Test
    void anOldFileIsReplaced() throws IOException {
        Path file = old();
        AtomicFile.write(file, AtomicFileTest::writeNew);
        assertArrayEquals(NEW, Files.readAllBytes(file));
        assertEquals(List.of(file), filesInFolder());
    }

    @Test
    void stepsAreTakenInOrder() throws IOException {
        Path file = old();
        FailingSteps steps = new FailingSteps("none");
        AtomicFile.write(file, AtomicFileTest::writeNew, steps);
        assertEquals(List.of("create", "force", "move", "forceFolder"), steps.taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "force", "move"})
    void aFailedStepLeavesTheOldFileWholeAndNothingElse(String step) throws IOException {
        Path file = old();
        var e = assertThrows(
                IOException.class, () -> AtomicFile.write(file, AtomicFileTest::writeNew, new FailingSteps(step)));
        assertEquals(step + " failed", e.getMessage());
        assertArrayEquals(OLD, Files.readAllBytes(file));
        assertEquals(List.of(file), filesInFolder());
    }

    @Test
    void aFolderThatCannotBeForcedIsNoFailure() throws IOException {
        Path file = old();
        AtomicFile.write(file, AtomicFileTest::writeNew, new FailingSteps("forceFolder"));
        assertArrayEquals(NEW, Files.readAllBytes(file));
    }

    @Test
    void contentThatFailsHalfwayLeavesTheOldFileWholeAndNothingElse() throws IOException {
        Path file = old();
        for (Throwable failure : List.of(
                new IOException("No space left on device"),
                new IllegalStateException("a bug"),
                new StackOverflowError())) {
            Throwable thrown = assertThrows(
                    Throwable.class,
                    () -> AtomicFile.write(file, out -> {
                        writeNew(out);
                        AtomicFileTest.<RuntimeException>sneak(failure);
                    }));
            assertSame(failure, thrown);
            assertArrayEquals(OLD, Files.readAllBytes(file));
            assertEquals(List.of(file), filesInFolder());
        }
    }

    @Test
    void anInterruptedThreadLeavesTheOldFileWholeAndNothingElse() throws IOException {
        Path file = old();
        Thread.currentThread().interrupt();
        assertThrows(
                java.nio.channels.ClosedByInterruptException.class,
                () -> AtomicFile.write(file, AtomicFileTest::writeNew));
        assertTrue(Thread.interrupted());
        assertArrayEquals(OLD, Files.readAllBytes(file));
        assertEquals(List.of(file), filesInFolder());
    }

    @Test
    void aMissingFolderIsNamed() {
        Path file = folder.resolve("missing").resolve("model");
        var e = assertThrows(NoSuchFileException.class, () -> AtomicFile.write(file, AtomicFileTest::writeNew));
        assertEquals(file + ": its folder does not exist", e.getMessage());
    }

    @Test
    void aFolderIsNotReplaced() throws IOException {
        Path target = Files.createDirectory(folder.resolve("model"));
        var e = assertThrows(
                FileAlreadyExistsException.class, () -> AtomicFile.write(target, AtomicFileTest::writeNew));
        assertEquals(target + ": is a folder", e.getMessage());
        assertTrue(Files.isDirectory(target));
    }

    @Test
    void whatASymbolicLinkPointsToIsReplaced() throws IOException {
        Path file = old();
        Path link = Files.createSymbolicLink(folder.resolve("latest"), file.getFileName());
        AtomicFile.write(link, AtomicFileTest::writeNew);
        assertTrue(Files.isSymbolicLink(link));
        assertFalse(Files.isSymbolicLink(file));
        assertArrayEquals(NEW, Files.readAllBytes(file));
    }

    @Test
    void aSymbolicLinkThatPointsNowhereIsReplaced() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("latest"), Path.of("missing"));
        AtomicFile.write(link, AtomicFileTest::writeNew);
        assertEquals(List.of(link), filesInFolder());
        assertArrayEquals(NEW, Files.readAllBytes(link));
        assertFalse(Files.isSymbolicLink(link));
    }

    @Test
    void theNewFileHasTheOldOnesPermissions() throws IOException {
        Path file = old();
        assumeTrue(
                Files.getFileAttributeView(file, PosixFileAttributeView.class) != null, "NOT RUN: no permissions here");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        AtomicFile.write(file, AtomicFileTest::writeNew);
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertArrayEquals(NEW, Files.readAllBytes(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "\u00e4", "\u6587"})
    void aNameAsLongAsTheSystemTakesIsTaken(String character) throws IOException {
        Path file = folder.resolve(character.repeat(255 / character.getBytes(UTF_8).length));
        AtomicFile.write(file, AtomicFileTest::writeNew);
        assertEquals(List.of(file), filesInFolder());
        Path shorter = folder.resolve(character.repeat(70));
        AtomicFile.write(shorter, AtomicFileTest::writeNew);
        assertArrayEquals(NEW, Files.readAllBytes(shorter));
    }

    @Test
    void aNameWithoutAFolderIsMeantInTheWorkingFolder() throws IOException {
        Path file = Path.of("AtomicFileTest." + ProcessHandle.current().pid());
        try {
            AtomicFile.write(file, AtomicFileTest::writeNew);
            assertArrayEquals(NEW, Files.readAllBytes(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Path old() throws IOException {
        return Files.write(folder.resolve("model"), OLD);
    }

    private List<Path> filesInFolder() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void writeNew(WritableByteChannel out) throws IOException {
        out.write(ByteBuffer.wrap(NEW));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws what a content can't declare
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    /** Takes the real steps, except for one, which fails. */
    private static final class FailingSteps implements AtomicFile.Steps {
        final List<String> taken = new ArrayList<>();
        private final String failing;

        FailingSteps(String failing) {
            this.failing = failing;
        }

        @Override
        public FileChannel create(Path temporary) throws IOException {
            take("create");
            return AtomicFile.Steps.super.create(temporary);
        }

        @Override
        public void force(FileChannel file) throws IOException {
            take("force");
            AtomicFile.Steps.super.force(file);
        }

        @Override
        public void move(Path temporary, Path target) throws IOException {
            take("move");
            AtomicFile.Steps.super.move(temporary, target);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            take("forceFolder");
            AtomicFile.Steps.super.forceFolder(folder);
        }

        private void take(String step) throws IOException {
            taken.add(step);
            if (step.equals(failing)) {
                throw new IOException(step + " failed");
            }
        }
    }
}
