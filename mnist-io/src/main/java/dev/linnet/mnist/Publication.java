package dev.linnet.mnist;

import java.net.URI;
import java.util.List;

/**
 * A data set as it is published: files that several mirrors serve.
 *
 * @param folder the folder of a cache that holds the files, for the sets of the family share their files' names
 * @param mirrors folders that serve the files, each ending in a slash, in the order in which to ask them
 * @param files the files
 */
record Publication(String folder, List<URI> mirrors, List<PublishedFile> files) {
    Publication {
        mirrors = List.copyOf(mirrors);
        files = List.copyOf(files);
    }

    /**
     * A publication from two small tables.
     *
     * @param mirrors an address on each line
     * @param files SHA-256, length and name on each line
     */
    static Publication of(String folder, String mirrors, String files) {
        return new Publication(
                folder,
                mirrors.lines().map(URI::create).toList(),
                files.lines().map(PublishedFile::of).toList());
    }

    /**
     * One published file.
     *
     * @param name its name on every mirror and in the cache
     * @param bytes its length
     * @param sha256 its SHA-256, 64 lower-case hexadecimal digits
     */
    record PublishedFile(String name, long bytes, String sha256) {
        private static PublishedFile of(String line) {
            String[] fields = line.split(" +", -1);
            return new PublishedFile(fields[2], Long.parseLong(fields[1]), fields[0]);
        }
    }
}
