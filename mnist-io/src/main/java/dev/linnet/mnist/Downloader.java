package dev.linnet.mnist;

import dev.linnet.mnist.Publication.PublishedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings published files into a cache, from the first mirror that has the right bytes.
 *
 * <p>What a mirror sends is hashed on its way into a temporary file, which moves into place only when its length and
 * SHA-256 are right. So nothing half-written ever has a file's name, and any number of processes may fill one cache at
 * once: each writes a temporary file of its own, and the last to finish replaces equal bytes by equal bytes.
 */
final class Downloader {
    private static final Logger LOG = LoggerFactory.getLogger(Downloader.class);
    private static final int OK = 200;

    /**
     * How long to wait for a mirror.
     *
     * @param connect for a connection
     * @param response for the first line and the headers of its answer, redirects and the connection included
     * @param stall for the next bytes of the body
     */
    record Timeouts(Duration connect, Duration response, Duration stall) {
        static final Timeouts DEFAULT =
                new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    private final Timeouts timeouts;
    private final DownloadProgress progress;

    Downloader(Timeouts timeouts, DownloadProgress progress) {
        this.timeouts = timeouts;
        this.progress = progress;
    }

    /**
     * Makes sure that all files are in the cache.
     *
     * @return the folder that holds them
     * @throws DownloadException if no mirror gives one of them
     * @throws IOException if the cache cannot be read or written
     */
    Path fetch(Publication publication, Path cache) throws IOException {
        Path folder = Files.createDirectories(cache.resolve(publication.folder()));
        List<PublishedFile> missing = new ArrayList<>();
        for (PublishedFile file : publication.files()) {
            if (!isCached(folder, file)) {
                missing.add(file);
            }
        }
        if (!missing.isEmpty()) {
            // Without proxy(...) the client asks ProxySelector.getDefault(), which knows the system's settings.
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(timeouts.connect())
                    .build();
            for (PublishedFile file : missing) {
                download(client, file, publication.mirrors(), folder);
            }
        }
        return folder;
    }

    private static boolean isCached(Path folder, PublishedFile file) throws IOException {
        Path path = folder.resolve(file.name());
        if (!Files.exists(path)) {
            return false;
        }
        boolean intact = Files.size(path) == file.bytes() && sha256(path).equals(file.sha256());
        if (intact) {
            LOG.debug("{} is in the cache", path);
        } else {
            LOG.warn("{} does not have the published SHA-256; downloading it again", path);
        }
        return intact;
    }

    private void download(HttpClient client, PublishedFile file, List<URI> mirrors, Path folder) throws IOException {
        List<MirrorException> failures = new ArrayList<>();
        for (URI mirror : mirrors) {
            URI address = mirror.resolve(file.name());
            LOG.info("Downloading {} ({} bytes)", address, file.bytes());
            try (StreamedBody body = request(client, address)) {
                AtomicFile.write(folder.resolve(file.name()), out -> receive(body, file, out));
                return;
            } catch (MirrorException e) {
                LOG.warn("{}: {}", address, e.getMessage());
                failures.add(new MirrorException(address + ": " + e.getMessage(), e.getCause()));
            }
        }
        StringBuilder message = new StringBuilder("no mirror has " + file.name() + ":");
        failures.forEach(failure -> message.append("\n  ").append(failure.getMessage()));
        message.append("\nA file of that name, with SHA-256 ")
                .append(file.sha256())
                .append(", may also be put into ")
                .append(folder)
                .append(" by hand.");
        DownloadException exception = new DownloadException(message.toString());
        failures.forEach(exception::addSuppressed);
        throw exception;
    }

    private StreamedBody request(HttpClient client, URI address) throws IOException {
        // HttpRequest.timeout is not used: newer JDKs let it run on while the body arrives, which may take long.
        CompletableFuture<HttpResponse<StreamedBody>> answer =
                client.sendAsync(HttpRequest.newBuilder(address).build(), head -> new StreamedBody(timeouts.stall()));
        try {
            HttpResponse<StreamedBody> response = answer.get(timeouts.response().toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                response.body().close();
                throw new MirrorException("HTTP status " + response.statusCode(), null);
            }
            return response.body();
        } catch (TimeoutException e) {
            throw new MirrorException("no answer for " + timeouts.response().toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new MirrorException(describe(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            answer.cancel(true); // no effect on an answer that is there
        }
    }

    private void receive(StreamedBody body, PublishedFile file, OutputStream out) throws IOException {
        MessageDigest digest = newSha256();
        long received = 0;
        progress.update(file.name(), received, file.bytes());
        for (List<ByteBuffer> piece = next(body, received, file);
                !piece.isEmpty();
                piece = next(body, received, file)) {
            for (ByteBuffer buffer : piece) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                received += bytes.length;
                if (received > file.bytes()) {
                    throw new MirrorException("more than " + file.bytes() + " bytes", null);
                }
                digest.update(bytes);
                out.write(bytes);
            }
            progress.update(file.name(), received, file.bytes());
        }
        if (received < file.bytes()) {
            throw new MirrorException("ended after " + received + " of " + file.bytes() + " bytes", null);
        }
        String found = hex(digest);
        if (!found.equals(file.sha256())) {
            throw new MirrorException("SHA-256 " + found + ", expected " + file.sha256(), null);
        }
    }

    private static List<ByteBuffer> next(StreamedBody body, long received, PublishedFile file) throws IOException {
        try {
            return body.next();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw new MirrorException("after " + received + " of " + file.bytes() + " bytes: " + describe(e), e);
        }
    }

    /** {@return what went wrong, in words; the JDK's exceptions for the commonest cases have no message} */
    static String describe(Throwable e) {
        if (e instanceof HttpTimeoutException) {
            return e.getMessage();
        }
        if (e instanceof ConnectException && e.getMessage() == null) {
            return rootOf(e) instanceof UnresolvedAddressException ? "unknown host" : "no connection";
        }
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null ? name : name + ": " + e.getMessage();
    }

    private static Throwable rootOf(Throwable e) {
        return e.getCause() == null ? e : rootOf(e.getCause());
    }

    private static InterruptedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException exception = new InterruptedIOException("interrupted while downloading");
        exception.initCause(e);
        return exception;
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = newSha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return hex(digest);
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** One mirror's failure, for which the next one may make up. */
    private static final class MirrorException extends IOException {
        private static final long serialVersionUID = 1L;

        MirrorException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
