package dev.linnet.internal.io;

import dev.linnet.data.FileFormatException;
import dev.linnet.layer.Activation;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder that the checkpoints of one run are written to, numbered in the order of their writing.
 *
 * <p>It is locked as long as it is open, so that no two runs share it; the death of a process frees it.
 */
public final class CheckpointFolder implements Closeable {
    private static final String START = "checkpoint-";
    private static final Pattern NAME = Pattern.compile(START + "([0-9]{1,18})\\.safetensors");
    private static final String LOCK = ".lock";

    private final Path folder;
    private final int kept;
    private final FileChannel lock;

    private CheckpointFolder(Path folder, int kept, FileChannel lock) {
        this.folder = folder;
        this.kept = kept;
        this.lock = lock;
    }

    /**
     * Opens a folder, which is made where it is missing, and clears it of what was half written when a process died.
     *
     * @param kept number of checkpoints to keep
     * @throws FileSystemException if another run has it open
     */
    public static CheckpointFolder open(Path folder, int kept) throws IOException {
        if (!Files.isDirectory(folder)) { // a link to a folder is one
            Files.createDirectories(folder);
        }
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock(channel, folder);
            AtomicFile.deleteLeftovers(folder, START);
            return new CheckpointFolder(folder, kept, channel);
        } catch (Throwable t) {
            try (channel) {
                throw t;
            }
        }
    }

    private static void lock(FileChannel channel, Path folder) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        } catch (IOException e) {
            return; // some network file systems have no locks: there, whoever starts two runs in one folder is on his
            // own
        }
        if (lock == null) {
            throw new FileSystemException(folder.toString(), null, "another run writes its checkpoints there");
        }
    }

    /** Whether there is no checkpoint. */
    public boolean isEmpty() throws IOException {
        return checkpoints(folder).isEmpty();
    }

    /** Writes the next one, and deletes the oldest beyond those that are kept. */
    public void write(CheckpointFile.Content content) throws IOException {
        NavigableMap<Long, Path> files = checkpoints(folder);
        long number = files.isEmpty() ? 1 : files.lastKey() + 1;
        CheckpointFile.write(folder.resolve(String.format(Locale.ROOT, START + "%06d.safetensors", number)), content);
        while (files.size() >= kept) {
            delete(files.pollFirstEntry().getValue());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Windows keeps a file that somebody is reading. It is tried again after the next checkpoint.
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    /**
     * Reads a checkpoint, or of a folder the newest one that is whole.
     *
     * @param own activations that are not built in
     * @throws FileFormatException if it, or the newest of the folder when none is whole, is not whole
     * @throws NoSuchFileException if there is none
     */
    public static CheckpointFile.Content read(Path path, List<Activation> own) throws IOException {
        if (!Files.isDirectory(path)) {
            return CheckpointFile.read(path, own);
        }
        List<FileFormatException> damages = new ArrayList<>();
        for (Path file : checkpoints(path).descendingMap().values()) {
            try {
                CheckpointFile.Content content = CheckpointFile.read(file, own);
                damages.forEach(damage -> warn(damage, file));
                return content;
            } catch (FileFormatException e) {
                damages.add(e);
            }
        }
        if (damages.isEmpty()) {
            throw new NoSuchFileException(path.toString(), null, "no checkpoint is there");
        }
        throw damages.get(0);
    }

    private static void warn(FileFormatException damage, Path file) {
        Logger logger = System.getLogger("dev.linnet");
        logger.log(Level.WARNING, "{0}; going on from {1}", damage.getMessage(), file);
    }

    /** The checkpoints of a folder by their numbers. */
    private static NavigableMap<Long, Path> checkpoints(Path folder) throws IOException {
        NavigableMap<Long, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    files.put(Long.parseLong(name.group(1)), file);
                }
            }
        }
        return files;
    }
}
