package dev.linnet.mnist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linnet.mnist.Downloader.Timeouts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloaderTest {
    private static final String FIRST = "train-images-idx3-ubyte.gz";
    private static final DownloadProgress UNHEARD = (file, received, total) -> {};

    /** Long enough for a mirror that answers, however busy the machine. */
    private static final Timeouts PATIENT =
            new Timeouts(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));

    private static final Duration SHORT = Duration.ofMillis(300);

    private final Map<String, byte[]> files = FakeMnist.files();
    private LoopbackServer server;

    @TempDir
    Path cache;

    @BeforeEach
    void startTheServer() throws IOException {
        server = new LoopbackServer(files);
    }

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    // Mirrors that do their duty.

    @Test
    void trueFilesArriveAndLoad() throws IOException {
        Path folder = fetch(server.goodMirror());
        assertEquals(cache.resolve("fake"), folder);
        assertCacheIsWhole();
        assertEquals(5, Mnist.load(folder).train().size());
    }

    @Test
    void filesInTheCacheAreNotDownloadedAgain() throws IOException {
        URI good = server.goodMirror();
        fetch(good);
        assertEquals(4, server.requests().size());
        fetch(good);
        assertEquals(4, server.requests().size());
    }

    @Test
    void aDamagedFileInTheCacheIsDownloadedAgain() throws IOException {
        URI good = server.goodMirror();
        Path folder = fetch(good);
        byte[] damaged = files.get(FIRST).clone();
        damaged[40] ^= 1;
        Files.write(folder.resolve(FIRST), damaged);
        Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), new byte[3]);
        fetch(good);
        assertEquals(
                List.of("/good/" + FIRST, "/good/t10k-labels-idx1-ubyte.gz"),
                server.requests().subList(4, 6));
        assertCacheIsWhole();
    }

    @Test
    void aBodyOfUntoldLengthIsAccepted() throws IOException {
        fetch(server.mirror("chunked", (exchange, file) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(file);
        }));
        assertCacheIsWhole();
    }

    @Test
    void redirectsAreFollowed() throws IOException {
        URI good = server.goodMirror();
        fetch(server.mirror("moved", (exchange, file) -> {
            String path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().add("Location", path.replace("moved", "good"));
            exchange.sendResponseHeaders(302, -1);
        }));
        assertCacheIsWhole();
        assertEquals(good.resolve(FIRST).getPath(), server.requests().get(1));
    }

    @Test
    void progressIsToldFromTheFirstByteToTheLast() throws IOException {
        files.clear();
        files.put("large", new byte[1_000_000]);
        List<Long> calls = new ArrayList<>();
        DownloadProgress progress = (file, received, total) -> {
            assertEquals("large", file);
            assertEquals(1_000_000, total);
            calls.add(received);
        };
        new Downloader(PATIENT, progress).fetch(FakeMnist.publication(files, server.goodMirror()), cache);
        assertTrue(calls.size() > 2, calls::toString);
        assertEquals(0, calls.get(0));
        assertEquals(1_000_000, calls.get(calls.size() - 1));
        assertEquals(calls.stream().sorted().distinct().toList(), calls);
        assertCacheIsWhole();
    }

    // Mirrors that do not.

    @Test
    void theNextMirrorIsAskedUntilOneHasTheFile() throws IOException {
        URI absent = server.mirror("absent", (exchange, file) -> exchange.sendResponseHeaders(404, -1));
        URI wrong = server.mirror("wrong", (exchange, file) -> {
            file = file.clone();
            file[file.length / 2] ^= 1;
            LoopbackServer.serve(exchange, file);
        });
        fetch(absent, wrong, server.goodMirror());
        assertCacheIsWhole();
        assertEquals(12, server.requests().size());
    }

    @Test
    void anErrorListsWhatEachMirrorSaid() throws IOException {
        byte[] trueBytes = files.get(FIRST);
        byte[] wrongBytes = new byte[trueBytes.length];
        URI absent = server.mirror("absent", (exchange, file) -> exchange.sendResponseHeaders(404, -1));
        URI wrong = server.mirror("wrong", (exchange, file) -> LoopbackServer.serve(exchange, wrongBytes));
        URI longer = server.mirror(
                "longer", (exchange, file) -> LoopbackServer.serve(exchange, Arrays.copyOf(file, file.length + 1)));
        URI shorter = server.mirror(
                "shorter", (exchange, file) -> LoopbackServer.serve(exchange, Arrays.copyOf(file, file.length - 1)));
        DownloadException e = assertThrows(DownloadException.class, () -> fetch(absent, wrong, longer, shorter));
        int length = trueBytes.length;
        assertEquals(
                """
                no mirror has %s:
                  %s: HTTP status 404
                  %s: SHA-256 %s, expected %s
                  %s: more than %d bytes
                  %s: ended after %d of %d bytes
                A file of that name, with SHA-256 %s, may also be put into %s by hand.\
                """.formatted(
                                FIRST,
                                absent.resolve(FIRST),
                                wrong.resolve(FIRST),
                                FakeMnist.sha256(wrongBytes),
                                FakeMnist.sha256(trueBytes),
                                longer.resolve(FIRST),
                                length,
                                shorter.resolve(FIRST),
                                length - 1,
                                length,
                                FakeMnist.sha256(trueBytes),
                                cache.resolve("fake")),
                e.getMessage());
        assertEquals(4, e.getSuppressed().length);
        assertCacheIsEmpty();
    }

    @Test
    void serverErrorsAreNamed() {
        assertRefused(
                server.mirror("ill", (exchange, file) -> exchange.sendResponseHeaders(503, -1)), "HTTP status 503");
    }

    @Test
    void aRedirectInACircleEnds() {
        assertRefused(
                server.mirror("circle", (exchange, file) -> {
                    exchange.getResponseHeaders()
                            .add("Location", exchange.getRequestURI().getPath());
                    exchange.sendResponseHeaders(302, -1);
                }),
                "HTTP status 302");
    }

    @Test
    void aBodyThatIsCutOffIsRefused() {
        URI cut = server.mirror("cut", (exchange, file) -> {
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file, 0, file.length / 2);
            exchange.getResponseBody().flush();
        });
        String message = refusal(cut, PATIENT).getMessage();
        assertTrue(message.contains(cut.resolve(FIRST) + ": after "), message);
        assertTrue(message.contains(" of " + files.get(FIRST).length + " bytes: "), message);
        assertCacheIsEmpty();
    }

    @Test
    void aConnectionThatIsDroppedWithoutAnAnswerIsRefused() {
        String message =
                refusal(server.mirror("drop", (exchange, file) -> {}), PATIENT).getMessage();
        assertTrue(message.contains("/drop/" + FIRST + ": IOException: "), message);
        assertCacheIsEmpty();
    }

    @Test
    void aPortThatNobodyListensOnIsRefused() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        String message = refusal(URI.create("http://" + server.host() + ":" + port + "/"), PATIENT)
                .getMessage();
        assertTrue(message.contains(port + "/" + FIRST + ": no connection\n"), message);
        assertCacheIsEmpty();
    }

    @Test
    void aMirrorThatNeverAnswersIsGivenUp() {
        URI silent = server.mirror("silent", (exchange, file) -> server.silence());
        DownloadException e = refusal(silent, new Timeouts(PATIENT.connect(), SHORT, PATIENT.stall()));
        assertTrue(e.getMessage().contains(silent.resolve(FIRST) + ": no answer for 300 ms\n"), e.getMessage());
        assertCacheIsEmpty();
    }

    @Test
    void aMirrorThatFallsSilentInTheMiddleIsGivenUp() {
        URI stalling = server.mirror("stalling", (exchange, file) -> {
            exchange.sendResponseHeaders(200, file.length);
            exchange.getResponseBody().write(file, 0, 20);
            exchange.getResponseBody().flush();
            server.silence();
        });
        DownloadException e = refusal(stalling, new Timeouts(PATIENT.connect(), PATIENT.response(), SHORT));
        assertTrue(
                e.getMessage().contains(" of " + files.get(FIRST).length + " bytes: nothing arrived for 300 ms\n"),
                e.getMessage());
        assertInstanceOf(HttpTimeoutException.class, e.getSuppressed()[0].getCause());
        assertCacheIsEmpty();
    }

    private void assertRefused(URI mirror, String said) {
        String message = refusal(mirror, PATIENT).getMessage();
        assertTrue(message.contains("\n  " + mirror.resolve(FIRST) + ": " + said + "\n"), message);
        assertCacheIsEmpty();
    }

    private DownloadException refusal(URI mirror, Timeouts timeouts) {
        Downloader downloader = new Downloader(timeouts, UNHEARD);
        return assertThrows(
                DownloadException.class, () -> downloader.fetch(FakeMnist.publication(files, mirror), cache));
    }

    @Test
    void anUnknownHostIsCalledSo() {
        ConnectException e = new ConnectException();
        assertEquals("no connection", Downloader.describe(e));
        e.initCause(new UnresolvedAddressException());
        assertEquals("unknown host", Downloader.describe(e));
        assertEquals("ConnectException: refused", Downloader.describe(new ConnectException("refused")));
        assertEquals("IOException", Downloader.describe(new IOException()));
    }

    // The caller's side.

    @Test
    void aProxyIsRespected() throws IOException {
        server.goodMirror(); // answers the proxy's requests too: they name the same path
        ProxySelector system = ProxySelector.getDefault();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI address) {
                return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(server.host(), server.port())));
            }

            @Override
            public void connectFailed(URI address, SocketAddress proxy, IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            fetch(URI.create("http://mirror.invalid/good/"));
        } finally {
            ProxySelector.setDefault(system);
        }
        assertCacheIsWhole();
        assertEquals("http://mirror.invalid/good/" + FIRST, server.requests().get(0));
    }

    @Test
    void anInterruptEndsTheDownload() {
        URI good = server.goodMirror();
        Downloader downloader = new Downloader(
                PATIENT, (file, received, total) -> Thread.currentThread().interrupt());
        InterruptedIOException e = assertThrows(
                InterruptedIOException.class, () -> downloader.fetch(FakeMnist.publication(files, good), cache));
        assertTrue(Thread.interrupted());
        assertEquals("interrupted while downloading", e.getMessage());
        assertCacheIsEmpty();
    }

    @Test
    void whatTheProgressCallbackThrowsReachesTheCaller() {
        URI good = server.goodMirror();
        IllegalStateException stop = new IllegalStateException("stop");
        Downloader downloader = new Downloader(PATIENT, (file, received, total) -> {
            throw stop;
        });
        assertSame(
                stop,
                assertThrows(
                        IllegalStateException.class,
                        () -> downloader.fetch(FakeMnist.publication(files, good), cache)));
        assertCacheIsEmpty();
    }

    @Test
    void aCacheThatCannotBeWrittenIsNoMirrorsFault() throws IOException {
        Path file = Files.createFile(cache.resolve("file"));
        Publication publication = FakeMnist.publication(files, server.goodMirror());
        assertThrows(FileSystemException.class, () -> new Downloader(PATIENT, UNHEARD).fetch(publication, file));
        assertEquals(List.of(), server.requests());
    }

    @Test
    void manyThreadsMayFillOneCache() throws Exception {
        Publication publication = FakeMnist.publication(files, server.goodMirror());
        Callable<Path> fetch = () -> new Downloader(PATIENT, UNHEARD).fetch(publication, cache);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (Future<Path> future : threads.invokeAll(List.of(fetch, fetch, fetch, fetch, fetch, fetch))) {
                assertEquals(cache.resolve("fake"), future.get());
            }
        } finally {
            threads.shutdown();
        }
        assertCacheIsWhole();
    }

    @Test
    void twoProcessesMayFillOneCache() throws Exception {
        URI good = server.goodMirror();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(OtherJvm.start(List.of(), OtherProcess.class, good.toString(), cache.toString()));
        }
        for (Process process : processes) {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES));
            assertEquals(0, process.exitValue());
        }
        assertCacheIsWhole();
    }

    /** Downloads the files from a mirror (first argument) into a cache (second argument). */
    static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] args) throws IOException {
            new Downloader(PATIENT, UNHEARD)
                    .fetch(FakeMnist.publication(FakeMnist.files(), URI.create(args[0])), Path.of(args[1]));
        }
    }

    private Path fetch(URI... mirrors) throws IOException {
        return new Downloader(PATIENT, UNHEARD).fetch(FakeMnist.publication(files, mirrors), cache);
    }

    private void assertCacheIsWhole() throws IOException {
        assertEquals(files.keySet().stream().sorted().toList(), IdxTest.namesIn(cache.resolve("fake")));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertArrayEquals(
                    file.getValue(), Files.readAllBytes(cache.resolve("fake").resolve(file.getKey())));
        }
    }

    private void assertCacheIsEmpty() {
        try {
            assertEquals(List.of(), IdxTest.namesIn(cache.resolve("fake")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
