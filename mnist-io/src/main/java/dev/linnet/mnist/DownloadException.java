package dev.linnet.mnist;

import java.io.IOException;

/**
 * A file that no mirror gave.
 *
 * <p>The message has a line for each mirror: its address and what went wrong there. The mirrors' own exceptions are
 * {@linkplain #getSuppressed() suppressed} ones of this.
 */
public final class DownloadException extends IOException {
    private static final long serialVersionUID = 1L;

    DownloadException(String message) {
        super(message);
    }
}
