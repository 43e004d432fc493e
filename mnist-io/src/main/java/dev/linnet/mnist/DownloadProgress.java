package dev.linnet.mnist;

/**
 * Is told how a download goes on, on the thread that waits for it.
 *
 * <p>For each file that is not in the cache the calls begin with {@code received = 0} and end, if all goes well, with
 * {@code received = total}. When a mirror fails and the next is asked, they begin again. What this method throws ends the
 * download and reaches the caller.
 */
@FunctionalInterface
public interface DownloadProgress {
    /**
     * Some bytes have arrived.
     *
     * @param file the file's name, without a folder
     * @param received the bytes of the file that are there
     * @param total the bytes that the file has
     */
    void update(String file, long received, long total);
}
