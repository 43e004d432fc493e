package dev.linnet.mnist;

import dev.linnet.mnist.Publication.PublishedFile;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small data set in the form of MNIST: five images of 4 x 3 pixels to train with and two to test with. */
final class FakeMnist {
    static final int ROWS = 4;
    static final int COLUMNS = 3;
    static final IdxArray TRAIN_IMAGES = images(5);
    static final IdxArray TRAIN_LABELS = IdxArray.ofUnsigned(new byte[] {5, 0, 4, 1, 9}, 5);
    static final IdxArray TEST_IMAGES = images(2);
    static final IdxArray TEST_LABELS = IdxArray.ofUnsigned(new byte[] {7, 2}, 2);

    private FakeMnist() {}

    static IdxArray images(int count) {
        byte[] pixels = new byte[count * ROWS * COLUMNS];
        new Random(count).nextBytes(pixels);
        return IdxArray.ofUnsigned(pixels, count, ROWS, COLUMNS);
    }

    /** {@return the four packed files by name, in the order of the parts; a new map} */
    static Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("train-images-idx3-ubyte.gz", IdxFiles.packed(TRAIN_IMAGES));
        files.put("train-labels-idx1-ubyte.gz", IdxFiles.packed(TRAIN_LABELS));
        files.put("t10k-images-idx3-ubyte.gz", IdxFiles.packed(TEST_IMAGES));
        files.put("t10k-labels-idx1-ubyte.gz", IdxFiles.packed(TEST_LABELS));
        return files;
    }

    static Mnist.Opener opener(Map<String, byte[]> files) {
        return name -> files.containsKey(name) ? new ByteArrayInputStream(files.get(name)) : null;
    }

    /** {@return files as those mirrors publish them} */
    static Publication publication(Map<String, byte[]> files, URI... mirrors) {
        List<PublishedFile> published = new ArrayList<>();
        files.forEach((name, bytes) -> published.add(new PublishedFile(name, bytes.length, sha256(bytes))));
        return new Publication("fake", List.of(mirrors), published);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
