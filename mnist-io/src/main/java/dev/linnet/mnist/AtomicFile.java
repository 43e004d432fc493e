package dev.linnet.mnist;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files that appear whole or not at all, also when several processes write the same one. */
final class AtomicFile {
    /** Writes a file's bytes. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes a temporary file beside {@code file}, forces it to disk, then moves it into place. If anything is thrown
     * the temporary file is removed and what stood at {@code file} is untouched. The folder is forced to disk, too, where
     * the system can do that.
     */
    static void write(Path file, Content content) throws IOException {
        Path target = file.toAbsolutePath();
        // Not createTempFile: it hides the file from other users, and the move would keep it so.
        Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel =
                    FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(Channels.newOutputStream(channel));
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable e) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
        try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Windows and some network file systems cannot: after a power failure the older file may be there, whole.
        }
    }
}
