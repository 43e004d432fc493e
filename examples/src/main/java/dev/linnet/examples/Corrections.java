package dev.linnet.examples;

import dev.linnet.mnist.DigitImage;
import dev.linnet.mnist.Idx;
import dev.linnet.mnist.IdxArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Drawings whose digit somebody named, kept as two IDX files as MNIST is, for training later. */
final class Corrections {
    private static final String IMAGES = "drawn-images-idx3-ubyte";
    private static final String LABELS = "drawn-labels-idx1-ubyte";

    private final Path folder;

    /** The files in a folder, which is made with the first drawing. */
    Corrections(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /**
     * Adds a drawing to those that are there.
     *
     * @return how many there are now
     * @throws IOException if the files cannot be read or written; what was there is not lost then
     */
    int add(DigitImage image, int digit) throws IOException {
        Files.createDirectories(folder);
        byte[] images = bytes(IMAGES, 3);
        byte[] labels = bytes(LABELS, 1);
        // if only the first of two files could ever be written, the other one says how many drawings there are
        int count = Math.min(labels.length, images.length / DigitImage.PIXELS) + 1;
        images = Arrays.copyOf(images, count * DigitImage.PIXELS);
        System.arraycopy(image.bytes(), 0, images, (count - 1) * DigitImage.PIXELS, DigitImage.PIXELS);
        labels = Arrays.copyOf(labels, count);
        labels[count - 1] = (byte) digit;
        Idx.write(IdxArray.ofUnsigned(images, count, DigitImage.SIZE, DigitImage.SIZE), folder.resolve(IMAGES));
        Idx.write(IdxArray.ofUnsigned(labels, count), folder.resolve(LABELS));
        return count;
    }

    private byte[] bytes(String name, int rank) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return new byte[0];
        }
        IdxArray array = Idx.read(file);
        if (array.rank() != rank) {
            throw new IOException("%s holds %s, expected ubyte of rank %d".formatted(file, array, rank));
        }
        return array.bytes();
    }
}
