package dev.linnet.mnist;

import dev.linnet.data.Dataset;
import dev.linnet.data.Labels;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The four files of one data set of the family: found under any of their names, read, and checked against each other. */
final class MnistFiles {
    private static final int TYPE_OFFSET = 2;
    private static final int COUNT_OFFSET = 4;
    private static final int ROWS_OFFSET = 8;
    private static final int LABELS_OFFSET = 8;

    /**
     * Images and their classes.
     *
     * @param source what errors call the file with the images
     * @param rows the height of an image
     * @param columns the width of an image
     * @param dataset the images, pixels scaled to 0..1, and their classes
     */
    record Images(String source, int rows, int columns, Dataset dataset) {}

    private final Mnist.Opener opener;
    private final String folder;
    private final Labels labels;

    /**
     * Files that are not opened yet.
     *
     * @param opener opens them
     * @param folder stands before their names in messages
     * @param labels the names of the classes
     */
    MnistFiles(Mnist.Opener opener, String folder, Labels labels) {
        this.opener = opener;
        this.folder = folder;
        this.labels = labels;
    }

    /** {@return the training images and the test images} */
    List<Images> read() throws IOException {
        List<String> missing = new ArrayList<>();
        String trainImages = find("train-images", "idx3-ubyte", missing);
        String trainLabels = find("train-labels", "idx1-ubyte", missing);
        String testImages = find("t10k-images", "idx3-ubyte", missing);
        String testLabels = find("t10k-labels", "idx1-ubyte", missing);
        if (!missing.isEmpty()) {
            throw new FileNotFoundException(String.join("\n", missing));
        }
        Images train = read(trainImages, trainLabels);
        Images test = read(testImages, testLabels);
        if (train.rows != test.rows || train.columns != test.columns) {
            throw IdxFormatException.plain(
                    test.source,
                    ROWS_OFFSET,
                    "%d x %d pixels".formatted(test.rows, test.columns),
                    "%d x %d as in %s".formatted(train.rows, train.columns, train.source));
        }
        return List.of(train, test);
    }

    /** {@return the name under which a file is there; if under none, that is added to {@code missing}} */
    private String find(String stem, String suffix, List<String> missing) throws IOException {
        List<String> names = List.of(
                stem + "-" + suffix, stem + "-" + suffix + ".gz", stem + "." + suffix, stem + "." + suffix + ".gz");
        for (String name : names) {
            try (InputStream in = opener.open(name)) {
                if (in != null) {
                    return name;
                }
            }
        }
        missing.add("%s%s is missing; also tried %s".formatted(folder, names.get(0), names.subList(1, names.size())));
        return "";
    }

    private Images read(String imagesName, String labelsName) throws IOException {
        IdxArray images = read(imagesName, 3, "ubyte[images, rows, columns]");
        if (images.size() == 0) {
            throw wrong(imagesName, COUNT_OFFSET, images.toString(), "at least one image of at least one pixel");
        }
        IdxArray classes = read(labelsName, 1, "ubyte[labels]");
        int count = images.dimension(0);
        if (classes.size() != count) {
            throw wrong(
                    labelsName,
                    COUNT_OFFSET,
                    classes.size() + " labels",
                    count + ", one for each image in " + imagesName);
        }
        byte[] indices = classes.bytes();
        for (int i = 0; i < count; i++) {
            if ((indices[i] & 0xff) >= labels.size()) {
                throw wrong(labelsName, LABELS_OFFSET + i, "label " + (indices[i] & 0xff), "0.." + (labels.size() - 1));
            }
        }
        int pixels = images.size() / count;
        return new Images(
                folder + imagesName,
                images.dimension(1),
                images.dimension(2),
                Dataset.ofBytes(images.bytes(), pixels, pixel -> pixel / 255.0, indices, labels));
    }

    private IdxArray read(String name, int rank, String expected) throws IOException {
        try (InputStream in = opener.open(name)) {
            IdxArray array = Idx.read(in, folder + name);
            if (array.type() != IdxType.UBYTE || array.rank() != rank) {
                throw wrong(name, TYPE_OFFSET, array.toString(), expected);
            }
            return array;
        }
    }

    private IdxFormatException wrong(String name, long offset, String found, String expected) {
        return IdxFormatException.plain(folder + name, offset, found, expected);
    }
}
