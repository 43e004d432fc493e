package dev.linnet.internal.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.stream.Stream;

/**
 * Replaces a file as a whole, or not at all.
 *
 * <p>The content goes to a temporary file in the same folder ({@code .NAME.RANDOM.tmp}), is forced to the disk, then
 * moved over the old file in one step; then the folder is forced. Whoever opens the file sees the old content or the new
 * one, also after a power failure. If anything fails, the old file is untouched and the temporary one is deleted; only
 * the death of the process can leave a temporary file behind. The new file has the old one's permissions. A symbolic link to
 * a file is followed: what it points to is replaced. One that points nowhere is replaced itself.
 */
final class AtomicFile {
    /** Writes the content of the file. */
    @FunctionalInterface
    interface Content {
        void writeTo(WritableByteChannel out) throws IOException;
    }

    /** The steps taken, in this order; a test lets each of them fail. */
    interface Steps {
        /** Opens a file that must not exist yet. */
        default FileChannel create(Path temporary) throws IOException {
            return FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        }

        /** Forces the content of a file, and its length, to the disk. */
        default void force(FileChannel file) throws IOException {
            file.force(true);
        }

        /** Puts a file into the place of another. */
        default void move(Path temporary, Path target) throws IOException {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        }

        /** Forces the entries of a folder to the disk. */
        default void forceFolder(Path folder) throws IOException {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static final Steps REAL = new Steps() {};

    private static final String TEMPORARY = ".tmp";

    /** Characters, from 1 to 3 bytes each; with what a temporary file has besides, 255 bytes are all that systems take. */
    private static final int LONG_NAME = 70;

    private AtomicFile() {}

    /**
     * Deletes what processes that died left behind in {@code folder} while they wrote files whose names begin with {@code
     * start}; nobody may be writing such files now.
     */
    static void deleteLeftovers(Path folder, String start) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.startsWith("." + start) && name.endsWith(TEMPORARY)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /**
     * Replaces a file.
     *
     * @param path the file; its folder must exist
     * @throws IOException if the content cannot be written; then the old file, if there is one, is untouched
     */
    static void write(Path path, Content content) throws IOException {
        write(path, content, REAL);
    }

    static void write(Path path, Content content, Steps steps) throws IOException {
        Path target = Files.isSymbolicLink(path) && Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new FileAlreadyExistsException(path.toString(), null, "is a folder");
        }
        if (!Files.isDirectory(target.getParent())) {
            throw new NoSuchFileException(path.toString(), null, "its folder does not exist");
        }
        Path temporary =
                target.resolveSibling(temporaryName(target.getFileName().toString()));
        FileChannel out = steps.create(temporary); // fails rather than write into a file that exists
        try {
            try (out) {
                content.writeTo(out);
                steps.force(out);
            }
            keepPermissions(target, temporary);
            steps.move(temporary, target);
        } catch (Throwable t) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                t.addSuppressed(e);
            }
            throw t;
        }
        try {
            steps.forceFolder(target.getParent());
        } catch (IOException e) {
            // Windows and some network file systems cannot. The new file is whole and in its place; if the power fails
            // now, the old one may be found again, and that is whole, too.
        }
    }

    private static String temporaryName(String name) {
        String random = Long.toHexString(System.nanoTime());
        return "." + (name.length() <= LONG_NAME ? name : "long-name") + "." + random + TEMPORARY;
    }

    /** A file that others may not read stays one, where there are such permissions. */
    private static void keepPermissions(Path target, Path temporary) throws IOException {
        PosixFileAttributeView old = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        if (old != null && Files.exists(target)) {
            Files.setPosixFilePermissions(temporary, old.readAttributes().permissions());
        }
    }
}
