package dev.linnet.mnist;

import dev.linnet.data.Dataset;
import dev.linnet.mnist.Downloader.Timeouts;
import dev.linnet.mnist.MnistFiles.Images;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A data set of the MNIST family: images to train with and images to test with.
 *
 * <pre>{@code
 * Mnist digits = Mnist.load(Path.of("data/mnist"));
 * Mnist clothes = Mnist.download(MnistVariant.FASHION_MNIST, Path.of("cache"));
 * }</pre>
 *
 * <p>Pixels stay bytes in memory (47 MB for the 60,000 training images, where doubles would take 376 MB); read as
 * features they are 0 for background to 1 for full ink, the byte divided by 255. Rows are images, their pixels row by
 * row from the top left. Immutable; any number of threads may read.
 */
public final class Mnist {
    private final Dataset train;
    private final Dataset test;
    private final int rows;
    private final int columns;

    private Mnist(Images train, Images test) {
        this.train = train.dataset();
        this.test = test.dataset();
        this.rows = train.rows();
        this.columns = train.columns();
    }

    /**
     * Loads MNIST itself from a directory.
     *
     * @param directory holds four files under their usual names: {@code train-images-idx3-ubyte} or
     *     {@code train-images.idx3-ubyte}, each with or without {@code .gz}, and so on
     * @return the data set
     * @throws java.io.FileNotFoundException if one of the four is missing; it says which, and the names tried
     * @throws IdxFormatException if a file is damaged or does not fit the others
     * @throws IOException if a file cannot be read
     */
    public static Mnist load(Path directory) throws IOException {
        return load(directory, MnistVariant.MNIST);
    }

    /**
     * Loads a data set of the family from a directory.
     *
     * @param directory holds the four files, as {@link #load(Path)} says
     * @param variant which one they are; it names the classes
     * @return the data set
     * @throws java.io.FileNotFoundException if one of the four is missing; it says which, and the names tried
     * @throws IdxFormatException if a file is damaged or does not fit the others
     * @throws IOException if a file cannot be read
     */
    public static Mnist load(Path directory, MnistVariant variant) throws IOException {
        Opener files = name -> {
            Path file = directory.resolve(name);
            return Files.exists(file) ? Files.newInputStream(file) : null;
        };
        return load(files, directory + directory.getFileSystem().getSeparator(), variant);
    }

    /**
     * Loads a data set of the family from wherever its files are; from the class path, for one, with
     * {@code name -> Digits.class.getResourceAsStream("/mnist/" + name)}.
     *
     * @param files opens the four files by the names that {@link #load(Path)} lists
     * @param variant which one they are; it names the classes
     * @return the data set
     * @throws java.io.FileNotFoundException if one of the four is missing; it says which, and the names tried
     * @throws IdxFormatException if a file is damaged or does not fit the others
     * @throws IOException if a file cannot be read
     */
    public static Mnist load(Opener files, MnistVariant variant) throws IOException {
        return load(files, "", variant);
    }

    /**
     * Loads a data set of the family from a cache directory, after downloading what is not there.
     *
     * @param variant which one
     * @param cacheDirectory where to keep the files, each variant in a folder of its own; made if need be
     * @return the data set
     * @throws DownloadException if no mirror gives one of the files; it says what each answered
     * @throws IOException if the cache cannot be read or written
     */
    public static Mnist download(MnistVariant variant, Path cacheDirectory) throws IOException {
        return download(variant, cacheDirectory, (file, received, total) -> {});
    }

    /**
     * Loads a data set of the family from a cache directory, after downloading what is not there, and says how it goes.
     *
     * <p>A file in the cache is used if its SHA-256 is the published one. Otherwise the mirrors are asked in turn, each
     * within time limits (10 s for a connection, 30 s for an answer, 30 s without a byte), through the proxy that
     * {@link java.net.ProxySelector#getDefault()} names (by {@code -Dhttps.proxyHost}, say). What arrives takes its place
     * only once its SHA-256 is right, in one move, so that several processes may share a cache.
     *
     * @param variant which one
     * @param cacheDirectory where to keep the files, each variant in a folder of its own; made if need be
     * @param progress is told how each download goes on
     * @return the data set
     * @throws DownloadException if no mirror gives one of the files; it says what each answered
     * @throws java.io.InterruptedIOException if the thread is interrupted, which it then still is
     * @throws IOException if the cache cannot be read or written
     */
    public static Mnist download(MnistVariant variant, Path cacheDirectory, DownloadProgress progress)
            throws IOException {
        Objects.requireNonNull(progress, "progress");
        Downloader downloader = new Downloader(Timeouts.DEFAULT, progress);
        return load(downloader.fetch(variant.publication(), cacheDirectory), variant);
    }

    /** {@return the images to train with} */
    public Dataset train() {
        return train;
    }

    /** {@return the images to test with} */
    public Dataset test() {
        return test;
    }

    /** {@return the height of each image in pixels} */
    public int rows() {
        return rows;
    }

    /** {@return the width of each image in pixels} */
    public int columns() {
        return columns;
    }

    /** Opens files by name. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens a file; called more than once for the same.
         *
         * @param name its name, without a folder
         * @return its bytes from the first on, closed by the caller; null if there is no such file
         * @throws IOException if it is there and cannot be opened
         */
        InputStream open(String name) throws IOException;
    }

    private static Mnist load(Opener files, String folder, MnistVariant variant) throws IOException {
        List<Images> images = new MnistFiles(files, folder, variant.labels()).read();
        return new Mnist(images.get(0), images.get(1));
    }
}
